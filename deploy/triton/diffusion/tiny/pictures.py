"""Tiny checkpoints of models that make a picture of a picture."""
import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    DDPMScheduler,
    EulerDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    FluxKontextPipeline,
    FluxPipeline,
    FluxTransformer2DModel,
    StableDiffusionLatentUpscalePipeline,
    StableDiffusionUpscalePipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from transformers import CLIPTextModelWithProjection, T5Config, T5EncoderModel

from . import clip, tokens

UNET_BLOCKS = {
    "sample_size": 32, "block_out_channels": (8, 8, 16), "layers_per_block": 1,
    "down_block_types": ("DownBlock2D", "DownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D", "UpBlock2D"),
    "use_linear_projection": True, "norm_num_groups": 4,
}


def sdxl(folder):
    """As Stable Diffusion XL; its index names StableDiffusionXLPipeline, as that of the base model does."""
    torch.manual_seed(41)
    words = clip.tokenizer()
    StableDiffusionXLPipeline(
        vae=autoencoder(4, scaling_factor=0.13025), tokenizer=words, tokenizer_2=clip.tokenizer(),
        text_encoder=clip.text_encoder(words), text_encoder_2=clip.text_encoder(words, CLIPTextModelWithProjection),
        unet=UNet2DConditionModel(
            **UNET_BLOCKS, in_channels=4, out_channels=4, attention_head_dim=(2, 2, 2),
            addition_embed_type="text_time", addition_time_embed_dim=8,
            transformer_layers_per_block=(1, 1, 1), projection_class_embeddings_input_dim=clip.TEXT_WIDTH + 6 * 8,
            cross_attention_dim=2 * clip.TEXT_WIDTH,
        ),
        scheduler=EulerDiscreteScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1,
            timestep_spacing="leading",
        ),
    ).save_pretrained(folder)


def flux(folder):
    """As FLUX.1 schnell: no guidance input; 4 latent channels instead of 16."""
    torch.manual_seed(42)
    FluxPipeline(**flux_parts(guidance=False)).save_pretrained(folder)


def flux_kontext(folder):
    """As FLUX.1 Kontext: it edits, with guidance as an input."""
    torch.manual_seed(43)
    FluxKontextPipeline(**flux_parts(guidance=True)).save_pretrained(folder)


def upscaler_x4(folder):
    """As Stable Diffusion's x4 upscaler: it denoises at the size of its input, which it sees beside the latents."""
    torch.manual_seed(44)
    words = clip.tokenizer()
    StableDiffusionUpscalePipeline(
        vae=autoencoder(3, scaling_factor=0.08333), text_encoder=clip.text_encoder(words), tokenizer=words,
        unet=UNet2DConditionModel(
            **UNET_BLOCKS, in_channels=7,
            out_channels=4, attention_head_dim=8, cross_attention_dim=clip.TEXT_WIDTH, num_class_embeds=1000,
            only_cross_attention=(True, True, False),
        ),
        low_res_scheduler=DDPMScheduler(beta_schedule="squaredcos_cap_v2"),
        scheduler=DDIMScheduler(
            prediction_type="v_prediction", beta_schedule="scaled_linear", clip_sample=False, set_alpha_to_one=False,
        ),
        max_noise_level=350,
    ).save_pretrained(folder)


def upscaler_x2(folder):
    """As Stable Diffusion's x2 latent upscaler: it sees the picture's latents, made larger."""
    torch.manual_seed(45)
    words = clip.tokenizer()
    StableDiffusionLatentUpscalePipeline(
        vae=autoencoder(4, scaling_factor=0.18215), text_encoder=clip.text_encoder(words), tokenizer=words,
        unet=UNet2DConditionModel(
            act_fn="gelu", attention_head_dim=8, norm_num_groups=None, block_out_channels=(32, 32, 64, 64),
            time_cond_proj_dim=128 + clip.TEXT_WIDTH, conv_in_kernel=1, conv_out_kernel=1,
            cross_attention_dim=clip.TEXT_WIDTH, in_channels=8, out_channels=5, layers_per_block=1, mid_block_type=None,
            down_block_types=("KDownBlock2D", *("KCrossAttnDownBlock2D",) * 3),
            up_block_types=(*("KCrossAttnUpBlock2D",) * 3, "KUpBlock2D"),
            only_cross_attention=False, resnet_time_scale_shift="scale_shift", time_embedding_type="fourier",
            timestep_post_act="gelu",
        ),
        scheduler=EulerDiscreteScheduler(prediction_type="sample"),
    ).save_pretrained(folder)


def autoencoder(levels, **settings):
    return AutoencoderKL(
        block_out_channels=(8, 8, 16, 16)[4 - levels :], down_block_types=("DownEncoderBlock2D",) * levels,
        up_block_types=("UpDecoderBlock2D",) * levels, latent_channels=4, norm_num_groups=4, layers_per_block=1,
        **settings,
    )


def flux_parts(guidance):
    words, pieces = clip.tokenizer(), tokens.tokenizer()
    text = T5Config(vocab_size=len(pieces), d_model=32, d_kv=8, d_ff=37, num_layers=2, num_heads=4)
    return {
        "scheduler": FlowMatchEulerDiscreteScheduler(),
        "vae": autoencoder(
            4, scaling_factor=0.3611, shift_factor=0.1159, use_quant_conv=False, use_post_quant_conv=False
        ),
        "text_encoder": clip.text_encoder(words), "tokenizer": words, "text_encoder_2": T5EncoderModel(text),
        "tokenizer_2": pieces,
        "transformer": FluxTransformer2DModel(
            patch_size=1, in_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16,
            num_attention_heads=2, joint_attention_dim=32, pooled_projection_dim=clip.TEXT_WIDTH, axes_dims_rope=[4, 4, 8],
            guidance_embeds=guidance,
        ),
    }
