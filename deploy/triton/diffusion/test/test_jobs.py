"""The engine's queue, on a family of a few sums that can be made to fail in every way."""

import threading
from dataclasses import replace
from queue import SimpleQueue

import numpy
import pytest
import torch

from stillwake_diffusion.engine import expansion, shortage, warmup
from stillwake_diffusion.engine.asked import Asked
from stillwake_diffusion.engine.counters import Counters
from stillwake_diffusion.engine.jobs import Job, Queue
from stillwake_diffusion.engine.tasks import Tasks
from stillwake_diffusion.geometry import Chunking
from stillwake_diffusion.tiles import TooLittleMemory

from .fake import GEOMETRY, PROFILE, FakeFamily, picture
from .film import integers, moving

PATIENCE_SECONDS = 30


class Engine:
    """A queue with its thread, which ends with the test's process."""

    def __init__(self, family, profile=PROFILE, geometry=GEOMETRY, expand=lambda prompt, seed: prompt):
        self.counters = Counters()
        self.queue = Queue(Tasks(family, geometry, profile, expand), self.counters)
        self.thread = threading.Thread(target=self.queue.work, daemon=True)
        self.thread.start()

    def start(self, task, tensors, request="work/1"):
        """(job, queue of its outcome)."""
        texts = {name: tensors[name][0].decode() for name in tensors if tensors[name].dtype == object}
        arrays = {name: tensors[name] for name in tensors if name not in texts}
        outcome = SimpleQueue()
        job = Job(Asked(task, arrays, texts, request), lambda job, *told: outcome.put(told), self.counters)
        self.queue.add(job)
        return job, outcome

    def run(self, task, tensors):
        """(kind, text, arrays)."""
        return self.start(task, tensors)[1].get(timeout=PATIENCE_SECONDS)

    def counted(self, metric, **labels):
        return sum(
            value for name, found, value in self.queue.listed() if name == metric and labels.items() <= found.items()
        )


ANCHORS = {**moving(picture(), 25), "frame": integers(0, 3, 6)}


def frames(last=3):
    anchors = Engine(FakeFamily()).run("anchors", ANCHORS)[2]["anchors"]
    return {
        **moving(picture(), 25),
        "frame": numpy.arange(last + 1),
        "left_anchor": anchors[:, :1],
        "left_frame": integers(0),
        "right_anchor": anchors[:, 1:2],
        "right_frame": integers(last),
    }


def latents(frames=3, height=8, width=12):
    random = numpy.random.Generator(numpy.random.Philox(5))
    return {"latents": random.random((4, frames, height, width)).astype(numpy.float16)}


def test_the_pieces_of_a_film_have_the_shapes_that_were_asked_for():
    engine = Engine(FakeFamily())
    assert engine.run("anchors", ANCHORS)[2]["anchors"].shape == (4, 3, 8, 12)
    assert engine.run("frames", frames())[2]["latents"].shape == (4, 4, 8, 12)
    assert engine.run("decode", latents())[2]["frames"].shape == (9, 64, 96, 3)
    assert engine.run("text", {"prompt": moving(picture(), 1)["prompt"]})[2]["embeds"].dtype == numpy.float16


@pytest.mark.parametrize("chunking", list(Chunking))
def test_warming_up_goes_through_every_task(chunking):
    geometry = replace(GEOMETRY, chunking=chunking, max_frames=3 if chunking is Chunking.WHOLE else 0)
    film = warmup.warm_up(Tasks(FakeFamily(geometry=geometry), geometry, PROFILE, lambda prompt, seed: prompt))
    assert film.shape == (1 + ((3 if chunking is Chunking.WHOLE else 4) - 1) * 4, 64, 64, 3)


class HeldFamily(FakeFamily):
    """Its second step waits for the test."""

    def __init__(self, steps=1000):
        super().__init__(steps)
        self.reached, self.go_on, self.made_steps = threading.Event(), threading.Event(), 0

    def made(self, clip, frames, watch):
        for step in range(self.steps):
            self.made_steps += 1
            watch.step(step + 1, self.steps)
            if step == 1:
                self.reached.set()
                assert self.go_on.wait(PATIENCE_SECONDS)
        return super().made(clip, frames, watch)


def test_a_cancelled_call_ends_at_its_next_step_and_the_engine_goes_on():
    family = HeldFamily()
    engine = Engine(family)
    job, outcome = engine.start("anchors", ANCHORS)
    assert family.reached.wait(PATIENCE_SECONDS)
    job.cancelled.set()
    family.go_on.set()
    kind, text, _ = outcome.get(timeout=PATIENCE_SECONDS)
    assert (kind, text) == ("cancelled", "anchors: cancelled after 3 steps of 1000")
    assert family.made_steps == 3
    assert engine.run("decode", latents())[0] == ""


def test_a_call_that_is_cancelled_while_it_waits_is_never_begun():
    family = HeldFamily(steps=2)
    engine = Engine(family)
    _, first = engine.start("anchors", ANCHORS)
    waiting, second = engine.start("anchors", ANCHORS, "work/2")
    assert family.reached.wait(PATIENCE_SECONDS)
    waiting.cancelled.set()
    family.go_on.set()
    assert first.get(timeout=PATIENCE_SECONDS)[0] == ""
    assert second.get(timeout=PATIENCE_SECONDS)[0] == "cancelled"
    assert family.made_steps == 2


def test_progress_is_known_while_a_call_runs_and_not_after():
    family = HeldFamily(steps=5)
    engine = Engine(family)
    _, outcome = engine.start("anchors", ANCHORS, "work/7")
    assert family.reached.wait(PATIENCE_SECONDS)
    assert engine.queue.progress("work/7") == (2, 5)
    assert engine.queue.progress("another") == (0, -1)
    family.go_on.set()
    outcome.get(timeout=PATIENCE_SECONDS)
    assert engine.queue.progress("work/7") == (0, -1)


class NarrowFamily(FakeFamily):
    """A device on which tiles above `room` bytes do not fit; its smallest tile takes `least`."""

    def __init__(self, room, least=2**20, failure=torch.OutOfMemoryError("CUDA out of memory. Tried to allocate")):
        super().__init__()
        self.room, self.least, self.failure, self.tried = room, least, failure, []

    def decode(self, latents, memory, watch):
        self.tried.append(memory)
        if memory < self.least:
            raise TooLittleMemory("memory for decoding: too little")
        if memory > self.room:
            raise self.failure
        return super().decode(latents, memory, watch)


@pytest.mark.parametrize(
    "failure",
    [
        torch.OutOfMemoryError("CUDA out of memory."),
        RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried"),
        MemoryError(),
    ],
    ids=["cuda", "cpu", "python"],
)
def test_a_decode_without_memory_is_tried_in_smaller_tiles(failure):
    family = NarrowFamily(room=3 * 2**30, failure=failure)
    kind, text, made = Engine(family).run("decode", latents())
    assert (kind, text) == ("", "") and made["frames"].shape == (9, 64, 96, 3)
    assert family.tried == [8 * 2**30, 4 * 2**30, 2 * 2**30]


@pytest.mark.parametrize(("room", "least"), [(0, 2**30), (0, 1)])
def test_a_decode_that_fits_in_no_tile_says_so(room, least):
    family = NarrowFamily(room=room, least=least)
    kind, text, _ = Engine(family).run("decode", latents())
    assert kind == "failed"
    assert (
        text.startswith("out of memory: decode of latents [4, 3, 8, 12] in the smallest tiles")
        and "CUDA out of memory" in text
    )
    assert family.tried[-1] >= min(least // 2, shortage.SMALLEST)


def test_a_chunk_without_memory_is_tried_once_more_and_fails_by_name():
    family, tried = FakeFamily(), []

    def full(clip, span, watch):
        tried.append(span)
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")

    family.frames = full
    kind, text, _ = Engine(family).run("frames", frames())
    assert kind == "failed" and text.startswith("out of memory: frames: CUDA out of memory")
    assert len(tried) == 2


def test_what_is_no_picture_any_more_is_not_given_away():
    family = FakeFamily()
    family.frames = lambda clip, span, watch: torch.full((4, len(span.frames), 8, 12), torch.nan)
    kind, text, _ = Engine(family).run("frames", frames())
    assert kind == "failed" and text == "frames: 1536 of 1536 values are NaN or infinite (expected: none)"
    family.frames = lambda clip, span, watch: torch.full((4, len(span.frames), 8, 12), 1e6)
    assert (
        Engine(family).run("frames", frames())[1] == "frames: 1536 of 1536 values are NaN or infinite (expected: none)"
    )
    family.frames = lambda clip, span, watch: torch.ones(4, len(span.frames), 8, 12)
    assert "frozen" in Engine(family).run("frames", frames())[1]
    family.frames = lambda clip, span, watch: torch.ones(4, 1, 8, 12)
    assert Engine(family).run("frames", frames())[1] == "frames: [4, 1, 8, 12] (expected: [4, 4, 8, 12])"
    family.decode = lambda latents, memory, watch: numpy.zeros((9, 64, 96, 3), numpy.uint8)
    assert "black" in Engine(family).run("decode", latents())[1]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"picture": picture(40, 96)}, "frames: picture is 96x40 (expected: sides that are multiples of 16)"),
        ({"picture": picture(320, 320)}, "frames: picture is 320x320 (expected: at most 65536 pixels)"),
        ({"motion_strength": numpy.array([2], numpy.float32)}, "frames: motion_strength 2.0 (expected: 0.0 to 1.0)"),
        ({"loop": integers(2)}, "frames: loop 2 (expected: 0 to 1)"),
        ({"frame": integers(0, 2, 3)}, "frames: frame [0, 2, 3] (expected: consecutive)"),
        ({"frame": integers(3, 4, 5, 6, 7)}, "frames: frame [3, 4, 5, 6, 7] (expected: ascending, 0 to 6)"),
        ({"left_frame": integers(1)}, "frames: left_frame 1 (expected: 0, the first of frame)"),
        ({"right_frame": integers(6)}, "frames: right_frame 6 (expected: 3 or 4, the last of frame or the next)"),
        (
            {"left_anchor": numpy.zeros((4, 1, 8, 13), numpy.float16)},
            "frames: left_anchor is float16 [4, 1, 8, 13] (expected: float16 [4, 1, 8, 12])",
        ),
        (
            {"right_anchor": numpy.full((4, 1, 8, 12), numpy.nan, numpy.float16)},
            "frames: right_anchor has NaN or infinite values (expected: none)",
        ),
        ({"seed": numpy.zeros(0, numpy.int64)}, "frames: seed is int64 [0] (expected: int64 [1])"),
    ],
)
def test_a_wrong_request_is_refused_by_name(change, message):
    assert Engine(FakeFamily()).run("frames", {**frames(), **change})[:2] == ("invalid", message)


def test_a_failure_of_the_family_is_told_and_the_engine_goes_on():
    family = FakeFamily()
    family.anchors = lambda clip, frames, watch: 1 / 0
    engine = Engine(family)
    assert engine.run("anchors", ANCHORS)[:2] == ("failed", "anchors: ZeroDivisionError: division by zero")
    assert engine.run("decode", latents())[0] == ""


def test_a_lost_device_ends_the_engine():
    family = FakeFamily()

    def lost(clip, frames, watch):
        raise RuntimeError("CUDA error: an illegal memory access was encountered")

    family.anchors = lost
    engine = Engine(family)
    assert engine.run("anchors", ANCHORS)[0] == "failed"
    engine.thread.join(PATIENCE_SECONDS)
    assert not engine.thread.is_alive()


def test_calls_and_steps_are_counted_by_task():
    engine = Engine(FakeFamily(steps=3))
    engine.run("anchors", ANCHORS)
    engine.run("frames", {**frames(), "loop": integers(5)})
    assert engine.counted("stillwake_calls_total", task="anchors", outcome="done") == 1
    assert engine.counted("stillwake_calls_total", task="frames", outcome="invalid") == 1
    assert engine.counted("stillwake_steps_total", task="anchors") == 3
    assert engine.counted("stillwake_step_seconds_total", task="anchors") > 0
    assert 0 < engine.counted("stillwake_memory_bytes", kind="used")


def test_the_operators_hook_expands_the_prompt_of_every_chunk_alike(monkeypatch):
    seen, asked = [], []
    family = FakeFamily()
    made = family.made
    family.made = lambda clip, frames, watch: seen.append(clip.prompt) or made(clip, frames, watch)

    def expand(prompt, seed):
        asked.append(prompt)
        return f"{prompt}, in morning light, take {seed}"

    monkeypatch.setitem(globals(), "expand_it", expand)
    engine = Engine(family, expand=expansion.load(f"{__name__}:expand_it"))
    engine.run("anchors", ANCHORS)
    engine.run("frames", frames())
    assert seen == ["a river, in morning light, take 7"] * 2
    assert asked == ["a river"]


def test_a_hook_that_fails_fails_the_call_by_name(monkeypatch):
    monkeypatch.setitem(globals(), "expand_it", lambda prompt, seed: None)
    kind, text, _ = Engine(FakeFamily(), expand=expansion.load(f"{__name__}:expand_it")).run("anchors", ANCHORS)
    assert (kind, text) == ("failed", f"runtime.expand: '{__name__}:expand_it' returned NoneType (expected: a prompt)")
