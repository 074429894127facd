"""A run's folder, read as the slots and the driver write it."""
import json

import pytest

from dispatch import logs, measures, study

START = {"event": "start", "gpu": "gpu-1", "slot": 0, "attempt": 1, "copy": 0, "model": "m", "tenant": "t",
         "render": "r"}


def start(call, work, at, **more):
    return {**START, "call": call, "work": work, "arrived": at, "start": at, "service_us": 10, **more}


def end(call, at, outcome="ok"):
    return {"event": "end", "gpu": "gpu-1", "slot": 0, "call": call, "end": at, "outcome": outcome, "fault": ""}


def asked(work, **more):
    return {"work": work, "render": "r", "tenant": "t", "class": "batch", "order": 0, "requested": 0, "service_us": 10,
            "after": [], "deadline": None, "answered": 30, "outcome": "ok", **more}


def folder(path, records, works, cut="", **files):
    (path / "run.json").write_text(json.dumps({"scenario": "steady", "system": "x", "slots": 1}))
    (path / "gpu-1.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records) + cut)
    (path / "work.jsonl").write_text("".join(json.dumps(w) + "\n" for w in works))
    for name, content in files.items():
        (path / f"{name}.json").write_text(json.dumps(content))
    return path


def test_reads_calls_works_and_cpu(tmp_path):
    cpu = {"jobmanager": {"role": "plane", "cpu_ms": 40}, "taskmanager": {"role": "plane", "cpu_ms": 60},
           "kafka": {"role": "broker", "cpu_ms": 50}}

    run = logs.read(folder(tmp_path, [start(1, "a", 5), end(1, 15), start(2, "b", 16), end(2, 26)],
                           [asked("a"), asked("b", after=["a"])], cpu=cpu))

    assert [(c.work, c.start, c.end, c.outcome) for c in run.calls] == [("a", 5, 15, "ok"), ("b", 16, 26, "ok")]
    assert run.works["b"].after == ("a",)
    assert run.cpu == {"plane": 100, "broker": 50}
    found = measures.measure(run)
    assert found["cpu_plane_ms"] == 50
    assert found["cpu_system_ms"] == 75
    assert found["gap_p50_ms"] == 0.001


def test_a_call_that_died_ends_at_the_kill_or_when_its_slot_starts_again(tmp_path):
    records = [start(1, "a", 5), start(2, "b", 40), end(2, 60), start(3, "c", 70)]
    kills = [{"at": 30, "what": "gpu-1"}]

    run = logs.read(folder(tmp_path, records, [asked("a"), asked("b"), asked("c")], events=kills))

    assert [(c.work, c.end, c.outcome) for c in run.calls] == [("a", 30, "died"), ("b", 60, "ok"), ("c", 70, "died")]


def test_a_gpu_that_comes_up_again_counts_its_calls_anew(tmp_path):
    up, down = {"event": "up", "gpu": "gpu-1", "slots": 1, "at": 1}, {"event": "down", "gpu": "gpu-1", "at": 90}
    records = [up, start(1, "a", 5), {**up, "at": 50}, start(1, "b", 60), end(1, 70), down]

    run = logs.read(folder(tmp_path, records, [asked("a"), asked("b")]))

    assert [(c.work, c.end, c.outcome) for c in run.calls] == [("a", 50, "died"), ("b", 70, "ok")]


def test_a_log_that_lacks_lines_is_refused(tmp_path):
    with pytest.raises(ValueError, match="7 lines of a slot log are lost"):
        logs.read(folder(tmp_path, [start(1, "a", 5), {"event": "lost", "lines": 7}], [asked("a")]))


def test_the_line_that_a_kill_cut_off_is_left_out(tmp_path):
    run = logs.read(folder(tmp_path, [start(1, "a", 5), end(1, 15)], [asked("a")], cut='{"event":"sta'))

    assert len(run.calls) == 1


def test_calls_to_warm_up_are_left_out(tmp_path):
    records = [start(1, "warm", 1), end(1, 2), start(2, "a", 5), end(2, 15)]

    assert [c.work for c in logs.read(folder(tmp_path, records, [asked("a")])).calls] == ["a"]


def test_work_that_was_never_asked_for_is_left_out(tmp_path):
    works = [asked("a"), asked("b", requested=None, answered=None, outcome="unanswered")]

    assert list(logs.read(folder(tmp_path, [start(1, "a", 5), end(1, 15)], works)).works) == ["a"]


def test_two_calls_at_once_on_a_slot_are_refused(tmp_path):
    records = [start(1, "a", 5), start(2, "b", 10), end(1, 15), end(2, 20)]

    with pytest.raises(ValueError, match="slot 0: call 1 ends at 15 after the next starts"):
        logs.read(folder(tmp_path, records, [asked("a"), asked("b")]))


def test_a_run_without_calls_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no slot ran a work"):
        measures.measure(logs.read(folder(tmp_path, [], [asked("a")])))


def test_a_kill_is_measured(tmp_path):
    records = [start(1, "a", 5), end(1, 20, "canceled"), start(2, "a", 25), end(2, 35), start(3, "b", 36), end(3, 46)]
    kills = [{"at": 19, "what": "worker-1", "gpus": ["gpu-1"]}]

    found = measures.measure(logs.read(folder(tmp_path, records, [asked("a", answered=40), asked("b", answered=50)],
                                              events=kills)))

    assert found["finished_again"] == 0
    assert found["repeated"] == 1
    assert found["new_start_s"] == pytest.approx(17e-6)


def test_what_the_system_itself_measured_is_taken(tmp_path):
    run = logs.read(folder(tmp_path, [start(1, "a", 5), end(1, 15)], [asked("a")], measured={"checkpoint_s": 1.5}))

    assert measures.measure(run)["checkpoint_s"] == 1.5


@pytest.mark.parametrize("lacking", ["work.jsonl", "gpu-1.jsonl"])
def test_a_run_that_lacks_a_log_is_left_out_and_named(tmp_path, capsys, lacking):
    for name in ("whole", "ended"):
        (tmp_path / name).mkdir()
        folder(tmp_path / name, [start(1, "a", 5), end(1, 15)], [asked("a")])
    (tmp_path / "ended" / lacking).unlink()

    found = study.read(tmp_path)

    assert [run.folder.name for run in found.runs] == ["whole"]
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert str(tmp_path / "ended") in said[0]
    assert lacking.split("-")[0] in said[0]
