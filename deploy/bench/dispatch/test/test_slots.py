"""Busy ratio, idle time, gaps and bounds, of runs small enough to reckon by hand."""
from graphlib import CycleError

import numpy as np
import pytest

from dispatch import measures, slots, waiting
from dispatch.logs import Run

from .runs import MS, call, run, work


def two_slots():
    """Slot 1 takes 20 ms to its second call, slot 2 stays free after its first although c waits until 120."""
    calls = [call(1, "a", 0, 100), call(2, "b", 0, 60), call(1, "c", 120, 200)]
    return run(2, calls, [work("a"), work("b"), work("c")])


def test_busy_counts_until_no_work_waits():
    measured = two_slots()

    assert slots.busy(measured, waiting.backlog(measured)) == pytest.approx((100 + 60) / (2 * 120))


def test_idle_counts_as_many_slots_as_there_is_work_for():
    measured = two_slots()

    idle = slots.idle_while_waiting(measured, waiting.backlog(measured))

    assert idle == pytest.approx((40 + 20) / (2 * 200)), "one work waits: of two free slots, one is its"


def test_a_gap_is_from_free_to_start():
    measured = two_slots()

    assert list(slots.gaps(measured, waiting.backlog(measured))) == [20 * MS]


def test_a_gap_starts_when_work_comes():
    measured = run(1, [call(1, "a", 0, 10), call(1, "b", 57, 60)], [work("a"), work("b", requested=50)])

    assert list(slots.gaps(measured, waiting.backlog(measured))) == [7 * MS]


def test_a_slot_without_a_gap_counts_as_none():
    measured = run(1, [call(1, "a", 0, 10), call(1, "b", 10, 60)], [work("a"), work("b")])

    assert list(slots.gaps(measured, waiting.backlog(measured))) == [0]


def test_only_the_part_that_is_to_be_measured_counts():
    calls = [call(0, "a", 0, 100), call(0, "b", 140, 200), call(0, "c", 210, 300), call(0, "d", 390, 400)]
    found = run(1, calls, [work(name) for name in "abcd"], part=[200 * MS, 350 * MS])

    numbers = measures.measure(found)

    assert numbers["busy"] == pytest.approx(90 / 150)
    assert numbers["gap_p99_ms"] == 10
    assert numbers["items_per_s"] == pytest.approx(2 / .1)
    assert found.answers == [200 * MS, 300 * MS]


def test_work_waits_for_what_it_needs():
    measured = run(1, [call(1, "a", 0, 10), call(1, "b", 15, 60)], [work("a"), work("b", after=("a",))])

    assert waiting.intervals(measured)["b"] == [(10 * MS, 15 * MS)]


def test_work_waits_again_after_a_call_that_failed():
    calls = [call(1, "a", 5, 10, "failed"), call(1, "a", 30, 60, attempt=2)]

    assert waiting.intervals(run(1, calls, [work("a")]))["a"] == [(0, 5 * MS), (10 * MS, 30 * MS)]


def test_a_second_copy_does_not_make_work_wait():
    calls = [call(1, "a", 5, 100, "canceled"), call(2, "a", 50, 60, copy=1), call(1, "a", 120, 130)]

    assert waiting.intervals(run(2, calls, [work("a")]))["a"] == [(0, 5 * MS)]


def test_work_that_never_started_waits_until_its_deadline():
    measured = run(1, [call(1, "a", 0, 100)], [work("a"), work("b", deadline=40)])

    assert waiting.intervals(measured)["b"] == [(0, 40 * MS)]


def test_the_bound_is_the_work_or_the_chain():
    works = {w.work: w for w in (work("a"), work("b", after=("a",)), work("c", after=("b",)), work("d", service=500))}

    assert slots.chain(works) == 500 * MS
    assert slots.bound(works, 1) == 800 * MS
    assert slots.bound(works, 8) == 500 * MS
    with pytest.raises(CycleError):
        slots.chain({w.work: w for w in (work("a", after=("b",)), work("b", after=("a",)))})


def test_makespan_is_to_the_last_answer():
    assert slots.makespan(run(1, [call(1, "a", 5, 105)], [work("a", requested=2, answered=110)])) == 108 * MS
    assert slots.makespan(run(1, [call(1, "a", 5, 105, "failed")], [work("a")])) is None


def test_work_in_time_over_what_the_slots_could_do():
    calls = [call(1, "a", 0, 100), call(1, "b", 100, 200), call(1, "c", 200, 300)]
    works = [work("a", deadline=120), work("b", deadline=150), work("c", deadline=300)]

    assert slots.in_time(run(1, calls, works)) == pytest.approx(200 / 300)


def by_chance(seed, lazy):
    """List scheduling of random work on four slots; each start is `lazy` ms late."""
    random = np.random.default_rng(seed)
    works = [work(f"w{i}", requested=int(random.integers(0, 300)), service=int(random.integers(1, 60)))
             for i in range(60)]
    free, calls = [0] * 4, []
    for one in sorted(works, key=lambda w: w.requested):
        slot = int(np.argmin(free))
        start = max(free[slot], one.requested // MS) + lazy
        free[slot] = start + one.service // MS
        calls.append(call(slot, one.work, start, free[slot]))
    return run(4, calls, works)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("lazy", [0, 7])
def test_whatever_the_run_no_share_leaves_its_range(seed, lazy):
    measured = by_chance(seed, lazy)
    backlog = waiting.backlog(measured)

    assert 0 < slots.busy(measured, backlog) <= 1
    assert 0 <= slots.idle_while_waiting(measured, backlog) < 1
    assert slots.makespan(measured) >= slots.bound(measured.works, 4)
    assert all(slots.gaps(measured, backlog) >= 0)


@pytest.mark.parametrize("seed", range(10))
def test_who_never_waits_has_no_idle_slot_and_who_is_late_has(seed):
    prompt, late = by_chance(seed, 0), by_chance(seed, 7)

    assert slots.idle_while_waiting(prompt, waiting.backlog(prompt)) == 0
    assert set(slots.gaps(prompt, waiting.backlog(prompt))) <= {0}
    assert slots.idle_while_waiting(late, waiting.backlog(late)) > 0
    assert max(slots.gaps(late, waiting.backlog(late))) >= 7 * MS
    assert slots.busy(late, waiting.backlog(late)) < 1


def test_more_slots_for_the_same_calls_are_less_busy():
    measured = by_chance(1, 0)
    wider = Run({"slots": 8}, measured.calls, measured.works)

    assert slots.busy(wider, waiting.backlog(wider)) < slots.busy(measured, waiting.backlog(measured))
