"""A family's models on a real Triton: one server for all tests, whose anchors are slow and whose chunks are quick."""

import json
import os
import resource
import signal
from pathlib import Path

import numpy
import pytest
from tritonclient.utils import InferenceServerException

from stillwake_diffusion import doctor

from .fake import picture
from .film import anchor_frames, chunk, integers, moving, text
from .served import started, written
from .triton import NotReady, Triton, until

FRAMES, LAST = 17, 4
# Large enough that a step takes longer than it takes a cancellation to arrive.
LARGE = 512
ANCHOR_STEPS = 60
# Less than one tile takes.
ROOM = 8 * 2**20


@pytest.fixture(scope="module")
def served(key_frames, tmp_path_factory):
    folder = written(
        "wan-i2v-a14b", key_frames, tmp_path_factory.mktemp("out"), sampling_steps=3, sampling_anchor_steps=ANCHOR_STEPS
    )
    made = started(folder, tmp_path_factory.mktemp("logs"))
    yield made
    made.end()


@pytest.fixture(scope="module")
def film(served):
    """(shared inputs, anchors' frames, anchors, chunks) of a film of three seconds."""
    return make_film(served)


def make_film(served):
    shared = moving(picture(64, 96), FRAMES)
    at = anchor_frames(served.descriptor, LAST)
    anchors = served.client.call("anchors", {**shared, "frame": integers(*at)})["anchors"]
    return (
        shared,
        at,
        anchors,
        [
            served.client.call("frames", chunk(served.descriptor, shared, anchors, at, index))["latents"]
            for index in range(len(at) - 1)
        ],
    )


def slow(served, frame=(0, 2, 4)):
    return {**moving(picture(LARGE, LARGE), FRAMES), "frame": integers(*frame)}


def await_steps(served, running, request, steps):
    until(lambda: running.done() or served.client.progress(request)[0] >= steps, f"{steps} steps of {request}")
    assert not running.done(), running.exception()


def refused(call):
    """What a call's failure says: "[status] text"."""
    with pytest.raises(InferenceServerException) as failure:
        call()
    return str(failure.value)


def state(served, metric, **labels):
    """A value that the engine counts, as it is now."""
    counted = json.loads(served.client.call("engine", {"query": text("")})["state"][0])
    return sum(value for name, found, value in counted if name == metric and labels.items() <= found.items())


def test_the_models_are_what_the_descriptor_says(served):
    described = served.descriptor
    latents = [str(described["latentChannels"]), "-1", "-1", "-1"]
    for role, name, side in [
        ("anchors", "anchors", "output"),
        ("frames", "latents", "output"),
        ("decode", "latents", "input"),
    ]:
        config = served.client.config(role)
        tensor = next(tensor for tensor in config[side] if tensor["name"] == name)
        assert (tensor["data_type"], tensor["dims"]) == ("TYPE_" + described["latentType"], latents)
        assert config.get("max_batch_size", 0) == 0
        assert [group["count"] for group in config["instance_group"]] == [1]


def test_a_film_is_made_in_pieces(served, film):
    shared, at, anchors, chunks = film
    assert anchors.shape == (16, 3, 8, 12)
    assert [piece.shape for piece in chunks] == [(16, 3, 8, 12)] * 2
    # The latent at a seam is made again and dropped.
    whole = numpy.concatenate([chunks[0], chunks[1][:, served.descriptor["leadIn"] :]], axis=1)
    frames = served.client.call("decode", {"latents": whole})["frames"]
    assert frames.shape == (FRAMES, 64, 96, 3) and frames.dtype == numpy.uint8
    assert numpy.abs(numpy.diff(frames.astype(int), axis=0)).max() > 0


def test_the_anchor_of_the_first_frame_is_the_picture(served, film):
    shared, at, anchors, chunks = film
    alone = served.client.call("anchors", {**shared, "seed": integers(99), "frame": integers(0)})["anchors"]
    assert alone.tobytes() == anchors[:, :1].tobytes()


def test_a_chunk_that_is_made_again_has_the_same_bytes(served, film):
    shared, at, anchors, chunks = film
    again = served.client.call("frames", chunk(served.descriptor, shared, anchors, at, 1))["latents"]
    assert again.tobytes() == chunks[1].tobytes()


def test_windows_are_made_from_their_left_anchor_alone(windows, tmp_path):
    folder = written("wan-ti2v-5b", windows, tmp_path, sampling_steps=2, sampling_anchor_steps=2, split_overlap=1)
    served = started(folder, tmp_path / "logs")
    try:
        _, _, _, chunks = make_film(served)
        assert [piece.shape for piece in chunks] == [(48, 4, 4, 6), (48, 3, 4, 6)]
        assert "right_anchor" not in [tensor["name"] for tensor in served.client.config("frames")["input"]]
    finally:
        served.end()


def test_a_model_is_ready_only_after_the_engine_is_warm(key_frames, tmp_path):
    folder = written("wan-i2v-a14b", key_frames, tmp_path, sampling_steps=2, sampling_anchor_steps=2)
    triton = Triton(folder / "models", tmp_path / "logs")
    try:

        def looked():
            ready = [triton.get(f"/v2/models/wan-{role}/ready")[0] == 200 for role in ("engine", "frames", "progress")]
            assert not any(ready) or "warm after" in triton.log.read_text()
            return triton.ready()

        until(looked, f"Triton, log in {triton.log}")
    finally:
        triton.end()


def test_the_weights_are_in_one_process(served):
    with_torch = [path for path in served.triton.processes() if "libtorch" in (path / "maps").read_text()]
    assert [int(path.name) for path in with_torch] == [served.triton.engine()]


def test_progress_is_seen_while_a_call_runs(served):
    running, cancel = served.client.start("anchors", slow(served), "work/1")
    await_steps(served, running, "work/1", 2)
    assert served.client.progress("work/1")[1] >= ANCHOR_STEPS
    assert served.client.progress("work/0") == (0, -1)
    cancel()
    until(lambda: served.client.progress("work/1") == (0, -1), "the end of the call")
    assert running.done()


def test_a_cancelled_call_frees_the_engine_within_a_step(served):
    running, cancel = served.client.start("anchors", slow(served), "work/2")
    await_steps(served, running, "work/2", 2)
    before = state(served, "stillwake_steps_total", task="anchors")
    cancel()
    until(lambda: served.client.progress("work/2") == (0, -1), "the end of the call")
    # The step that ran when it was cancelled, and the one that ran when it was looked at.
    assert state(served, "stillwake_steps_total", task="anchors") - before <= 2
    assert refused(lambda: running.result(0)).startswith("[StatusCode.CANCELLED]")


def test_two_models_that_are_called_at_once_take_turns(served, film):
    shared, at, anchors, chunks = film
    running, cancel = served.client.start("anchors", slow(served), "work/3")
    await_steps(served, running, "work/3", 1)
    waiting, _ = served.client.start("decode", {"latents": chunks[0]}, "work/4")
    until(lambda: state(served, "stillwake_queued_calls") == 1, "the second call to wait")
    assert not running.done() and not waiting.done()
    cancel()
    assert waiting.result(60)["frames"].shape == (9, 64, 96, 3)


def test_a_wrong_shape_is_refused_by_name(served, film):
    shared, at, anchors, chunks = film
    wrong = chunk(served.descriptor, {**shared, "picture": picture(64, 100)}, anchors, at, 0)
    assert refused(lambda: served.client.call("frames", wrong)) == (
        "[StatusCode.INVALID_ARGUMENT] wan-frames: frames: picture is 100x64 (expected: sides that are multiples of 16)"
    )
    wrong = chunk(served.descriptor, shared, anchors[:, :, :4], at, 0)
    assert refused(lambda: served.client.call("frames", wrong)) == (
        "[StatusCode.INVALID_ARGUMENT] wan-frames: frames: left_anchor is float16 [16, 1, 4, 12]"
        " (expected: float16 [16, 1, 8, 12])"
    )
    assert "[StatusCode.INVALID_ARGUMENT]" in refused(lambda: served.client.call("decode", {"latents": chunks[0][:4]}))


def test_latents_that_are_no_numbers_are_refused(served, film):
    broken = film[3][0].copy()
    broken[0, 0, 0, 0] = numpy.nan
    assert refused(lambda: served.client.call("decode", {"latents": broken})) == (
        "[StatusCode.INVALID_ARGUMENT] wan-decode: decode: latents has NaN or infinite values (expected: none)"
    )


def test_a_prompt_is_encoded_once(served):
    before = state(served, "stillwake_text_cache_total", outcome="misses")
    first, second = (
        served.client.call("text", {"prompt": text("a waterfall and the moon")})["embeds"] for _ in range(2)
    )
    assert first.shape == (512, 32) and first.tobytes() == second.tobytes()
    assert state(served, "stillwake_text_cache_total", outcome="misses") == before + 1


def test_the_doctor_makes_a_clip_with_the_served_models(served, capsys):
    with pytest.raises(SystemExit) as ended:
        doctor.main(
            ["--family-folder", str(served.folder), "--no-hashes", "--server", f"127.0.0.1:{served.triton.grpc}"]
        )
    assert "ok    served clip: 9 frames of 64x64, mean" in capsys.readouterr().out
    assert ended.value.code == 0


def test_metrics_are_on_tritons_own_endpoint(served, film):
    def shown(name):
        lines = [
            line
            for line in served.triton.metrics().splitlines()
            if line.startswith(name + "{") and 'family="wan"' in line
        ]
        return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines}

    until(
        lambda: any(
            'task="frames"' in labels and 'outcome="done"' in labels for labels in shown("stillwake_calls_total")
        ),
        "the count of calls",
    )
    for name in (
        "stillwake_step_seconds_total",
        "stillwake_steps_total",
        "stillwake_call_seconds_total",
        "stillwake_memory_bytes",
    ):
        assert max(shown(name).values()) > 0
    assert "stillwake_queued_calls" in served.triton.metrics()


@pytest.fixture
def fragile(key_frames, tmp_path):
    """A server for one test, which harms it."""
    folder = written("wan-i2v-a14b", key_frames, tmp_path, sampling_steps=2, sampling_anchor_steps=10)
    made = started(folder, tmp_path / "logs")
    yield made
    made.end()


def test_an_engine_without_memory_tries_smaller_tiles_and_says_so(fragile):
    engine = fragile.triton.engine()
    resource.prlimit(engine, resource.RLIMIT_AS, (taken(engine) + ROOM, resource.RLIM_INFINITY))
    said = refused(lambda: fragile.client.call("decode", {"latents": numpy.ones((16, 3, 32, 32), numpy.float16)}))
    assert said.startswith(
        "[StatusCode.INTERNAL] wan-decode: out of memory: decode of latents [16, 3, 32, 32] in the smallest tiles"
    )
    tried = [line for line in fragile.triton.log.read_text().splitlines() if "trying half" in line]
    assert "1024 MiB" in tried[0] and "512 MiB" in tried[1]
    resource.prlimit(engine, resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert fragile.client.call("text", {"prompt": text("a tree")})["embeds"].shape == (512, 32)


def taken(process):
    """Bytes of address space."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[0]) * resource.getpagesize()


def test_a_killed_engine_fails_all_calls_at_once(fragile):
    running, _ = fragile.client.start("anchors", slow(fragile), "work/5")
    await_steps(fragile, running, "work/5", 1)
    os.kill(fragile.triton.engine(), signal.SIGKILL)
    said = "engine of family 'wan' is not healthy: its process has ended (expected: running; restart this server)"
    assert refused(lambda: running.result(60)) == f"[StatusCode.INTERNAL] wan-anchors: {said}"
    for role, tensors in [
        ("anchors", slow(fragile)),
        ("progress", {"request": text("work/5")}),
        ("text", {"prompt": text("a")}),
    ]:
        assert refused(lambda: fragile.client.call(role, tensors)) == f"[StatusCode.INTERNAL] wan-{role}: {said}"


def test_weights_that_cannot_be_loaded_are_told_in_tritons_log(key_frames, tmp_path):
    folder = written("wan-i2v-a14b", key_frames, tmp_path, runtime_quantize="bitsandbytes-9bit")
    with pytest.raises(NotReady) as failure:
        started(folder, tmp_path / "logs")
    assert "engine: ValueError: quantize: 'bitsandbytes-9bit' (expected: one of" in str(failure.value)
