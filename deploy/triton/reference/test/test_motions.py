"""What each motion of the body promises, on small pictures of which it is told where everything is."""
import numpy as np
import pytest
from skimage.filters import gaussian

from build.family import REGIONS
from quality import measures, play

H, W = 192, 288
REGION = {"water": "water", "flow": "water", "waterfall": "waterfall", "waves": "water", "flame": "flame", "ember": "flame", "smoke": "smoke",
          "cloud": "sky", "foliage": "foliage", "grass": "grass", "hair": "hair", "cloth": "cloth"}
FLOWS = ("flow", "waterfall", "smoke", "cloud")


def textured(grain=0.5):
    """Blotches of three colours, with grain."""
    rng = np.random.default_rng(3)
    layers = [gaussian(rng.standard_normal((H, W, 3)), s, channel_axis=2, mode="wrap") for s in (1.2, 4, 12)]
    mixed = sum(layer / layer.std() * weight for layer, weight in zip(layers, (grain, 0.7, 0.6)))
    return np.clip(128 + 34 * mixed, 0, 255).astype(np.uint8)


def fire():
    """A tongue of fire on a dark, textured ground."""
    y, x = np.mgrid[0:H, 0:W]
    tongue = np.clip(1.6 - np.hypot((x - 100) / 24, (y - 112) / 46), 0, 1)[..., None]
    return np.clip(textured() * 0.25 + tongue * np.array([255, 190, 70]), 0, 255).astype(np.uint8), tongue[..., 0] > 0.4


def scene(motion):
    """(picture, where the motion's region is): the left part, with a margin all around; a flame for fire."""
    if REGION[motion] == "flame":
        return fire()
    where = np.zeros((H, W), bool)
    where[28:-28, 24:168] = True
    return textured(0.1 if motion in ("smoke", "cloud") else 0.5), where


def maps(**channels):
    """Region maps FLOAT16 [15,1,h,w] from full-size maps by name."""
    full = np.stack([np.broadcast_to(np.asarray(channels.get(name, 0.0), np.float64), (H, W)) for name in REGIONS])
    small = full.reshape(len(REGIONS), 1, H // 2, 2, W // 2, 2).mean((3, 5))
    return small.astype(np.float16)


def moved(motion, frames, picture=None, channels=None, **settings):
    own, where = scene(motion)
    rows = {k: settings.pop(k) for k in ("directions", "speed") if k in settings}
    return play.clip(own if picture is None else picture, frames, motion=play.rows({motion: 1.0}, **rows),
                     maps=maps(**(channels or {REGION[motion]: where})), **settings)


def change(frames):
    return np.abs(frames[1:].astype(int) - frames[0]).mean((0, 3))


def grown(where, pixels):
    return gaussian(where.astype(float), pixels / 2) > 0.02


@pytest.mark.parametrize("motion", REGION)
def test_a_motion_moves_its_region_and_nothing_else(motion):
    _, where = scene(motion)
    seen = change(moved(motion, [0, 30, 44], strength=0.5))
    # Fire licks and sparks fly above their region; mist billows around the foot of a fall.
    around = grown(where, 70 if REGION[motion] == "flame" else 40 if motion == "waterfall" else 11)
    assert seen[~around].max() <= 2
    if motion == "ember":
        assert seen.max() > 10
    else:
        assert np.median(seen[where]) > 2


@pytest.mark.parametrize("motion", [m for m in REGION if REGION[m] != "flame"])
def test_a_region_moves_a_unit_or_more_at_half_strength(motion):
    picture, where = scene(motion)
    inner = where & ~grown(~where, 12)
    frames = moved(motion, [0, 20, 30, 40], strength=0.5)
    assert np.median(measures.reach(frames, inner, picture)) >= (H * W / 393216) ** 0.5


@pytest.mark.parametrize("motion", REGION)
def test_still_holds_everything(motion):
    _, where = scene(motion)
    frames = moved(motion, [0, 30, 44], channels={REGION[motion]: where, "still": np.ones((H, W))})
    assert change(frames).max() <= 2


@pytest.mark.parametrize("motion", REGION)
def test_more_strength_is_more_motion_and_none_is_none(motion):
    energies = [change(moved(motion, [0, 30, 44], strength=s)).mean() for s in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert energies[0] == 0 and energies == sorted(energies) and len(set(energies)) == 5


@pytest.mark.parametrize("motion", REGION)
def test_speed_0_is_still(motion):
    assert change(moved(motion, [0, 30], speed=0.0)).max() <= 1


def course(motion, **settings):
    """Mean velocity (x, y) of the region in pixels per frame, from frames in which one phase of a drift is nearly alone."""
    picture, where = scene(motion)
    frames = moved(motion, [0, 8, 10, 12], **settings)
    places = measures.corners(picture, where & ~grown(~where, 16), 60, least=1.5)
    return np.median(np.concatenate([measures.displacements(measures.luma(frames[0]), measures.luma(f), places) for f in frames[1:]]), 0)


@pytest.mark.parametrize("motion", FLOWS)
@pytest.mark.parametrize("direction", [(-1, 0), (0.6, 0.8)])
def test_what_flows_goes_where_its_row_says(motion, direction):
    went = course(motion, directions={motion: direction})
    assert np.dot(went, direction) > 0.75 * np.hypot(*went) > 0.2


@pytest.mark.parametrize("motion", FLOWS)
def test_the_maps_direction_counts_where_the_row_has_none(motion):
    _, where = scene(motion)
    channels = {REGION[motion]: where, "direction_x": -0.8 * where, "direction_y": 0.6 * where}
    went = course(motion, channels=channels)
    assert np.dot(went, (-0.8, 0.6)) > 0.75 * np.hypot(*went) > 0.2
    given = course(motion, channels=channels, directions={motion: (1, 0)})
    assert given[0] > 0.75 * np.hypot(*given) > 0.2


def test_water_falls_and_smoke_rises_by_nature():
    assert course("waterfall")[1] > 0.3 and course("smoke")[1] < -0.3


def test_twice_the_speed_is_further_on():
    slow, fast = (np.hypot(*course("cloud", speed=s)) for s in (1.0, 2.0))
    assert fast > 1.5 * slow


@pytest.mark.parametrize("motion", REGION)
def test_a_loop_closes_and_has_no_jump(motion):
    frames = moved(motion, [*range(0, 36, 3), 36], loop=True, frame_count=36)
    assert frames[0].tobytes() == frames[-1].tobytes()
    steps = measures.steps(frames)
    assert steps.max() < 2.5 * np.median(steps) + 0.2


@pytest.mark.parametrize("motion", REGION)
def test_it_starts_from_rest(motion):
    steps = measures.steps(moved(motion, [0, 1, 30, 31, 40, 41]))[::2]
    assert steps[0] < 0.6 * steps[1:].max()


def test_a_fire_is_no_darker_than_what_is_behind_it_and_leaves_no_hole():
    picture, where = fire()
    frames = moved("flame", [0, 10, 20, 30, 40])
    ground = np.percentile(picture[~grown(where, 60)], 1)
    assert frames[:, where].max(-1).min() >= ground - 6
    assert max(measures.holes(f, picture) for f in frames) < 2e-3


def test_fire_leaps_above_its_region():
    _, where = fire()
    seen = change(moved("flame", [0, 10, 16, 22, 28, 34, 40]))
    top = np.argwhere(where)[:, 0].min()
    assert seen[top - 8:top - 2, 80:120].max() > 8


def test_sparks_rise():
    _, where = fire()
    dark = (textured() * 0.1).astype(np.uint8)
    frames = moved("ember", range(60, 96, 3), picture=dark, frame_count=96).astype(int)
    heights = [np.average(np.arange(H), weights=np.clip(f.max(-1) - dark.max(-1).astype(int) - 6, 0, None).sum(1) + 1e-9) for f in frames]
    assert np.mean(heights) < np.argwhere(where)[:, 0].mean() - 15


def test_steam_rises_over_a_small_region():
    small = np.zeros((H, W), bool)
    small[120:132, 130:160] = True
    dark = (textured() * 0.3).astype(np.uint8)
    frames = moved("smoke", [0, 36, 42], picture=dark, channels={"smoke": small})
    lift = (frames[1:].astype(int) - frames[0]).mean((0, 3))
    assert lift[70:115, 125:165].mean() > 2 and np.abs(lift[:, :60]).max() <= 1


def test_far_water_moves_less_than_near_water():
    sea = np.zeros((H, W), bool)
    sea[40:] = True
    frames = moved("water", [0, 20, 30, 40], channels={"water": sea}, strength=0.4)
    near, far = (np.median(measures.reach(frames, sea & (np.abs(np.arange(H)[:, None] - row) < 18))) for row in (170, 62))
    assert near > 1.4 * far > 0


def test_frames_do_not_depend_on_how_they_are_grouped():
    _, where = scene("water")
    left, right = where & (np.arange(W) < 90), where & (np.arange(W) >= 90)
    every = play.rows({name: 1.0 for name in REGION})
    inputs = play.movie(fire()[0], every, maps=maps(water=left, foliage=right, flame=fire()[1], sky=~where))
    together = play.anchors(inputs, [0, 9, 17, 18])
    apart = np.concatenate([play.anchors(inputs, f) for f in ([0], [9, 17], [18])], 1)
    assert together.tobytes() == apart.tobytes()


@pytest.mark.parametrize("ground,body", [((40, 90, 170), (250, 220, 20)), ((30, 34, 44), (255, 230, 170))], ids=["a kite by day", "a lamp by night"])
def test_clouds_leave_what_is_no_cloud_where_it_is(ground, body):
    y, x = np.mgrid[0:H, 0:W]
    there = np.hypot(x - 140, y - 90) < 8
    sky = np.clip(np.array(ground) + 0.5 * (textured(0.1).mean(2, keepdims=True) - 128), 0, 255)
    frames = moved("cloud", [0, 24, 44], picture=np.where(there[..., None], body, sky).astype(np.uint8), channels={"sky": np.ones((H, W))})
    yellow = frames[..., 0].astype(int) - frames[..., 2] > 50
    assert np.median(change(frames)[:, :80]) > 2
    assert yellow[1:, there].mean() > 0.85 and yellow[1:, ~grown(there, 6)].sum() == 0
