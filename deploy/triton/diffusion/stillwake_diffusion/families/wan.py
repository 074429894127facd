"""Wan 2.1 and 2.2 image to video (arXiv 2503.20314), each span by one call of diffusers' own pipeline.

Motion strength acts through the flow shift of the schedule, shift * 2^(2 m - 1): at 1/2 the schedule is the
checkpoint's own. A higher shift spends more of the steps at high noise, where layout and movement are decided (P. Esser
et al., "Scaling rectified flow transformers", 2024, 5.3.2), and in a model of two experts gives more of them to the
one for high noise. From 0 to 1 it stays within a factor of two, as the published settings (3 to 12) do.
0 means still: no step is made, the film is the picture encoded as a resting shot.
"""
import numpy
import torch
from diffusers import AutoencoderKLWan, WanImageToVideoPipeline
from PIL import Image

from .. import decoding, loading, tiles
from ..blend import adapt
from ..calls import Clip, Span, Watch
from ..geometry import Chunking, Geometry
from ..memory import cost_of
from ..noise import noise
from ..profile import Profile
from ..texts import Texts
from .wan_geometry import geometry

TOKENS = 512
# Latents of a resting shot no longer change after so many, to what FP16 resolves: the encoder's memory is short.
SETTLED = 4
# Pixels over which spatial tiles fade.
SIDE_FADE = 64


def load(profile, weights):
    """A Family of the weights in a folder."""
    shape = geometry(weights)
    pipe = loading.pipeline(
        WanImageToVideoPipeline, weights, profile.runtime, denoisers=("transformer", "transformer_2"),
        exact=("vae", "image_encoder"),
    )
    return Wan(pipe, profile, shape)


class Wan:
    """One loaded checkpoint."""

    def __init__(self, pipe: WanImageToVideoPipeline, profile: Profile, shape: Geometry):
        self.pipe, self.sampling, self.adain, self.shape = pipe, profile.sampling, profile.split.adain, shape
        self.memory = int(profile.runtime.memory_gib * 2 ** 30)
        self.scheduler = pipe.scheduler
        self.shift = "flow_shift" if "flow_shift" in pipe.scheduler.config else "shift"
        if self.shift not in pipe.scheduler.config:
            raise ValueError(f"scheduler: {type(pipe.scheduler).__name__} (expected: one with a flow shift)")
        self.text = Texts(self.encode_prompt)
        self.strides = tiles.Strides(
            shape.temporal_stride, shape.spatial_stride, side_overlap=SIDE_FADE // shape.spatial_stride, splits_time=False,
        )
        with torch.device("meta"):
            empty = AutoencoderKLWan.from_config(pipe.vae.config)
        channels = shape.channels
        self.cost = cost_of(lambda t, h, w: empty.decode(torch.empty(1, channels, t, h, w, device="meta")))

    def anchors(self, clip: Clip, frames: tuple[int, ...], watch: Watch) -> torch.Tensor:
        """One sparse clip whose latents stand at `frames`; the last frame of each group, encoded as a picture."""
        first = self.encode(clip.picture)
        # A loop's last anchor is its first.
        closes = clip.loop and self.shape.chunking is Chunking.KEYFRAMES and len(frames) > 1
        made = len(frames) - 1 - closes
        if clip.motion_strength == 0 or made <= 0:
            return first.expand(-1, len(frames), -1, -1).half()
        steps, total = self.sampling.anchor_steps, self.sampling.anchor_steps + made
        picture = Image.fromarray(clip.picture)
        sparse = self.denoise(clip, frames, picture, picture if closes else None, steps, Phase(watch, 0, total))
        film = self.decode(sparse, self.memory, Phase(watch, steps, total, still=True))
        anchors = [first]
        for index in range(1, 1 + made):
            anchors.append(self.encode(film[index * self.shape.temporal_stride]))
            watch.step(steps + index, total)
        if closes:
            anchors.append(first)
        return torch.cat(anchors, dim=1).half()

    def frames(self, clip: Clip, span: Span, watch: Watch) -> torch.Tensor:
        """The latents of a span, from the pictures that its anchors show."""
        self.check(span)
        first = self.encode(clip.picture)
        if clip.motion_strength == 0:
            return self.rest(clip, span.frames)
        left = self.show(span.left if span.left is not None else first, first, clip)
        right = None if span.right is None else self.show(span.right, first, clip)
        made = span.frames if span.right is None else tuple(range(span.frames[0], span.right_frame + 1))
        latents = self.denoise(clip, made, left, right, self.sampling.steps, watch)[:, : len(span.frames)]
        latents = adapt(latents, first, self.adain)
        if span.frames[0] == 0:
            latents[:, :1] = first
        return latents.half()

    def decode(self, latents: torch.Tensor, memory: int, watch: Watch) -> numpy.ndarray:
        """Raises tiles.TooLittleMemory where `memory` is not enough for the smallest tile."""
        tiling = tiles.choose(tuple(latents.shape[1:]), self.strides, self.cost, memory)
        return decoding.decode(latents, tiling, self.decode_tile, watch)

    def check(self, span):
        takes_right = self.shape.chunking is Chunking.KEYFRAMES
        if span.right is not None and not takes_right:
            raise ValueError(f"right anchor at latent frame {span.right_frame} (expected: none, this model takes a first picture only)")
        if span.left is not None and span.left_frame != span.frames[0]:
            raise ValueError(f"left anchor at latent frame {span.left_frame} (expected: at {span.frames[0]}, the first of the span)")
        if span.left is None and span.frames[0] != 0:
            raise ValueError(f"span from latent frame {span.frames[0]} without a left anchor (expected: one)")

    def denoise(self, clip, frames, first, last, steps, watch):
        """FP32 [C, len(frames), h, w] that one call of the pipeline makes of the noise of these latent frames."""
        height, width = clip.picture.shape[:2]
        shape = self.shape.channels, height // self.shape.spatial_stride, width // self.shape.spatial_stride
        guided = self.sampling.guidance > 1
        shift = self.scheduler.config[self.shift] * 2 ** (2 * clip.motion_strength - 1)
        self.pipe.scheduler = type(self.scheduler).from_config(self.scheduler.config, **{self.shift: shift})

        def after_step(_pipe, step, _time, tensors):
            watch.step(step + 1, steps)
            return tensors

        try:
            return self.pipe(
                image=first, last_image=last, height=height, width=width,
                num_frames=1 + (len(frames) - 1) * self.shape.temporal_stride,
                prompt_embeds=self.text(clip.prompt)["embeds"][None],
                negative_prompt_embeds=self.text(clip.negative_prompt)["embeds"][None] if guided else None,
                latents=noise(clip.seed, frames, shape)[None], num_inference_steps=steps,
                guidance_scale=self.sampling.guidance,
                guidance_scale_2=self.sampling.guidance_low if self.pipe.config.boundary_ratio is not None else None,
                output_type="latent", callback_on_step_end=after_step, return_dict=False,
            )[0][0].float().cpu()
        finally:
            self.pipe.maybe_free_model_hooks()

    @torch.no_grad()
    def encode_prompt(self, prompt):
        """embeds [512, width], as the transformer takes it."""
        return {"embeds": self.pipe.encode_prompt(prompt, do_classifier_free_guidance=False, max_sequence_length=TOKENS)[0][0]}

    def encode(self, picture):
        """FP32 [C, 1, h, w] of a picture UINT8 [H, W, 3]."""
        return self.encode_shot(picture, 1)

    @torch.no_grad()
    def encode_shot(self, picture, count):
        """FP32 [C, count, h, w] of a shot in which nothing moves."""
        height, width = picture.shape[:2]
        if height % self.shape.side_multiple or width % self.shape.side_multiple:
            raise ValueError(f"picture: {width}x{height} (expected: sides that are multiples of {self.shape.side_multiple})")
        pixels = self.pipe.video_processor.preprocess(Image.fromarray(picture), height=height, width=width)
        pixels = pixels[:, :, None].expand(-1, -1, 1 + (count - 1) * self.shape.temporal_stride, -1, -1)
        vae = self.pipe.vae
        latents = vae.encode(pixels.to(self.pipe._execution_device, vae.dtype)).latent_dist.mode()[0].float().cpu()
        mean, scale = self.statistics()
        return (latents - mean) * scale

    def statistics(self):
        """Mean and 1 / deviation of each channel, FP32 [C, 1, 1, 1]: latents are stored normalised by them."""
        config = self.pipe.vae.config
        mean = torch.tensor(config.latents_mean)[:, None, None, None]
        return mean, 1.0 / torch.tensor(config.latents_std)[:, None, None, None]

    @torch.no_grad()
    def decode_tile(self, latents):
        """Pixels [3, f, H, W] of latents [C, t, h, w]."""
        mean, scale = self.statistics()
        vae = self.pipe.vae
        values = (latents.float().cpu() / scale + mean).to(self.pipe._execution_device, vae.dtype)
        return vae.decode(values[None], return_dict=False)[0][0]

    def show(self, anchor, first, clip):
        """The picture that an anchor is the latent of; the clip's own picture is not decoded again."""
        if torch.equal(anchor.half().cpu(), first.half()):
            return Image.fromarray(clip.picture)
        return Image.fromarray(self.decode(anchor, self.memory, Silent())[0])

    def rest(self, clip, frames):
        """FP16 latents of a film in which nothing moves, the same for each frame once the encoder has settled."""
        shot = self.encode_shot(clip.picture, SETTLED)
        return torch.stack([shot[:, min(frame, SETTLED - 1)] for frame in frames], dim=1).half()


class Phase:
    """A watch of a part of a call: its steps count from `offset`, or not at all."""

    def __init__(self, watch, offset, total, still=False):
        self.watch, self.offset, self.total, self.still = watch, offset, total, still

    def step(self, done, _total):
        self.watch.step(self.offset + (0 if self.still else done), self.total)


class Silent:
    """A watch of what takes no time worth telling."""

    def step(self, done, total):
        pass
