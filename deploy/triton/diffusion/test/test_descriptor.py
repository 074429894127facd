import re
from dataclasses import replace
from pathlib import Path

import pytest

from stillwake_diffusion import descriptor, models
from stillwake_diffusion.geometry import Chunking
from stillwake_diffusion.profile import Split, WrongProfile

from .fake import GEOMETRY, PROFILE

PROTO = Path(__file__).resolve().parents[4] / "proto/src/main/proto/stillwake/v1/family.proto"


def fields(message):
    """The names of a message's fields as protobuf's JSON form has them."""
    body = re.search(rf"message {message} {{(.*?)\n}}", PROTO.read_text(), re.DOTALL)[1]
    return {descriptor.camel(name) for name in re.findall(r"^\s+(?:repeated )?\w+ (\w+) = \d+;", body, re.MULTILINE)}


def test_every_field_is_one_of_the_contracts():
    described = descriptor.describe(PROFILE, GEOMETRY)
    assert set(described) <= fields("FamilyDescriptor")
    assert set(described["cost"]) <= fields("FamilyCost")


def test_key_frames_of_a_causal_autoencoder_are_made_again():
    described = descriptor.describe(PROFILE, GEOMETRY)
    assert (described["chunking"], described["leadIn"], described["overlap"], described["loops"]) == (
        "KEYFRAMES",
        1,
        0,
        True,
    )
    described = descriptor.describe(PROFILE, replace(GEOMETRY, temporal_stride=1))
    assert described["leadIn"] == 0


def test_windows_overlap():
    windows = replace(GEOMETRY, chunking=Chunking.WINDOWS)
    described = descriptor.describe(replace(PROFILE, split=Split(spacing=6, overlap=2)), windows)
    assert (described["leadIn"], described["overlap"], described["loops"]) == (1, 2, False)
    with pytest.raises(
        WrongProfile, match="split.overlap: 0 .*expected: at least 1 with weights that are split by WINDOWS"
    ):
        descriptor.describe(PROFILE, windows)
    with pytest.raises(WrongProfile, match="split.overlap: 2 .*expected: 0 with weights that are split by KEYFRAMES"):
        descriptor.describe(replace(PROFILE, split=Split(spacing=6, overlap=2)), GEOMETRY)


def test_a_film_is_no_longer_than_the_model_can_make():
    whole = replace(GEOMETRY, chunking=Chunking.WHOLE, temporal_stride=1, max_frames=24)
    described = descriptor.describe(PROFILE, whole)
    assert described["maxSeconds"] * PROFILE.descriptor["max_fps"] <= 24
    assert (described["framesPerChunk"], described["leadIn"]) == (0, 0)
    assert described["defaultSeconds"] <= described["maxSeconds"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"default_fps": 0}, "descriptor.default_fps: 0 of profile 'fake' (expected: a number, at least 1)"),
        ({"default_fps": 30}, "descriptor.min_fps: 8 of profile 'fake' (expected: min_fps <= default_fps <= max_fps)"),
        ({"maxpixels": 1}, "descriptor.maxpixels: 1 of profile 'fake' (expected: one of default_fps"),
        ({"cost": {"frames": 1.0}}, "descriptor.cost.decode: None of profile 'fake' (expected: seconds, above 0)"),
        (
            {"cost": {"frames": 1.0, "decode": -1}},
            "descriptor.cost.decode: -1 of profile 'fake' (expected: seconds, above 0)",
        ),
        (
            {"styles": [{"name": "oil"}]},
            "descriptor.styles: 1 of profile 'fake' (expected: some where the profile names weights for stylize",
        ),
    ],
)
def test_what_the_planner_could_not_use_is_refused(change, message):
    with pytest.raises(WrongProfile) as failure:
        descriptor.describe(replace(PROFILE, descriptor=PROFILE.descriptor | change), GEOMETRY)
    assert str(failure.value).startswith(message)


def test_only_key_frames_have_a_right_anchor():
    def inputs(chunking, role="frames"):
        return {name for name, _, _ in models.roles(PROFILE, replace(GEOMETRY, chunking=chunking))[role][0]}

    assert {"left_anchor", "right_anchor", "left_frame", "right_frame"} <= inputs(Chunking.KEYFRAMES)
    assert "left_anchor" in inputs(Chunking.WINDOWS) and "right_anchor" not in inputs(Chunking.WINDOWS)
    assert "left_anchor" not in inputs(Chunking.WHOLE)
    assert "anchors" not in models.roles(PROFILE, replace(GEOMETRY, chunking=Chunking.WHOLE))
