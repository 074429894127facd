"""What morning, dusk, firelight, lamps and stars promise."""
import numpy as np
import pytest
from scipy.ndimage import binary_dilation

from layer_rig import film
from test_layers import H, W, change, street


@pytest.fixture(scope="module")
def scene():
    return street()


def wide(mask, by):
    return binary_dilation(mask, iterations=by)


def test_stars_twinkle_one_by_one_and_nothing_else_changes(scene):
    picture, maps, where = scene
    frames = film(picture, maps, {"stars": ()}, [0, 20, 32, 44]).astype(int)
    assert np.array_equal(frames[:, ~wide(where["stars"], 4)], np.broadcast_to(picture[~wide(where["stars"], 4)], frames[:, ~wide(where["stars"], 4)].shape))
    stars = (frames - picture).mean(-1)[1:, where["stars"]]
    assert (stars > 4).any() and (stars < -4).any()


def test_stars_never_get_darker_than_the_sky_around_them(scene):
    picture, maps, where = scene
    frames = film(picture, maps, {"stars": ()}, [20, 32, 44]).astype(float).mean(-1)
    sky = np.median(picture[:90, 110:].astype(float).mean(-1))
    assert frames[:, where["stars"]].min() > sky - 8


def test_lamps_glow_and_what_is_far_from_them_does_not(scene):
    picture, maps, where = scene
    frames = film(picture, maps, {"lights": ()}, [20, 30, 40])
    lit = where["lamp"] | where["window"]
    halo = wide(lit, 8) & ~wide(lit, 1)
    assert max(change(f, picture, halo) for f in frames) > 3
    assert max(change(f, picture, np.s_[150:, 250:]) for f in frames) < 1


def test_lamps_that_no_map_knows_glow_at_night_unless_they_are_to_keep_still(scene):
    picture, maps, where = scene
    unknown = {**maps, "lights": np.zeros((H, W))}
    kept = {**unknown, "still": np.ones((H, W))}
    halo = wide(where["lamp"], 8) & ~wide(where["lamp"], 1)
    assert max(change(f, picture, halo) for f in film(picture, unknown, {"lights": ()}, [20, 30, 40])) > 3
    assert all(np.array_equal(f, picture) for f in film(picture, kept, {"lights": ()}, [20, 30, 40]))


def test_lamps_breathe_each_for_itself(scene):
    picture, maps, where = scene
    frames = film(picture, maps, {"lights": ()}, range(24, 48)).astype(float).mean(-1)
    near_lamp, near_window = ((wide(where[n], 6) & ~where[n]) for n in ("lamp", "window"))
    a, b = frames[:, near_lamp].mean(1), frames[:, near_window].mean(1)
    assert np.ptp(a) > 1 and np.ptp(b) > 1 and np.corrcoef(a, b)[0, 1] < 0.9


def test_dusk_darkens_and_turns_blue_but_what_is_lit_stays_lit(scene):
    picture, maps, where = scene
    frame = film(picture, maps, {"dusk": ()}, [47])[0].astype(float)
    dark = (maps["sky"] > 0) & ~wide(where["stars"] | where["lamp"], 12)
    before, after = picture[dark].astype(float).mean(0), frame[dark].mean(0)
    assert after.mean() < 0.75 * before.mean()
    assert after[2] / after[0] > 1.2 * before[2] / before[0]
    assert frame[where["window"]].mean() > 0.9 * picture[where["window"]].mean()


def test_dusk_is_warm_before_it_is_blue(scene):
    picture, maps, _ = scene
    frames = film(picture, maps, {"dusk": ()}, [0, 18, 47]).astype(float).mean((1, 2))
    warmth = frames[:, 0] / frames[:, 2]
    assert warmth[1] > 1.02 * warmth[0] and warmth[2] < warmth[0]


def test_morning_comes_from_the_side_it_is_told(scene):
    picture, maps, _ = scene
    picture = np.full((H, W, 3), 110, np.uint8)
    picture[::9] = (150, 120, 90)
    def sides(dx):
        gain = film(picture, {"depth": np.ones((H, W))}, {"morning": (dx, 0, 1)}, [47])[0].astype(float) - picture
        assert gain.mean() > 5 and gain[..., 0].mean() > gain[..., 2].mean() + 3
        return gain[:, :60].mean() - gain[:, -60:].mean()
    assert sides(1) > 2 and sides(-1) < -2


def test_nothing_clips_in_the_morning(scene):
    picture, maps, _ = scene
    frame = film(picture, maps, {"morning": ()}, [47])[0]
    assert (frame == 255).mean() <= (picture == 255).mean() + 0.002


def test_firelight_is_strongest_near_the_fire():
    rng = np.random.default_rng(5)
    picture = rng.integers(50, 90, (H, W, 3)).astype(np.uint8)
    y, x = np.mgrid[0:H, 0:W]
    flame = np.hypot(x - 60, y - 120) < 14
    picture[flame] = (255, 190, 90)
    frames = film(picture, {"flame": flame * 1.0}, {"flicker": ()}, range(24, 48)).astype(float).mean(-1)
    near, far = frames[:, 90:150, 85:115].mean((1, 2)), frames[:, 10:60, 250:].mean((1, 2))
    assert np.ptp(near) > 1.5 * np.ptp(far) and np.ptp(far) > 0.5


def test_firelight_has_no_beat():
    picture = np.full((96, 128, 3), 90, np.uint8)
    level = film(picture, {}, {"flicker": ()}, range(48, 144), count=144).astype(float).mean((1, 2, 3))
    spectrum = np.abs(np.fft.rfft(level - level.mean())) ** 2
    assert spectrum.max() < 0.75 * spectrum.sum()
