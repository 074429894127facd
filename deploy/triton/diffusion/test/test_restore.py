"""Pictures made clear and larger, by tiny random weights of both kinds of upscaler."""
import json
import shutil

import numpy
import pytest
import torch
from diffusers import StableDiffusionLatentUpscalePipeline, StableDiffusionUpscalePipeline
from PIL import Image

from stillwake_diffusion.calls import Cancelled
from stillwake_diffusion.noise import noise
from stillwake_diffusion.pictures import restore

from .checkpoints import checkpoints
from .clips import Told, picture, profile

KINDS = ("upscaler-x4", "upscaler-x2")


weights = checkpoints(KINDS)


@pytest.fixture(scope="module")
def model(weights):
    return restore.load(profile("x", descriptor={"max_picture_pixels": 200_000}), weights)


def cubic(scale):
    return numpy.asarray(Image.fromarray(picture()).resize((96 * scale, 64 * scale), Image.Resampling.BICUBIC))


@pytest.mark.parametrize("scale", [1, 2, 4])
def test_a_picture_is_made_larger_and_another_one(model, scale):
    made = model.restore(picture(), 1.0, scale, Told())
    assert made.shape == (64 * scale, 96 * scale, 3) and made.dtype == numpy.uint8
    assert not numpy.array_equal(made, cubic(scale))
    assert numpy.array_equal(model.restore(picture(), 1.0, scale, Told()), made)


@pytest.mark.parametrize("shape", [(65, 97), (7, 300), (1, 1)])
def test_pictures_of_any_shape_keep_it(model, shape):
    assert model.restore(picture(*shape), 0.5, 2, Told()).shape == (2 * shape[0], 2 * shape[1], 3)


def test_strength_0_is_the_picture_or_cubic(model):
    watch = Told()
    assert numpy.array_equal(model.restore(picture(), 0.0, 1, watch), picture())
    assert numpy.array_equal(model.restore(picture(), 0.0, 2, watch), cubic(2))
    assert watch.steps == []


def test_strength_mixes(model):
    plain, full = (model.restore(picture(), strength, 2, Told()).astype(int) for strength in (0.0, 1.0))
    half = model.restore(picture(), 0.5, 2, Told())
    assert numpy.abs(half - (plain + full) / 2).max() <= 1


def test_light_and_colour_in_the_large_stay(model):
    made = model.restore(picture(), 1.0, 2, Told())
    assert numpy.abs(made.mean((0, 1)) - cubic(2).mean((0, 1))).max() < 6


def test_a_tile_is_what_the_models_own_pipeline_makes(model, weights, monkeypatch):
    side = 64
    source = picture(side, side)
    made = model.upscale(source, Told())
    direct = direct_fourfold if model.kind is restore.FOURFOLD else direct_twofold
    expected = direct(weights, source, monkeypatch)
    assert tuple(made.shape) == (3, side * model.kind.factor, side * model.kind.factor)
    assert numpy.abs(made.permute(1, 2, 0).numpy() - expected).max() < 1 / 255


def direct_fourfold(weights, source, monkeypatch):
    pipe = StableDiffusionUpscalePipeline.from_pretrained(weights)
    return pipe(
        prompt="", image=Image.fromarray(source), latents=noise(0, [0], (4, 64, 64))[:, 0][None],
        num_inference_steps=25, guidance_scale=1.0, generator=torch.Generator().manual_seed(0), output_type="np",
    ).images[0]


def direct_twofold(weights, source, monkeypatch):
    monkeypatch.setattr(
        "diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion_latent_upscale.retrieve_latents",
        lambda encoded, **_: encoded.latent_dist.mode(),
    )
    pipe = StableDiffusionLatentUpscalePipeline.from_pretrained(weights)
    return pipe(
        prompt="", image=Image.fromarray(source), latents=noise(0, [0], (4, 16, 16))[:, 0][None],
        num_inference_steps=20, guidance_scale=0, output_type="np",
    ).images[0]


def test_tiles_leave_no_seam(model):
    kind = model.kind
    wide = picture(64, (2 * kind.tile - kind.overlap) * kind.cell)
    watch = Told()
    made = model.upscale(wide, watch)
    steps = dict(kind.arguments)["num_inference_steps"]
    assert watch.steps[0] == (1, 2 * steps) and watch.steps[-1] == (2 * steps, 2 * steps)
    change = (made[:, :, 1:] - made[:, :, :-1]).abs().mean((0, 1))
    # Where the second tile begins to be seen, and where the first ends.
    begin, end = ((kind.tile - kind.overlap) * kind.cell * kind.factor, kind.tile * kind.cell * kind.factor)
    for seam in (begin, end):
        near = torch.cat([change[seam - 40 : seam - 2], change[seam + 2 : seam + 40]])
        assert change[seam - 2 : seam + 2].max() <= 1.25 * near.max()


def test_cancelling_ends_at_the_step(model):
    watch = Told(cancel_at=2)
    with pytest.raises(Cancelled):
        model.restore(picture(), 1.0, 1, watch)
    assert [done for done, _ in watch.steps] == [1, 2]


def test_what_cannot_be_is_named(model):
    with pytest.raises(ValueError, match=r"picture: 1001x200 \(expected: at most 200000 pixels\)"):
        model.restore(picture(200, 1001), 1.0, 2, Told())
    with pytest.raises(ValueError, match=r"scale: 8 \(expected: one of 1, 2, 3, 4\)"):
        model.restore(picture(), 1.0, 8, Told())
    with pytest.raises(ValueError, match=r"strength: -1 \(expected: 0 to 1\)"):
        model.restore(picture(), -1, 1, Told())


def test_geometry_names_what_does_not_fit(weights, tmp_path):
    assert restore.geometry(weights).factor == int(weights.name[-1])
    wrong = shutil.copytree(weights, tmp_path / "wrong")
    config = json.loads((wrong / "vae/config.json").read_text())
    (wrong / "vae/config.json").write_text(json.dumps({**config, "block_out_channels": [8, 8]}))
    with pytest.raises(ValueError, match=r"length of block_out_channels: 2 in .*vae/config.json"):
        restore.geometry(wrong)
    (wrong / "model_index.json").write_text('{"_class_name": "FluxPipeline"}')
    with pytest.raises(ValueError, match="_class_name: 'FluxPipeline' in .*one of StableDiffusionLatentUpscale"):
        restore.geometry(wrong)
