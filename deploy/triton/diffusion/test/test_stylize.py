"""Pictures in a style, by tiny random weights of each kind of model."""
import tomllib
from pathlib import Path

import numpy
import pytest
from diffusers import FluxImg2ImgPipeline, FluxKontextPipeline, StableDiffusionXLImg2ImgPipeline
from PIL import Image

from stillwake_diffusion import pictures
from stillwake_diffusion.calls import Cancelled
from stillwake_diffusion.pictures import painters, sizes, stylize
from tiny.__main__ import make

from .checkpoints import checkpoints
from .clips import Told, picture, profile

KINDS = ("sdxl", "flux", "flux-kontext")
DESCRIPTOR = {
    "styles": [
        {"name": "oil", "title": "Oil painting", "words": ["oil painting", "oils"]},
        {"name": "dusk", "title": "Dusk", "words": ["dusk light"], "light": True},
    ],
    "max_picture_pixels": 20_000,
}


PUBLISHED = painters.arguments


@pytest.fixture(scope="module", autouse=True)
def few_steps():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(painters, "arguments", lambda *model: {**PUBLISHED(*model), "num_inference_steps": 4})
        yield


weights = checkpoints(KINDS)


@pytest.fixture(scope="module")
def model(weights):
    return stylize.load(profile("x", descriptor=DESCRIPTOR), weights)


def paint(model, source=None, style="oil", light="", strength=0.4, seed=3, prompt="a boat", watch=None):
    return model.stylize(picture() if source is None else source, style, light, strength, seed, prompt, watch or Told())


@pytest.fixture(scope="module")
def painted(model):
    return paint(model)


def test_the_same_seed_paints_the_same_and_another_another(model, painted, weights):
    assert painted.shape == (64, 96, 3) and painted.dtype == numpy.uint8
    assert numpy.array_equal(paint(model), painted)
    assert not numpy.array_equal(paint(model, seed=4), painted)
    fresh = stylize.load(profile("x", descriptor=DESCRIPTOR), weights)
    assert numpy.array_equal(paint(fresh), painted)


def test_strength_0_is_the_picture(model):
    watch = Told()
    assert numpy.array_equal(paint(model, strength=0.0, watch=watch), picture())
    assert watch.steps == []


def test_strength_brings_the_picture_away_from_the_source(model, painted):
    def away(result):
        return numpy.abs(result.astype(int) - picture()).mean()

    assert not numpy.array_equal(paint(model, strength=0.9), painted)
    if model.kind.edits:
        assert away(paint(model, strength=0.05)) < away(painted) < away(paint(model, strength=1.0))
    else:
        assert away(paint(model, strength=0.001)) > 0


@pytest.mark.parametrize("changed", [{"style": ""}, {"light": "dusk"}, {"prompt": "a house"}])
def test_words_matter(model, painted, changed):
    assert not numpy.array_equal(paint(model, **changed), painted)


def test_style_light_and_prompt_become_one_prompt(model):
    assert model.prompt("oil", "dusk", "a boat") == "oil painting, oils, dusk, dusk light, a boat"
    assert model.prompt("", "", "") == ""


def test_a_model_is_told_the_first_names_of_a_style_only():
    ink = {"name": "ink", "words": ["pen", "Ink", "nib", "etching", "woodcut"]}
    assert stylize.phrases(ink) == ["ink", "pen", "nib", "etching"]


def test_the_styles_that_ship_can_be_told_to_a_model():
    styles = tomllib.loads((Path(__file__).parents[1] / "styles.toml").read_text())["descriptor"]["styles"]
    names = [style["name"] for style in styles]
    assert len(set(names)) == len(names) and {style.get("light", False) for style in styles} == {True, False}
    told = stylize.Stylize(painters.SDXL, None, {"styles": styles})
    assert told.prompt("oil", "moonlight", "").startswith("oil painting, ")


def test_the_picture_is_what_the_models_own_pipeline_makes(model, weights, monkeypatch):
    source = numpy.asarray(Image.fromarray(picture()).resize((640, 448), Image.Resampling.BICUBIC))
    wide = stylize.Stylize(model.kind, model.pipe, {**DESCRIPTOR, "max_picture_pixels": None})
    made = paint(wide, source, strength=1.0 if model.kind.edits else 0.5)
    direct = {"sdxl": direct_sdxl, "flux": direct_flux, "flux-kontext": direct_kontext}[weights.name]
    expected = direct(weights, source, monkeypatch)
    assert numpy.abs(made.astype(int) - (expected * 255).round()).max() <= 1


def direct_sdxl(weights, source, monkeypatch):
    pipe = StableDiffusionXLImg2ImgPipeline.from_pretrained(weights)
    drawn(monkeypatch, "stable_diffusion_xl.pipeline_stable_diffusion_xl_img2img", (4, 56, 80))
    return pipe(
        prompt="oil painting, oils, a boat", image=Image.fromarray(source), strength=0.5, num_inference_steps=4,
        guidance_scale=5.0, output_type="np",
    ).images[0]


def direct_flux(weights, source, monkeypatch):
    pipe = FluxImg2ImgPipeline.from_pretrained(weights)
    drawn(monkeypatch, "flux.pipeline_flux_img2img", (4, 56, 80))
    return pipe(
        prompt="oil painting, oils, a boat", image=Image.fromarray(source), height=448, width=640, strength=0.5,
        num_inference_steps=4, output_type="np",
    ).images[0]


def direct_kontext(weights, source, monkeypatch):
    pipe = FluxKontextPipeline.from_pretrained(weights)
    drawn(monkeypatch, "flux.pipeline_flux_kontext", (4, 56, 80))
    return pipe(
        prompt=painters.INSTRUCTION.format("oil painting, oils, a boat"), image=Image.fromarray(source), height=448,
        width=640, num_inference_steps=4, guidance_scale=2.5, output_type="np", max_area=448 * 640, _auto_resize=False,
    ).images[0]


def drawn(monkeypatch, module, shape):
    """Has a pipeline draw our noise, and take the likeliest latents."""
    module = f"diffusers.pipelines.{module}"
    monkeypatch.setattr(f"{module}.randn_tensor", lambda *_, **__: painters.grain(3, shape))
    monkeypatch.setattr(f"{module}.retrieve_latents", lambda encoded, **_: encoded.latent_dist.mode())


def test_steps_and_guidance_are_the_published_ones(model, weights):
    steps = {"sdxl": (30, 5.0), "flux": (4, None), "flux-kontext": (28, 2.5)}[weights.name]
    published = PUBLISHED(model.kind, model.pipe)
    assert (published["num_inference_steps"], published.get("guidance_scale")) == steps


def test_cancelling_ends_at_the_step(model, painted):
    watch = Told(cancel_at=1)
    with pytest.raises(Cancelled):
        paint(model, watch=watch)
    assert len(watch.steps) == 1
    assert numpy.array_equal(paint(model), painted)


@pytest.mark.parametrize("shape", [(65, 97), (40, 200), (33, 33)])
def test_pictures_of_any_shape_keep_it(model, shape):
    assert paint(model, picture(*shape), strength=0.1).shape == (*shape, 3)


def test_what_cannot_be_is_named(model):
    with pytest.raises(ValueError, match=r"picture: 200x101 \(expected: at most 20000 pixels\)"):
        paint(model, picture(101, 200))
    with pytest.raises(ValueError, match=r"picture: float32 \[64, 96, 3\] \(expected: uint8"):
        paint(model, picture().astype(numpy.float32))
    with pytest.raises(ValueError, match=r"style: 'pastel' \(expected: one of oil, dusk, or none\)"):
        paint(model, style="pastel")
    with pytest.raises(ValueError, match=r"strength: 1.5 \(expected: 0 to 1\)"):
        paint(model, strength=1.5)


def test_other_weights_are_named(tmp_path):
    make("svd", tmp_path / "svd")
    with pytest.raises(ValueError, match=r"_class_name: 'StableVideoDiffusionPipeline' in .* \(expected: one of Flux"):
        stylize.geometry(tmp_path / "svd")


def test_working_sizes_stay_within_what_a_model_learnt():
    assert sizes.fitting(1024, 1024, 8, 512**2, 1024**2) == (1024, 1024)
    height, width = sizes.fitting(2000, 3000, 16, 512**2, 1024**2)
    assert height % 16 == width % 16 == 0 and 0.97 < height * width / 1024**2 < 1.03
    height, width = sizes.fitting(64, 96, 32, 512**2, 1024**2)
    assert height % 32 == width % 32 == 0 and 0.9 < height * width / 512**2 < 1.1


def test_a_family_gets_what_its_profile_names(weights, tmp_path):
    class Family:
        pass

    make("upscaler-x2", tmp_path / "restore")
    family = pictures.equip(
        Family(), profile("x", descriptor=DESCRIPTOR, stylize=str(weights), restore=str(tmp_path / "restore"))
    )
    assert family.stylize(picture(), "oil", "", 0.0, 1, "", Told()).shape == (64, 96, 3)
    assert family.restore(picture(), 0.0, 2, Told()).shape == (128, 192, 3)
    assert not hasattr(pictures.equip(Family(), profile("x")), "stylize")


def test_a_model_that_edits_may_see_words_and_picture(tmp_path, monkeypatch):
    pytest.importorskip("torchvision")
    make("qwen-edit", tmp_path / "qwen")
    monkeypatch.setattr(painters, "arguments", lambda *_: {"num_inference_steps": 2, "true_cfg_scale": 1.0})
    model = stylize.load(profile("x", descriptor=DESCRIPTOR), tmp_path / "qwen")
    painted = paint(model, strength=1.0)
    assert painted.shape == (64, 96, 3)
    assert not numpy.array_equal(paint(model, strength=1.0, seed=4), painted)


def test_a_missing_package_is_named(tmp_path, monkeypatch):
    (tmp_path / "model_index.json").write_text('{"_class_name": "QwenImageEditPipeline"}')
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ValueError, match="QwenImageEditPipeline in .*the package torchvision, which is not installed"):
        stylize.load(profile("x"), tmp_path)
