"""LTX-2 through diffusers' condition pipeline, for its pictures alone: its sound is made with them and dropped.

It is LTX-Video's way (see `ltx`) but for motion strength, which acts through the time that the transformer is told
alone. Its authors compress pictures with H.264 before they encode them; here they are encoded as they are, so that
frame 0 is the picture.
"""
import torch
from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition

from .. import loading
from ..noise import noise
from ..steps import told
from ..weights import check, read
from .ltx import SOUND, Ltx, said_rate
from .ltx_geometry import geometry_of
from .ltx2_pipeline import KeyframeLTX2

# Of a prompt; the pipeline's own default.
TOKENS = 1024
# Parts of a checkpoint that only sound, longer prompts or a choice of length need.
UNUSED = {"vocoder": None, "prompt_enhancer": None, "processor": None, "duration_head": None}


def geometry(weights):
    """Of weights of an LTX-2 pipeline. Raises ValueError where the parts do not fit together."""
    file = "vae/config.json"
    check("timestep_conditioning", read(weights, file).get("timestep_conditioning", False), False, weights / file)
    return geometry_of(weights, "AutoencoderKLLTX2Video", "LTX2VideoTransformer3DModel")


def load(profile, weights):
    pipe = loading.pipeline(KeyframeLTX2, weights, profile.runtime, **UNUSED)
    return Ltx2(profile, pipe, geometry(weights))


class Ltx2(Ltx):
    def sample(self, clip, height, width, count, fps, steps, watch):
        self.pipe.sound = lambda shape: noise(clip.seed, [self.pipe.given.first], shape, SOUND)[:, 0]
        latents = self.pipe(
            conditions=[LTX2VideoCondition(frames=clip.picture, crf=0)],
            height=height,
            width=width,
            num_frames=count,
            frame_rate=fps,
            motion_speed=fps / said_rate(fps, clip.motion_strength),
            num_inference_steps=steps,
            guidance_scale=self.profile.sampling.guidance,
            # LTX-2.0 projects prompts in the transformer; later ones do not, and differ in this too.
            use_cross_timestep=not self.pipe.transformer.config.use_prompt_embeddings,
            output_type="latent",
            callback_on_step_end=told(watch),
            **self.prompts(clip),
        ).frames
        vae = self.pipe.vae
        return self.pipe._normalize_latents(latents, vae.latents_mean, vae.latents_std, vae.config.scaling_factor)

    def prompts(self, clip):
        """Padded again on the left: the connectors put registers of their own in place of padding."""
        made = super().prompts(clip)
        for name in ("prompt", "negative_prompt"):
            embeds, mask = made[f"{name}_embeds"], made[f"{name}_attention_mask"]
            missing = TOKENS - mask.shape[1]
            made[f"{name}_embeds"] = torch.nn.functional.pad(embeds, (0, 0, missing, 0))
            made[f"{name}_attention_mask"] = torch.nn.functional.pad(mask, (missing, 0))
        return made

    @torch.no_grad()
    def encode_text(self, prompt):
        """embeds [tokens, width] and mask [tokens], of the prompt's own tokens: each takes 370 KB with real weights."""
        text = super().encode_text(prompt)
        own = text["mask"].bool()
        return {name: part[own] for name, part in text.items()}

    def pixels(self, picture):
        """FP32 [3, 1, H, W], -1 to 1: divided as the pipeline does it."""
        self.size(picture)
        return torch.from_numpy(picture.copy()).permute(2, 0, 1)[:, None].float() / 127.5 - 1.0
