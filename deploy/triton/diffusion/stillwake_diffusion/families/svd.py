"""Stable Video Diffusion (A. Blattmann et al., 2023, arXiv 2311.15127): a picture, no prompt, one call for a film.

Motion strength is the motion bucket that the model was trained with, 1 to 254; 0.5 is the published default, 127.
0 means still: no step is made, each frame is the picture. Frame 0 is always the picture itself.
"""
import torch
from diffusers import StableVideoDiffusionPipeline
from PIL import Image

from .. import loading
from ..decoding import decode
from ..geometry import Chunking, Geometry
from ..memory import cost_of
from ..noise import WORD, noise
from ..steps import told
from ..tiles import Strides, choose
from ..weights import check, need, read

# Published defaults: guidance of the first frame (that of the last is the profile's), and noise on the picture.
FIRST_GUIDANCE, PICTURE_NOISE = 1.0, 0.02
# Pixels over which spatial tiles fade.
SIDE_FADE = 64


def geometry(weights):
    """Of weights of a StableVideoDiffusionPipeline. Raises ValueError where the parts do not fit together."""
    vae, where = read(weights, "vae/config.json"), weights / "vae" / "config.json"
    unet, there = read(weights, "unet/config.json"), weights / "unet" / "config.json"
    check("_class_name", vae.get("_class_name"), "AutoencoderKLTemporalDecoder", where)
    check("_class_name", unet.get("_class_name"), "UNetSpatioTemporalConditionModel", there)
    channels = need(vae, "latent_channels", int, where)
    need(vae, "scaling_factor", float, where)
    check("in_channels", need(unet, "in_channels", int, there), 2 * channels, there)
    check("out_channels", need(unet, "out_channels", int, there), channels, there)
    stride = 2 ** (len(need(vae, "block_out_channels", list, where)) - 1)
    halvings = len(need(unet, "block_out_channels", list, there)) - 1
    frames = need(unet, "num_frames", int, there)
    return Geometry(Chunking.WHOLE, channels, stride, 1, stride * 2**halvings, "scale", max_frames=frames)


def load(profile, weights):
    pipe = loading.pipeline(StableVideoDiffusionPipeline, weights, profile.runtime, denoisers=("unet",))
    return Svd(profile, pipe, geometry(weights))


class Svd:
    """A loaded Stable Video Diffusion. Latents are on the CPU, multiplied by the autoencoder's scaling factor."""

    def __init__(self, profile, pipe, shapes):
        self.sampling, self.pipe, self.shapes = profile.sampling, pipe, shapes
        self.strides = Strides(1, shapes.spatial_stride, side_overlap=max(1, SIDE_FADE // shapes.spatial_stride))
        with torch.device("meta"):
            # Some of its parameters are made on the CPU whatever the context says.
            shadow = type(pipe.vae).from_config(pipe.vae.config).to("meta")
        channels = shapes.channels
        self.cost = cost_of(lambda t, h, w: shadow.decode(torch.empty(t, channels, h, w, device="meta"), num_frames=t))

    def anchors(self, clip, frames, watch):
        raise ValueError(f"anchors at {list(frames)} (expected: none, Stable Video Diffusion makes a film in one call)")

    def text(self, prompt):
        """No tokens: the model sees no prompt."""
        return {"embeds": torch.zeros(0, 1)}

    def frames(self, clip, span, watch):
        """Latents FP16 [C, len(span.frames), h, w]; more frames than the model learnt are refused."""
        count = len(span.frames)
        if span.frames[0] != 0 or not 1 <= count <= self.shapes.max_frames:
            raise ValueError(
                f"frames: {count} from {span.frames[0]} on (expected: all of a film of 1 to {self.shapes.max_frames})"
            )
        if span.left is not None or span.right is not None:
            raise ValueError("anchor: one is given (expected: none, Stable Video Diffusion makes a film in one call)")
        picture = self.encode(clip.picture)
        if clip.motion_strength <= 0 or count == 1:
            return picture.repeat(1, count, 1, 1).half()
        latents = self.denoise(clip, span.frames, tuple(picture.shape[2:]), watch)
        latents[:, :1] = picture
        return latents.half()

    def denoise(self, clip, frames, cells, watch):
        """FP32 [C, len(frames), h, w]."""
        height, width = clip.picture.shape[:2]
        start = noise(clip.seed, frames, (self.shapes.channels, *cells)).transpose(0, 1)[None]
        try:
            latents = self.pipe(
                image=Image.fromarray(clip.picture),
                height=height,
                width=width,
                num_frames=len(frames),
                num_inference_steps=self.sampling.steps,
                min_guidance_scale=FIRST_GUIDANCE,
                max_guidance_scale=self.sampling.guidance,
                fps=max(1, round(clip.fps)),
                motion_bucket_id=bucket(clip.motion_strength),
                noise_aug_strength=PICTURE_NOISE,
                latents=start.to(self.pipe.image_encoder.dtype),
                # Of the noise on the picture alone, which is the same for the whole film.
                generator=torch.Generator().manual_seed(clip.seed & WORD),
                output_type="latent",
                callback_on_step_end=told(watch),
            ).frames
        finally:
            self.pipe.maybe_free_model_hooks()
        return latents[0].transpose(0, 1).float().cpu()

    @torch.no_grad()
    def encode(self, picture):
        """FP32 [C, 1, h, w]. Raises ValueError where the model cannot take the picture's size."""
        (height, width), multiple = picture.shape[:2], self.shapes.side_multiple
        if height % multiple or width % multiple:
            raise ValueError(f"picture: {width}x{height} (expected: sides that are multiples of {multiple})")
        vae = self.pipe.vae
        pixels = self.pipe.video_processor.preprocess(Image.fromarray(picture), height=height, width=width)
        latents = vae.encode(pixels.to(self.pipe._execution_device, vae.dtype)).latent_dist.mode()
        return (latents * vae.config.scaling_factor).transpose(0, 1).float().cpu()

    @torch.no_grad()
    def decode_tile(self, latents):
        """Pixels [3, F, H, W], -1 to 1, of latents [C, F, h, w] in one piece."""
        vae = self.pipe.vae
        frames = latents.transpose(0, 1).to(self.pipe._execution_device, vae.dtype) / vae.config.scaling_factor
        return vae.decode(frames, num_frames=len(frames)).sample.transpose(0, 1)

    def decode(self, latents, memory, watch):
        """Frames UINT8 [T, H, W, 3], in tiles that need at most `memory` bytes."""
        return decode(latents, choose(latents.shape[1:], self.strides, self.cost, memory), self.decode_tile, watch)


def bucket(motion_strength):
    return max(1, round(254 * motion_strength))
