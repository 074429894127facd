"""What rain, snow and fog promise."""
import numpy as np
import pytest
from scipy.ndimage import label
from scipy.signal import fftconvolve

from layer_rig import film
from test_layers import H, W, change, street


@pytest.fixture(scope="module")
def scene():
    return street()


@pytest.fixture(scope="module")
def night():
    """A dark, empty picture, on which what falls is all there is."""
    return np.full((448, 448, 3), (40, 44, 52), np.uint8), {"depth": np.ones((448, 448))}


def travel(night, motions, apart=1):
    """(x, y) in pixels a frame by which what falls is displaced, by cross-correlation."""
    a, b = (f.astype(float).mean(-1) for f in film(*night, motions, [30, 30 + apart]))
    a, b = ((i - np.median(i)).clip(3, None) - 3 for i in (a, b))
    score = fftconvolve(b, a[::-1, ::-1], mode="same")[160:-160, 160:-160]
    y, x = np.unravel_index(np.argmax(score), score.shape)
    return (x - 63) / apart, (y - 63) / apart


def test_rain_darkens_the_sky(scene):
    picture, maps, where = scene
    frame = film(picture, maps, {"rain": ()}, [44])[0].astype(float)
    open_sky = (maps["sky"] > 0) & ~where["stars"]
    assert np.median(frame.mean(-1)[open_sky]) < 0.93 * np.median(picture.mean(-1)[open_sky])


def test_rain_makes_the_ground_mirror_and_nothing_else(scene):
    picture, maps, where = scene
    wet = film(picture, maps, {"rain": ()}, [44])[0]
    dry = film(picture, {**maps, "ground": np.zeros((H, W))}, {"rain": ()}, [44])[0]
    assert change(wet, dry, where["road"]) > 5
    # Between the streaks, which are lit by the ground too.
    assert np.median(np.abs(wet[:96].astype(int) - dry[:96]), (0, 1)).max() <= 1


def test_lamps_leave_streaks_on_wet_ground(scene):
    picture, maps, _ = scene
    frame = film(picture, maps, {"rain": ()}, [44])[0].astype(float).mean(-1)
    ground = frame[112:170] - picture[112:170].astype(float).mean(-1)
    assert ground[:, 195:206].mean() > ground[:, 235:280].mean() + 8


def test_rain_falls_slowly_in_slow_motion(night):
    slow, natural = (travel(night, {"rain": (0, 1, speed)})[1] for speed in (0.25, 0.5))
    assert 0 < slow < natural


@pytest.mark.parametrize("name", ["rain", "snow"])
def test_it_goes_where_it_is_sent(night, name):
    left, right = (travel(night, {name: (dx, 1, 1.5)}, apart=2)[0] for dx in (-1, 1))
    assert left < 0 < right


def test_snow_sinks_slower_than_rain(night):
    assert 0 < travel(night, {"snow": (0, 1, 1.0)}, apart=3)[1] < travel(night, {"rain": (0, 1, 1.0)})[1]


def test_snow_is_brighter_than_a_dark_picture_and_of_many_sizes(night):
    frame = film(*night, {"snow": ()}, [40])[0].astype(float).mean(-1)
    flakes, count = label(frame > np.median(frame) + 5)
    sizes = np.bincount(flakes.ravel())[1:]
    assert count > 100 and frame.max() > np.median(frame) + 20
    assert np.percentile(sizes, 98) > 8 * np.percentile(sizes, 25)


def test_fog_hides_what_is_far(scene):
    picture, maps, where = scene
    frame = film(picture, maps, {"fog": ()}, [44])[0]
    def contrast(p, at): return np.abs(np.diff(p.astype(float).mean(-1)[at], axis=1)).mean()
    far, near = np.s_[106:118, 110:280], np.s_[176:190, 110:280]
    assert contrast(frame, far) < 0.6 * contrast(picture, far)
    assert contrast(frame, near) > 0.75 * contrast(picture, near)


def test_fog_drifts_the_way_it_is_sent(scene):
    flat = np.full((128, 256, 3), 90, np.uint8)
    flat[:8] = 220
    maps = {"depth": np.full((128, 256), 0.6)}
    def paths(dx):
        a, b = (f.astype(float).mean(-1)[20:] for f in film(flat, maps, {"fog": (dx, 0, 4.0)}, [60, 66], count=96))
        a, b = a - a.mean(), b - b.mean()
        shifts = range(-30, 31)
        return shifts[int(np.argmax([(a[:, 40:-40] * np.roll(b, -s, 1)[:, 40:-40]).sum() for s in shifts]))]
    assert paths(-1) < 0 < paths(1)
