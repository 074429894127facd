"""How films are split: the rules of frames, seams and overlaps."""
import pytest

from families import layout


@pytest.mark.parametrize("frames, stride, latents", [(81, 4, 21), (121, 4, 31), (121, 8, 16), (97, 8, 13), (25, 1, 25),
                                                     (1, 4, 1)])
def test_latents_of_a_film(frames, stride, latents):
    assert layout.latents_of(frames, stride) == latents


@pytest.mark.parametrize("latents, spacing, stride, overlap", [(21, 5, 4, 0), (31, 10, 4, 2), (16, 3, 8, 0),
                                                               (22, 5, 4, 1), (121, 16, 1, 0)])
def test_chunks_cover_the_film_once(latents, spacing, stride, overlap):
    found = layout.chunks(latents, spacing, stride, overlap)

    assert [j for c in found for j in range(c.first, c.last + 1)] == list(range(latents))
    assert sum(c.frames for c in found) == (latents - 1) * stride + 1


def test_a_keyframe_chunk_makes_its_left_seam_again():
    found = layout.chunks(21, 5, 4)

    assert [c.made for c in found] == [6, 6, 6, 6]
    assert [c.kept for c in found] == [6, 5, 5, 5]
    assert [c.frames for c in found] == [21, 20, 20, 20]


def test_a_window_goes_on_into_its_overlap_but_not_beyond_the_film():
    assert [c.made for c in layout.chunks(31, 10, 4, overlap=2)] == [13, 13, 11]


def test_a_film_without_seams_makes_only_what_it_keeps():
    found = layout.chunks(121, 16, 1, seam=False)

    assert sum(c.made for c in found) == 121


def test_anchors_close_the_film_where_both_ends_are_given():
    assert layout.anchors(21, 5, closing=True) == [0, 5, 10, 15, 20]
    assert layout.anchors(31, 10, closing=False) == [0, 10, 20]
    assert layout.anchors(22, 5, closing=True) == [0, 5, 10, 15, 20, 21]


def test_a_spacing_of_nothing_is_refused():
    with pytest.raises(ValueError, match="spacing: 0"):
        layout.chunks(21, 0, 4)
