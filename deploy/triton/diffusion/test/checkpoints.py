"""Tiny checkpoints as fixtures."""
import pytest

from tiny.__main__ import make


def checkpoints(kinds):
    """A fixture of a module: the folder with a checkpoint of each kind in turn."""

    @pytest.fixture(scope="module", params=kinds)
    def weights(request, tmp_path_factory):
        folder = tmp_path_factory.mktemp("weights") / request.param
        make(request.param, folder)
        return folder

    return weights
