"""Pixels of latents, tile by tile."""
import numpy
import torch

from .tiles import extent


def decode(latents, tiling, decode_tile, watch):
    """UINT8 [F, H, W, 3] of latents [C, T, h, w], all of which are in the tiling.

    decode_tile turns latents [C, t, h, w] into pixels [3, f, H, W], -1 to 1. Where one tile is all, its pixels are what
    the autoencoder made of them, untouched. The watch is told after each tile.
    """
    frames = numpy.empty((extent(tiling.times), extent(tiling.rows), extent(tiling.columns), 3), numpy.uint8)
    done, tail = 0, None
    for time in tiling.times:
        pixels, done = decode_area(latents[:, time.begin : time.end], tiling, decode_tile, watch, done)
        if len(tiling.times) > 1:
            pixels = pixels * time.mask()[None, :, None, None]
        if tail is not None:
            pixels[:, : tail.shape[1]] += tail
        # What the next tile holds too waits for it: its dark, its rising frames.
        shared = time.fall + later_dark(tiling.times, time)
        final = time.outputs - shared
        frames[time.first : time.first + final] = to_bytes(pixels[:, :final])
        tail = pixels[:, final:].clone() if shared else None
    return frames


def later_dark(times, time):
    following = times[times.index(time) + 1 :]
    return following[0].dark if following else 0


def decode_area(latents, tiling, decode_tile, watch, done):
    """Pixels FP32 [3, f, H, W] of a run of latents, by overlap-add of its tiles, normalised; and the tiles done."""
    if len(tiling.rows) * len(tiling.columns) == 1:
        pixels = decode_tile(latents)
        watch.step(done + 1, tiling.count())
        return (pixels if len(tiling.times) == 1 else pixels.float().cpu()), done + 1
    total, weight = None, torch.zeros(extent(tiling.rows), extent(tiling.columns))
    for row in tiling.rows:
        for column in tiling.columns:
            pixels = decode_tile(latents[:, :, row.begin : row.end, column.begin : column.end]).float().cpu()
            if total is None:
                total = torch.zeros(*pixels.shape[:2], *weight.shape)
            mask = row.mask()[:, None] * column.mask()[None, :]
            where = slice(row.first, row.first + row.outputs), slice(column.first, column.first + column.outputs)
            total[:, :, *where] += pixels * mask
            weight[where] += mask
            done += 1
            watch.step(done, tiling.count())
    return total / weight, done


def to_bytes(pixels):
    """UINT8 [F, H, W, 3] of pixels [3, F, H, W], -1 to 1, rounded to the nearest level as diffusers does it."""
    levels = ((pixels.float() * 0.5 + 0.5).clamp(0, 1) * 255).round().to(torch.uint8)
    return levels.permute(1, 2, 3, 0).cpu().numpy()
