"""Tiny checkpoints of Wan."""
import torch
from diffusers import (
    AutoencoderKLWan,
    UniPCMultistepScheduler,
    WanImageToVideoPipeline,
    WanPipeline,
    WanTransformer3DModel,
)
from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModel, UMT5Config, UMT5EncoderModel

from .tokens import tokenizer

TEXT_WIDTH = 32


def wan_i2v(folder):
    """As Wan2.2-I2V-A14B: 16 channels at 4x8x8, two transformers that see 36 channels."""
    torch.manual_seed(1)
    WanImageToVideoPipeline(
        **text(), vae=vae(), scheduler=scheduler(), transformer=transformer(36, 16), transformer_2=transformer(36, 16),
        boundary_ratio=0.9,
    ).save_pretrained(folder)


def wan21_i2v(folder):
    """As Wan2.1-I2V-14B: one transformer that sees 36 channels, and the picture through CLIP."""
    torch.manual_seed(3)
    seen = CLIPVisionConfig(
        hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2, image_size=32, patch_size=8,
        projection_dim=16,
    )
    size = {"height": 32, "width": 32}
    WanImageToVideoPipeline(
        **text(), vae=vae(), scheduler=scheduler(), transformer=transformer(36, 16, image_dim=16, added_kv_proj_dim=48),
        image_encoder=CLIPVisionModel(seen), image_processor=CLIPImageProcessor(size=size, crop_size=size),
    ).save_pretrained(folder)


def wan_ti2v(folder):
    """As Wan2.2-TI2V-5B: 48 channels at 4x16x16, one transformer with a time per token; its index names WanPipeline."""
    torch.manual_seed(2)
    compressing = AutoencoderKLWan(
        base_dim=2, decoder_base_dim=4, z_dim=48, dim_mult=[1, 2, 2, 2], num_res_blocks=1, is_residual=True,
        patch_size=2, in_channels=12, out_channels=12, scale_factor_spatial=16, scale_factor_temporal=4,
        latents_mean=[0.01 * (channel % 5 - 2) for channel in range(48)],
        latents_std=[0.3 + 0.01 * (channel % 7) for channel in range(48)],
    )
    WanPipeline(
        **text(), vae=compressing, scheduler=scheduler(), transformer=transformer(48, 48), expand_timesteps=True,
    ).save_pretrained(folder)


def vae():
    return AutoencoderKLWan(base_dim=2, z_dim=16, dim_mult=[1, 2, 2, 2], num_res_blocks=1)


def text():
    tokens = tokenizer()
    config = UMT5Config(
        vocab_size=len(tokens), d_model=TEXT_WIDTH, d_kv=8, d_ff=64, num_layers=2, num_heads=4,
        feed_forward_proj="gated-gelu",
    )
    return {"tokenizer": tokens, "text_encoder": UMT5EncoderModel(config)}


def transformer(inputs, outputs, **more):
    return WanTransformer3DModel(
        patch_size=(1, 2, 2), num_attention_heads=2, attention_head_dim=24, in_channels=inputs, out_channels=outputs,
        text_dim=TEXT_WIDTH, freq_dim=64, ffn_dim=96, num_layers=2, **more,
    )


def scheduler():
    return UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=5.0)
