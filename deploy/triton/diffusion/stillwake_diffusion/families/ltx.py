"""LTX-Video through diffusers' condition pipeline: each chunk is held to the pictures at its first and its last frame.

Y. HaCohen et al., "LTX-Video: realtime video latent diffusion", 2024 (arXiv 2501.00103). The autoencoder makes one
latent frame of frame 0 and one of each 8 after it, so spans have 8k+1 frames.

Motion strength acts twice. The pipeline adds noise to what it is held to while it denoises, which its authors recommend
against clips that stand still: 0.15 is their choice, and that of strength 0.5 here. And positions in time are told to
the transformer in seconds: a clip said to be slower than it plays moves more per frame. 0 means still: no step is
made, each latent is the picture's. (The encoder is causal and begins with copies of the first frame, so that is also
what it makes of a shot in which nothing moves.)
"""
import torch
from diffusers.pipelines.ltx.pipeline_ltx_condition import LTXVideoCondition
from PIL import Image

from .. import loading
from ..decoding import decode
from ..memory import cost_of
from ..noise import noise
from ..steps import Pause, told
from ..texts import Texts
from ..tiles import Strides, choose
from .ltx_geometry import geometry
from .ltx_pipeline import KeyframeLTX, Keys

# Frames per second that a clip is said to have before motion strength; the models were trained around 24 to 60.
SLOWEST, FASTEST = 16.0, 42.0
# Streams of noise: denoising, the decoder's, and one per step for what is held.
DENOISING, DECODING, SOUND, HOLDING = 0, 1, 2, 16
# What the authors recommend where the decoder takes a time: it removes this much noise itself.
DECODE_TIME, DECODE_NOISE = 0.05, 0.025
SIDE_OVERLAP = 2


def load(profile, weights):
    pipe = loading.pipeline(KeyframeLTX, weights, profile.runtime)
    return Ltx(profile, pipe, geometry(weights))


class Ltx:
    """A loaded LTX-Video. Latents are on the CPU, normalised by the autoencoder's mean and deviation per channel."""

    def __init__(self, profile, pipe, shapes):
        self.profile, self.pipe, self.shapes = profile, pipe, shapes
        self.text = Texts(self.encode_text)
        self.strides = Strides(shapes.temporal_stride, shapes.spatial_stride, side_overlap=SIDE_OVERLAP)
        self.cost = decoding_cost(pipe.vae, shapes.channels)

    def anchors(self, clip, frames, watch):
        """Single-picture latents FP16 [C, len(frames), h, w]; the first is the picture.

        One sparse clip gives the others (coarse to fine, NUWA-XL, arXiv 2303.12346): its latent frames are as far apart
        as anchors are, so it is said to play that much slower; where it stands at an anchor's time, its frame is taken.
        """
        if not frames or frames[0] != 0 or list(frames) != sorted(set(frames)):
            raise ValueError(f"frame: {list(frames)} of anchors (expected: latent frames from 0 on, ascending)")
        picture = self.encode(clip.picture)
        if len(frames) == 1 or clip.motion_strength <= 0:
            return picture.repeat(1, len(frames), 1, 1).half()
        spacing, stride = frames[1], self.shapes.temporal_stride
        # A loop's last chunk leads back to the picture, which stands after the last of these anchors.
        end = -(-clip.frame_count // stride) if clip.loop else frames[-1]
        later = {round(stride * end / spacing): picture} if clip.loop else {}
        sparse = [position * spacing for position in range(1 - (-max(end, frames[-1]) // spacing))]
        steps = self.profile.sampling.anchor_steps
        latents = self.denoise(clip, sparse, picture, later, clip.fps / spacing, steps, watch)
        film = self.decode(latents, int(self.profile.runtime.memory_gib * 2**30), Pause(watch, steps, steps))
        taken = [self.encode(film[round(stride * frame / spacing)]) for frame in frames[1:]]
        return torch.cat([picture, *taken], dim=1).half()

    def frames(self, clip, span, watch):
        """Latents FP16 [C, len(span.frames), h, w]. A right anchor may stand one after the span's last frame."""
        check_span(span)
        if clip.motion_strength <= 0:
            return self.encode(clip.picture).repeat(1, len(span.frames), 1, 1).half()
        distance = (span.right_frame - span.left_frame) * self.shapes.temporal_stride
        later = {distance: span.right} if span.right is not None and distance else {}
        return self.denoise(clip, span.frames, span.left, later, clip.fps, self.profile.sampling.steps, watch).half()

    def denoise(self, clip, frames, left, later, fps, steps, watch):
        """FP32 [C, len(frames), h, w] from the noise of these latent frames.

        later maps frames of this clip to the latents that hold them.
        """
        height, width = self.size(clip.picture)
        shape = (self.shapes.channels, height // self.shapes.spatial_stride, width // self.shapes.spatial_stride)
        wanted = shape[0], 1, *shape[1:]
        for anchor in (left, *later.values()):
            if tuple(anchor.shape) != wanted:
                raise ValueError(f"anchor: {tuple(anchor.shape)} (expected: {wanted} for {width}x{height})")
        self.pipe.given = Keys(
            noise(clip.seed, frames, shape, DENOISING), left, later,
            lambda step: noise(clip.seed, [*self.held(frames, later), frames[0]], shape, HOLDING + step), frames[0],
        )
        count = 1 + (len(frames) - 1) * self.shapes.temporal_stride
        try:
            latents = self.sample(clip, height, width, count, fps, steps, watch)
        finally:
            self.pipe.given = None
            self.pipe.maybe_free_model_hooks()
        latents = latents[0].float().cpu()
        latents[:, :1] = left
        return latents

    def held(self, frames, later):
        """Latent frames whose noise the later keys take: those that follow each other to where a key is."""
        spacing = frames[1] - frames[0] if len(frames) > 1 else 1
        return [frames[0] + round(frame / self.shapes.temporal_stride * spacing) for frame in later]

    def sample(self, clip, height, width, count, fps, steps, watch):
        """Latents [1, C, T, h, w] of one call of the pipeline."""
        return self.pipe(
            conditions=[LTXVideoCondition(image=Image.fromarray(clip.picture))],
            height=height,
            width=width,
            num_frames=count,
            frame_rate=said_rate(fps, clip.motion_strength),
            num_inference_steps=steps,
            guidance_scale=self.profile.sampling.guidance,
            image_cond_noise_scale=0.3 * clip.motion_strength,
            output_type="latent",
            callback_on_step_end=told(watch),
            **self.prompts(clip),
        ).frames

    def prompts(self, clip):
        """What the pipeline takes instead of prompts."""
        made = {}
        for name, prompt in {"prompt": clip.prompt, "negative_prompt": clip.negative_prompt}.items():
            text = self.text(prompt)
            made[f"{name}_embeds"] = text["embeds"][None].to(self.pipe._execution_device)
            made[f"{name}_attention_mask"] = text["mask"][None].to(self.pipe._execution_device)
        return made

    @torch.no_grad()
    def encode_text(self, prompt):
        """embeds [tokens, width] and mask [tokens]."""
        embeds, mask, _, _ = self.pipe.encode_prompt(prompt, do_classifier_free_guidance=False)
        return {"embeds": embeds[0], "mask": mask[0]}

    def pixels(self, picture):
        """FP32 [3, 1, H, W], -1 to 1, of a picture."""
        self.size(picture)
        return self.pipe.video_processor.preprocess(Image.fromarray(picture))[0][:, None]

    def size(self, picture):
        """(height, width). Raises ValueError where the transformer cannot take it."""
        height, width = picture.shape[:2]
        if height % self.shapes.side_multiple or width % self.shapes.side_multiple or picture.shape[2:] != (3,):
            raise ValueError(
                f"picture: {width}x{height} with shape {picture.shape}"
                f" (expected: 3 channels, sides that are multiples of {self.shapes.side_multiple})"
            )
        return height, width

    @torch.no_grad()
    def encode(self, picture):
        """FP32 [C, 1, h, w]: the most likely latent, so that nothing is drawn."""
        vae = self.pipe.vae
        found = vae.encode(self.pixels(picture)[None].to(self.pipe._execution_device, vae.dtype)).latent_dist.mode()
        return self.pipe._normalize_latents(found, vae.latents_mean, vae.latents_std)[0].float().cpu()

    @torch.no_grad()
    def decode_tile(self, latents):
        """Pixels [3, F, H, W], -1 to 1, of normalised latents [C, T, h, w] in one piece."""
        vae = self.pipe.vae
        latents = latents[None].to(self.pipe._execution_device, torch.float32)
        latents = self.pipe._denormalize_latents(latents, vae.latents_mean, vae.latents_std, vae.config.scaling_factor)
        time = None
        if vae.config.timestep_conditioning:
            # The same for all latent frames, so that windows agree where they overlap.
            grain = noise(0, [0], (latents.shape[1], *latents.shape[3:]), DECODING)[None].to(latents.device)
            latents = (1 - DECODE_NOISE) * latents + DECODE_NOISE * grain
            time = torch.tensor([DECODE_TIME], device=latents.device, dtype=vae.dtype)
        return vae.decode(latents.to(vae.dtype), time, return_dict=False)[0][0]

    def decode(self, latents, memory, watch):
        """Frames UINT8 [1 + (T - 1) * 8, H, W, 3], in tiles that need at most `memory` bytes."""
        return decode(latents, choose(latents.shape[1:], self.strides, self.cost, memory), self.decode_tile, watch)


def check_span(span):
    if span.left is None or span.frames[0] != span.left_frame:
        raise ValueError(f"left_frame: {span.left_frame} (expected: an anchor at {span.frames[0]}, the first)")
    if span.right is not None and span.right_frame not in (span.frames[-1], span.frames[-1] + 1):
        raise ValueError(f"right_frame: {span.right_frame} (expected: {span.frames[-1]} or {span.frames[-1] + 1})")


def decoding_cost(vae, channels):
    """A function (t, h, w) -> bytes that decoding a tile takes beside the weights."""
    with torch.device("meta"):
        shadow = type(vae).from_config(vae.config)
        time = torch.zeros(1) if vae.config.timestep_conditioning else None
    return cost_of(lambda t, h, w: shadow.decode(torch.empty(1, channels, t, h, w, device="meta"), time))


def said_rate(fps, motion_strength):
    """Frames per second that a clip is said to have, 11 to 60: the fewer, the more moves between two frames."""
    return min(max(fps, SLOWEST), FASTEST) / 2 ** (motion_strength - 0.5)
