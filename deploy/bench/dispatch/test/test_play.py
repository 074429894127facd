from types import SimpleNamespace

import pytest

from dispatch import play


def test_falling_costs_are_not_steady():
    assert not play.steady([20, 18, 16, 14, 12, 11, 10, 9, 8.2, 7.5, 7, 6.5])


def test_costs_that_stay_are_steady():
    assert play.steady([20, 15, 12, 4.1, 4.0, 4.2, 4.1, 3.9, 4.2, 4.0, 4.1, 4.1, 4.0])


def test_too_few_lists_say_nothing():
    assert not play.steady([4] * 9)


def test_a_list_that_is_not_answered_warms_nothing_up(monkeypatch, tmp_path):
    monkeypatch.setattr(play.systems, "ours", lambda *_: (False, []))
    with pytest.raises(SystemExit, match=f"list 3: not all works were answered .* logs are in {tmp_path}"):
        play.warm_up(SimpleNamespace(folder=tmp_path), tmp_path / "warm-up.jsonl", "list 3")
