"""Stable Video Diffusion, with tiny random weights of the real classes."""
import json
import shutil
from dataclasses import replace

import numpy
import pytest
import torch
from diffusers import StableVideoDiffusionPipeline
from PIL import Image

from stillwake_diffusion import families
from stillwake_diffusion.calls import Cancelled, Clip, Span
from stillwake_diffusion.families.svd import bucket
from stillwake_diffusion.geometry import Chunking, Geometry
from stillwake_diffusion.noise import noise
from tiny.__main__ import make

from .clips import MEMORY, Told, bytes_of, picture, profile

CLIP = Clip(picture(), seed=-3, motion_strength=0.8, frame_count=6, fps=7.0)
SPAN = Span(tuple(range(6)))


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    folder = tmp_path_factory.mktemp("weights") / "svd"
    make("svd", folder)
    return folder


@pytest.fixture(scope="module")
def family(weights):
    return families.load(profile("svd"), weights)


@pytest.fixture(scope="module")
def made(family):
    return family.frames(CLIP, SPAN, Told())


def test_geometry_is_what_the_weights_say(weights):
    assert families.geometry(weights) == Geometry(Chunking.WHOLE, 4, 8, 1, 16, "scale", max_frames=14)


def test_geometry_names_what_does_not_fit(weights, tmp_path):
    wrong = shutil.copytree(weights, tmp_path / "wrong")
    config = json.loads((wrong / "unet/config.json").read_text())
    (wrong / "unet/config.json").write_text(json.dumps({**config, "in_channels": 4}))
    with pytest.raises(ValueError, match=r"in_channels: 4 in .*unet/config.json \(expected: 8\)"):
        families.geometry(wrong)


def test_a_film_is_what_one_call_of_the_pipeline_makes(family, weights, made):
    pipe = StableVideoDiffusionPipeline.from_pretrained(weights)
    latents = pipe(
        Image.fromarray(CLIP.picture), height=64, width=96, num_frames=6, num_inference_steps=3, fps=7,
        motion_bucket_id=203, latents=noise(-3, range(6), (4, 8, 12)).transpose(0, 1)[None],
        generator=torch.Generator().manual_seed(2**64 - 3), output_type="latent",
    ).frames[0].transpose(0, 1)
    assert bytes_of(made[:, 1:].contiguous()) == bytes_of(latents[:, 1:].half().contiguous())


def test_a_film_does_not_depend_on_what_was_made_before(family, weights, made):
    family.frames(replace(CLIP, seed=4), SPAN, Told())
    assert bytes_of(family.frames(CLIP, SPAN, Told())) == bytes_of(made)
    assert bytes_of(families.load(profile("svd"), weights).frames(CLIP, SPAN, Told())) == bytes_of(made)


def test_the_first_frame_is_the_picture_within_the_autoencoders_own_error(family, made):
    assert torch.equal(made[:, :1], family.encode(CLIP.picture).half())
    film = family.decode(made, MEMORY, Told())
    alone = family.decode(family.encode(CLIP.picture), MEMORY, Told())
    assert film.shape == (6, 64, 96, 3) and film.dtype == numpy.uint8
    own = numpy.abs(alone[0].astype(int) - CLIP.picture).mean()
    assert numpy.abs(film[0].astype(int) - CLIP.picture).mean() <= own + 2


@pytest.mark.parametrize("changed", [{"motion_strength": 0.2}, {"seed": 6}, {"fps": 12.0}])
def test_what_is_asked_for_matters(family, made, changed):
    assert bytes_of(family.frames(replace(CLIP, **changed), SPAN, Told())) != bytes_of(made)


def test_motion_strength_is_the_motion_bucket(family):
    assert [bucket(strength) for strength in (0.001, 0.5, 1)] == [1, 127, 254]
    still = family.frames(replace(CLIP, motion_strength=0.0), SPAN, Told())
    assert torch.equal(still, still[:, :1].expand_as(still))


def test_a_prompt_is_not_seen(family):
    assert family.text("a river flows")["embeds"].shape == (0, 1)


def test_a_cancelled_call_ends_at_the_step(family, made):
    watch = Told(cancel_at=2)
    with pytest.raises(Cancelled):
        family.frames(CLIP, SPAN, watch)
    assert watch.steps == [(1, 3), (2, 3)]
    assert bytes_of(family.frames(CLIP, SPAN, Told())) == bytes_of(made)


def test_decoding_in_tiles_covers_the_film(family):
    latents = noise(1, range(14), (4, 8, 12))
    watch = Told()
    tiled = family.decode(latents, family.cost(8, 8, 12), watch)
    whole = family.decode(latents, MEMORY, Told())
    assert tiled.shape == whole.shape == (14, 64, 96, 3)
    assert len(watch.steps) > 1
    assert numpy.abs(tiled[:4].astype(int) - whole[:4]).mean() < 1


def test_what_cannot_be_is_named(family):
    with pytest.raises(ValueError, match=r"frames: 15 from 0 on \(expected: all of a film of 1 to 14\)"):
        family.frames(CLIP, Span(tuple(range(15))), Told())
    with pytest.raises(ValueError, match="frames: 2 from 3 on"):
        family.frames(CLIP, Span((3, 4)), Told())
    with pytest.raises(ValueError, match="anchor: one is given"):
        family.frames(CLIP, replace(SPAN, left=torch.zeros(4, 1, 8, 12)), Told())
    with pytest.raises(ValueError, match=r"picture: 96x72 \(expected: sides that are multiples of 16\)"):
        family.frames(replace(CLIP, picture=picture(72, 96)), SPAN, Told())
    with pytest.raises(ValueError, match=r"anchors at \[0, 3\]"):
        family.anchors(CLIP, (0, 3), Told())
