"""A tiny checkpoint of Qwen-Image-Edit. Needs the package torchvision."""
import torch
from diffusers import (
    AutoencoderKLQwenImage,
    FlowMatchEulerDiscreteScheduler,
    QwenImageEditPipeline,
    QwenImageTransformer2DModel,
)
from tokenizers.pre_tokenizers import ByteLevel
from transformers import (
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
    Qwen2Tokenizer,
    Qwen2VLImageProcessor,
    Qwen2VLProcessor,
    Qwen2VLVideoProcessor,
)

SPECIAL = ("endoftext", "im_start", "im_end", "vision_start", "vision_end", "image_pad", "video_pad")


def qwen_edit(folder):
    """As Qwen-Image-Edit: a language model sees picture and instruction; 4 latent channels instead of 16."""
    torch.manual_seed(51)
    words = tokenizer()
    seen = Qwen2VLImageProcessor(patch_size=14, merge_size=2, temporal_patch_size=2, min_pixels=28**2, max_pixels=56**2)
    QwenImageEditPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True),
        vae=AutoencoderKLQwenImage(
            base_dim=4, z_dim=4, dim_mult=[1, 2, 4, 4], num_res_blocks=1, temperal_downsample=[False, True, True],
            latents_mean=[0.1] * 4, latents_std=[0.9] * 4,
        ),
        text_encoder=Qwen2_5_VLForConditionalGeneration(sight_and_words(words)), tokenizer=words,
        processor=Qwen2VLProcessor(image_processor=seen, tokenizer=words, video_processor=Qwen2VLVideoProcessor()),
        transformer=QwenImageTransformer2DModel(
            patch_size=2, in_channels=16, out_channels=4, num_layers=2, attention_head_dim=16, num_attention_heads=2,
            joint_attention_dim=16, guidance_embeds=False, axes_dims_rope=(4, 6, 6),
        ),
    ).save_pretrained(folder)


def tokenizer():
    """Bytes, without merges."""
    names = [f"<|{name}|>" for name in SPECIAL]
    letters = [*sorted(ByteLevel.alphabet()), *names]
    extra = {"image_token": "image_pad", "video_token": "video_pad", "vision_start_token": "vision_start"}
    words = Qwen2Tokenizer(
        vocab={letter: index for index, letter in enumerate(letters)}, merges=[],
        extra_special_tokens={use: f"<|{name}|>" for use, name in extra.items()},
    )
    words.add_tokens(names, special_tokens=True)
    return words


def sight_and_words(words):
    index = words.get_vocab()
    return Qwen2_5_VLConfig(
        text_config={
            "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
            "num_key_value_heads": 2, "rope_theta": 1000000.0, "vocab_size": len(words),
            "rope_scaling": {"mrope_section": [1, 1, 2], "rope_type": "default", "type": "default"},
        },
        vision_config={
            "depth": 2, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2, "out_hidden_size": 16,
            "fullatt_block_indexes": [1],
        },
        vision_start_token_id=index["<|vision_start|>"], vision_end_token_id=index["<|vision_end|>"],
        image_token_id=index["<|image_pad|>"], video_token_id=index["<|video_pad|>"],
    )
