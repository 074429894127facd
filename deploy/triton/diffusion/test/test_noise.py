"""Noise by seed and latent frame."""
import torch

from stillwake_diffusion.noise import noise

SHAPE = (16, 12, 20)


def test_noise_of_a_frame_does_not_depend_on_the_run_it_is_asked_in():
    film = noise(7, tuple(range(13)), SHAPE)
    assert torch.equal(noise(7, (6, 7, 8), SHAPE), film[:, 6:9])
    assert torch.equal(noise(7, (8, 6), SHAPE), film[:, [8, 6]])


def test_noise_is_standard_normal_and_independent_between_frames():
    film = noise(3, tuple(range(64)), SHAPE).double()
    count = film.numel()
    assert abs(film.mean()) < 5 / count ** 0.5
    assert abs(film.var() - 1) < 5 * (2 / count) ** 0.5
    assert abs((film ** 4).mean() - 3) < 5 * (96 / count) ** 0.5
    neighbours = (film[:, 1:] * film[:, :-1]).mean()
    assert abs(neighbours) < 5 / count ** 0.5


def test_seeds_frames_and_streams_give_other_noise():
    one = noise(3, (5,), SHAPE)
    assert one.dtype == torch.float32
    for other in (noise(4, (5,), SHAPE), noise(3, (6,), SHAPE), noise(5, (3,), SHAPE), noise(3, (5,), SHAPE, stream=1)):
        assert not torch.equal(one, other)


def test_seeds_of_all_int64_values_are_taken():
    lowest, highest = noise(-2 ** 63, (0,), SHAPE), noise(2 ** 63 - 1, (0,), SHAPE)
    assert not torch.equal(lowest, highest)
    assert not torch.equal(noise(-1, (0,), SHAPE), noise(1, (0,), SHAPE))


def test_noise_is_the_same_as_ever():
    # Pinned: another generator, or another order of its numbers, is another version of every family.
    first = noise(1, (2,), (1, 1, 4)).flatten().tolist()
    assert [round(value, 4) for value in first] == [-0.3608, -0.2086, -0.1207, -0.8719]
