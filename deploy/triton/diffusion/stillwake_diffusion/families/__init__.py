"""The families, by the pipeline class that a folder of weights names."""
import importlib

from ..weights import read

# Each module has geometry(weights) -> Geometry and load(profile, weights) -> Family.
MODULES = {
    "LTXConditionPipeline": "ltx",
    "LTXImageToVideoPipeline": "ltx",
    "LTXPipeline": "ltx",
    "LTX2ConditionPipeline": "ltx2",
    "LTX2ImageToVideoPipeline": "ltx2",
    "LTX2Pipeline": "ltx2",
    "StableVideoDiffusionPipeline": "svd",
    "WanImageToVideoPipeline": "wan",
    "WanPipeline": "wan",
}


def load(profile, weights):
    """The family whose weights, in diffusers layout, are in a folder."""
    return module_of(weights).load(profile, weights)


def geometry(weights):
    """Reads configuration alone. Raises ValueError where the weights are not what the family can run."""
    return module_of(weights).geometry(weights)


def module_of(weights):
    name = read(weights, "model_index.json").get("_class_name")
    if name not in MODULES:
        file, known = weights / "model_index.json", ", ".join(sorted(MODULES))
        raise ValueError(f"_class_name: {name!r} in {file} (expected: one of {known})")
    return importlib.import_module(f".{MODULES[name]}", __package__)
