from pathlib import Path

import pytest

from stillwake_diffusion import profile
from stillwake_diffusion.profile import WrongProfile

PROFILES = Path(__file__).resolve().parent.parent / "profiles"
LEAST = {"name": "wan", "version": "1", "pool": "gpu"}


@pytest.mark.parametrize("path", sorted(PROFILES.glob("*.toml")), ids=lambda path: path.stem)
def test_the_profiles_that_ship_are_read(path):
    assert profile.read(path).descriptor["default_fps"] > 0


def test_a_profile_is_written_and_read_again(tmp_path):
    said = profile.read(PROFILES / "wan-i2v-a14b.toml")
    profile.write(said, tmp_path / "profile.json")
    assert profile.read(tmp_path / "profile.json") == said


def test_defaults_stand_for_what_is_not_said():
    said = profile.parse(LEAST)
    assert (said.sampling, said.split, said.runtime) == (profile.Sampling(), profile.Split(), profile.Runtime())


def test_a_setting_of_the_command_line_replaces_the_profiles():
    said = profile.with_settings(
        profile.parse(LEAST), sampling_steps=4, runtime_device="cpu", sampling_anchor_steps=None
    )
    assert (said.sampling.steps, said.runtime.device, said.sampling.anchor_steps) == (4, "cpu", 30)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"sampling": {"steps": 0}}, "sampling.steps: 0 of profile 'wan' (expected: at least 1)"),
        ({"sampling": {"steps": True}}, "sampling.steps: True of profile 'wan' (expected: a whole number)"),
        ({"sampling": {"guidance": "5"}}, "sampling.guidance: 5 of profile 'wan' (expected: a number)"),
        ({"sampling": {"guidance": float("nan")}}, "sampling.guidance: nan of profile 'wan' (expected: at least 0)"),
        (
            {"sampling": {"sheps": 3}},
            "sampling.sheps: 3 of profile 'wan' (expected: one of steps, guidance, guidance_low, anchor_steps)",
        ),
        ({"split": {"adain": 1.5}}, "split.adain: 1.5 of profile 'wan' (expected: 0 to 1)"),
        (
            {"split": {"spacing": 3, "overlap": 3}},
            "split.overlap: 3 of profile 'wan' (expected: less than the spacing, 3)",
        ),
        ({"split": 3}, "split: 3 of profile 'wan' (expected: a table)"),
        ({"runtime": {"device": "gpu"}}, "runtime.device: gpu of profile 'wan' (expected: cuda, cuda:N or cpu)"),
        (
            {"runtime": {"dtype": "fp8"}},
            "runtime.dtype: fp8 of profile 'wan' (expected: one of bfloat16, float16, float32)",
        ),
        ({"runtime": {"expand": "module"}}, "runtime.expand: module of profile 'wan' (expected: module:function)"),
        ({"name": "Wan 2"}, "name: Wan 2 of profile 'Wan 2' (expected: lower-case letters, digits and hyphens)"),
        ({"pool": ""}, "pool: '' of profile 'wan' (expected: not empty)"),
    ],
)
def test_what_cannot_be_is_named(data, message):
    with pytest.raises(WrongProfile) as failure:
        profile.parse(LEAST | data)
    assert str(failure.value) == message


def test_a_missing_name_is_named():
    with pytest.raises(WrongProfile, match="version: missing in profile 'wan'"):
        profile.parse({"name": "wan", "pool": "gpu"})


def test_a_file_that_is_no_toml_is_named(tmp_path):
    (tmp_path / "broken.toml").write_text("name = ")
    with pytest.raises(WrongProfile, match="profile: '.*broken.toml' cannot be read: .*expected: a TOML file"):
        profile.read(tmp_path / "broken.toml")
