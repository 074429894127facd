"""What lights promise: other light on the same things, by tone and place."""
import numpy as np
import pytest
from skimage import data
from skimage.filters import gaussian

from build.styles.vocabulary import STYLES
from quality import play

LIGHTS = [s.name for s in STYLES if s.light]
PICTURE = np.ascontiguousarray(data.astronaut()[0:256, 100:356])


def warmth(picture):
    return picture[..., 0].astype(float) - picture[..., 2]


@pytest.mark.parametrize("light", LIGHTS)
def test_the_composition_stays(light):
    def slopes(p): return np.hypot(*np.gradient(gaussian(p.astype(float).mean(2), 1))).ravel()
    assert np.corrcoef(slopes(play.stylize(PICTURE, None, light)), slopes(PICTURE))[0, 1] > 0.8


@pytest.mark.parametrize("light", LIGHTS)
def test_more_strength_is_more_light(light):
    distance = [np.abs(play.stylize(PICTURE, None, light, strength=s).astype(float) - PICTURE).mean() for s in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert distance[0] == 0 and distance == sorted(distance) and distance[-1] > 5


def test_golden_hour_warms_highlights_most():
    gain = warmth(play.stylize(PICTURE, None, "golden-hour")) - warmth(PICTURE)
    grey = PICTURE.mean(2)
    assert gain[grey > 180].mean() > 30 > gain[grey < 40].mean()


def test_moonlight_is_dark_and_blue():
    moonlit = play.stylize(PICTURE, None, "moonlight")
    assert moonlit.mean() < 0.65 * PICTURE.mean()
    assert warmth(moonlit).mean() < warmth(PICTURE).mean() - 20


def test_morning_light_lifts_shadows():
    shadows = PICTURE.mean(2) < 60
    assert play.stylize(PICTURE, None, "morning-light")[shadows].mean() > 1.15 * PICTURE[shadows].mean()


def test_dusk_is_darker_with_violet_shadows():
    dusk = play.stylize(PICTURE, None, "dusk-light")
    assert dusk.mean() < 0.85 * PICTURE.mean()
    grey = PICTURE.mean(2)
    middle = (grey > 60) & (grey < 200)
    assert dusk[middle][:, 1].mean() / dusk[middle].mean() < PICTURE[middle][:, 1].mean() / PICTURE[middle].mean()


@pytest.mark.parametrize("style", ["watercolor", "charcoal", "ink", "comic"])
def test_light_goes_together_with_styles(style):
    plain, golden, moonlit = (play.stylize(PICTURE, style, light) for light in (None, "golden-hour", "moonlight"))
    assert warmth(golden).mean() > warmth(plain).mean() + 10 > warmth(moonlit).mean() + 10
    assert moonlit.mean() < plain.mean() - 10
