"""How a film is split: latent frames of chunks, anchors and decode windows, as the planner and the models cut them.

Latent frame 0 is frame 0; latent j >= 1 is frames (j-1)s+1..js, s being the temporal stride.
"""
from dataclasses import dataclass


@dataclass(frozen=True)
class Chunk:
    """made: latent frames that the model computes. first..last: those it is asked for, both included."""

    index: int
    first: int
    last: int
    made: int
    frames: int

    @property
    def kept(self):
        return self.last - self.first + 1


def latents_of(frames, stride):
    """Latent frames that a film of that many frames needs."""
    return -(-(frames - 1) // stride) + 1


def chunks(latents, spacing, stride, overlap=0, seam=True):
    """The chunks of a film, in play order.

    Chunk k makes latents k*spacing..(k+1)*spacing and `overlap` more. Where it is not the first, its leftmost stands
    for the anchor and is dropped if `seam`; a film without seams (stride 1) computes only what it keeps.
    """
    if spacing < 1:
        raise ValueError(f"spacing: {spacing} (expected: at least 1 latent frame)")
    found = []
    last = latents - 1
    for index in range(max(1, -(-last // spacing))):
        start, end = index * spacing, min((index + 1) * spacing, last)
        first = start if index == 0 else start + 1
        made = min(end + overlap, last) - (start if seam else first) + 1
        frames = (end - start) * stride + (1 if index == 0 else 0)
        found.append(Chunk(index, first, end, made, frames))
    return found


def anchors(latents, spacing, closing):
    """Latent positions of the anchors: 0, spacing, 2*spacing .. and, if `closing`, the end of the film."""
    last = latents - 1
    places = list(range(0, max(last, 1), spacing))
    return places + [last] if closing else places

