"""What painting after an example promises: its palette, its stroke scale, its direction; the composition is the picture's."""
import numpy as np
import pytest
from skimage import data
from skimage.filters import gaussian

from quality import play

PICTURE = np.ascontiguousarray(data.astronaut()[0:224, 100:324])
COFFEE = np.ascontiguousarray(data.coffee()[40:360, 100:500])


def textured(sigma, angle=None, seed=2):
    """A brown example of noise of one scale, or drawn out along an angle."""
    noise = np.random.RandomState(seed).randn(256, 256)
    if angle is None:
        field = gaussian(noise, sigma, mode="wrap")
    else:
        y, x = np.mgrid[0:256, 0:256]
        field = np.sin((np.cos(angle + np.pi / 2) * x + np.sin(angle + np.pi / 2) * y) * (2 * np.pi / 10) + gaussian(noise, 12, mode="wrap") * 8)
    field = field / field.std()
    return np.clip(np.array([130, 105, 80]) + field[..., None] * 28, 0, 255).astype(np.uint8)


def slopes(picture, sigma):
    gy, gx = np.gradient(gaussian(picture.astype(float).mean(2), sigma))
    return gx, gy


def test_strength_0_leaves_every_pixel():
    assert np.array_equal(play.stylize_by_example(PICTURE, COFFEE, strength=0.0), PICTURE)


def test_more_strength_is_further_from_the_picture():
    distance = [np.abs(play.stylize_by_example(PICTURE, COFFEE, strength=s).astype(float) - PICTURE).mean() for s in (0.25, 0.5, 0.75, 1.0)]
    assert distance == sorted(distance) and distance[-1] > 20


def test_the_palette_is_the_examples():
    done = play.stylize_by_example(PICTURE, COFFEE)
    def palette(p): return np.concatenate([p.reshape(-1, 3).mean(0), np.cov(p.reshape(-1, 3).T.astype(float))[np.triu_indices(3)] ** 0.5])
    assert np.linalg.norm(palette(done) - palette(COFFEE)) < 0.45 * np.linalg.norm(palette(PICTURE) - palette(COFFEE))


def test_kept_colors_are_the_pictures():
    done = play.stylize_by_example(PICTURE, COFFEE, keep_colors=True)
    assert np.abs(done.reshape(-1, 3).mean(0) - PICTURE.reshape(-1, 3).mean(0)).max() < 8


def test_the_composition_is_the_pictures():
    done = play.stylize_by_example(PICTURE, COFFEE)
    assert np.corrcoef(np.hypot(*slopes(done, 2)).ravel(), np.hypot(*slopes(PICTURE, 2)).ravel())[0, 1] > 0.6


def test_strokes_are_as_coarse_as_the_examples():
    fine, coarse = (play.stylize_by_example(PICTURE, textured(s), keep_colors=True).astype(float) for s in (0.7, 9.0))
    def scale(p): return np.std(gaussian(p - PICTURE, 2, channel_axis=2)) / np.std(p - PICTURE)
    assert scale(coarse) > 1.15 * scale(fine)


@pytest.mark.parametrize("angle", [0.1, 1.4])
def test_strokes_run_where_the_examples_run(angle):
    even = np.full((192, 192, 3), (120, 130, 140), np.uint8)
    even[:, 96:] += 6
    gx, gy = slopes(play.stylize_by_example(even, textured(1, angle), stroke=2.0), 2)
    across = 0.5 * np.arctan2(2 * (gx * gy).mean(), (gx * gx - gy * gy).mean())
    assert np.cos(2 * (across - (angle + np.pi / 2))) > 0.6


def test_the_seed_moves_the_strokes():
    a, b = (play.stylize_by_example(PICTURE, COFFEE, seed=s) for s in (1, 2))
    assert np.array_equal(a, play.stylize_by_example(PICTURE, COFFEE, seed=1))
    assert np.abs(a.astype(int) - b).mean() > 1
