"""What the numbers of a run say where works were left after a kill."""
from dataclasses import replace

from dispatch.logs import Kill, Run
from dispatch.measures import measure

from .runs import MS, call, run, work


def killed(*calls, works, **about):
    measured = run(1, calls, works, answers=False, **about)
    return Run(measured.about, measured.calls, measured.works, kills=(Kill(50 * MS, "worker-1", ("gpu-1",)),))


def test_works_without_an_answer_are_counted_and_have_no_pause():
    numbers = measure(killed(call(1, "a", 0, 20), call(1, "b", 30, 50, "canceled"),
                             works=[work("a", answered=25), work("b"), work("c")]))

    assert numbers["unanswered"] == 2
    assert "pause_s" not in numbers


def test_a_work_of_a_flood_is_not_missed():
    numbers = measure(killed(call(1, "a", 0, 20), works=[work("a", answered=25), work("b", tenant="x")], flood=["x"]))

    assert numbers["unanswered"] == 0


def test_an_answer_that_is_not_ok_is_a_failure():
    numbers = measure(killed(call(1, "a", 0, 20), call(1, "b", 30, 50, "canceled"),
                             works=[work("a", answered=25), replace(work("b", answered=60), outcome="failed")]))

    assert (numbers["unanswered"], numbers["failed"]) == (0, 1)


def test_waits_are_of_works_that_come_one_by_one():
    calls = (call(1, "a", 0, 20), call(1, "b", 20, 50))
    works = [work("a", answered=25), work("b", answered=55)]

    assert measure(run(1, calls, works, arrivals=True))["wait_mean_ms"] == 10
    assert "wait_mean_ms" not in measure(run(1, calls, works))
