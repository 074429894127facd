"""Tiny checkpoints of Wan."""
import torch
from diffusers import AutoencoderKLWan, UniPCMultistepScheduler, WanImageToVideoPipeline, WanPipeline, WanTransformer3DModel
from transformers import UMT5Config, UMT5EncoderModel

from .tokens import tokenizer

TEXT_WIDTH = 32


def wan_i2v(folder):
    """As Wan2.2-I2V-A14B: 16 channels at 4x8x8, two transformers that see 36 channels."""
    torch.manual_seed(1)
    vae = AutoencoderKLWan(base_dim=2, z_dim=16, dim_mult=[1, 2, 2, 2], num_res_blocks=1)
    WanImageToVideoPipeline(
        **text(), vae=vae, scheduler=scheduler(), transformer=transformer(36, 16), transformer_2=transformer(36, 16),
        boundary_ratio=0.9,
    ).save_pretrained(folder)


def wan_ti2v(folder):
    """As Wan2.2-TI2V-5B: 48 channels at 4x16x16, one transformer with a time per token; its index names WanPipeline."""
    torch.manual_seed(2)
    vae = AutoencoderKLWan(
        base_dim=2, decoder_base_dim=4, z_dim=48, dim_mult=[1, 2, 2, 2], num_res_blocks=1, is_residual=True, patch_size=2,
        in_channels=12, out_channels=12, scale_factor_spatial=16, scale_factor_temporal=4,
        latents_mean=[0.01 * (channel % 5 - 2) for channel in range(48)],
        latents_std=[0.3 + 0.01 * (channel % 7) for channel in range(48)],
    )
    WanPipeline(
        **text(), vae=vae, scheduler=scheduler(), transformer=transformer(48, 48), expand_timesteps=True,
    ).save_pretrained(folder)


def text():
    tokens = tokenizer()
    config = UMT5Config(
        vocab_size=len(tokens), d_model=TEXT_WIDTH, d_kv=8, d_ff=64, num_layers=2, num_heads=4, feed_forward_proj="gated-gelu",
    )
    return {"tokenizer": tokens, "text_encoder": UMT5EncoderModel(config)}


def transformer(inputs, outputs):
    return WanTransformer3DModel(
        patch_size=(1, 2, 2), num_attention_heads=2, attention_head_dim=24, in_channels=inputs, out_channels=outputs,
        text_dim=TEXT_WIDTH, freq_dim=64, ffn_dim=96, num_layers=2,
    )


def scheduler():
    return UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=5.0)
