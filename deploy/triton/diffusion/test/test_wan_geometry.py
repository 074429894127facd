"""Geometry of Wan's weights, and what is said of weights that do not go together."""
import json

import pytest

from stillwake_diffusion import families
from stillwake_diffusion.geometry import Chunking, Geometry

INDEX, AUTOENCODER = "model_index.json", "vae/config.json"
HIGH, LOW = "transformer/config.json", "transformer_2/config.json"

# The keys and values that published checkpoints have, as far as the geometry depends on them.
VAE = {
    "_class_name": "AutoencoderKLWan", "base_dim": 96, "z_dim": 16, "dim_mult": [1, 2, 4, 4], "num_res_blocks": 2,
    "temperal_downsample": [False, True, True], "latents_mean": [0.5] * 16, "latents_std": [2.0] * 16,
}
HIGH_COMPRESSION = VAE | {
    "z_dim": 48, "latents_mean": [0.5] * 48, "latents_std": [2.0] * 48, "patch_size": 2, "in_channels": 12,
    "scale_factor_temporal": 4, "scale_factor_spatial": 16,
}
TRANSFORMER = {
    "_class_name": "WanTransformer3DModel", "in_channels": 36, "out_channels": 16, "patch_size": [1, 2, 2],
    "image_dim": None, "pos_embed_seq_len": None,
}


@pytest.fixture
def weights(tmp_path):
    """A function that writes configuration files: path -> object, or text as it is."""

    def write(files):
        for path, content in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(content if isinstance(content, str) else json.dumps(content))
        return tmp_path

    return write


def a14b():
    return {
        INDEX: {"_class_name": "WanImageToVideoPipeline", "boundary_ratio": 0.9, "expand_timesteps": False},
        AUTOENCODER: dict(VAE), HIGH: dict(TRANSFORMER), LOW: dict(TRANSFORMER),
    }


def ti2v():
    return {
        INDEX: {"_class_name": "WanPipeline", "boundary_ratio": None, "expand_timesteps": True},
        AUTOENCODER: dict(HIGH_COMPRESSION),
        HIGH: TRANSFORMER | {"in_channels": 48, "out_channels": 48},
    }


def test_i2v_a14b_takes_keyframes(weights):
    assert families.geometry(weights(a14b())) == Geometry(Chunking.KEYFRAMES, 16, 8, 4, 16, "mean-std")


def test_ti2v_5b_takes_windows(weights):
    assert families.geometry(weights(ti2v())) == Geometry(Chunking.WINDOWS, 48, 16, 4, 32, "mean-std")


def test_wan_2_1_i2v_takes_windows_as_it_knows_one_picture(weights):
    files = a14b() | {
        INDEX: {"_class_name": "WanImageToVideoPipeline"},
        HIGH: TRANSFORMER | {"image_dim": 1280}, "image_encoder/config.json": {"hidden_size": 1280},
    }
    assert families.geometry(weights(files)).chunking is Chunking.WINDOWS


@pytest.mark.parametrize("file, change, message", [
    (INDEX, {"_class_name": "FluxPipeline"}, "_class_name: 'FluxPipeline' in .*model_index.json .expected: .*Wan"),
    (INDEX, {"_class_name": "WanPipeline"}, "_class_name: 'WanPipeline' .* makes video of text"),
    (INDEX, {"expand_timesteps": True}, "in_channels: 36 in .*transformer/config.json .expected: 16"),
    (AUTOENCODER, {"_class_name": "AutoencoderKL"}, "_class_name: 'AutoencoderKL' in .* .expected: 'AutoencoderKLWan'"),
    (AUTOENCODER, {"z_dim": "16"}, "z_dim: '16' in .*vae/config.json .expected: int"),
    (AUTOENCODER, {"latents_mean": [0.0] * 15}, "length of latents_mean: 15 in .*vae/config.json .expected: 16"),
    (AUTOENCODER, {"latents_std": [0.0] * 16}, "latents_std: 0.0 in .*vae/config.json .expected: above 0"),
    (AUTOENCODER, {"scale_factor_temporal": 8}, "scale_factor_temporal: 8 in .*vae/config.json .expected: 4"),
    (AUTOENCODER, {"patch_size": 2}, "scale_factor_spatial: 8 in .*vae/config.json .expected: 16"),
    (HIGH, {"in_channels": 16}, "in_channels: 16 in .*transformer/config.json .expected: 36"),
    (LOW, {"out_channels": 48}, "out_channels: 48 in .*transformer_2/config.json .expected: 16"),
    (LOW, {"patch_size": [1, 4, 4]}, r"patch_size: \[2, 4\] of .* .expected: the same"),
    (HIGH, {"patch_size": [2, 2, 2]}, r"patch_size: \[2, 2, 2\] in .* .expected: \[1, 2, 2\]"),
    (HIGH, {"pos_embed_seq_len": 514}, "pos_embed_seq_len: 514 in .* always takes two pictures"),
    (HIGH, {"image_dim": 1280}, "image_encoder/config.json is missing"),
])
def test_weights_that_do_not_go_together_are_named(weights, file, change, message):
    files = a14b()
    files[file] = files[file] | change
    with pytest.raises(ValueError, match=message):
        families.geometry(weights(files))


@pytest.mark.parametrize("file", [INDEX, AUTOENCODER, HIGH, LOW])
@pytest.mark.parametrize("content, message", [(None, "is missing"), ("{", "is no JSON"), ("[1]", "holds a list")])
def test_files_that_cannot_be_read_are_named(weights, file, content, message):
    files = a14b()
    folder = weights(files)
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_text(content)
    with pytest.raises(ValueError, match=f"{file} {message}"):
        families.geometry(folder)
