"""What LTX weights say of themselves, and what is said where it does not fit."""
import json
import shutil

import pytest

from stillwake_diffusion import families
from stillwake_diffusion.geometry import Chunking, Geometry
from tiny.__main__ import make

from .checkpoints import checkpoints

weights = checkpoints(["ltx-video", "ltx-2"])


def changed(weights, folder, file, **values):
    copy = shutil.copytree(weights, folder / "copy")
    config = json.loads((copy / file).read_text())
    (copy / file).write_text(json.dumps({**config, **values}))
    return copy


def test_geometry_is_what_the_weights_say(weights):
    assert families.geometry(weights) == Geometry(Chunking.KEYFRAMES, 8, 32, 8, 32, "mean-std")


def test_strides_are_derived_where_the_configuration_does_not_say(weights, tmp_path):
    scaling = {"spatial_compression_ratio": None, "temporal_compression_ratio": None}
    copy = changed(weights, tmp_path, "vae/config.json", **scaling, spatio_temporal_scaling=[True, True, True, False])
    assert families.geometry(copy) == families.geometry(weights)


@pytest.mark.parametrize(("file", "values", "message"), [
    ("transformer/config.json", {"in_channels": 16}, r"in_channels: 16 in .*transformer/config.json \(expected: 8\)"),
    ("vae/config.json", {"temporal_compression_ratio": 4}, r"temporal_compression_ratio: 4 in .*vae/config.json"),
    ("vae/config.json", {"_class_name": "AutoencoderKLWan"}, r"_class_name: 'AutoencoderKLWan' in .*vae/config.json"),
    ("vae/config.json", {"latent_channels": "8"}, r"latent_channels: '8' in .*vae/config.json \(expected: int\)"),
])
def test_what_does_not_fit_is_named(weights, tmp_path, file, values, message):
    with pytest.raises(ValueError, match=message):
        families.geometry(changed(weights, tmp_path, file, **values))


def test_weights_from_before_there_were_conditions_are_refused(tmp_path):
    make("ltx-video", tmp_path / "weights")
    old = changed(tmp_path / "weights", tmp_path, "scheduler/scheduler_config.json", use_dynamic_shifting=True)
    with pytest.raises(ValueError, match=r"use_dynamic_shifting: True in .*scheduler_config.json \(expected: False\)"):
        families.geometry(old)
