"""What a kill costs, and what second copies take."""
import pytest

from dispatch import repeats, waiting
from dispatch.logs import Kill, Run

from .runs import MS, call, run, work


def killed():
    """gpu-1's worker is killed at 50: a is cut off and runs again on gpu-2; b was finished, and runs again as well."""
    calls = [call(1, "b", 0, 20), call(1, "a", 20, 50, "canceled"), call(1, "c", 0, 100, gpu="gpu-2"),
             call(1, "a", 100, 200, gpu="gpu-2", attempt=2), call(1, "b", 200, 220, gpu="gpu-2", attempt=2),
             call(1, "d", 220, 320, gpu="gpu-2")]
    measured = run(2, calls, [work("a"), work("b", answered=25), work("c"), work("d")])
    return Run(measured.about, measured.calls, measured.works, kills=(Kill(50 * MS, "worker-1", ("gpu-1",)),))


def test_finished_work_that_runs_again_is_counted():
    assert repeats.finished_again(killed()) == (1, 1)


def test_what_ran_twice_is_held_against_what_ran_on_the_killed_worker():
    assert repeats.wasted(killed()) == (30 + 20) * MS
    assert repeats.in_hand(killed(), killed().kills[0]) == 30 * MS
    assert repeats.repeated(killed()) == pytest.approx(50 / 30)


def test_work_ended_but_not_answered_before_it_ran_again():
    calls = [call(1, "a", 0, 20), call(1, "a", 30, 50, attempt=2)]

    assert repeats.finished_again(run(1, calls, [work("a", answered=60)])) == (0, 1)


def test_new_work_after_a_kill_has_not_started_before():
    assert repeats.new_start(killed(), killed().kills[0]) == (220 - 50) * MS


def test_a_pause_counts_while_a_slot_is_free_and_work_waits():
    measured = killed()

    assert repeats.pause(measured, measured.kills[0], waiting.backlog(measured)) == 100 * MS, "d, on the free gpu-1"


def test_second_copies_are_a_share_of_the_time_and_no_waste():
    calls = [call(1, "a", 0, 90, "canceled"), call(2, "a", 60, 90, copy=1)]
    measured = run(2, calls, [work("a")])

    assert repeats.copies(measured) == pytest.approx(30 / 120)
    assert repeats.wasted(run(2, [call(1, "a", 0, 90), call(2, "a", 60, 90, "canceled", copy=1)], [work("a")])) == 0
