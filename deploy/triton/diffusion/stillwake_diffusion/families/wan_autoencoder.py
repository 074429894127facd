"""Wan's causal autoencoder between pictures or films and normalised latents."""
from contextlib import contextmanager

import torch
from diffusers import AutoencoderKLWan
from PIL import Image

from .. import decoding, tiles
from ..memory import SLACK, cost_of, peak

# Pixels over which spatial tiles fade.
SIDE_FADE = 64


class Autoencoder:
    """Of a pipeline. Latents are FP32 [C, T, h, w] on the CPU, normalised by mean and deviation of each channel.

    Its arithmetic is the pipeline's own, so that what it makes is the same to the last bit. Encoding takes at most
    `memory` bytes beside the weights, in tiles where the whole takes more; decoding says its bound at each call.
    """

    def __init__(self, pipe, shape, memory):
        self.pipe, self.shape, self.memory = pipe, shape, memory
        # The decoder goes from latent to latent with a memory.
        fade = SIDE_FADE // shape.spatial_stride
        self.strides = tiles.Strides(shape.temporal_stride, shape.spatial_stride, side_overlap=fade, splits_time=False)
        config = pipe.vae.config
        self.mean = torch.tensor(config.latents_mean)[:, None, None, None]
        self.scale = 1.0 / torch.tensor(config.latents_std)[:, None, None, None]
        with torch.device("meta"):
            empty = AutoencoderKLWan.from_config(config)
        channels, temporal, spatial = shape.channels, shape.temporal_stride, shape.spatial_stride
        self.cost = cost_of(lambda t, h, w: empty.decode(torch.empty(1, channels, t, h, w, device="meta")))

        def encode(t, h, w):
            return empty.encode(torch.empty(1, 3, 1 + (t - 1) * temporal, h * spatial, w * spatial, device="meta"))

        self.film_cost, self.cell_cost = cost_of(encode), SLACK * peak(lambda: encode(1, 8, 8)) / 64

    def encode(self, picture, count=1):
        """`count` latents of a resting shot of a picture UINT8 [H, W, 3]; the first is the picture's alone."""
        height, width = picture.shape[:2]
        multiple = self.shape.side_multiple
        if height % multiple or width % multiple:
            raise ValueError(f"picture: {width}x{height} (expected: sides that are multiples of {multiple})")
        pixels = self.pipe.video_processor.preprocess(Image.fromarray(picture), height=height, width=width)
        pixels = pixels[:, :, None].expand(-1, -1, 1 + (count - 1) * self.shape.temporal_stride, -1, -1)
        vae = self.pipe.vae
        with torch.no_grad(), self.encoding(count, height, width):
            found = vae.encode(pixels.to(self.pipe._execution_device, vae.dtype)).latent_dist.mode()
        return (found[0].float().cpu() - self.mean) * self.scale

    @contextmanager
    def encoding(self, count, height, width):
        """Within, the autoencoder encodes `count` latents in tiles of diffusers' own if their whole is too much."""
        h, w = height // self.shape.spatial_stride, width // self.shape.spatial_stride
        needed = self.cell_cost * h * w if count == 1 else self.film_cost(count, h, w)
        self.pipe.vae.use_tiling = needed > self.memory
        try:
            yield
        finally:
            self.pipe.vae.use_tiling = False

    def decode(self, latents, memory, watch):
        """Frames UINT8 [F, H, W, 3]. Raises tiles.TooLittleMemory where not even the smallest tile fits."""
        tiling = tiles.choose(tuple(latents.shape[1:]), self.strides, self.cost, memory)
        try:
            return decoding.decode(latents, tiling, self.decode_tile, watch)
        finally:
            self.pipe.maybe_free_model_hooks()

    def decode_tile(self, latents):
        """Pixels [3, f, H, W] of latents [C, t, h, w]."""
        vae = self.pipe.vae
        values = (latents.float().cpu() / self.scale + self.mean).to(self.pipe._execution_device, vae.dtype)
        with torch.no_grad():
            return vae.decode(values[None], return_dict=False)[0][0]
