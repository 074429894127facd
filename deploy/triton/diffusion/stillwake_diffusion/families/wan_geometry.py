"""What the configuration files of Wan's weights say, and whether they go together."""
import math

from ..geometry import Chunking, Geometry
from ..weights import check, need, read

# The pipeline takes no other sides.
PIPELINE_MULTIPLE = 16


def geometry(weights):
    """Geometry of Wan 2.1 I2V, Wan 2.2 I2V-A14B or TI2V-5B. Raises ValueError that names the file and the value."""
    index = read(weights, "model_index.json")
    vae, where = read(weights, "vae/config.json"), weights / "vae" / "config.json"
    channels, temporal, spatial = autoencoder(vae, where)
    expand = index.get("expand_timesteps", False)
    name = index.get("_class_name")
    if name == "WanPipeline" and not expand:
        file = weights / "model_index.json"
        raise ValueError(f"_class_name: {name!r} in {file} makes video of text (expected: an image-to-video model)")
    folders = ["transformer"]
    if index.get("boundary_ratio") is not None:
        folders.append("transformer_2")
    inputs = channels if expand else 2 * channels + temporal
    patches = [transformer(weights, folder, inputs, channels) for folder in folders]
    if len(set(patches)) > 1:
        raise ValueError(f"patch_size: {patches} of {folders} in {weights} (expected: the same)")
    return Geometry(
        chunking=chunking(weights, expand),
        channels=channels,
        spatial_stride=spatial,
        temporal_stride=temporal,
        side_multiple=math.lcm(spatial * patches[0], PIPELINE_MULTIPLE),
        convention="mean-std",
    )


def autoencoder(config, where):
    """(channels, frames per latent, pixels per cell)."""
    check("_class_name", config.get("_class_name"), "AutoencoderKLWan", where)
    channels = need(config, "z_dim", int, where)
    for key in ("latents_mean", "latents_std"):
        check(f"length of {key}", len(need(config, key, list, where)), channels, where)
    if min(config["latents_std"]) <= 0:
        raise ValueError(f"latents_std: {min(config['latents_std'])} in {where} (expected: above 0)")
    temporal = config.get("scale_factor_temporal", 4)
    spatial = config.get("scale_factor_spatial", 8)
    check("scale_factor_temporal", temporal, 2 ** sum(need(config, "temperal_downsample", list, where)), where)
    halvings = len(need(config, "dim_mult", list, where)) - 1
    check("scale_factor_spatial", spatial, 2 ** halvings * (config.get("patch_size") or 1), where)
    return channels, temporal, spatial


def transformer(weights, folder, inputs, outputs):
    """Cells of latents along the side of a patch."""
    config, where = read(weights, f"{folder}/config.json"), weights / folder / "config.json"
    check("_class_name", config.get("_class_name"), "WanTransformer3DModel", where)
    check("in_channels", need(config, "in_channels", int, where), inputs, where)
    check("out_channels", need(config, "out_channels", int, where), outputs, where)
    patch = need(config, "patch_size", list, where)
    check("patch_size", patch, [1, patch[-1], patch[-1]], where)
    return patch[-1]


def chunking(weights, expand):
    """Which models take a last picture beside the first: those that see both as latents alone."""
    config, where = read(weights, "transformer/config.json"), weights / "transformer" / "config.json"
    if config.get("pos_embed_seq_len") is not None:
        raise ValueError(
            f"pos_embed_seq_len: {config['pos_embed_seq_len']} in {where} is of a model that always takes two pictures,"
            " and cannot make anchors (expected: null, as image-to-video models have it)"
        )
    sees_picture = config.get("image_dim") is not None
    if sees_picture:
        read(weights, "image_encoder/config.json")
    return Chunking.WINDOWS if expand or sees_picture else Chunking.KEYFRAMES
