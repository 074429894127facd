"""Runs grouped, held to goals, and written down."""
import json
from pathlib import Path

import pytest

from dispatch import page
from dispatch.study import Goal, Measured, Spread, Study, read

BUSY = Goal("busy", "busy", "steady", at_least=0.95, stretch=0.97)
GROWTH = Goal("growth", "cpu_plane_ms", "many", at_most=1.15, over="few")


def study(*runs, goals=(BUSY, GROWTH)):
    return Study(list(goals), {"steady": "a steady load"}, "ours",
                 [Measured(Path(f"run-{i}"), dict(scenario=scenario, system=system, durability=durability), numbers)
                  for i, (scenario, system, durability, numbers) in enumerate(runs)])


def test_a_goal_is_held_to_the_median():
    found = study(*(("steady", "ours", "log", {"busy": b}) for b in (0.9, 0.96, 0.99)))

    assert found.result(BUSY, "ours") == Spread(0.96, 0.9, 0.99, 3)
    assert page.verdict(BUSY, found.result(BUSY, "ours")) == "yes"
    assert page.verdict(BUSY, Spread(0.98, 0.98, 0.98, 1)) == "yes, stretch too"
    assert page.verdict(BUSY, Spread(0.94, 0.94, 0.99, 2)) == "**no**"
    assert page.verdict(BUSY, None) == "not measured"


def test_growth_is_a_ratio_of_scenarios_of_the_same_system():
    found = study(("few", "ours", "log", {"cpu_plane_ms": 2}), ("many", "ours", "log", {"cpu_plane_ms": 3}),
                  ("few", "other", "log", {"cpu_plane_ms": 1}))

    assert found.result(GROWTH, "ours").median == 1.5
    assert found.result(GROWTH, "other") is None
    assert page.verdict(GROWTH, found.result(GROWTH, "ours")) == "**no**"


def test_a_peer_that_did_better_is_named_with_what_it_keeps():
    found = study(("steady", "ours", "log", {"busy": 0.96}), ("steady", "ours", "log", {"busy": 0.97}),
                  ("steady", "quick", "memory", {"busy": 0.98}), ("steady", "quick", "memory", {"busy": 0.99}),
                  ("steady", "slow", "log", {"busy": 0.5}))

    said = page.ahead(found)

    assert "**quick** 0.985 against 0.965; no run of one reaches the other's." in said
    assert "when it is killed: memory." in said
    assert "slow" not in said


def test_a_peer_that_left_works_is_not_the_best_one():
    again = Goal("again", "finished_again", "kill", at_most=0)
    found = study(("kill", "ours", "log", {"finished_again": 1, "unanswered": 0}),
                  ("kill", "forgetful", "memory", {"finished_again": 0, "unanswered": 3}),
                  ("kill", "failing", "memory", {"finished_again": 0, "unanswered": 0, "failed": 2}),
                  ("kill", "whole", "log", {"finished_again": 5, "unanswered": 0, "failed": 0}), goals=(again,))

    assert page.best_peer(found, again)[0] == "whole"
    assert "| forgetful | memory | 1 | 0 | 3 |" in page.systems(found, "kill")


def test_ranges_that_overlap_are_said_to():
    found = study(("steady", "ours", "log", {"busy": 0.90}), ("steady", "ours", "log", {"busy": 0.98}),
                  ("steady", "quick", "memory", {"busy": 0.97}), ("steady", "quick", "memory", {"busy": 0.99}))

    assert "the ranges overlap" in page.ahead(found)


def test_the_page_has_a_row_for_each_goal_and_a_table_for_each_scenario():
    found = study(("steady", "ours", "log", {"busy": 0.96}), ("odd", "ours", "log", {"busy": 0.9}))

    text = page.text(found, {"busy": "a picture"})

    assert "| busy | >= 0.95 (0.97) | 0.960 | 1 | yes |  |" in text
    assert "| growth | <= 1.15 |  |  | not measured |  |" in text
    assert "### steady\n\na steady load" in text
    assert "### odd" in text
    assert "![a picture](dispatch/busy.svg)" in text


def test_what_is_over_the_path_has_a_row_for_each_step_and_sums():
    found = study(("steady", "ours", "log", {"over_prepare_intake_ms": 30.0, "over_decode_codec_ms": 12.5,
                                             "over_decode_intake_ms": 2.0}))

    text = page.text(found, {})

    assert "| step | intake | codec | all |" in text
    assert "| prepare | 30.0 |  | 30.0 |" in text
    assert "| decode | 2 | 12.5 | 14.5 |" in text
    assert "| all | 32.0 | 12.5 | 44.5 |" in text


def test_the_record_is_plain_data():
    found = json.loads(json.dumps(page.record(study(("steady", "ours", "log", {"busy": 0.96})))))

    assert found["measured"]["steady"]["ours"]["busy"]["median"] == 0.96
    assert [g["met"] for g in found["goals"]] == [True, None]


def test_a_folder_without_runs_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no run in"):
        read(tmp_path)
