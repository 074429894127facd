"""What refine promises."""
import numpy as np
import pytest
from scipy.ndimage import gaussian_filter, shift
from skimage import data

from quality import measures, play


@pytest.fixture(scope="module")
def photo():
    return np.ascontiguousarray(data.chelsea()[32:192, 64:272])


def moving(photo, count=9, speed=0.8):
    """A film of the photo sliding to the right."""
    return np.stack([np.clip(shift(photo.astype(float), (0, speed * t, 0), order=3, mode="nearest"), 0, 255) for t in range(count)]).astype(np.uint8)


def shimmering(photo, levels=2.0, count=9):
    rng = np.random.default_rng(4)
    return np.clip(photo + rng.normal(0, levels, (count, *photo.shape[:2], 1)), 0, 255).round().astype(np.uint8)


def ringing(photo, count=5):
    """Frames with overshoot beside every edge."""
    over = 1.2 * (photo - gaussian_filter(photo.astype(float), (1.2, 1.2, 0)))
    return np.repeat(np.clip(photo + over, 0, 255).round().astype(np.uint8)[None], count, 0)


def test_strength_0_leaves_every_byte(photo):
    frames = shimmering(photo)
    assert np.array_equal(play.refine(frames, photo, 0.0), frames)


def test_shimmer_goes_and_more_so_with_strength(photo):
    frames = shimmering(photo)
    flicker = [measures.flicker(play.refine(frames, photo, s)) for s in (0.0, 0.5, 1.0)]
    assert flicker[1] < 0.8 * flicker[0] and flicker[2] < 0.6 * flicker[0]


def test_what_moves_keeps_its_sharpness(photo):
    frames = moving(photo)
    refined = play.refine(frames, photo, 1.0)
    assert measures.sharpness(refined) > 0.97 * measures.sharpness(frames)
    assert measures.psnr(refined, frames) > 38


def test_halos_shrink(photo):
    frames = ringing(photo)
    before, after = (measures.halos(f[2], photo, radius=8, allowance=4) for f in (frames, play.refine(frames, photo, 1.0)))
    assert before > 0.001 and after < 0.5 * before


def test_a_spark_that_passes_is_no_halo(photo):
    frames = np.repeat(photo[None], 5, 0).copy()
    for t in range(5):
        frames[t, 80:83, 40 + 12 * t:43 + 12 * t] = 255
    refined = play.refine(frames, photo, 1.0)
    assert refined[2, 81, 65].min() > 245


def test_slow_change_of_light_stays(photo):
    frames = np.stack([np.clip(photo * (1 - 0.02 * t), 0, 255) for t in range(9)]).astype(np.uint8)
    refined = play.refine(frames, photo, 1.0)
    assert np.abs(refined[2:7].astype(float).mean((1, 2, 3)) - frames[2:7].mean((1, 2, 3))).max() < 0.5


def test_a_frame_depends_on_two_frames_each_side_and_no_others(photo):
    frames = shimmering(moving(photo, 1)[0], count=12)
    whole = play.refine(frames, photo, 0.7)
    part = play.refine(frames[3:9], photo, 0.7)
    assert part[2:4].tobytes() == whole[5:7].tobytes()


def test_one_frame_alone_works(photo):
    assert play.refine(photo[None], photo, 1.0).shape == (1, *photo.shape)
