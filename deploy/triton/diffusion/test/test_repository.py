import json
import re

import pytest

from stillwake_diffusion import profile, repository
from tiny.__main__ import make

from .served import PROFILES, written


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("profile_name", "kind", "chunking"),
    [
        ("wan-i2v-a14b", "wan-i2v", "KEYFRAMES"),
        ("wan-ti2v-5b", "wan-ti2v", "WINDOWS"),
        ("ltx-video", "ltx-video", "KEYFRAMES"),
        ("ltx-2", "ltx-2", "KEYFRAMES"),
        ("svd", "svd", "WHOLE"),
    ],
)
def test_every_profile_that_ships_goes_with_its_weights(profile_name, kind, chunking, tmp_path):
    make(kind, tmp_path / "weights")
    folder = repository.write(profile.read(PROFILES / f"{profile_name}.toml"), tmp_path / "weights", tmp_path)
    described = json.loads((folder / "family.json").read_text())
    assert (described["chunking"], described["progresses"]) == (chunking, True)
    assert described["defaultSeconds"] <= described["maxSeconds"]
    assert described["overlap"] <= described["framesPerChunk"]


def test_writing_again_changes_nothing(key_frames, tmp_path):
    first = contents(written("wan-i2v-a14b", key_frames, tmp_path))
    assert contents(written("wan-i2v-a14b", key_frames, tmp_path)) == first
    assert set(first) == {"family.json", "profile.json"} | {
        f"models/wan-{role}/{file}"
        for role in ("engine", "text", "anchors", "frames", "decode", "progress")
        for file in ("config.pbtxt", "1/model.py")
    }


def test_models_that_the_family_has_no_more_go(key_frames, tmp_path):
    old = tmp_path / "wan/models/wan-restore/1"
    old.mkdir(parents=True)
    written("wan-i2v-a14b", key_frames, tmp_path)
    assert not old.exists()


def test_the_command_writes_a_family(key_frames, tmp_path, capsys):
    repository.main(
        [
            str(PROFILES / "wan-i2v-a14b.toml"),
            str(key_frames),
            str(tmp_path),
            "--device",
            "cpu",
            "--dtype",
            "float32",
            "--steps",
            "2",
            "--name",
            "wan-tiny",
            "--pool",
            "cpu",
            "--run-dir",
            "/run/stillwake",
            "--package",
            "/opt/diffusion",
            "--python",
            "/opt/venv/bin/python",
        ]
    )
    assert capsys.readouterr().out.strip() == str(tmp_path / "wan-tiny")
    described = json.loads((tmp_path / "wan-tiny/family.json").read_text())
    assert (described["name"], described["pool"], described["chunking"]) == ("wan-tiny", "cpu", "KEYFRAMES")
    config = (tmp_path / "wan-tiny/models/wan-tiny-frames/config.pbtxt").read_text()
    parameters = dict(re.findall(r'key: "(\w+)"\s+value: { string_value: "(.*)" }', config))
    assert parameters == {
        "role": "frames",
        "profile": "../../profile.json",
        "weights": str(key_frames),
        "run_dir": "/run/stillwake",
        "python": "/opt/venv/bin/python",
    }
    model = (tmp_path / "wan-tiny/models/wan-tiny-frames/1/model.py").read_text()
    assert "/opt/diffusion" in model and len(model.splitlines()) == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--steps", "0"], "repository: sampling.steps: 0 of profile 'wan' (expected: at least 1)"),
        (
            ["--name", "Wan"],
            "repository: name: Wan of profile 'Wan' (expected: lower-case letters, digits and hyphens)",
        ),
    ],
)
def test_what_is_wrong_is_told_in_a_line(key_frames, tmp_path, words, message):
    with pytest.raises(SystemExit) as ended:
        repository.main([str(PROFILES / "wan-i2v-a14b.toml"), str(key_frames), str(tmp_path), *words])
    assert ended.value.code == message


def test_weights_of_another_kind_are_told_in_a_line(tmp_path):
    with pytest.raises(SystemExit) as ended:
        repository.main([str(PROFILES / "wan-i2v-a14b.toml"), str(tmp_path), str(tmp_path)])
    assert "model_index.json is missing (expected: weights in diffusers layout)" in ended.value.code
