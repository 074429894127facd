"""Memory found without data is what real tensors take."""
import torch
from diffusers import AutoencoderKLWan

from stillwake_diffusion.memory import cost_of, peak

SMALL = {"base_dim": 8, "z_dim": 4, "dim_mult": [1, 2, 2, 2], "num_res_blocks": 1} | {
    "latents_mean": [0] * 4, "latents_std": [1] * 4,
}


def test_peak_counts_what_is_alive_at_a_time():
    def run():
        first = torch.zeros(1000)
        second = first + 1
        del first
        return second * 2

    assert peak(run) == 2 * 4000


def test_views_take_nothing():
    assert peak(lambda: torch.zeros(1000)[10:].reshape(90, 11).t()) == 4000


def test_cost_of_a_decoder_bounds_what_it_takes_and_grows_with_its_latents():
    real = AutoencoderKLWan(**SMALL).eval()
    with torch.device("meta"):
        empty = AutoencoderKLWan(**SMALL)
    cost = cost_of(lambda t, h, w: empty.decode(torch.empty(1, 4, t, h, w, device="meta")))
    for t, h, w in ((5, 8, 8), (9, 6, 12)):
        taken = peak(lambda: real.decode(torch.zeros(1, 4, t, h, w)))
        assert taken <= cost(t, h, w) <= 1.5 * taken
    assert cost(5, 8, 16) == 2 * cost(5, 8, 8) and cost(6, 8, 8) > cost(5, 8, 8)
