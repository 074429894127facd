"""What a consumer may commit."""
import random

import pytest

from peers.harness.offsets import Offsets


def test_nothing_is_committed_before_an_earlier_record():
    offsets = Offsets()
    for offset in (5, 6, 7):
        offsets.begin(0, offset)

    assert offsets.end(0, 6) is None
    assert offsets.end(0, 5) == 7
    assert offsets.end(0, 7) == 8


def test_partitions_do_not_wait_for_each_other():
    offsets = Offsets()
    offsets.begin(0, 1)
    offsets.begin(1, 1)

    assert offsets.end(1, 1) == 2


@pytest.mark.parametrize("seed", range(10))
def test_in_any_order_commits_only_grow_and_reach_the_end(seed):
    offsets, order = Offsets(), list(range(50))
    for offset in order:
        offsets.begin(0, offset)
    random.Random(seed).shuffle(order)

    commits = [c for c in (offsets.end(0, offset) for offset in order) if c is not None]

    assert commits == sorted(set(commits))
    assert commits[-1] == 50
