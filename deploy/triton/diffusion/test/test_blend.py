"""AdaIN."""
import pytest
import torch

from stillwake_diffusion.blend import adapt


def latents(frames=5, seed=0):
    return torch.randn(4, frames, 6, 8, generator=torch.Generator().manual_seed(seed))


def test_full_adain_has_the_statistics_of_the_reference_in_each_frame():
    reference = latents(1, seed=1) * 3 + 5
    adapted = adapt(latents(), reference, 1.0)
    for frame in range(5):
        assert torch.allclose(adapted[:, frame].mean((1, 2)), reference.mean((1, 2, 3)), atol=1e-4)
        assert torch.allclose(adapted[:, frame].std((1, 2)), reference.std((1, 2, 3)), atol=1e-4)


def test_adain_of_a_frame_does_not_depend_on_the_frames_beside_it():
    film, reference = latents(7), latents(1, seed=1)
    assert torch.equal(adapt(film[:, 3:5], reference, 0.25), adapt(film, reference, 0.25)[:, 3:5])


def test_adain_moves_by_its_factor_and_leaves_the_reference():
    film, reference = latents(), latents(1, seed=1) + 2
    assert torch.equal(adapt(film, reference, 0.0), film)
    half = (film + adapt(film, reference, 1.0)) / 2
    assert torch.allclose(adapt(film, reference, 0.5), half, atol=1e-5)
    assert torch.allclose(adapt(reference, reference, 0.7), reference, atol=1e-5)


def test_a_flat_channel_does_not_become_nan():
    assert torch.isfinite(adapt(torch.ones(4, 2, 6, 8), latents(1), 0.5)).all()


def test_factors_out_of_range_are_refused():
    with pytest.raises(ValueError, match=r"adain: 1.5 \(expected: 0 to 1\)"):
        adapt(latents(), latents(1), 1.5)
