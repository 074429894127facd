"""The ways to make a film, each as tasks for the simulator.

whole: one GPU makes the clip. sequential: the chunks of parallel, each after the one before it. parallel: anchors, then
all chunks at once. shared: several GPUs make one clip together (sequence parallel); it is one task of a server that
stands for them all.
"""
from dataclasses import dataclass
from functools import cached_property

from . import layout
from .simulator import Task

NAMES = {"whole": "one GPU", "sequential": "chunks in turn", "parallel": "chunks at once",
         "shared": "GPUs share a clip"}


@dataclass(frozen=True)
class Film:
    """A film of a family, seconds long.

    spacing is that of its anchors in latent frames (0: the family's own); anchor_share the share of the steps and
    pixels that anchors are made with.
    """

    family: object
    seconds: float
    spacing: int = 0
    anchor_share: float = 1.0

    @cached_property
    def latents(self):
        return self.family.latents(self.seconds)

    @cached_property
    def frames(self):
        return (self.latents - 1) * self.family.stride + 1

    @cached_property
    def chunks(self):
        f = self.family
        return layout.chunks(self.latents, self.spacing or f.spacing, f.stride, f.overlap, f.seam)

    @property
    def fits(self):
        """Whether the model makes it in one piece."""
        return self.frames <= self.family.best_frames

    @property
    def splits(self):
        return self.family.chunking != "whole" and len(self.chunks) > 1

    def anchors_seconds(self):
        """One sparse clip with a latent frame per anchor, decoded, and each anchor encoded again as a picture.

        Encoding a picture is taken to cost what decoding a frame does.
        """
        f = self.family
        places = layout.anchors(self.latents, self.spacing or f.spacing, f.closing)
        if f.anchor_s:
            return f.anchor_s * len(places)
        return f.denoise(len(places)) * self.anchor_share + f.decoding((len(places) - 1) * f.stride + 1 + len(places))

    def decoded(self, chunk):
        """Seconds to decode the window of a chunk's segment."""
        warm_up = self.family.warm_up if chunk.index else 0
        return self.family.decoding(chunk.frames + warm_up * self.family.stride)


def text(film):
    return Task("text", film.family.text.seconds)


def segments(film, needs):
    """A decode task per chunk; needs(index) are the tasks that its window takes."""
    return [Task(f"decode {c.index}", film.decoded(c), needs(c.index), 2 * c.index + 3, c.index) for c in film.chunks]


def whole(film):
    made = Task("frames", film.family.denoise(film.latents), (0,), 1)
    if not film.splits:
        return [text(film), made, Task("decode 0", film.family.decoding(film.frames), (1,), 3, 0)]
    return [text(film), made, *segments(film, lambda k: (1,))]


def sequential(film):
    """Without anchors, and without the overlap that only a cross-fade needs."""
    f = film.family
    made = [Task(f"frames {c.index}", f.denoise(c.kept + (c.index > 0 and f.seam)), (c.index,), 2 * c.index + 2)
            for c in film.chunks]
    return [text(film), *made, *segments(film, lambda k: (k + 1,))]


def parallel(film):
    made = [Task(f"frames {c.index}", film.family.denoise(c.made), (1,), 2 * c.index + 2) for c in film.chunks]
    anchors = Task("anchors", film.anchors_seconds(), (0,), 1)
    return [text(film), anchors, *made, *segments(film, lambda k: (k + 1, k + 2) if k else (2,))]


def shared(film, gpus):
    """One task, as long as the published speed-up of a whole clip says; the family's `sequence` must know `gpus`."""
    return [Task("clip", cost(whole(film)) / film.family.sequence[gpus], (), 0, 0)]


def cost(tasks):
    """GPU seconds of a film."""
    return sum(t.seconds for t in tasks)


def parts(film):
    """GPU seconds of a film in parallel, by what they are for; they sum to cost(parallel(film))."""
    f = film.family
    made = sum(f.denoise(c.made) for c in film.chunks)
    kept = sum(f.denoise(c.made) * c.kept / c.made for c in film.chunks)
    bare = f.decoding(film.frames)
    return {"text": f.text.seconds, "anchors": film.anchors_seconds(), "chunks": kept, "seams, overlaps": made - kept,
            "decode": bare, "decode warm-up": sum(film.decoded(c) for c in film.chunks) - bare}
