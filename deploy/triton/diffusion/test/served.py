"""Tiny checkpoints of the real classes, served by a real Triton: fixtures."""

import json
from pathlib import Path

import pytest

from stillwake_diffusion import profile, repository
from tiny.__main__ import make

from .film import Client
from .triton import Triton

PROFILES = Path(__file__).resolve().parent.parent / "profiles"


class Served:
    """A family in a folder as `repository` writes it, and a Triton that serves it."""

    def __init__(self, folder, triton):
        self.folder, self.triton = folder, triton
        self.descriptor = json.loads((folder / "family.json").read_text())
        self.client = Client(triton, self.descriptor["name"])

    def end(self):
        self.client.close()
        self.triton.end()


def written(profile_name, checkpoint, out, **settings):
    """The family's folder. Settings replace the profile's, which are for a GPU and take minutes."""
    said = profile.read(PROFILES / f"{profile_name}.toml")
    cpu = {"runtime_device": "cpu", "runtime_dtype": "float32", "runtime_memory_gib": 1.0, "split_spacing": 2}
    return repository.write(profile.with_settings(said, **cpu | settings), checkpoint, out)


def started(folder, logs):
    triton = Triton(folder / "models", logs)
    try:
        triton.await_ready()
    except BaseException:
        triton.end()
        raise
    return Served(folder, triton)


def checkpoint(kind, factory):
    folder = factory.mktemp("checkpoint") / kind
    make(kind, folder)
    return folder


@pytest.fixture(scope="session")
def key_frames(tmp_path_factory):
    """A checkpoint as Wan2.2-I2V-A14B."""
    return checkpoint("wan-i2v", tmp_path_factory)


@pytest.fixture(scope="session")
def windows(tmp_path_factory):
    """A checkpoint as Wan2.2-TI2V-5B."""
    return checkpoint("wan-ti2v", tmp_path_factory)
