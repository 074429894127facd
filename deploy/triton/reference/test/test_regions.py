"""Where the regions model finds what, on photographs that ship with scikit-image and on scenes of known truth."""
from functools import cache

import numpy as np
import onnx
import pytest
from PIL import Image
from skimage import data

from build.__main__ import HERE
from build.family import REGIONS
from quality import play
from quality.scenes import SCENES, as_bytes

KINDS = list(REGIONS)
LIVELY = ("water", "waterfall", "foliage", "grass", "flame", "smoke", "cloth")


@cache
def photo(name):
    image = Image.fromarray(np.asarray(getattr(data, name)())).convert("RGB")
    return np.asarray(image.resize([side // 16 * 16 for side in image.size]))


def seen(picture):
    """Region name -> FLOAT32 [h,w]."""
    return dict(zip(KINDS, play.regions(picture)[:, 0].astype(np.float32)))


@cache
def seen_in(name):
    return seen(photo(name))


def inside(maps, name, left, top, right, bottom):
    """Mean of a map in a rectangle given in percent."""
    rows, columns = maps[name].shape
    return maps[name][top * rows // 100:bottom * rows // 100, left * columns // 100:right * columns // 100].mean()


def test_an_astronauts_face_and_helmet_keep_still():
    maps = seen_in("astronaut")
    assert inside(maps, "still", 42, 18, 50, 28) > 0.6 and inside(maps, "still", 62, 78, 90, 96) > 0.6
    assert inside(maps, "hair", 40, 17, 50, 30) < 0.25


def test_a_cats_eyes_keep_still():
    maps = seen_in("chelsea")
    assert inside(maps, "still", 32, 32, 45, 47) > 0.6
    assert inside(maps, "hair", 32, 32, 45, 47) < 0.2


@pytest.mark.parametrize("name", ["coffee", "page", "motorcycle", "brick"])
def test_a_table_a_page_a_workshop_and_a_wall_do_not_move(name):
    picture = photo(name) if name != "motorcycle" else np.ascontiguousarray(data.stereo_motorcycle()[0][:496, :736])
    maps = seen(picture)
    assert maps["still"].mean() > 0.4
    for lively in LIVELY:
        # A grey page of print is a little like leaves; still less than an empty prompt would move.
        assert maps[lively].mean() < (0.06 if name == "page" else 0.02), lively


def test_a_rocket_by_night_has_sky_and_lamps_but_no_flame():
    maps = seen_in("rocket")
    assert inside(maps, "sky", 20, 5, 45, 60) > 0.8 and inside(maps, "sky", 49, 45, 51, 90) < 0.2
    assert maps["flame"].mean() < 0.005 and maps["water"].mean() < 0.02
    assert maps["lights"].max() > 0.5 and maps["lights"].mean() < 0.05


def test_maps_share_what_there_is():
    for name in ("astronaut", "chelsea", "rocket"):
        maps = seen_in(name)
        assert max(sum(maps[k] for k in KINDS[:12]).max(), 0) < 1.3
        assert all(0 <= maps[k].min() and maps[k].max() <= 1 for k in KINDS[:13])
        assert np.hypot(maps["direction_x"], maps["direction_y"]).max() < 1.01


def test_hair_hangs():
    maps = seen_in("chelsea")
    assert (maps["direction_y"] >= 0).all()


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_flat_picture_has_nothing_lively(level):
    maps = seen(np.full((160, 192, 3), level, np.uint8))
    assert all(maps[k].mean() < 0.05 for k in LIVELY)


@pytest.mark.parametrize("height,width", [(128, 128), (128, 512), (512, 128), (272, 208)])
def test_any_shape_gives_about_as_many_samples(height, width):
    maps = play.regions(np.random.default_rng(0).integers(0, 256, (height, width, 3)).astype(np.uint8))
    rows, columns = maps.shape[2:]
    assert maps.shape[:2] == (len(KINDS), 1) and np.isfinite(maps.astype(np.float32)).all()
    assert abs(rows * columns / 24576 - 1) < 0.02 and abs(columns / rows / (width / height) - 1) < 0.03


def test_the_same_picture_gives_the_same_bytes():
    assert play.regions(photo("coffee")).tobytes() == play.regions(photo("coffee")).tobytes()


def test_the_models_are_small():
    for step, most in (("regions", 500_000), ("brush", 50_000)):
        path = HERE / "models" / f"reference-{step}" / "1" / "model.onnx"
        assert path.stat().st_size < most and onnx.load(path).opset_import[0].version == 18
    assert (HERE / "build" / "regions" / "weights.npz").stat().st_size < 300_000


def test_a_painted_night_by_the_lake_is_read_rightly():
    picture, regions = SCENES["campfire"]()
    maps = seen(as_bytes(picture))
    for name in ("sky", "water", "foliage", "flame", "smoke"):
        there = np.asarray(Image.fromarray(regions[name]).resize(maps[name].shape[::-1], Image.NEAREST))
        assert maps[name][there].mean() > 0.6, name
        if name != "smoke":
            assert maps[name][~there].mean() < 0.1, name


def test_water_falls_down():
    picture, regions = SCENES["waterfall"]()
    maps = seen(as_bytes(picture))
    there = np.asarray(Image.fromarray(regions["waterfall"]).resize(maps["waterfall"].shape[::-1], Image.NEAREST))
    assert maps["waterfall"][there].mean() > 0.6
    assert maps["direction_y"][there & (maps["waterfall"] > 0.9)].mean() > 0.7


def test_moss_on_rock_is_no_foliage():
    picture, regions = SCENES["waterfall"]()
    maps = seen(as_bytes(picture))
    there, rock = (np.asarray(Image.fromarray(regions[name]).resize(maps["foliage"].shape[::-1], Image.NEAREST)) for name in ("foliage", "still"))
    assert maps["foliage"][there].mean() > 0.6
    assert (maps["foliage"] + maps["grass"])[rock].mean() < 0.06


@pytest.mark.parametrize("name,least", [("campfire", 0.66), ("waterfall", 0.5), ("harbour", 0.42)])
def test_most_water_is_found(name, least):
    picture, regions = SCENES[name]()
    maps = seen(as_bytes(picture))
    there = np.asarray(Image.fromarray(regions["water"]).resize(maps["water"].shape[::-1], Image.NEAREST))
    assert maps["water"][there].mean() > least
    assert maps["water"][~there].mean() < 0.03
