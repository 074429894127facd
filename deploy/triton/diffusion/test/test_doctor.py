import shutil
import subprocess

import pytest

from stillwake_diffusion import doctor
from tiny.__main__ import make

from .served import PROFILES, written


@pytest.fixture
def weights(key_frames, tmp_path):
    """A checkpoint that may be broken, with its SHA256SUMS as fetch.md says to make them."""
    folder = tmp_path / "weights"
    shutil.copytree(key_frames, folder)
    subprocess.run(
        "find . -type f ! -name SHA256SUMS | sort | xargs -d '\\n' sha256sum > SHA256SUMS",
        shell=True,
        cwd=folder,
        check=True,
    )
    return folder


@pytest.fixture
def family(weights, tmp_path):
    return written("wan-i2v-a14b", weights, tmp_path / "out", sampling_steps=2, sampling_anchor_steps=2)


def examined(capsys, *words):
    """(exit status, lines)."""
    with pytest.raises(SystemExit) as ended:
        doctor.main([str(word) for word in words])
    return ended.value.code, capsys.readouterr().out.splitlines()


def test_a_sound_family_makes_a_clip(family, capsys):
    status, lines = examined(capsys, "--family-folder", family, "--clip")
    assert status == 0 and all(line.startswith("ok ") for line in lines)
    assert "ok    geometry: KEYFRAMES, 16 channels at 4x8x8, sides a multiple of 16" in lines
    assert "ok    hashes: 12 files as in SHA256SUMS" in lines
    assert lines[-1].startswith("ok    clip: 9 frames of 64x64, mean")


def broken_file(weights):
    (weights / "vae/config.json").write_text((weights / "vae/config.json").read_text() + " ")


def missing_file(weights):
    (weights / "transformer_2/config.json").unlink()


def missing_folder(weights):
    shutil.rmtree(weights / "text_encoder")


@pytest.mark.parametrize(
    ("damage", "start", "expected"),
    [
        (broken_file, "wrong hashes: 'vae/config.json' has SHA-256", "(expected: "),
        (
            missing_file,
            "wrong hashes: 'transformer_2/config.json' and 0 others are missing",
            "(expected: all 12 files of SHA256SUMS)",
        ),
        (missing_file, "wrong files: 'transformer_2' has no configuration", "(expected: a file named *config.json)"),
        (missing_folder, "wrong files: 'text_encoder' is missing", "(expected: a folder for each of"),
    ],
)
def test_damaged_weights_are_named(weights, capsys, damage, start, expected):
    damage(weights)
    status, lines = examined(capsys, "--weights", weights, "--profile", PROFILES / "wan-i2v-a14b.toml")
    assert status == 1
    assert [line for line in lines if line.startswith(start) and expected in line]


def test_a_profile_for_other_weights_is_named(weights, capsys):
    status, lines = examined(capsys, "--weights", weights, "--profile", PROFILES / "wan-ti2v-5b.toml", "--no-hashes")
    assert status == 1
    assert (
        "wrong descriptor: split.overlap: 3 of profile 'wan' (expected: 0 with weights that are split by KEYFRAMES)"
        in lines
    )


def test_a_descriptor_that_was_changed_by_hand_is_named(family, capsys):
    file = family / "family.json"
    file.write_text(file.read_text().replace('"latentChannels": 16', '"latentChannels": 48'))
    status, lines = examined(capsys, "--family-folder", family, "--no-hashes")
    assert status == 1
    assert (
        "wrong family.json: latentChannels is 48 (expected: 16); write it again with stillwake_diffusion.repository"
    ) in lines


def test_weights_that_are_not_there_are_named(tmp_path, capsys):
    status, lines = examined(capsys, "--weights", tmp_path / "none", "--profile", PROFILES / "wan-ti2v-5b.toml")
    assert status == 1
    assert f"wrong weights: '{tmp_path / 'none'}' is no folder (expected: weights in diffusers' layout)" in lines


@pytest.mark.parametrize(
    ("profile_name", "kind", "film"),
    [
        ("wan-ti2v-5b", "wan-ti2v", "13 frames"),
        ("ltx-video", "ltx-video", "25 frames"),
        ("ltx-2", "ltx-2", "25 frames"),
        ("svd", "svd", "4 frames"),
    ],
)
def test_every_family_makes_a_clip(profile_name, kind, film, tmp_path, capsys):
    make(kind, tmp_path / "weights")
    folder = written(
        profile_name,
        tmp_path / "weights",
        tmp_path / "out",
        sampling_steps=2,
        sampling_anchor_steps=2,
        split_spacing=None,
    )
    status, lines = examined(capsys, "--family-folder", folder, "--clip", "--no-hashes")
    assert status == 0, lines
    assert lines[-1].startswith(f"ok    clip: {film} of 64x64")
