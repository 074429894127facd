"""Shapes and conventions of a family, as its weights' own configuration has them."""
from dataclasses import dataclass
from enum import Enum


class Chunking(Enum):
    """How a film is split; the names are those of the family descriptor."""

    KEYFRAMES = "KEYFRAMES"
    WINDOWS = "WINDOWS"
    WHOLE = "WHOLE"


@dataclass(frozen=True)
class Geometry:
    """side_multiple is in pixels; max_frames is the most frames of a film that one call makes, 0 for no bound.

    convention says how stored latents relate to what the autoencoder takes: "mean-std", "scale" or "raw".
    """

    chunking: Chunking
    channels: int
    spatial_stride: int
    temporal_stride: int
    side_multiple: int
    convention: str
    max_frames: int = 0
