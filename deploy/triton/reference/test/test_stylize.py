"""What every style promises."""
import numpy as np
import pytest
from skimage import data
from skimage.filters import gaussian
from skimage.transform import resize

from build.styles.vocabulary import STYLES
from quality import play

PAINTED = [s.name for s in STYLES if not s.light]
IN_ONE_COLOR = ("charcoal", "pencil", "ink")


@pytest.fixture(scope="module")
def coffee():
    return np.ascontiguousarray(data.coffee()[90:282, 120:360])


@pytest.fixture(scope="module")
def painted(coffee):
    return {style: play.stylize(coffee, style) for style in PAINTED}


def rms(a, b):
    return np.sqrt(np.mean((a.astype(float) - b) ** 2))


def chroma(picture):
    """What is left of a picture without its grey, seen from afar."""
    levels = gaussian(picture.astype(float), 4, channel_axis=2)
    return levels - levels.mean(2, keepdims=True)


def edges(picture, sigma=2.0):
    return np.hypot(*np.gradient(gaussian(picture.astype(float).mean(2), sigma))).ravel()


@pytest.mark.parametrize("style", PAINTED)
def test_strength_0_leaves_every_pixel(coffee, style):
    assert np.array_equal(play.stylize(coffee, style, "dusk-light", strength=0.0), coffee)


def test_no_style_and_no_light_leave_every_pixel(coffee):
    assert np.array_equal(play.stylize(coffee, None), coffee)


@pytest.mark.parametrize("style", PAINTED)
def test_more_strength_is_further_from_the_picture(coffee, style):
    distance = [rms(play.stylize(coffee, style, strength=s), coffee) for s in (0.2, 0.6, 1.0)]
    assert distance == sorted(distance)
    assert distance[-1] > 10


@pytest.mark.parametrize("style", PAINTED)
def test_the_seed_moves_strokes_and_paper(coffee, painted, style):
    other = play.stylize(coffee, style, seed=6)
    assert np.array_equal(painted[style], play.stylize(coffee, style))
    # Lines of a comic follow the picture alone.
    assert np.array_equal(other, painted[style]) == (style == "comic")


def test_no_two_styles_look_alike(painted):
    assert min(rms(painted[a], painted[b]) for a in PAINTED for b in PAINTED if a < b) > 9


@pytest.mark.parametrize("style", PAINTED)
def test_the_picture_is_still_there(coffee, painted, style):
    assert np.corrcoef(edges(painted[style]), edges(coffee))[0, 1] > 0.55


@pytest.mark.parametrize("style", PAINTED)
def test_kept_colors_are_the_colors_of_the_picture(coffee, style):
    kept = chroma(play.stylize(coffee, style, keep_colors=True))
    assert np.corrcoef(kept.ravel(), chroma(coffee).ravel())[0, 1] > 0.85


@pytest.mark.parametrize("style", IN_ONE_COLOR)
def test_a_drawing_has_one_color(painted, style):
    assert np.ptp(chroma(painted[style]), axis=(0, 1)).max() < 16


@pytest.mark.parametrize("style", PAINTED)
def test_a_grey_photograph_stays_grey(style):
    camera = np.repeat(data.camera()[64:288, 96:384, None], 3, 2)
    assert np.abs(chroma(play.stylize(camera, style))).mean() < 6


@pytest.mark.parametrize("style", [s for s in PAINTED if s not in IN_ONE_COLOR])
def test_stars_survive(style):
    night = np.full((160, 192, 3), (16, 20, 44), np.uint8)
    stars = np.random.RandomState(3).randint(12, 148, (12, 2))
    for y, x in stars:
        night[y:y + 2, x:x + 2] = 235
    bright = play.stylize(night, style).max(2)
    assert np.median([bright[y - 1:y + 3, x - 1:x + 3].max() - np.median(bright) for y, x in stars]) > 90


@pytest.mark.parametrize("style", PAINTED)
def test_size_changes_little(coffee, style):
    large = (resize(coffee, (384, 480), anti_aliasing=False) * 255).astype(np.uint8)
    small, big = (resize(play.stylize(p, style).astype(float), (12, 15), anti_aliasing=True) for p in (coffee, large))
    assert rms(small, big) < 18


@pytest.mark.parametrize("style", ["oil", "impressionist"])
def test_wider_strokes_leave_less_detail(coffee, style):
    fine, wide = (np.abs(np.diff(play.stylize(coffee, style, stroke=s).astype(float), axis=0)).mean() for s in (0.5, 2.0))
    assert wide < 0.96 * fine


def test_vividness_is_chroma(coffee):
    pale, plain, vivid = (np.abs(chroma(play.stylize(coffee, "pastel", vividness=v))).mean() for v in (0.5, 1.0, 1.5))
    assert pale < 0.7 * plain < plain < vivid
