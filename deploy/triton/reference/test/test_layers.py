"""What all layers of light, weather and camera promise, on a small street whose maps are known."""
import numpy as np
import pytest
from skimage.filters import gaussian

from layer_rig import film

H, W = 192, 288
NAMES = ["morning", "dusk", "flicker", "lights", "stars", "rain", "snow", "fog", "pan", "tilt", "zoom", "dolly", "orbit"]


def street():
    """Evening: a sky with stars, a house with a lit window, a lamp, a paved road. Picture and maps."""
    rng = np.random.default_rng(3)
    y, x = np.mgrid[0:H, 0:W].astype(float)
    picture = np.stack([0.16 + 0.1 * y / H, 0.18 + 0.12 * y / H, 0.28 + 0.1 * y / H], -1)
    sky = (y < 96).astype(float)
    stars = np.zeros((H, W), bool)
    stars[rng.integers(6, 60, 25), rng.integers(110, 280, 25)] = True
    picture += gaussian(stars * 1.6, 0.7)[..., None] * np.array([1, 1, 0.95])
    road = y >= 104
    stones = 0.16 + 0.05 * ((np.floor(x / 12) + np.floor(y / 7)) % 2)
    picture[road] = (stones[..., None] * np.array([1, 0.97, 0.92]))[road]
    house = (x < 96) & (y > 20) & (y < 112)
    picture[house] = (0.3, 0.22, 0.17)
    window = (abs(x - 50) < 9) & (abs(y - 60) < 12)
    picture[window] = (0.98, 0.8, 0.45)
    lamp = np.hypot(x - 200, y - 78) < 6
    picture[lamp] = (1, 0.95, 0.8)
    sky[house | lamp] = 0
    picture = np.clip(picture + rng.normal(0, 0.006, picture.shape), 0, 1)
    maps = {"sky": sky, "ground": (road & ~house) * 1.0, "lights": (lamp | window) * 1.0, "depth": np.where(road, (H - y) / (H - 104), 1.0)}
    return np.round(picture * 255).astype(np.uint8), maps, {"stars": stars, "lamp": lamp, "window": window, "house": house, "road": road & ~house}


@pytest.fixture(scope="module")
def scene():
    return street()


def change(a, b, where=Ellipsis):
    """Mean absolute difference in levels."""
    return np.abs(a.astype(int) - b).mean(-1)[where].mean()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("loops", [False, True])
def test_frame_0_is_the_picture_and_later_ones_are_not(scene, name, loops):
    frames = film(scene[0], scene[1], {name: ()}, [0, 20], loops=loops)
    assert np.array_equal(frames[0], scene[0])
    assert change(frames[1], scene[0]) > 0.03


@pytest.mark.parametrize("name", NAMES)
def test_a_loop_closes_without_a_jump(scene, name):
    frames = film(scene[0], scene[1], {name: ()}, [0, 1, 46, 47, 48], loops=True)
    assert np.array_equal(frames[4], scene[0])
    assert change(frames[3], frames[4]) < 1.6 * max(change(frames[2], frames[3]), change(frames[0], frames[1])) + 0.05


@pytest.mark.parametrize("name", NAMES)
def test_it_starts_from_rest(scene, name):
    frames = film(scene[0], scene[1], {name: ()}, [0, 1, 24], count=48)
    assert change(frames[1], frames[0]) < 0.12 * change(frames[2], frames[0]) + 0.02


def test_what_is_not_asked_for_leaves_every_bit(scene):
    assert all(np.array_equal(f, scene[0]) for f in film(scene[0], scene[1], {}, [0, 7, 30]))
    assert all(np.array_equal(f, scene[0]) for f in film(scene[0], scene[1], {n: () for n in NAMES}, [0, 7, 30], strength=0.0))


@pytest.mark.parametrize("name", NAMES)
def test_more_strength_is_further_from_the_picture(scene, name):
    changes = [change(film(scene[0], scene[1], {name: ()}, [33], strength=s)[0], scene[0]) for s in (0.2, 0.4, 0.8)]
    assert changes == sorted(changes) and changes[2] > 1.15 * changes[0]


def test_frames_do_not_depend_on_how_they_are_grouped(scene):
    motions = {n: () for n in NAMES}
    together = film(scene[0], scene[1], motions, [9, 10, 31])
    apart = [film(scene[0], scene[1], motions, [f])[0] for f in (9, 10, 31)]
    assert all(np.array_equal(a, b) for a, b in zip(together, apart))


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_in_greys_stays_grey(scene, name):
    grey = np.repeat(scene[0].mean(-1, keepdims=True).astype(np.uint8), 3, -1)
    frame = film(grey, scene[1], {name: ()}, [40])[0].astype(int)
    assert np.ptp(frame, axis=-1).mean() < 4


@pytest.mark.parametrize("name", NAMES)
def test_black_and_white_pictures_give_no_wild_values(name):
    for level in (0, 255):
        flat = np.full((96, 128, 3), level, np.uint8)
        frame = film(flat, {"depth": np.full((96, 128), 0.5)}, {name: ()}, [30])[0].astype(int)
        assert np.abs(frame - level).mean() < 130
