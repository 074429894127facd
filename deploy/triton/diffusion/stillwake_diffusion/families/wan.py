"""Wan 2.1 and 2.2 image to video (arXiv 2503.20314), each span by one call of diffusers' own pipeline.

Motion strength acts through the flow shift of the schedule, shift * 2^(2 m - 1): at 1/2 the schedule is the
checkpoint's own. A higher shift spends more of the steps at high noise, where layout and movement are decided (P. Esser
et al., "Scaling rectified flow transformers", 2024, 5.3.2), and in a model of two experts gives more of them to the
one for high noise. From 0 to 1 it stays within a factor of two, as the published settings (3 to 12) do.
0 means still: no step is made, the film is the picture encoded as a resting shot.
"""
import numpy
import torch
from diffusers import WanImageToVideoPipeline
from PIL import Image

from .. import loading
from ..blend import adapt
from ..calls import Clip, Span, Watch
from ..geometry import Chunking, Geometry
from ..noise import noise
from ..profile import Profile
from ..steps import Pause, told
from ..texts import Texts
from .wan_autoencoder import Autoencoder
from .wan_geometry import geometry

TOKENS = 512
# A resting shot is taken to have settled after so many latents.
SETTLED = 4


def load(profile, weights):
    """A Family of the weights in a folder."""
    shape = geometry(weights)
    parts = {"denoisers": ("transformer", "transformer_2"), "exact": ("vae", "image_encoder")}
    return Wan(loading.pipeline(WanImageToVideoPipeline, weights, profile.runtime, **parts), profile, shape)


class Wan:
    """One loaded checkpoint."""

    def __init__(self, pipe: WanImageToVideoPipeline, profile: Profile, shape: Geometry):
        self.pipe, self.shape = pipe, shape
        self.sampling, self.adain = profile.sampling, profile.split.adain
        self.memory = int(profile.runtime.memory_gib * 2 ** 30)
        self.takes_right = shape.chunking is Chunking.KEYFRAMES
        self.scheduler = pipe.scheduler
        self.shift = "flow_shift" if "flow_shift" in pipe.scheduler.config else "shift"
        if self.shift not in pipe.scheduler.config:
            raise ValueError(f"scheduler: {type(pipe.scheduler).__name__} (expected: one with a flow shift)")
        self.text = Texts(self.encode_prompt)
        self.autoencoder = Autoencoder(pipe, shape, self.memory)

    def anchors(self, clip: Clip, frames: tuple[int, ...], watch: Watch) -> torch.Tensor:
        """FP16, from one sparse clip whose latents stand as far apart as anchors (coarse to fine, NUWA-XL, 2303.12346).

        Where it stands at an anchor's time, its frame is taken and encoded as a picture. A loop's sparse clip ends on
        the picture, at the latent frame where the film begins again.
        """
        if not frames or frames[0] != 0 or list(frames) != sorted(set(frames)):
            raise ValueError(f"frame: {list(frames)} of anchors (expected: latent frames from 0 on, ascending)")
        first = self.autoencoder.encode(clip.picture)
        if clip.motion_strength <= 0 or len(frames) == 1:
            return first.repeat(1, len(frames), 1, 1).half()
        spacing, stride, steps = frames[1], self.shape.temporal_stride, self.sampling.anchor_steps
        loops = clip.loop and self.takes_right
        end = -(-clip.frame_count // stride) if loops else frames[-1]
        count = -(-end // spacing)
        sparse = tuple(spacing * index for index in range(count + 1))
        picture = Image.fromarray(clip.picture)
        latents = self.denoise(clip, sparse, picture, picture if loops else None, steps, watch)
        pause = Pause(watch, steps, steps)
        film = self.decode(latents, self.memory, pause)
        anchors = [first]
        for frame in frames[1:]:
            pause.step(steps, steps)
            # A film of other than whole spacings is a little slower than its sparse clip, all along.
            at = round(stride * count * frame / end)
            anchors.append(first if loops and frame >= end else self.autoencoder.encode(film[at]))
        return torch.cat(anchors, dim=1).half()

    def frames(self, clip: Clip, span: Span, watch: Watch) -> torch.Tensor:
        """FP16, between the pictures that the anchors show. Latent frame 0 is the picture's, always."""
        self.check(span)
        first = self.autoencoder.encode(clip.picture)
        if clip.motion_strength <= 0:
            return self.rest(clip, span.frames)
        left = first if span.left is None else span.left
        made = span.frames if span.right is None else tuple(range(span.frames[0], span.right_frame + 1))
        if len(made) == 1:
            return left.half()
        steps = self.sampling.steps
        shown = [None if a is None else self.show(a, first, clip, Pause(watch, 0, steps)) for a in (left, span.right)]
        latents = adapt(self.denoise(clip, made, *shown, steps, watch)[:, : len(span.frames)], first, self.adain)
        if span.frames[0] == 0:
            latents[:, :1] = first
        return latents.half()

    def decode(self, latents: torch.Tensor, memory: int, watch: Watch) -> numpy.ndarray:
        """Raises tiles.TooLittleMemory where `memory` is too little for the smallest tile."""
        return self.autoencoder.decode(latents, memory, watch)

    def check(self, span):
        """Raises ValueError where a span is not one that this model makes."""
        begin, last = span.frames[0], span.frames[-1]
        if span.right is not None and not self.takes_right:
            raise ValueError(f"right anchor at {span.right_frame} (expected: none, the model takes a first one)")
        if span.right is not None and span.right_frame - last not in (0, 1):
            raise ValueError(f"right anchor at {span.right_frame} (expected: at {last}, the last of the span, or next)")
        if span.left is not None and span.left_frame != begin:
            raise ValueError(f"left anchor at {span.left_frame} (expected: at {begin}, the first of the span)")
        if span.left is None and begin != 0:
            raise ValueError(f"span from latent frame {begin} without a left anchor (expected: one)")

    def denoise(self, clip, frames, first, last, steps, watch):
        """FP32 [C, len(frames), h, w] that one call of the pipeline makes of the noise of these latent frames."""
        height, width = clip.picture.shape[:2]
        shape = self.shape.channels, height // self.shape.spatial_stride, width // self.shape.spatial_stride
        prompts = {"prompt_embeds": self.text(clip.prompt)["embeds"][None]}
        if self.sampling.guidance > 1:
            prompts["negative_prompt_embeds"] = self.text(clip.negative_prompt)["embeds"][None]
        low = self.sampling.guidance_low if self.pipe.config.boundary_ratio is not None else None
        shift = self.scheduler.config[self.shift] * 2 ** (2 * clip.motion_strength - 1)
        # A schedule of its own for each call: what a cancelled one left behind touches none.
        self.pipe.scheduler = type(self.scheduler).from_config(self.scheduler.config, **{self.shift: shift})
        # The pipeline encodes a first picture alone, or a film that is known at its ends.
        encoded = 1 if self.pipe.config.expand_timesteps else len(frames)
        try:
            with self.autoencoder.encoding(encoded, height, width):
                return self.pipe(
                    image=first, last_image=last, height=height, width=width, **prompts,
                    num_frames=1 + (len(frames) - 1) * self.shape.temporal_stride, num_inference_steps=steps,
                    latents=noise(clip.seed, frames, shape)[None],
                    guidance_scale=self.sampling.guidance, guidance_scale_2=low, callback_on_step_end=told(watch),
                    output_type="latent", return_dict=False,
                )[0][0].float().cpu()
        finally:
            self.pipe.maybe_free_model_hooks()

    def encode_prompt(self, prompt):
        """embeds [512, width], as the transformer takes it."""
        with torch.no_grad():
            embeds, _ = self.pipe.encode_prompt(prompt, do_classifier_free_guidance=False, max_sequence_length=TOKENS)
        self.pipe.maybe_free_model_hooks()
        return {"embeds": embeds[0]}

    def show(self, anchor, first, clip, watch):
        """The picture that an anchor is the latent of; the clip's own picture is not decoded again."""
        if torch.equal(anchor.half().cpu(), first.half()):
            return Image.fromarray(clip.picture)
        return Image.fromarray(self.decode(anchor, self.memory, watch)[0])

    def rest(self, clip, frames):
        """FP16 latents of a film in which nothing moves, the same for each frame once the encoder has settled."""
        shot = self.autoencoder.encode(clip.picture, SETTLED)
        return torch.stack([shot[:, min(frame, SETTLED - 1)] for frame in frames], dim=1).half()
