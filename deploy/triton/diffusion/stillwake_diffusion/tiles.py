"""Decoding in tiles, where all latents at once need more memory than there is.

Along time a causal autoencoder turns the first latent it is given into one frame, any later one into a whole stride of
frames, and it needs latents before a frame to make it well. So each tile but the first starts `warm_up` latents early:
what comes of these has weight 0. Over the next `overlap` latents it fades in, while the tile before fades out. By
index, tile [b, e) holds the frames b * stride to (e - 1) * stride, both included: frame 0 of a tile stands for the
last frame of its latent's group. Along rows and columns tiles fade into each other over `side_overlap` cells.
Tile masks are trapezoids; those of an axis sum to exactly one.
"""
from dataclasses import dataclass

import torch


class TooLittleMemory(ValueError):
    """Not even the smallest tile fits."""


@dataclass(frozen=True)
class Tile:
    """The cells [begin, end) of an axis of latents, and the outputs (frames or pixels) made of them.

    The first `dark` outputs have weight 0, the next `rise` fade in, the last `fall` fade out.
    """

    begin: int
    end: int
    first: int
    outputs: int
    dark: int = 0
    rise: int = 0
    fall: int = 0

    def mask(self):
        """FP32 [outputs]. 1 - w is exact for w >= 1/2, and rounds so that w + (1 - w) is 1 for smaller ones."""
        weights = torch.ones(self.outputs)
        weights[: self.dark] = 0
        weights[self.dark : self.dark + self.rise] = ramp(self.rise)
        weights[self.outputs - self.fall :] = 1 - ramp(self.fall)
        return weights


@dataclass(frozen=True)
class Tiling:
    """A tile is one of each axis."""

    times: tuple[Tile, ...]
    rows: tuple[Tile, ...]
    columns: tuple[Tile, ...]

    def count(self):
        return len(self.times) * len(self.rows) * len(self.columns)


@dataclass(frozen=True)
class Strides:
    """Of an autoencoder: frames per latent, pixels per cell, and how tiles have to overlap, in latents and cells.

    splits_time is False for a decoder that goes from latent to latent with a memory, and so takes hardly more for more.
    """

    temporal: int
    spatial: int
    warm_up: int = 2
    overlap: int = 2
    side_overlap: int = 4
    splits_time: bool = True

    def __post_init__(self):
        if self.warm_up < 1 and self.temporal > 1:
            raise ValueError(f"warm-up: {self.warm_up} latents of {self.temporal} frames (expected: at least 1)")


def ramp(count):
    return torch.arange(1, count + 1, dtype=torch.float32) / (count + 1)


def along_time(length, size, strides):
    """Tiles of at most `size` latents that cover `length` of them."""
    stride, overlap, warm_up = strides.temporal, strides.overlap, strides.warm_up
    tiles = []
    for begin, end in cut(length, size, overlap + warm_up, warm_up + 2 * overlap):
        inner, fade = begin > 0, overlap * stride
        tiles.append(Tile(
            begin, end, begin * stride, 1 + (end - begin - 1) * stride,
            dark=((warm_up - 1) * stride + 1) * inner, rise=fade * inner, fall=fade * (end < length),
        ))
    return tuple(tiles)


def along_side(length, size, strides):
    """Tiles of at most `size` cells that cover `length` of them."""
    stride, fade = strides.spatial, strides.side_overlap * strides.spatial
    return tuple(
        Tile(begin, end, begin * stride, (end - begin) * stride, rise=fade * (begin > 0), fall=fade * (end < length))
        for begin, end in cut(length, size, strides.side_overlap, 2 * strides.side_overlap)
    )


def cut(length, size, shared, least):
    """[begin, end) of pieces; neighbours share `shared` cells."""
    if size >= length:
        return [(0, length)]
    if size < least or size <= shared:
        raise ValueError(f"tile: {size} of {length} cells (expected: at least {max(least, shared + 1)})")
    step = size - shared
    return [(begin, min(begin + size, length)) for begin in range(0, length - shared, step)]


def sizes(length, shared, least):
    """Sizes of tiles that share the length evenly, largest first."""
    even = {-(-(length + (count - 1) * shared) // count) for count in range(2, length + 1)}
    return [length, *sorted((size for size in even if max(least, shared + 1) <= size < length), reverse=True)]


def choose(shape, strides, cost, memory):
    """The tiling of latents (T, h, w) that decodes the fewest cells of those whose tiles need at most `memory` bytes.

    cost(t, h, w) is what decoding one tile needs, in bytes.
    """
    length, height, width = shape
    best, times = None, [length]
    if strides.splits_time:
        times = sizes(length, strides.overlap + strides.warm_up, strides.warm_up + 2 * strides.overlap)
    for t in times:
        for h in sizes(height, strides.side_overlap, 2 * strides.side_overlap):
            for w in sizes(width, strides.side_overlap, 2 * strides.side_overlap):
                if cost(t, h, w) > memory:
                    continue
                rows, columns = along_side(height, h, strides), along_side(width, w, strides)
                tiling = Tiling(along_time(length, t, strides), rows, columns)
                work = cells(tiling.times) * cells(tiling.rows) * cells(tiling.columns), tiling.count()
                if best is None or work < best[0]:
                    best = work, tiling
    if best is None:
        raise TooLittleMemory(
            f"memory for decoding: {memory} bytes (expected: at least {cost(t, h, w)}, for a tile of {t}x{h}x{w} latent"
            " cells)"
        )
    return best[1]


def cells(tiles):
    return sum(tile.end - tile.begin for tile in tiles)


def extent(tiles):
    """How many outputs the tiles of an axis cover."""
    return tiles[-1].first + tiles[-1].outputs
