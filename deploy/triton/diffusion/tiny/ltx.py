"""A tiny checkpoint of LTX-Video."""
import torch
from diffusers import (
    AutoencoderKLLTXVideo,
    FlowMatchEulerDiscreteScheduler,
    LTXConditionPipeline,
    LTXVideoTransformer3DModel,
)
from transformers import T5Config, T5EncoderModel

from .tokens import tokenizer

CHANNELS, TEXT_WIDTH = 8, 32


def ltx_video(folder):
    """As LTX-Video 0.9.5: strides 8 and 32, a decoder that takes a time; 8 channels instead of 128."""
    torch.manual_seed(11)
    vae = AutoencoderKLLTXVideo(
        latent_channels=CHANNELS,
        block_out_channels=(8, 8, 16, 32, 64),
        decoder_block_out_channels=(8, 16, 32),
        down_block_types=("LTXVideo095DownBlock3D",) * 4,
        layers_per_block=(1, 1, 1, 1, 1),
        decoder_layers_per_block=(1, 1, 1, 1),
        spatio_temporal_scaling=(True, True, True, True),
        decoder_spatio_temporal_scaling=(True, True, True),
        decoder_inject_noise=(False, False, False, False),
        downsample_type=("spatial", "temporal", "spatiotemporal", "spatiotemporal"),
        upsample_residual=(True, True, True),
        upsample_factor=(2, 2, 2),
        timestep_conditioning=True,
        spatial_compression_ratio=32,
        temporal_compression_ratio=8,
    )
    spread(vae)
    tokens = tokenizer()
    text = T5Config(vocab_size=len(tokens), d_model=TEXT_WIDTH, d_kv=8, d_ff=64, num_layers=2, num_heads=4)
    LTXConditionPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(),
        vae=vae,
        text_encoder=T5EncoderModel(text),
        tokenizer=tokens,
        transformer=LTXVideoTransformer3DModel(
            in_channels=CHANNELS, out_channels=CHANNELS, num_attention_heads=2, attention_head_dim=16,
            cross_attention_dim=32, num_layers=2, caption_channels=TEXT_WIDTH,
        ),
    ).save_pretrained(folder)


def spread(vae):
    """A mean and a deviation per channel that are not 0 and 1, so that who forgets them is seen."""
    channels = vae.config.latent_channels
    vae.latents_mean.copy_(torch.linspace(-0.1, 0.1, channels))
    vae.latents_std.copy_(torch.linspace(0.2, 0.4, channels))
