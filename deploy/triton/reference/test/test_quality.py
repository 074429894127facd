"""The measures find what was put there, and nothing where nothing was."""
import numpy as np
import pytest
from scipy.ndimage import gaussian_filter, shift
from skimage import data

from build.family import REGIONS
from quality import measures, play
from quality.cases import oval
from quality.scenes import SCENES, as_bytes

ALL = np.ones((200, 240), bool)


@pytest.fixture(scope="module")
def photo():
    return np.ascontiguousarray(data.coffee()[60:260, 100:340])


def moved(photo, dx, dy):
    return np.clip(shift(photo.astype(float), (dy, dx, 0), order=3, mode="nearest"), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("dx,dy", [(0, 0), (0.3, 0), (-1.4, 0.6), (5.25, -3.5), (-9, 8)])
def test_a_shift_is_measured_to_a_tenth_of_a_pixel(photo, dx, dy):
    places = measures.corners(photo, ALL)
    found = measures.displacements(measures.luma(photo), measures.luma(moved(photo, dx, dy)), places)
    assert len(places) > 8
    assert np.abs(np.median(found, 0) - (dx, dy)).max() < 0.1


def test_a_change_of_light_is_no_motion(photo):
    darker = (photo * 0.6 + 10).astype(np.uint8)
    assert np.median(measures.reach([photo, darker], ALL)) < 0.1


def test_other_content_counts_as_moved(photo):
    noise = np.random.default_rng(0).integers(0, 256, photo.shape).astype(np.uint8)
    assert np.median(measures.reach([photo, noise], ALL)) > 3


def test_only_the_region_counts(photo):
    left = ALL.copy()
    left[:, 120:] = False
    half = np.where(left[..., None], photo, moved(photo, 3, 0))
    assert np.median(measures.reach([photo, half], left)) < 0.1
    assert np.median(measures.reach([photo, half], ~left)) == pytest.approx(3, abs=0.2)


def test_travel_is_distance_and_velocity(photo):
    frames = [moved(photo, 0.3 * t, -0.1 * t) for t in range(9)]
    distance, velocity, across = measures.travel(frames, ALL)
    assert velocity == pytest.approx((0.3, -0.1), abs=0.06) and across > 0.8
    assert distance == pytest.approx(np.hypot(2.4, 0.8), rel=0.25)


def test_what_stays_does_not_travel(photo):
    assert measures.travel([photo] * 9, ALL)[0] < 0.02


def test_a_jump_at_a_border_is_a_seam(photo):
    smooth = [moved(photo, 0.5 * t, 0) for t in range(24)]
    jump = [moved(photo, 0.5 * t + (t >= 12), 0) for t in range(24)]
    assert measures.seam_ratio(smooth, [12]) < 1.1 < 1.5 < measures.seam_ratio(jump, [12])


def test_a_loop_that_does_not_close_is_found(photo):
    closed = [moved(photo, 3 * np.sin(2 * np.pi * t / 16), 3 * np.cos(2 * np.pi * t / 16)) for t in range(16)]
    assert measures.loop_ratio(closed) < 1.15 < 1.5 < measures.loop_ratio(closed[:11])


def test_ringing_is_a_halo_and_a_small_shift_is_none(photo):
    sharp = np.clip(photo + 4.0 * (photo - gaussian_filter(photo.astype(float), (2, 2, 0))), 0, 255).astype(np.uint8)
    assert measures.halos(photo, photo) == 0
    assert measures.halos(moved(photo, 3, 0), photo) < 0.001
    assert measures.halos(sharp, photo) > 0.01


def test_a_black_patch_is_a_hole(photo):
    torn = np.maximum(photo, 5)
    assert measures.holes(torn, torn) == 0
    broken = torn.copy()
    broken[50:60, 50:60] = 0
    assert measures.holes(broken, torn) == pytest.approx(100 / torn[..., 0].size)


def test_sharpness_falls_with_blur_and_flicker_rises_with_noise(photo):
    blurred = gaussian_filter(photo, (1, 1, 0))
    assert measures.sharpness([blurred]) < 0.5 * measures.sharpness([photo])
    rng = np.random.default_rng(1)
    noisy = [np.clip(photo + rng.normal(0, 4, photo.shape), 0, 255).astype(np.uint8) for _ in range(5)]
    assert measures.flicker([photo] * 5) == 0 and measures.flicker(noisy) > 3


def test_a_step_at_each_tile_is_a_seam():
    rng = np.random.default_rng(2)
    picture = rng.integers(90, 110, (128, 64, 3)).astype(np.int16)
    tiled = picture + 12 * (np.arange(128) // 32 % 2)[:, None, None]
    assert measures.tile_seams(picture, 32) == pytest.approx(1, abs=0.1)
    assert measures.tile_seams(tiled, 32) > 1.3


@pytest.mark.parametrize("name", SCENES)
def test_scenes_are_pictures_with_their_regions_at_any_size(name):
    picture, regions = SCENES[name](128, 192)
    assert as_bytes(picture).shape == (128, 192, 3) and picture.std() > 0.05
    assert "still" in regions and all(m.shape == (128, 192) and m.dtype == bool and m.any() for m in regions.values())
    named = [m for n, m in regions.items() if n not in ("face", "sign")]
    assert (np.sum(named, 0) <= 1).mean() > 0.98


def test_a_case_paints_its_region_as_a_user_would():
    mask = oval((25, 25, 75, 75), (64, 96))
    maps = play.painted(np.zeros((len(REGIONS), 1, 32, 48), np.float16), {"smoke": mask})
    smoke = maps[list(REGIONS).index("smoke"), 0]
    assert mask.mean() / 255 == pytest.approx(np.pi / 16, abs=0.02)
    assert smoke[16, 24] == 1 and smoke[4, 24] == 0 and smoke.mean() == pytest.approx(np.pi / 16, abs=0.02)
