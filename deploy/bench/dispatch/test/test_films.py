"""Films on an idle system: the chain, what is over it, and where that went."""
import json

import pytest

from dispatch import films, logs, measures

from .runs import MS, call, run, work

NOTHING = dict.fromkeys(("queued", "handed_over", "fetch", "slot_wait", "model", "codec", "store"), 0)


def step(name, kind, after, requested, started, finished, answered, **ms):
    return {"work": name, "kind": kind, "after": list(after), "requested": requested * MS, "started": started * MS,
            "finished": finished * MS, "answered": answered * MS, "ms": {**NOTHING, **ms}}


PREPARE = step("p", "prepare", (), 30, 40, 60, 65, queued=4, fetch=5, codec=8, store=6)
ANCHORS = step("a", "anchors", ["p"], 70, 75, 190, 192, queued=3, model=110, store=4)
QUICK = step("q", "frames", ["p", "a"], 200, 210, 260, 262, queued=10, model=50)
SLOW = step("s", "frames", ["p", "a"], 200, 210, 420, 425, queued=10, model=205)
OTHER = step("o", "frames", ["p", "a"], 200, 210, 900, 905, queued=10, model=690)
DECODE = step("d", "decode", ["q", "s"], 430, 440, 590, 600, queued=2, fetch=3, model=101, codec=40)
WORKS = [work("a", 70, 100), work("q", 200, 50, after=("a",)), work("s", 200, 200, after=("a",)),
         work("o", 200, 690, after=("a",)), work("d", 430, 100, after=("q", "s"))]
CALLS = [call(1, "a", 80, 180), call(1, "q", 210, 260), call(2, "s", 210, 410), call(3, "o", 210, 900),
         call(1, "d", 450, 550)]


def one(*first, announced=20, playable=620, told=False):
    steps = [*(first or [PREPARE]), ANCHORS, QUICK, SLOW, OTHER, DECODE]
    return films.film({"render": "r", "told": told, "stored": 0, "announced": announced * MS, "playable": playable * MS,
                       "segment": "d", "steps": steps})


def measured(*made):
    found = run(8, CALLS, WORKS)
    return logs.Run(found.about, found.calls, found.works, films=made)


def test_over_the_path_is_all_but_the_longest_chain_of_calls():
    assert films.chain(measured(), one()) == (100 + 200 + 100) * MS
    assert films.over(measured(), one()) == (620 - 20 - 400) * MS


def test_the_path_is_what_was_waited_for():
    assert [s.work for s in one().path] == ["p", "a", "s", "d"]


def test_the_parts_add_up_to_what_is_over():
    found = films.parts(measured(), one())

    assert sum(found.values()) == films.over(measured(), one())
    assert found["prepare", "intake"] == 10 * MS
    assert found["prepare", "handed_over"] == (40 - 30 - 4) * MS
    assert found["prepare", "rest"] == (60 - 40 - 5 - 8 - 6) * MS
    assert found["anchors", "model"] == 10 * MS
    assert found["frames", "told"] == 5 * MS
    assert found["decode", "codec"] == 40 * MS
    assert found["decode", "next"] == 20 * MS


def test_an_upload_that_the_app_told_of_does_not_wait_for_its_event():
    made = measured(one(announced=1500, told=True))

    assert films.parts(made, made.films[0])["prepare", "intake"] == 30 * MS
    assert films.over(made, made.films[0]) == (620 - 400) * MS
    assert measures.measure(made)["first_segment_untold_p50_ms"] == 0


def test_how_long_the_store_keeps_its_event_is_told_apart():
    made = measured(one(announced=25))

    assert films.parts(made, made.films[0])["prepare", "intake"] == 5 * MS
    assert measures.measure(made)["first_segment_untold_p50_ms"] == 25


def test_a_look_for_the_upload_is_a_step_and_one_that_came_too_late_is_none():
    after_look = {**PREPARE, "after": ["f"]}
    looked = one(step("f", "find", (), 8, 12, 20, 25), after_look, announced=1500, told=True)
    late = one(step("f", "find", (), 8, 12, 50, 55), after_look)

    assert [s.kind for s in looked.path] == ["find", "prepare", "anchors", "frames", "decode"]
    assert sum(films.parts(measured(), looked).values()) == films.over(measured(), looked)
    assert [s.kind for s in late.path] == ["prepare", "anchors", "frames", "decode"]


def test_the_means_of_the_parts_are_the_mean_of_what_is_over():
    made = one(), one(playable=720)

    found = measures.measure(measured(*made))

    assert found["films"] == 2
    assert found["first_segment_over_path_p50_ms"] == 250
    assert found["first_segment_over_path_p95_ms"] == pytest.approx(295)
    assert found["over_decode_next_ms"] == 70
    assert sum(v for name, v in found.items() if name.startswith("over_")) == pytest.approx(250)


def test_a_film_that_nobody_could_play_is_left_out():
    lost = films.film({"render": "r", "told": False, "stored": 0, "announced": None, "playable": None, "segment": None,
                       "steps": []})

    assert measures.measure(measured(one(), lost))["films"] == 1
    assert "films" not in measures.measure(measured(lost))


def test_the_slots_say_what_a_call_was_to_take(tmp_path):
    start = {"event": "start", "gpu": "gpu-1", "slot": 0, "call": 1, "attempt": 1, "copy": 0, "model": "m",
             "tenant": "t", "render": "r", "work": "d", "arrived": 5, "start": 5, "service_us": 70}
    end = {"event": "end", "gpu": "gpu-1", "slot": 0, "call": 1, "end": 80, "outcome": "ok", "fault": ""}
    asked = {"work": "d", "render": "r", "tenant": "t", "requested": 1, "service_us": None, "after": [],
             "deadline": None, "answered": 90, "outcome": "ok"}
    made = {"render": "r", "told": False, "stored": 0, "announced": 1, "playable": 100, "segment": "d", "steps": [
        {"work": "d", "kind": "decode", "after": [], "requested": 1, "started": 3, "finished": 85, "answered": 90,
         "ms": NOTHING}]}
    (tmp_path / "run.json").write_text(json.dumps({"scenario": "first-segment", "system": "x", "slots": 1}))
    for name, records in (("gpu-1", [start, end]), ("work", [asked]), ("films", [made])):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))

    found = logs.read(tmp_path)

    assert found.works["d"].service == 70
    assert films.over(found, found.films[0]) == 29
