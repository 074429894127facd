"""What pan, tilt, zoom, dolly and orbit promise, measured on a photograph."""
import numpy as np
import pytest
from skimage import data
from skimage.registration import phase_cross_correlation

from layer_rig import film

CAMERAS = ["pan", "tilt", "zoom", "dolly", "orbit"]


@pytest.fixture(scope="module")
def photo():
    return np.ascontiguousarray(data.astronaut()[:384, :512])


def moved(before, after, at):
    """(x, y) in pixels by which the content of a window went."""
    a, b = (p[at].astype(float).mean(-1) for p in (before, after))
    y, x = phase_cross_correlation(a, b, upsample_factor=20)[0]
    return -x, -y


MIDDLE = np.s_[140:244, 190:322]


@pytest.mark.parametrize("name,direction,expected", [
    ("pan", (1, 0), (-1, 0)), ("pan", (-1, 0), (1, 0)), ("tilt", (0, -1), (0, 1)), ("tilt", (0, 1), (0, -1))])
def test_the_content_goes_the_other_way(photo, name, direction, expected):
    frame = film(photo, {}, {name: (*direction, 1)}, [40], strength=0.6)[0]
    x, y = moved(photo, frame, MIDDLE)
    along, across = (x * expected[0] + y * expected[1]), abs(x * expected[1]) + abs(y * expected[0])
    assert along > 4 and across < 0.35 * along


@pytest.mark.parametrize("name", ["zoom", "dolly"])
@pytest.mark.parametrize("dy", [-1, 1])
def test_in_makes_larger_and_out_makes_smaller(photo, name, dy):
    frame = film(photo, {}, {name: (0, dy, 1)}, [40], strength=0.6)[0]
    left, right = moved(photo, frame, np.s_[100:280, 60:180])[0], moved(photo, frame, np.s_[100:280, 330:450])[0]
    assert (right - left) * -dy > 3


def test_near_things_move_more_than_far_ones(photo):
    y, x = np.mgrid[0:384, 0:512]
    depth = np.clip((320 - x) / 128, 0, 1)
    frame = film(photo, {"depth": depth}, {"orbit": (1, 0, 1)}, [40])[0]
    far, near = moved(photo, frame, np.s_[130:254, 60:170])[0], moved(photo, frame, np.s_[130:254, 350:460])[0]
    assert near < -2 and near < far - 3


@pytest.mark.parametrize("name", CAMERAS)
@pytest.mark.parametrize("direction", [(1, 0), (-1, 0), (0, 1), (0, -1)])
def test_the_frame_never_leaves_the_picture(name, direction):
    """On a ramp, a border that is smeared shows as neighbours of one value."""
    y, x = np.mgrid[0:256, 0:384]
    ramp = np.stack([x * (255 / 383), y * (255 / 255), 0 * x + 128], -1).round().astype(np.uint8)
    frame = film(ramp, {"depth": y / 255.0}, {name: (*direction, 1)}, [47])[0].astype(int)
    for line in (frame[:, :, 0], frame[:, :, 1].T):
        ends = np.abs(line[:, 12] - line[:, 0]), np.abs(line[:, -1] - line[:, -13])
        assert min(e.min() for e in ends) >= 4


@pytest.mark.parametrize("name", CAMERAS)
def test_it_moves_evenly(photo, name):
    frames = film(photo, {"depth": np.linspace(1, 0, 384)[:, None] + np.zeros((1, 512))}, {name: ()}, [0, 1, 24, 25, 26, 27]).astype(float)
    steps = np.abs(np.diff(frames, axis=0)).mean((1, 2, 3))
    assert steps[0] < 0.3 * steps[2]
    assert steps[2:].max() < 1.5 * steps[2:].min()


@pytest.mark.parametrize("name", ["dolly", "orbit"])
def test_straight_lines_stay_straight(name):
    """Upright edges in front of a plain with a post on it, in stretches of 64 rows."""
    y, x = np.mgrid[0:384, 0:512]
    picture = np.repeat(np.where((x % 64) < 32, 30, 220).astype(np.uint8)[..., None], 3, -1)
    depth = np.clip((384 - y) / 200.0, 0, 1)
    depth[100:340, 300:330] = 0.2
    frame = film(picture, {"depth": depth}, {name: ()}, [47], strength=0.5)[0].astype(float).mean(-1)
    edge = (220 - frame[:, 240:274]).sum(1) / 190
    rows = np.arange(64)
    bends = [np.abs(part - np.polyval(np.polyfit(rows, part, 1), rows)).max() for part in np.lib.stride_tricks.sliding_window_view(edge[16:-16], 64)]
    assert max(bends) < 1
