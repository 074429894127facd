import os
import threading

import numpy
import pytest

from stillwake_diffusion import wire


@pytest.fixture
def ends(tmp_path):
    """Both ends of one connection."""
    listener = wire.listen(tmp_path / "run")
    taken = []
    taking = threading.Thread(target=lambda: taken.append(listener.accept()))
    taking.start()
    client = wire.connect(tmp_path / "run")
    taking.join()
    yield client, taken[0]
    for each in (client, taken[0], listener):
        each.close()


@pytest.mark.parametrize(
    "array",
    [
        numpy.arange(24, dtype=numpy.uint8).reshape(2, 4, 3),
        numpy.arange(6, dtype=numpy.float16).reshape(3, 2).T,
        numpy.zeros((0, 3), numpy.int64),
        numpy.array([1.5], numpy.float32),
    ],
    ids=["bytes", "transposed", "empty", "one"],
)
def test_arrays_arrive_as_they_were_sent(ends, array):
    client, server = ends
    wire.send(client, {"kind": "call", "text": "Ünïcode"}, {"one": array, "two": array})
    head, arrays = wire.receive(server)
    assert head == {"kind": "call", "text": "Ünïcode"}
    for name in ("one", "two"):
        assert arrays[name].dtype == array.dtype and numpy.array_equal(arrays[name], array)


def test_an_end_that_closes_is_seen_by_the_other(ends):
    client, server = ends
    client.close()
    with pytest.raises(wire.EngineGone):
        wire.receive(server)


def test_only_the_owner_can_enter_the_folder(tmp_path):
    wire.listen(tmp_path / "run").close()
    assert os.stat(tmp_path / "run").st_mode & 0o777 == 0o700


def test_a_folder_that_is_a_link_is_refused(tmp_path):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "theirs")
    with pytest.raises(PermissionError, match="run_dir: .*run"):
        wire.listen(tmp_path / "run")


def test_a_socket_that_a_dead_engine_left_is_replaced(tmp_path):
    wire.listen(tmp_path / "run")
    with pytest.raises(wire.EngineGone):
        wire.connect(tmp_path / "nobody")
    wire.listen(tmp_path / "run").close()


def test_a_path_too_long_for_a_socket_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"run_dir: .* is too long for a socket \(expected: at most 100 bytes\)"):
        wire.listen(tmp_path / ("x" * 120))
