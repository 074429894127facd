"""What the configuration files of LTX weights say, and whether they go together."""
from ..geometry import Chunking, Geometry
from ..weights import check, need, read

# The pipelines take no other sides.
PIPELINE_MULTIPLE = 32
FRAMES_PER_LATENT = 8


def geometry(weights):
    """Of weights of an LTX pipeline, 0.9.5 or later. Raises ValueError where the parts do not fit together."""
    # The condition pipeline has a schedule of its own; weights from before there were conditions have another.
    file = "scheduler/scheduler_config.json"
    check("use_dynamic_shifting", read(weights, file).get("use_dynamic_shifting", False), False, weights / file)
    return geometry_of(weights, "AutoencoderKLLTXVideo", "LTXVideoTransformer3DModel")


def geometry_of(weights, autoencoder, transformer):
    """Of weights whose parts are of these classes."""
    vae, where = read(weights, "vae/config.json"), weights / "vae" / "config.json"
    denoiser, there = read(weights, "transformer/config.json"), weights / "transformer" / "config.json"
    check("_class_name", vae.get("_class_name"), autoencoder, where)
    check("_class_name", denoiser.get("_class_name"), transformer, there)
    channels = need(vae, "latent_channels", int, where)
    patch = need(denoiser, "patch_size", int, there)
    check("in_channels", need(denoiser, "in_channels", int, there), channels * patch**2, there)
    check("patch_size_t", need(denoiser, "patch_size_t", int, there), 1, there)
    spatial, temporal = stride(vae, "spatial", "patch_size", where), stride(vae, "temporal", "patch_size_t", where)
    check("temporal_compression_ratio", temporal, FRAMES_PER_LATENT, where)
    return Geometry(
        chunking=Chunking.KEYFRAMES,
        channels=channels,
        spatial_stride=spatial,
        temporal_stride=temporal,
        side_multiple=max(PIPELINE_MULTIPLE, spatial * patch),
        convention="mean-std",
    )


def stride(vae, axis, patch, where):
    """As the autoencoder's class derives it where its configuration does not say."""
    said = vae.get(f"{axis}_compression_ratio")
    return said or need(vae, patch, int, where) * 2 ** sum(need(vae, "spatio_temporal_scaling", list, where))
