"""What the surroundings say of maps that are told, on the analysis view."""
from functools import cache, partial

import numpy as np
import onnxruntime
import pytest

from build.graph import FLOAT, Graph
from build.regions.surroundings import CLOTH, room, spread

H, W = 60, 90


@cache
def session(step):
    planes = {"room": ("plants", "sky")}.get(step, ("body", "likelihood", "rival", "rgb"))
    with Graph(step) as g:
        given = [g.input(name, FLOAT, [1, 3 if name == "rgb" else 1, "h", "w"]) for name in planes]
        g.output("map", {"water": spread, "cloth": partial(spread, going=CLOTH), "room": room}[step](*given), FLOAT, [1, 1, "h", "w"])
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(g.to_model().SerializeToString(), options, providers=["CPUExecutionProvider"])


def run(step, **planes):
    feeds = {name: np.broadcast_to(np.asarray(plane, np.float32), (1, 3 if name == "rgb" else 1, H, W)).copy() for name, plane in planes.items()}
    return session(step).run(None, feeds)[0][0, 0]


def rectangle(top, bottom, left, right):
    where = np.zeros((H, W), np.float32)
    where[top:bottom, left:right] = 1
    return where


SURE, LIKELY = rectangle(20, 50, 5, 40), rectangle(20, 50, 5, 70)
BLUE, YELLOW = np.array([0.2, 0.35, 0.5]).reshape(3, 1, 1), np.array([0.7, 0.6, 0.3]).reshape(3, 1, 1)
RED = np.array([0.5, 0.1, 0.1]).reshape(3, 1, 1)


def test_water_goes_on_where_more_of_the_same_is_joined_to_it():
    found = run("water", body=SURE, likelihood=LIKELY * 0.6, rival=0.3, rgb=BLUE)
    assert found[22:48, 42:52].min() > 0.95 and found[LIKELY == 0].max() == 0


@pytest.mark.parametrize("likelihood,rival,rgb", [
    (LIKELY * 0.1, 0.1, BLUE),
    (LIKELY * 0.35, 0.55, BLUE),
    (LIKELY * 0.6, 0.3, np.where(rectangle(0, H, 40, W), YELLOW, BLUE)),
    (LIKELY * 0.6 * (1 - rectangle(0, H, 44, 46)), 0.3, BLUE)], ids=["unlikely", "something else is likelier", "another colour", "a gap between"])
def test_water_ends_where_it_must(likelihood, rival, rgb):
    found = run("water", body=SURE, likelihood=likelihood, rival=rival, rgb=rgb)
    assert found[:, 48:].max() < 0.05 and found[SURE > 0].min() == 1


def test_cloth_goes_on_through_its_folds_and_water_does_not():
    folds = np.where(np.arange(W) // 4 % 2, RED, RED * 0.5)
    cloth, water = (run(kind, body=SURE, likelihood=LIKELY * 0.6, rival=0.3, rgb=folds) for kind in ("cloth", "water"))
    assert cloth[22:48, 42:56].min() > 0.85 and water[22:48, 48:].max() < 0.05


def test_a_speck_is_no_spring():
    speck = rectangle(30, 33, 30, 33)
    assert np.array_equal(run("water", body=speck, likelihood=LIKELY * 0.6, rival=0.3, rgb=BLUE), speck)


def test_moss_on_a_rock_has_no_room_and_a_crown_has():
    assert run("room", plants=rectangle(28, 33, 30, 60), sky=0.0).max() == 0
    crown = run("room", plants=rectangle(5, 55, 10, 80), sky=0.0)
    assert crown[25:35, 30:60].min() > 0.95 and crown[5, 10] < 0.05


def test_there_is_room_against_the_sky_and_at_the_pictures_border():
    above = rectangle(0, 30, 0, W)
    assert run("room", plants=1 - above, sky=above).min() > 0.95
    assert run("room", plants=above, sky=0.0)[:8].min() > 0.95
