"""What the brush does to region maps: masks, strokes and what is painted as still."""
import numpy as np
import pytest

from build.family import REGIONS
from quality import play

KINDS = list(REGIONS)
SIZES = (32, 48)


def maps(**filled):
    """Region maps that are 0 but for what is named: a number or an array."""
    given = np.zeros((len(KINDS), 1, *SIZES), np.float16)
    for name, value in filled.items():
        given[KINDS.index(name), 0] = value
    return given


def mask(rows=slice(0), columns=slice(0)):
    image = np.zeros((SIZES[0] * 4, SIZES[1] * 4), np.uint8)
    image[rows, columns] = 255
    return image


def painted(given, *brushes):
    """brushes: (region, mask or None, direction, list of points)."""
    rows = [[*a, *b, i] for i, (_, _, _, points) in enumerate(brushes) for a, b in zip(points, points[1:])]
    result = play.session("brush").run(None, {
        "regions": given, "masks": np.stack([mask() if m is None else m for _, m, _, _ in brushes]),
        "mask_region": np.array([KINDS.index(r) for r, _, _, _ in brushes]), "mask_given": np.array([int(m is not None) for _, m, _, _ in brushes]),
        "mask_direction": np.array([d for _, _, d, _ in brushes], np.float32), "stroke": np.array(rows or [[0, 0, 0, 0, -1]], np.float32)})[0]
    assert result.shape == given.shape and result.dtype == np.float16
    return {name: result[i, 0].astype(np.float32) for i, name in enumerate(KINDS)}


# A sample to each side of the border is partly painted.
LEFT, RIGHT = (slice(None), slice(0, 23)), (slice(None), slice(25, None))
LEFT_HALF = mask(slice(None), slice(0, SIZES[1] * 2))


def test_a_painted_region_is_where_it_is_painted_and_nowhere_else():
    after = painted(maps(water=1.0), ("water", LEFT_HALF, (0, 0), []))
    assert after["water"][LEFT].min() > 0.99 and after["water"][RIGHT].max() == 0


def test_other_regions_yield_to_what_is_painted_and_stay_elsewhere():
    after = painted(maps(sky=1.0, foliage=0.5, still=0.5), ("water", LEFT_HALF, (0, 0), []))
    for name in ("sky", "foliage", "still"):
        assert after[name][LEFT].max() == 0 and after[name][RIGHT].min() >= 0.5


def test_two_masks_of_one_region_unite():
    after = painted(maps(), ("hair", mask(slice(0, 32), slice(None)), (0, 0), []), ("hair", mask(slice(96, 128), slice(None)), (0, 0), []))
    assert after["hair"][:7].min() > 0.99 and after["hair"][25:].min() > 0.99 and after["hair"][10:22].max() == 0


def test_still_takes_away_from_all_and_comes_on_top_of_what_is_still():
    face = np.zeros(SIZES)
    face[:, 40:] = 1
    after = painted(maps(sky=1.0, still=face), ("still", LEFT_HALF, (0, 0), []), ("water", mask(slice(None), slice(None)), (0, 0), []))
    assert after["still"][LEFT].min() > 0.99
    assert after["sky"].max() == 0 and after["water"][LEFT].max() == 0 and after["water"][RIGHT].min() > 0.99
    alone = painted(maps(sky=1.0, still=face), ("still", LEFT_HALF, (0, 0), []))
    assert alone["still"][:, 40:].min() == 1 and alone["sky"][:, 25:40].min() == 1


def test_a_stroke_without_a_mask_paints_a_soft_band():
    after = painted(maps(), ("grass", None, (0, 0), [(0.1, 0.5), (0.9, 0.5)]))["grass"]
    assert after[15:17, 8:40].min() > 0.99 and after[:10].max() == 0 and after[22:].max() == 0
    assert 0.05 < after.mean() < 0.2
    assert ((after > 0.1) & (after < 0.9)).any()


def test_a_strokes_tangent_is_the_direction_in_and_around_it():
    after = painted(maps(), ("water", None, (0, 0), [(0.2, 0.8), (0.2, 0.2)]))
    assert after["direction_y"][10:22, 8:11].max() < -0.99 and np.abs(after["direction_x"][10:22, 8:11]).max() < 0.01
    assert np.abs(after["direction_y"][:, 40:]).max() == 0


def test_a_bent_stroke_turns_smoothly():
    after = painted(maps(), ("water", None, (0, 0), [(0.2, 0.2), (0.6, 0.2), (0.6, 0.8)]))
    assert after["direction_x"][6, 14] > 0.98 and after["direction_y"][20, 28] > 0.98
    corner = np.array([after["direction_x"][6, 28], after["direction_y"][6, 28]])
    assert corner.min() > 0.2


def test_a_stroke_in_a_mask_directs_all_of_it():
    after = painted(maps(), ("water", LEFT_HALF, (0, 0), [(0.1, 0.1), (0.2, 0.1)]))
    assert after["direction_x"][LEFT].min() > 0.99 and np.abs(after["direction_x"][:, 30:]).max() == 0


def test_a_masks_direction_is_written_inside_it_only():
    after = painted(maps(direction_x=1.0), ("waterfall", LEFT_HALF, (0, 1), []))
    assert np.allclose(after["direction_y"][LEFT], 1, atol=0.01) and np.abs(after["direction_x"][LEFT]).max() < 0.01
    assert after["direction_x"][RIGHT].min() == 1


@pytest.mark.parametrize("name", ["depth", "direction_x"])
def test_a_mask_without_direction_leaves_depth_and_direction(name):
    given = maps(**{name: 0.75})
    assert np.array_equal(painted(given, ("sky", LEFT_HALF, (0, 0), []))[name], np.full(SIZES, 0.75))


def test_a_row_that_counts_for_nothing_counts_for_nothing():
    given = maps(direction_y=0.25)
    assert np.array_equal(painted(given, ("sky", LEFT_HALF, (0, 0), []))["direction_y"], np.full(SIZES, 0.25))
