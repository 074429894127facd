"""The engine's life: started by the first of its models, joined by the others, ended with the last."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stillwake_diffusion import wire
from stillwake_diffusion.serving import joining
from stillwake_diffusion.serving.line import CallFailed, Line

from .fake import picture
from .film import integers, moving
from .served import written
from .triton import until


@pytest.fixture(scope="module")
def family(key_frames, tmp_path_factory):
    return written(
        "wan-i2v-a14b", key_frames, tmp_path_factory.mktemp("out"), sampling_steps=2, sampling_anchor_steps=40
    )


def engines(place):
    """Process ids of the engines that listen in a folder, dead ones not."""
    command = f"stillwake_diffusion.engine.service\0{place}\0".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if command in entry.read_bytes():
                found.append(int(entry.parent.name))
        except OSError:
            continue
    return found


def anchors():
    tensors = {**moving(picture(512, 512), 17), "frame": integers(0, 2, 4)}
    texts = {name: tensors.pop(name)[0].decode() for name in ("prompt", "negative_prompt")}
    return {"kind": "call", "task": "anchors", "request": "work/1", "texts": texts}, tensors


def test_all_models_join_one_engine_which_ends_with_the_last_of_them(family, key_frames, tmp_path):
    place = joining.folder(str(tmp_path / "run"), "wan", 1)
    with ThreadPoolExecutor(4) as pool:
        joined = list(
            pool.map(lambda _: joining.join(place, family / "profile.json", key_frames, sys.executable), range(4))
        )
    assert len(engines(place)) == 1
    first, *others = joined
    # The engine sees that nobody waits for this call any more.
    wire.send(first, *anchors())
    line = Line(others[0], "wan")
    until(lambda: progress(line)[0] >= 1, "a step")
    first.close()
    until(lambda: progress(line) == (0, -1), "the end of the call")
    for each in others:
        each.close()
    until(lambda: not engines(place), "the end of the engine")


def progress(line):
    return tuple(line.ask({"kind": "progress", "request": "work/1"})[0]["progress"])


def test_a_model_that_comes_to_a_dead_engine_starts_another(family, key_frames, tmp_path):
    place = joining.folder(str(tmp_path / "run"), "wan", 1)
    wire.listen(place)
    joined = joining.join(place, family / "profile.json", key_frames, sys.executable)
    subprocess.run(["kill", "-9", str(engines(place)[0])], check=True)
    line = Line(joined, "wan")
    for _ in range(2):
        with pytest.raises(CallFailed, match=r"engine of family 'wan' is not healthy: its process has ended"):
            line.ask({"kind": "metrics"})


def test_settings_that_cannot_be_are_told_to_every_model(family, key_frames, tmp_path):
    place = joining.folder(str(tmp_path / "run"), "wan", 1)
    with pytest.raises(joining.EngineFailed, match=r"engine: WrongProfile: profile: '.*absent.json' cannot be read"):
        joining.join(place, tmp_path / "absent.json", key_frames, sys.executable)
    until(lambda: not engines(place), "the end of the engine")
    with pytest.raises(
        joining.EngineFailed,
        match=r"engine: '/absent/python' cannot be run: .* \(expected: a Python with the family's packages\)",
    ):
        joining.join(place, family / "profile.json", key_frames, "/absent/python")


def test_what_ended_servers_left_goes(tmp_path):
    old = joining.folder(str(tmp_path), "wan", 2**30)
    running = joining.folder(str(tmp_path), "wan", 1)
    assert not old.exists() and running.exists()
