"""The law of denoising, and that published clips come out of it as they went in."""
import pytest

from families import figures, law

BOOK = figures.read()


def test_a_law_goes_through_both_of_its_points():
    found = law.through((1000, 3.0), (4000, 30.0))

    assert found.seconds(1000) == pytest.approx(3.0)
    assert found.seconds(4000) == pytest.approx(30.0)


def test_a_law_of_one_point_divides_it_by_operations():
    found = law.at(10000, 8.0, width=1000, feed_forward=3000, attention=0.5)

    assert found.seconds(10000) == pytest.approx(8.0)
    assert found.even_at == pytest.approx(12000)
    assert law.attention_cost(found, 1000, 3000) == pytest.approx(0.5)


def test_clips_that_were_not_measured_alike_are_refused():
    with pytest.raises(ValueError, match="neither below 0"):
        law.through((1000, 3.0), (4000, 6.0))


@pytest.mark.parametrize("family, figure", [
    ("wan-a14b", "a14b-720-h100"), ("wan-a14b-480", "a14b-480-h100"), ("wan-14b-distilled", "i2v-14b-720-distilled"),
    ("ltx-2b", "ltx-2b-h100"), ("ltx-2b-guided", "ltx-2b-h800"), ("ltx-13b-distilled", "ltx-13b-distilled-h100"), ("ltx-2", "ltx-2-distilled-h100"),
    ("svd", "svd-xt-a100")])
def test_a_whole_clip_takes_what_was_published(family, figure):
    family, figure = BOOK.families[family], BOOK.figures[figure]
    latents = (figure.frames - 1) // family.stride + 1

    made = family.text.seconds + family.denoise(latents) + family.decoding(figure.frames)

    assert made == pytest.approx(figure.seconds, rel=0.001)


def test_more_passes_take_as_many_times_as_long():
    few, many = BOOK.families["ltx-2"], BOOK.families["ltx-2-guided"]

    assert many.denoise(16) == pytest.approx(10 * few.denoise(16))


def test_attention_costs_others_what_it_costs_wan():
    fitted = law.attention_cost(BOOK.families["wan-a14b"].law, 5120, 13824)

    assert fitted == pytest.approx(0.40, abs=0.01)


@pytest.mark.parametrize("gpu", ["a100", "h20"])
def test_attention_is_cheaper_than_its_operations_on_other_gpus_too(gpu):
    points = [(n, BOOK.figures[f"a14b-{size}-{gpu}"].seconds) for n, size in ((32760, 480), (75600, 720))]

    assert 0.4 < law.attention_cost(law.through(*points), 5120, 13824) < 0.8
