"""LTX-Video's condition pipeline, conditioned on latents and with the caller's noise."""
import logging
from collections.abc import Callable
from dataclasses import dataclass

import torch
from diffusers import LTXConditionPipeline

# The pipeline gives times without noise levels, as it means to; the scheduler would warn of that at each call.
logging.getLogger("diffusers.schedulers.scheduling_flow_match_euler_discrete").addFilter(
    lambda record: "without `sigmas`" not in record.getMessage()
)


@dataclass
class Keys:
    """What one call is held to.

    noise is FP32 [C, T, h, w]; left the latent [C, 1, h, w] of the first frame; later maps frames of the clip, or past
    its end, to latents [C, 1, h, w] of single pictures there. step_noise gives FP32 [C, keys, h, w] for a step: in the
    order of later, then left. first is the latent frame of the film that the clip begins with.
    """

    noise: torch.Tensor
    left: torch.Tensor
    later: dict[int, torch.Tensor]
    step_noise: Callable[[int], torch.Tensor]
    first: int = 0
    step: int = 0


class KeyframeLTX(LTXConditionPipeline):
    """Set `given` before each call, and give the call one picture at frame 0: it turns conditioning on, no more.

    The parent encodes pictures and draws noise itself, from a generator whose numbers depend on how many were drawn
    before; here both come from outside, so that a chunk is the same whoever makes it.
    """

    given: Keys | None = None

    def prepare_latents(self, *_, device=None, dtype=None, **__):
        """Packed latents [1, tokens, C], their mask [1, tokens], coordinates [1, 3, tokens], tokens of later."""
        noise, left = (part[None].to(device, dtype) for part in (self.given.noise, self.given.left))
        mask = torch.zeros(1, noise.shape[2], device=device, dtype=torch.float32)
        mask[:, 0] = 1
        ids = self._ids(*noise.shape[2:], device)
        mask = mask.gather(1, ids[:, 0])
        tokens = [self._packed(latent[None].to(device, dtype)) for latent in self.given.later.values()]
        coordinates = [
            self._scaled(self._ids(1, *noise.shape[3:], device), frame, device) for frame in self.given.later
        ]
        extra = sum(part.shape[1] for part in tokens)
        latents = torch.cat([*tokens, self._packed(torch.cat([left, noise[:, :, 1:]], dim=2))], dim=1)
        mask = torch.cat([torch.ones(1, extra, device=device), mask], dim=1)
        return latents, mask, torch.cat([*coordinates, self._scaled(ids, 0, device)], dim=2), extra

    def add_noise_to_image_conditioning_latents(
        self, t, init_latents, latents, noise_scale, conditioning_mask, *_, **__
    ):
        """As the parent's: noise of noise_scale * t^2 on the tokens that are held."""
        noise = self.given.step_noise(self.given.step).to(latents)
        self.given.step += 1
        held = (conditioning_mask > 1 - 1e-6).unsqueeze(-1)
        packed = torch.zeros_like(latents)
        packed[held.expand_as(latents)] = self._packed(noise[None]).flatten()
        return torch.where(held, init_latents + noise_scale * packed * t**2, latents)

    def _packed(self, latents: torch.Tensor) -> torch.Tensor:
        return self._pack_latents(latents, self.transformer_spatial_patch_size, self.transformer_temporal_patch_size)

    def _ids(self, frames: int, height: int, width: int, device) -> torch.Tensor:
        return self._prepare_video_ids(
            1,
            frames,
            height,
            width,
            patch_size=self.transformer_spatial_patch_size,
            patch_size_t=self.transformer_temporal_patch_size,
            device=device,
        )

    def _scaled(self, ids: torch.Tensor, frame: int, device) -> torch.Tensor:
        return self._scale_video_ids(
            ids,
            scale_factor=self.vae_spatial_compression_ratio,
            scale_factor_t=self.vae_temporal_compression_ratio,
            frame_index=frame,
            device=device,
        )
