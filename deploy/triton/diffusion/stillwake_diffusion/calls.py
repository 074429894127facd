"""What a family's models are asked for, and how running work is watched.

Latents are tensors [channels, latent frames, H / spatial stride, W / spatial stride], normalised as the family's
transformer sees them. A latent frame j >= 1 holds the frames (j - 1) * temporal stride + 1 to j * temporal stride of
the film, latent frame 0 its frame 0 alone. Latent frame indices count over the whole film.
"""
from dataclasses import dataclass
from typing import Protocol

import numpy
import torch


class Cancelled(Exception):
    """Nobody wants the result any more."""


class Watch(Protocol):
    """Told after each denoising step or decoded tile."""

    def step(self, done: int, total: int) -> None:
        """Notes progress. Raises Cancelled where the call was cancelled."""


@dataclass(frozen=True)
class Clip:
    """What every call of one film shares.

    picture is UINT8 [H, W, 3], RGB; motion_strength is 0 (still) to 1.
    """

    picture: numpy.ndarray
    prompt: str = ""
    negative_prompt: str = ""
    seed: int = 0
    motion_strength: float = 0.5
    frame_count: int = 1
    fps: float = 16.0
    loop: bool = False


@dataclass(frozen=True)
class Span:
    """One run of latent frames, between the anchors that the family knows.

    frames are consecutive. Where there is a left anchor, frames[0] == left_frame and its latent is made again, to be
    dropped by who joins the spans; where there is a right anchor, right_frame is the last of frames or the one after it.
    An anchor is the latent of a single picture, [channels, 1, h, w].
    """

    frames: tuple[int, ...]
    left: torch.Tensor | None = None
    right: torch.Tensor | None = None
    left_frame: int = 0
    right_frame: int = 0


class Family(Protocol):
    """A loaded family: pure functions of their arguments, whatever was called before."""

    def anchors(self, clip: Clip, frames: tuple[int, ...], watch: Watch) -> torch.Tensor:
        """Single-picture latents [C, len(frames), h, w] of the film at some latent frames; the first is the picture."""

    def frames(self, clip: Clip, span: Span, watch: Watch) -> torch.Tensor:
        """Latents [C, len(span.frames), h, w]."""

    def decode(self, latents: torch.Tensor, memory: int, watch: Watch) -> numpy.ndarray:
        """Frames UINT8 [1 + (T - 1) * temporal stride, H, W, 3], in tiles that need at most `memory` bytes."""

    def text(self, prompt: str) -> dict[str, torch.Tensor]:
        """What the transformer sees of a prompt."""
