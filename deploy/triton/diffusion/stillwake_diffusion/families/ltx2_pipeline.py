"""LTX-2's condition pipeline, conditioned on latents and with the caller's noise; what it makes of sound is dropped."""
import torch
from diffusers import LTX2ConditionPipeline


class KeyframeLTX2(LTX2ConditionPipeline):
    """Set `given`, as for KeyframeLTX, and `sound`, a function of the shape (length, width) to FP32 noise of it."""

    given = None
    sound = None

    def prepare_latents(self, *_, frame_rate=24.0, device=None, dtype=None, **__):
        """Packed latents [1, tokens, C], conditioning mask [1, tokens, 1], clean latents, and coordinates of keyframes.

        The parent puts a single picture at the first frame of a latent frame's group; an anchor stands for the last.
        """
        noise, left = (part[None].to(device, dtype) for part in (self.given.noise, self.given.left))
        base = self._packed(torch.cat([left, noise[:, :, 1:]], dim=2))
        tokens = [self._packed(latent[None].to(device, dtype)) for latent in self.given.later.values()]
        first = left.shape[3] * left.shape[4] // self.transformer_spatial_patch_size**2
        mask = base.new_zeros(*base.shape[:2], 1)
        mask[:, :first] = 1
        clean = torch.cat([base * mask, *tokens], dim=1)
        extra = clean.shape[1] - base.shape[1]
        mask = torch.cat([mask, mask.new_ones(1, extra, 1)], dim=1)
        cells = left.shape[3:]
        frames = self.given.later
        coordinates = [self._prepare_keyframe_coords(1, *cells, frame, 1, frame_rate, device) for frame in frames]
        return torch.cat([base, *tokens], dim=1), mask, clean, torch.cat(coordinates, dim=2) if coordinates else None

    def prepare_audio_latents(
        self, _, num_channels_latents, audio_latent_length, num_mel_bins, *__, device=None, dtype=None, **___
    ):
        """Packed noise [1, length, channels * mel bins]."""
        width = num_channels_latents * (num_mel_bins // self.audio_vae_mel_compression_ratio)
        return self.sound((audio_latent_length, width))[None].to(device, dtype)

    def _packed(self, latents):
        return self._pack_latents(latents, self.transformer_spatial_patch_size, self.transformer_temporal_patch_size)
