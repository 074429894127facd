"""What restore promises."""
import numpy as np
import pytest
from scipy.ndimage import gaussian_filter
from skimage import data

from build import restore
from quality import measures, play


@pytest.fixture(scope="module")
def photo():
    return np.ascontiguousarray(data.astronaut()[0:272, 96:368])


@pytest.fixture(scope="module")
def noisy(photo):
    return np.clip(photo + np.random.default_rng(3).normal(0, 14, photo.shape), 0, 255).astype(np.uint8)


def test_strength_0_leaves_every_byte(photo):
    assert np.array_equal(play.restore(photo, 0.0), photo)


def test_a_clean_photo_stays_nearly_untouched(photo):
    assert measures.psnr(play.restore(photo, 0.5), photo) > 40


def test_noise_goes_and_more_so_with_strength(photo, noisy):
    clean = [measures.psnr(play.restore(noisy, s), photo) for s in (0, 0.3, 0.6, 1)]
    assert clean == sorted(clean) and clean[-1] > clean[0] + 4


def test_it_keeps_more_of_the_picture_than_a_blur_that_takes_as_much_noise(photo, noisy):
    best = max(measures.psnr(gaussian_filter(noisy, (s, s, 0)), photo) for s in (0.5, 0.7, 0.9, 1.1, 1.4))
    assert measures.psnr(play.restore(noisy, 1.0), photo) > best + 0.4


def test_scale_2_doubles_the_sides_and_is_nearer_to_the_truth_than_cubic(photo):
    small = photo.reshape(136, 2, 136, 2, 3).mean((1, 3)).round().astype(np.uint8)[:128, :128]
    true = photo[:256, :256]
    cubic, sharp = (play.restore(small, s, 2) for s in (0.0, 1.0))
    assert cubic.shape == sharp.shape == (256, 256, 3)
    assert measures.psnr(cubic, true) > 22
    assert measures.psnr(sharp, true) > measures.psnr(cubic, true) + 0.7


@pytest.mark.parametrize("scale", [1, 2])
def test_strips_leave_no_seams(noisy, scale):
    """The same rows come out of a picture whose strips begin elsewhere, up to rounding."""
    cut = 48
    whole, lower = play.restore(noisy, 1.0, scale), play.restore(noisy[cut:], 1.0, scale)
    assert whole.shape[0] > restore.STRIP
    assert np.abs(whole[cut * scale + restore.MARGIN:].astype(int) - lower[restore.MARGIN:]).max() <= 1


def test_any_multiple_of_16_works():
    for height, width in ((128, 128), (272, 144), (16, 304)):
        picture = np.random.default_rng(0).integers(0, 256, (height, width, 3)).astype(np.uint8)
        for scale in (1, 2):
            assert play.restore(picture, 0.6, scale).shape == (height * scale, width * scale, 3)


@pytest.mark.parametrize("level", [0, 7, 128, 255])
def test_a_flat_picture_stays_flat(level):
    flat = np.full((128, 144, 3), level, np.uint8)
    assert np.abs(play.restore(flat, 1.0).astype(int) - level).max() <= 2
