"""What anchors, frames and decode promise, on a night scene of which it is known where everything is."""
import numpy as np
import pytest
from skimage import data

from build.vocabulary import MOTIONS
from quality import play
from quality.scenes import as_bytes, campfire


@pytest.fixture(scope="module")
def night():
    picture, regions = campfire(256, 384)
    return as_bytes(picture), regions


def energy(frames, region=Ellipsis):
    """Mean change against the first frame, in levels."""
    return np.abs(frames[1:].astype(int) - frames[:1].astype(int)).mean((0, 3))[region].mean()


def test_frame_0_is_the_picture(night):
    for loop in (False, True):
        assert play.psnr(play.clip(night[0], [0], loop=loop)[0], night[0]) > 34


@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea", "rocket"])
def test_the_codec_keeps_photographs(name):
    photo = getattr(data, name)()
    photo = np.ascontiguousarray(photo[:photo.shape[0] // 16 * 16, :photo.shape[1] // 16 * 16])
    assert play.psnr(play.clip(photo, [0])[0], photo) > 34


def test_latents_do_not_depend_on_how_frames_are_grouped(night):
    inputs = play.movie(night[0])
    together = play.latents(inputs, range(20, 26), 16, 32)
    for parts in ([[20], [21, 22], [23, 24, 25]], [[20, 21, 22, 23], [24, 25]]):
        apart = np.concatenate([play.latents(inputs, p, 16, 32) for p in parts], 1)
        assert together.tobytes() == apart.tobytes()


def test_latents_do_not_depend_on_where_the_anchors_are(night):
    inputs = play.movie(night[0])
    assert play.latents(inputs, [20], 16, 32).tobytes() == play.latents(inputs, [20], 0, 24).tobytes()


def test_an_anchor_is_the_frame_at_its_place(night):
    inputs = play.movie(night[0])
    assert play.anchors(inputs, [16, 32]).tobytes() == play.latents(inputs, [16, 32], 16, 32).tobytes()


def test_other_anchors_pull_the_frames_to_them(night):
    inputs = play.movie(night[0])
    true = play.anchors(inputs, [16, 32])
    moved = true.copy()
    moved[:, 0] += np.float16(0.25)
    difference = (play.latents(inputs, [16, 24, 32], 16, 32, moved).astype(float) - play.latents(inputs, [16, 24, 32], 16, 32)).mean((0, 2, 3))
    assert np.allclose(difference, [0.25, 0.125, 0], atol=1e-3)


def test_a_loop_closes_exactly(night):
    inputs = play.movie(night[0], loop=True, frame_count=36)
    ends = play.anchors(inputs, [0, 36, 5, 41])
    assert ends[:, 0].tobytes() == ends[:, 1].tobytes() and ends[:, 2].tobytes() == ends[:, 3].tobytes()
    frames = play.clip(night[0], range(37), loop=True, frame_count=36).astype(int)
    steps = np.abs(np.diff(frames, axis=0)).mean((1, 2, 3))
    assert steps[-1] < 1.3 * np.median(steps) and steps.max() < 2 * np.median(steps)


def test_motion_starts_from_rest_and_goes_on_smoothly(night):
    steps = np.abs(np.diff(play.clip(night[0], range(48)).astype(int), axis=0)).mean((1, 2, 3))
    assert steps[0] < 0.35 * np.median(steps[12:])
    assert steps[24:].max() < 1.6 * np.median(steps[24:])


def test_strength_0_is_still_and_more_strength_is_more_motion(night):
    assert energy(play.clip(night[0], [0, 20, 40], strength=0.0)) == 0
    energies = [energy(play.clip(night[0], [0, 20, 40], strength=s)) for s in (0.25, 0.5, 1.0)]
    assert 0 < energies[0] < energies[1] < energies[2]


def test_another_seed_moves_otherwise(night):
    a, b = (play.clip(night[0], [20], seed=s) for s in (1, 2))
    assert energy(np.concatenate([a, b])) > 0.1


def test_each_motion_moves_its_region_and_stones_and_trunks_stay():
    picture, regions = campfire(512, 768)
    picture = as_bytes(picture)
    for name in ("water", "flame", "smoke", "foliage"):
        frames = play.clip(picture, [0, 18, 30, 42], motion=play.rows({name: 1.0}))
        here = energy(frames, regions[name])
        assert here > 1.0, (name, here)
        others = [n for n in ("water", "flame", "foliage", "still") if n != name]
        for other in others:
            assert energy(frames, regions[other]) < 0.15 * here, (name, other)


@pytest.mark.parametrize("name", [m.name for m in MOTIONS if m.regions and m.name != "cloud"])
def test_a_motion_the_picture_does_not_offer_does_nothing(name):
    cat = np.ascontiguousarray(data.chelsea()[:288, :320])
    frames = play.clip(cat, [0, 20, 40], motion=play.rows({name: 1.0}))
    assert energy(frames) < 0.12
    face = np.zeros(cat.shape[:2], bool)
    face[40:, 60:] = True
    assert energy(frames, face) < 0.01


@pytest.mark.parametrize("height,width", [(128, 128), (128, 512), (512, 128), (272, 208)])
def test_any_multiple_of_16_works(height, width):
    picture = np.ascontiguousarray(np.resize(data.coffee(), (400, 600, 3))[:height, :width]) if height <= 400 and width <= 600 \
        else np.random.default_rng(0).integers(0, 255, (height, width, 3)).astype(np.uint8)
    frames = play.clip(picture, [0, 10])
    assert frames.shape == (2, height, width, 3)


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_flat_picture_stays_flat(level):
    frames = play.clip(np.full((160, 192, 3), level, np.uint8), [0, 12, 24], motion=play.rows({m.name: 1.0 for m in MOTIONS if m.regions and m.name != "water"}))
    assert np.abs(frames.astype(int) - level).max() <= 2


def test_noise_gives_finite_latents():
    picture = np.random.default_rng(1).integers(0, 256, (160, 192, 3)).astype(np.uint8)
    assert np.isfinite(play.latents(play.movie(picture), [0, 7, 30], 0, 48).astype(np.float32)).all()


def test_speed_0_is_still_and_a_given_direction_counts(night):
    def at_20(**row): return play.clip(night[0], [0, 20], motion=play.rows({"smoke": 1.0, "foliage": 1.0}, **row))
    assert energy(at_20(speed=0.0)) == 0
    left, right = (at_20(directions={"smoke": (x, 0), "foliage": (x, 0)}) for x in (-1, 1))
    assert energy(np.concatenate([left[1:], right[1:]])) > 0.1
