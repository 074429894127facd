"""A tiny checkpoint of LTX-2."""
import torch
from diffusers import (
    AutoencoderKLLTX2Audio,
    AutoencoderKLLTX2Video,
    FlowMatchEulerDiscreteScheduler,
    LTX2ConditionPipeline,
    LTX2VideoTransformer3DModel,
)
from diffusers.pipelines.ltx2 import LTX2TextConnectors, LTX2Vocoder
from transformers import Gemma3Config, Gemma3ForConditionalGeneration, GemmaTokenizer

from .ltx import CHANNELS, spread

TEXT_WIDTH, TEXT_LAYERS = 16, 2


def ltx_2(folder):
    """As LTX-2: strides 8 and 32, sound beside pictures, prompts through Gemma 3; 8 channels instead of 128."""
    torch.manual_seed(21)
    vae = AutoencoderKLLTX2Video(
        latent_channels=CHANNELS, block_out_channels=(8, 16, 32, 64), decoder_block_out_channels=(8, 16, 32),
        layers_per_block=(1, 1, 1, 1, 1), decoder_layers_per_block=(1, 1, 1, 1), spatial_compression_ratio=32,
        temporal_compression_ratio=8,
    )
    spread(vae)
    tokens = tokenizer()
    LTX2ConditionPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(
            use_dynamic_shifting=True, base_shift=0.95, max_shift=2.05, base_image_seq_len=1024, max_image_seq_len=4096,
            shift_terminal=0.1,
        ),
        vae=vae, text_encoder=gemma(len(tokens)), tokenizer=tokens, connectors=connectors(), transformer=transformer(),
        audio_vae=AutoencoderKLLTX2Audio(
            base_channels=4, ch_mult=(1,), num_res_blocks=1, latent_channels=2, resolution=32, mel_bins=8
        ),
        vocoder=LTX2Vocoder(
            in_channels=16, hidden_channels=16, upsample_kernel_sizes=[4, 4], upsample_factors=[2, 2],
            resnet_kernel_sizes=[3], resnet_dilations=[[1, 3]],
        ),
    ).save_pretrained(folder)


def tokenizer():
    """Gemma's kind: bytes, without merges."""
    special = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]
    return GemmaTokenizer(
        vocab={token: index for index, token in enumerate([*special, *(f"<0x{byte:02X}>" for byte in range(256))])},
        merges=[], padding_side="left",
    )


def gemma(vocabulary):
    text = {
        "vocab_size": vocabulary, "hidden_size": TEXT_WIDTH, "intermediate_size": 32, "num_hidden_layers": TEXT_LAYERS,
        "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8, "sliding_window": 64,
    }
    sight = {
        "hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "image_size": 28,
        "patch_size": 14,
    }
    return Gemma3ForConditionalGeneration(Gemma3Config(text_config=text, vision_config=sight, mm_tokens_per_image=4))


def connectors():
    settings = {"num_attention_heads": 2, "attention_head_dim": 8, "num_layers": 1, "num_learnable_registers": 128}
    return LTX2TextConnectors(
        caption_channels=TEXT_WIDTH, text_proj_in_factor=TEXT_LAYERS + 1,
        **{f"{stream}_connector_{name}": value for stream in ("video", "audio") for name, value in settings.items()},
    )


def transformer():
    return LTX2VideoTransformer3DModel(
        in_channels=CHANNELS, out_channels=CHANNELS, num_attention_heads=2, attention_head_dim=16,
        cross_attention_dim=32, audio_in_channels=4, audio_out_channels=4, audio_num_attention_heads=2,
        audio_attention_head_dim=8, audio_cross_attention_dim=16, num_layers=2, caption_channels=TEXT_WIDTH,
    )
