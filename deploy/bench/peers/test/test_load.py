"""When works are handed in, and what is written of them. The clock is real, the waits are not: all is due at once."""
import json
import threading
import time

from peers.harness.load import Load


def listed(path, *works):
    """A list of works, each (name, the works it needs) or with more fields."""
    lines = [{"work": name, "render": "r", "tenant": "t", "at": 0, "service_us": 10, "width": 64, "height": 64, "frames": 1,
              "after": list(after), "deadline": None, "extra": False, **more} for name, after, more in works]
    file = path / "list.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return Load(file)


def test_works_are_handed_in_in_the_order_of_the_list(tmp_path):
    load, seen = listed(tmp_path, ("a", (), {}), ("b", (), {}), ("c", (), {})), []

    load.run(lambda work: (seen.append(work["work"]), load.answer(work["work"])))

    assert seen == ["a", "b", "c"]


def test_a_work_waits_for_all_that_it_needs(tmp_path):
    load, seen, held = listed(tmp_path, ("c", ("a", "b"), {}), ("a", (), {}), ("b", (), {})), [], []

    def submit(work):
        seen.append(work["work"])
        held.append(work["work"])
        if work["work"] == "b":
            # a is answered only now, by another thread.
            threading.Thread(target=lambda: [load.answer(name) for name in held]).start()
        if work["work"] == "c":
            load.answer("c")

    load.run(submit)

    assert seen == ["a", "b", "c"]
    assert load.works["c"]["requested"] >= max(load.works["a"]["answered"], load.works["b"]["answered"])


def test_what_needs_a_failed_work_is_asked_for_once_that_is_answered(tmp_path):
    load = listed(tmp_path, ("b", ("a",), {}), ("a", (), {}))

    unanswered = load.run(lambda work: load.answer(work["work"], "failed" if work["work"] == "a" else "ok"), patience=5)

    assert unanswered == 0
    assert (load.works["a"]["outcome"], load.works["b"]["outcome"]) == ("failed", "ok")
    assert load.works["b"]["requested"] >= load.works["a"]["answered"]


def test_a_run_ends_without_what_nobody_waits_for(tmp_path):
    load = listed(tmp_path, ("flood", (), {"extra": True}), ("a", (), {}))

    load.run(lambda work: work["extra"] or load.answer(work["work"]))

    assert load.works["flood"]["answered"] is None


def test_deadlines_are_written_as_times(tmp_path):
    load = listed(tmp_path, ("a", (), {"deadline": 5_000_000}))

    load.run(lambda work: load.answer("a"))
    load.write(tmp_path / "work.jsonl")

    written = json.loads((tmp_path / "work.jsonl").read_text())
    assert written["requested"] <= written["answered"] < written["deadline"] <= written["requested"] + 5_000_000


def test_the_first_answer_counts(tmp_path):
    load = listed(tmp_path, ("a", (), {}), ("b", (), {}))

    load.run(lambda work: [load.answer(work["work"], outcome) for outcome in ("ok", "failed")])

    assert load.works["a"]["outcome"] == "ok"


def test_an_answer_to_what_is_not_in_the_list_is_passed_over(tmp_path):
    load = listed(tmp_path, ("a", (), {}))

    unanswered = load.run(lambda work: [load.answer(name) for name in ("warm-0", "a")])

    assert unanswered == 0


def test_a_work_whose_time_comes_between_an_answer_and_its_reading_is_asked_for(tmp_path):
    load = listed(tmp_path, ("a", (), {}), ("c", (), {}), ("b", ("a",), {"at": 20_000}))

    def submit(work):
        if work["work"] == "b":
            load.answer("b")
        if work["work"] == "c":
            # The answer to c is read first, then b is due, then the answer to a is read.
            load.answer("c")
            load.answer("a")
            time.sleep(0.05)

    assert load.run(submit, patience=1) == 0
