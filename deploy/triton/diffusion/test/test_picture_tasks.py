"""Styles and restoring as tasks of a family, whose profile names weights for them."""

import json
from dataclasses import replace

import numpy
import pytest

from stillwake_diffusion import profile, repository
from stillwake_diffusion.engine import service
from stillwake_diffusion.engine.asked import Asked, InvalidCall
from stillwake_diffusion.engine.warmup import NobodyAsks, integers, numbers
from stillwake_diffusion.profile import WrongProfile
from tiny.__main__ import make

from .fake import picture
from .served import PROFILES

STYLES = [
    {"name": "oil", "title": "Oil", "words": ["oil painting"]},
    {"name": "dusk", "title": "Dusk", "words": ["dusk"], "light": True},
]


@pytest.fixture(scope="module")
def said(key_frames, tmp_path_factory):
    """A profile that names weights beside the family's."""
    place = tmp_path_factory.mktemp("pictures")
    make("sdxl", place / "sdxl")
    make("upscaler-x4", place / "upscaler")
    given = profile.with_settings(
        profile.read(PROFILES / "wan-i2v-a14b.toml"),
        runtime_device="cpu",
        runtime_dtype="float32",
        sampling_steps=2,
        sampling_anchor_steps=2,
    )
    cost = given.descriptor["cost"] | {"stylize": 1.0, "restore": 1.0}
    return replace(
        given,
        stylize=str(place / "sdxl"),
        restore=str(place / "upscaler"),
        descriptor=given.descriptor | {"styles": STYLES, "cost": cost},
    )


@pytest.fixture(scope="module")
def tasks(said, key_frames):
    return service.loaded(said, key_frames)


def run(tasks, task, **arrays):
    texts = {"prompt": "a harbour"} if task == "stylize" else {}
    return tasks.run(Asked(task, {"picture": picture(64, 96), **arrays}, texts), NobodyAsks())


def test_the_descriptor_and_the_models_say_so(said, key_frames, tmp_path):
    folder = repository.write(said, key_frames, tmp_path)
    described = json.loads((folder / "family.json").read_text())
    assert described["restores"] and [style["name"] for style in described["styles"]] == ["oil", "dusk"]
    assert {"wan-stylize", "wan-restore"} <= {model.name for model in (folder / "models").iterdir()}
    assert "optional: true" in (folder / "models/wan-stylize/config.pbtxt").read_text()


def test_a_style_changes_the_picture_and_no_strength_does_not(tasks):
    style = {"style": integers(0), "light": integers(1), "seed": integers(3)}
    made = run(tasks, "stylize", **style, strength=numbers(0.2))["stylized"]
    assert made.shape == (64, 96, 3) and made.dtype == numpy.uint8 and (made != picture(64, 96)).any()
    assert run(tasks, "stylize", **style, strength=numbers(0.2))["stylized"].tobytes() == made.tobytes()
    assert run(tasks, "stylize", **style, strength=numbers(0))["stylized"].tobytes() == picture(64, 96).tobytes()


def test_a_style_that_is_none_of_the_familys_is_refused(tasks):
    with pytest.raises(InvalidCall, match=r"stylize: style 2 \(expected: -1 to 1\)"):
        run(tasks, "stylize", style=integers(2), light=integers(-1), strength=numbers(0.5), seed=integers(0))


def test_restoring_makes_a_picture_larger(tasks):
    assert run(tasks, "restore", strength=numbers(0.5), scale=integers(2))["restored"].shape == (128, 192, 3)
    assert (
        run(tasks, "restore", strength=numbers(0), scale=integers(1))["restored"].tobytes() == picture(64, 96).tobytes()
    )


def test_weights_that_are_not_there_are_named(said, key_frames, tmp_path):
    with pytest.raises(
        WrongProfile,
        match=r"stylize: .*absent of profile 'wan' \(expected: a folder with weights in diffusers' layout\)",
    ):
        repository.write(replace(said, stylize="absent"), key_frames, tmp_path)
