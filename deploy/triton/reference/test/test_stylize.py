"""What stylize promises."""
import numpy as np
import pytest
from skimage import data
from skimage.transform import resize

from quality import play


@pytest.fixture(scope="module")
def coffee():
    return np.ascontiguousarray(data.coffee()[80:336, 100:420])


def test_strength_0_leaves_every_pixel(coffee):
    assert np.array_equal(play.stylize(coffee, strength=0.0), coffee)


def test_more_strength_is_further_from_the_photo(coffee):
    likeness = [play.psnr(play.stylize(coffee, strength=s), coffee) for s in (0.1, 0.25, 0.5, 0.75, 1.0)]
    assert likeness == sorted(likeness, reverse=True)
    assert likeness[-1] < 28


def test_the_seed_moves_the_strokes(coffee):
    a, b = play.stylize(coffee, seed=1), play.stylize(coffee, seed=2)
    assert 0.5 < np.abs(a.astype(int) - b).mean() < 12
    assert np.array_equal(a, play.stylize(coffee, seed=1))


def test_strips_leave_no_seams(coffee):
    picture = (resize(coffee, (320, 400)) * 255).astype(np.uint8)
    rows = np.abs(np.diff(play.stylize(picture).astype(int), axis=0)).mean((1, 2))
    seams, beside = rows[31::32], (rows[30:-1:32] + rows[32::32]) / 2
    assert np.median(seams / beside) < 1.12


def test_edges_are_kept(coffee):
    def edges(p): return np.abs(np.diff(p.astype(float).mean(2), axis=1)).ravel()
    assert np.corrcoef(edges(play.stylize(coffee)), edges(coffee))[0, 1] > 0.4
