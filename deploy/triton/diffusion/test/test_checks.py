import numpy
import pytest

from stillwake_diffusion.engine import checks
from stillwake_diffusion.engine.checks import WrongOutput

RANDOM = numpy.random.Generator(numpy.random.Philox(3))
LATENTS = RANDOM.standard_normal((4, 6, 8, 8)).astype(numpy.float16)


def test_good_latents_pass():
    checks.finite("frames", LATENTS)
    checks.moving("frames", LATENTS, 0.5)


@pytest.mark.parametrize("value", [numpy.nan, numpy.inf, -numpy.inf])
def test_one_value_that_is_no_number_is_found(value):
    latents = LATENTS.copy()
    latents[2, 3, 4, 5] = value
    with pytest.raises(WrongOutput, match=r"frames: 1 of 1536 values are NaN or infinite \(expected: none\)"):
        checks.finite("frames", latents)


def test_latents_that_do_not_change_are_frozen():
    still = numpy.repeat(LATENTS[:, 1:2], 6, axis=1)
    with pytest.raises(WrongOutput, match=r"frozen, 6 latent frames .*with motion_strength 0.5"):
        checks.moving("frames", still, 0.5)
    checks.moving("frames", still, 0.0)


def test_the_picture_at_the_start_does_not_count_as_motion():
    still = numpy.repeat(LATENTS[:, 1:2], 6, axis=1)
    still[:, 0] = LATENTS[:, 0]
    with pytest.raises(WrongOutput, match="frozen"):
        checks.moving("frames", still, 0.5)


def test_little_motion_is_motion():
    little = numpy.repeat(LATENTS[:, 1:2], 6, axis=1).astype(numpy.float32)
    little += 0.01 * RANDOM.standard_normal(little.shape)
    checks.moving("frames", little.astype(numpy.float16), 0.1)


def test_black_frames_are_found_and_a_night_is_not():
    black = numpy.full((5, 16, 16, 3), 2, numpy.uint8)
    with pytest.raises(
        WrongOutput, match=r"decode: black, no sample of 5 frames is above 2 of 255 \(expected: above 4\)"
    ):
        checks.visible("decode", black)
    night = black.copy()
    night[2, 3, 4] = 90
    checks.visible("decode", night)
