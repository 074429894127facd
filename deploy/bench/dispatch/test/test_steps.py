"""Counting over time."""
import numpy as np
import pytest

from dispatch.steps import Steps


def test_counts_what_holds_at_a_time():
    steps = Steps.count([(0, 10), (5, 20), (30, 40)])

    assert list(steps.at([-1, 0, 5, 10, 20, 30, 40])) == [0, 1, 2, 1, 0, 1, 0]
    assert steps.before(5) == 1


def test_integral_is_the_time_of_all_intervals():
    steps = Steps.count([(0, 10), (5, 20), (30, 40)])

    assert steps.integral(-100, 100) == 35
    assert steps.integral(7, 32) == 3 + 13 + 2
    assert steps.integral(10, 10) == 0


@pytest.mark.parametrize(("time", "since"), [(3, 0), (20, 0), (22, 22), (35, 30), (30, 30), (50, 50)])
def test_since_reaches_back_to_the_last_pause(time, since):
    assert Steps.count([(0, 10), (5, 20), (30, 40)]).since(time) == since


def test_nothing_is_nothing():
    steps = Steps.count([])

    assert steps.at(3) == 0
    assert steps.integral(0, 10) == 0
    assert list(steps.since([1, 2])) == [1, 2]


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_counting_by_hand(seed):
    random = np.random.default_rng(seed)
    starts = random.integers(0, 200, 30)
    intervals = list(zip(starts.tolist(), (starts + random.integers(0, 40, 30)).tolist()))
    by_hand = [sum(a <= t < b for a, b in intervals) for t in range(250)]

    steps = Steps.count(intervals)

    assert list(steps.at(np.arange(250))) == by_hand
    assert steps.integral(20, 180) == sum(by_hand[20:180])
    assert steps.meet(Steps.count([(0, 250)])).integral(0, 250) == sum(n > 0 for n in by_hand)
    zero = max([t for t in range(100) if by_hand[t] == 0], default=-1)
    first = int(starts.min())
    assert steps.since(100) == (max(zero + 1, first) if by_hand[99] else 100)
