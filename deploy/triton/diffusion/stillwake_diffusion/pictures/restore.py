"""A picture made clear, or larger, by an upscaler of the Stable Diffusion kind, in tiles that fade into each other.

The upscaler sees the picture small enough that what it makes is twice what is asked for, which is then made smaller:
so scale 1 restores too. What it makes keeps its detail; light and colour in the large are the picture's own (the
wavelet colour fix of J. Wang et al., "Exploiting diffusion prior for real-world image super-resolution", IJCV 2024,
with one level), which also keeps tiles from differing. Strength mixes it with the picture made larger by cubic
interpolation; strength 0 is that alone, and at scale 1 the picture, byte for byte.
"""
import math
from dataclasses import dataclass

import numpy
import torch
from diffusers import StableDiffusionLatentUpscalePipeline, StableDiffusionUpscalePipeline
from PIL import Image

from .. import loading
from ..noise import noise
from ..tiles import Strides, along_side
from ..weights import check, need, read
from . import sizes

# Pixels of the picture over which light and colour are taken to be the picture's own.
LARGE = 16
SCALES = (1, 2, 3, 4)


@dataclass(frozen=True)
class Kind:
    """factor: how much larger it makes a picture; cell: what a side of its input is a multiple of; tile and overlap in
    cells; arguments of each call."""

    pipeline: type
    factor: int
    cell: int
    tile: int
    overlap: int
    arguments: tuple


# Without a prompt there is nothing to guide to.
FOURFOLD = Kind(StableDiffusionUpscalePipeline, 4, 8, 16, 4, (("num_inference_steps", 25), ("guidance_scale", 1.0)))
TWOFOLD = Kind(StableDiffusionLatentUpscalePipeline, 2, 64, 8, 1, (("num_inference_steps", 20), ("guidance_scale", 0)))
KINDS = {kind.pipeline.__name__: kind for kind in (FOURFOLD, TWOFOLD)}


def geometry(weights):
    """The Kind of the weights in a folder. Raises ValueError where none can run them."""
    name, where = read(weights, "model_index.json").get("_class_name"), weights / "model_index.json"
    if name not in KINDS:
        raise ValueError(f"_class_name: {name!r} in {where} (expected: one of {', '.join(sorted(KINDS))})")
    kind, vae, there = KINDS[name], read(weights, "vae/config.json"), weights / "vae" / "config.json"
    halvings = len(need(vae, "block_out_channels", list, there)) - 1
    # The fourfold one denoises at the size of its input, the twofold one at a quarter of that.
    check("length of block_out_channels", halvings + 1, 3 if kind is FOURFOLD else 4, there)
    return kind


def load(profile, weights):
    kind = geometry(weights)
    pipe = loading.pipeline(kind.pipeline, weights, profile.runtime, denoisers=("unet",))
    return Restore(kind, pipe, profile.descriptor.get("max_picture_pixels"))


class Restore:
    def __init__(self, kind, pipe, most):
        self.kind, self.pipe, self.most = kind, pipe, most

    def restore(self, picture, strength, scale, watch):
        """UINT8 [scale * H, scale * W, 3]."""
        sizes.check(picture, self.most)
        if not 0 <= strength <= 1:
            raise ValueError(f"strength: {strength} (expected: 0 to 1)")
        if scale not in SCALES:
            raise ValueError(f"scale: {scale} (expected: one of {', '.join(map(str, SCALES))})")
        if strength == 0 and scale == 1:
            return picture
        height, width = scale * picture.shape[0], scale * picture.shape[1]
        plain = cubic(picture, height, width)
        if strength == 0:
            return plain
        made = cubic_levels(self.upscale(self.seen(picture, scale), watch), height, width)
        base = levels(plain)
        made = (made + in_the_large(base) - in_the_large(made)).clamp(0, 1)
        return to_bytes(base + strength * (made - base))

    def seen(self, picture, scale):
        """The picture as the upscaler sees it."""
        share = min(1.0, 2 * scale / self.kind.factor)
        return cubic(picture, *(max(1, round(side * share)) for side in picture.shape[:2]))

    def upscale(self, picture, watch):
        """FP32 [3, factor * H, factor * W], 0 to 1, of a picture of any size, which is mirrored to whole cells."""
        height, width = picture.shape[:2]
        cell, factor, steps = self.kind.cell, self.kind.factor, dict(self.kind.arguments)["num_inference_steps"]
        whole = numpy.pad(picture, ((0, -height % cell), (0, -width % cell), (0, 0)), "symmetric")
        strides = Strides(1, cell * factor, side_overlap=self.kind.overlap)
        rows, columns = (along_side(side // cell, self.kind.tile, strides) for side in whole.shape[:2])
        # Of all of the picture, so that neighbours begin with the same where they overlap.
        grain = noise(0, [0], self.latent_shape(*whole.shape[:2]))
        total = torch.zeros(3, *(side * factor for side in whole.shape[:2]))
        weight = torch.zeros(total.shape[1:])
        tiles = [(row, column) for row in rows for column in columns]
        for index, (row, column) in enumerate(tiles):
            start = grain[:, 0, cells(row, self.latents_per_cell()), cells(column, self.latents_per_cell())]
            told = Told(watch, index * steps, len(tiles) * steps)
            made = self.tile(whole[cells(row, cell), cells(column, cell)], start[None], told)
            mask = row.mask()[:, None] * column.mask()[None]
            where = slice(row.first, row.first + row.outputs), slice(column.first, column.first + column.outputs)
            total[:, *where] += made * mask
            weight[where] += mask
        return (total / weight)[:, : height * factor, : width * factor]

    def latents_per_cell(self):
        """Along a side."""
        return self.kind.cell * self.kind.factor // self.pipe.vae_scale_factor

    def latent_shape(self, height, width):
        made = (side // self.kind.cell * self.latents_per_cell() for side in (height, width))
        return self.pipe.vae.config.latent_channels, *made

    @torch.no_grad()
    def tile(self, picture, start, told):
        """FP32 [3, factor * H, factor * W], 0 to 1, of UINT8 [H, W, 3] and noise [1, C, h, w]."""
        pipe, vae = self.pipe, self.pipe.vae
        image = Image.fromarray(picture)
        if self.kind is TWOFOLD:
            image = pipe.image_processor.preprocess(image)
            image = vae.encode(image.to(pipe._execution_device, vae.dtype)).latent_dist.mode()
            image = image * vae.config.scaling_factor
        try:
            latents = pipe(
                prompt="", image=image, latents=start.to(pipe.unet.dtype), output_type="latent", callback=told,
                # Draws the noise that the picture itself gets; the same for the same tile.
                generator=torch.Generator().manual_seed(0), return_dict=False, **dict(self.kind.arguments),
            )[0]
        finally:
            pipe.maybe_free_model_hooks()
        latents = latents.to(pipe._execution_device, vae.dtype) / vae.config.scaling_factor
        return (vae.decode(latents, return_dict=False)[0][0].float().cpu() * 0.5 + 0.5).clamp(0, 1)


class Told:
    """What an upscaling pipeline takes as callback, for one of several tiles."""

    def __init__(self, watch, before, total):
        self.watch, self.before, self.total = watch, before, total

    def __call__(self, step, _time, _latents):
        self.watch.step(self.before + step + 1, self.total)


def cells(tile, size):
    return slice(tile.begin * size, tile.end * size)


def cubic(picture, height, width):
    if picture.shape[:2] == (height, width):
        return picture
    return numpy.asarray(Image.fromarray(picture).resize((width, height), Image.Resampling.BICUBIC))


def cubic_levels(made, height, width):
    """FP32 [3, height, width]."""
    if made.shape[1:] == (height, width):
        return made
    return torch.nn.functional.interpolate(made[None], size=(height, width), mode="bicubic", antialias=True)[0]


def in_the_large(made):
    """FP32 [3, H, W]: means over squares, and lines between them."""
    small = [max(1, side // LARGE) for side in made.shape[1:]]
    means = torch.nn.functional.interpolate(made[None], size=small, mode="area")
    return torch.nn.functional.interpolate(means, size=made.shape[1:], mode="bilinear")[0]


def levels(picture):
    """FP32 [3, H, W], 0 to 1."""
    return torch.from_numpy(picture.astype(numpy.float32) / 255).permute(2, 0, 1)


def to_bytes(made):
    return (made.clamp(0, 1) * 255).round().to(torch.uint8).permute(1, 2, 0).contiguous().numpy()
