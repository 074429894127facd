import pytest

from dispatch import systems


def test_a_peer_is_told_which_of_its_parts_to_kill_when():
    assert systems.killing(()) == {}
    assert systems.killing(((6, "worker-1"),)) == {"STILLWAKE_KILL": "6 worker"}
    assert systems.killing(((6, "taskmanager-1"),)) == {"STILLWAKE_KILL": "6 worker"}
    assert systems.killing(((6, "kafka"),)) == {"STILLWAKE_KILL": "6 broker"}


def test_two_kills_are_more_than_a_peer_does():
    with pytest.raises(ValueError, match="2 kills"):
        systems.killing(((6, "worker-1"), (9, "kafka")))
