"""Slowdowns and shares, of runs small enough to reckon by hand."""
import numpy as np
import pytest

from dispatch import fairness, waiting

from .runs import call, run, work


def test_a_slowdown_is_the_response_over_the_renders_own_bound():
    works = [work("a", requested=10, answered=150, render="small"),
             work("b", requested=10, answered=210, render="small"), work("f", answered=400, render="big", tenant="flood")]

    found = fairness.slowdowns(run(2, [call(1, "a", 0, 400)], works, flood=["flood"]))

    assert found == {"small": pytest.approx(200 / 100)}


def test_a_render_without_an_answer_is_as_slow_as_the_log_is_long():
    measured = run(1, [call(1, "b", 0, 900, "failed")], [work("a")])

    assert fairness.slowdowns(measured) == {"r": pytest.approx(9)}


def test_jain_is_one_for_equals_and_least_for_one_who_has_it_all():
    assert fairness.jain([3, 3, 3]) == pytest.approx(1)
    assert fairness.jain([5, 0, 0, 0]) == pytest.approx(1 / 4)


@pytest.mark.parametrize("seed", range(20))
def test_jain_stays_in_its_range(seed):
    shares = np.random.default_rng(seed).exponential(1, 6)

    assert 1 / 6 <= fairness.jain(shares) <= 1
    assert fairness.jain(shares) == pytest.approx(fairness.jain(shares * 7))


def turns(pattern, rounds, weights=None):
    """One slot that serves tenants in the given pattern, 10 ms each; all work is there from the start."""
    calls, works = [], []
    for i, tenant in enumerate(pattern * rounds):
        calls.append(call(1, f"w{i}", 10 * i, 10 * i + 10, tenant=tenant))
        works.append(work(f"w{i}", service=10, tenant=tenant))
    for tenant in sorted(set(pattern)):
        works.append(work(f"last-{tenant}", tenant=tenant))
    return run(1, calls, works, weights=weights or {})


def shares(measured):
    return fairness.windows(measured, waiting.intervals(measured))


def test_who_takes_turns_is_even():
    assert shares(turns("ab", 100)) == pytest.approx([1.0] * 3)


def test_one_of_ten_turns_is_not_even():
    assert shares(turns("aaaaaaaaab", 20)) == pytest.approx([100 / (2 * 82)] * 3)


def test_by_weight_nine_of_ten_turns_can_be_even():
    assert shares(turns("aaaaaaaaab", 20, {"a": 9})) == pytest.approx([1.0] * 3)


def test_a_tenant_without_work_takes_part_in_no_window():
    measured = turns("ab", 100)
    works = [w for w in measured.works.values() if w.tenant == "a"]

    assert shares(run(1, [c for c in measured.calls if c.tenant == "a"], works)) == []
