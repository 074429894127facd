"""What the bench has killed while a list is played: a real process each, that is started again."""
import json
import os
import signal
import sys

import pytest

from peers.harness.kills import Kills, Part
from peers.harness.load import now
from peers.harness.peer import Peer, until

SLEEP = ["sleep", "600"]


@pytest.fixture
def peer(tmp_path, monkeypatch):
    (tmp_path / "list.jsonl").write_text("")
    monkeypatch.setattr(sys, "argv", ["run", str(tmp_path / "list.jsonl"), "a:1,b:2", str(tmp_path)])
    was = signal.getsignal(signal.SIGTERM)
    with Peer() as made:
        yield made
    signal.signal(signal.SIGTERM, was)


def events(peer):
    return json.loads((peer.out / "events.json").read_text())


def killed(peer, part, after=0, restart_s=0):
    """A kill that has been done, and whose part has been started again."""
    peer.kills = Kills(after, peer.parts[part], peer.out / "events.json", restart_s)
    peer.kills.start()


def test_a_worker_is_killed_and_started_again(peer):
    peer.keep_workers(lambda name, gpu: SLEEP)
    first, other = peer.children["plane", "worker-1"], peer.children["plane", "worker-2"]

    killed(peer, "worker")
    until(lambda: peer.children["plane", "worker-1"] is not first)

    assert first.returncode == -signal.SIGKILL
    assert peer.children["plane", "worker-1"].poll() is None
    assert peer.children["plane", "worker-2"] is other and other.poll() is None


def test_events_say_what_was_killed_when_and_which_gpu_it_fed(peer):
    peer.keep_workers(lambda name, gpu: SLEEP)
    before = now()

    killed(peer, "worker")
    until((peer.out / "events.json").exists)

    [event] = events(peer)
    assert (event["what"], event["gpus"]) == ("worker-1", ["gpu-1"])
    assert before <= event["at"] <= now()


def test_a_broker_feeds_no_gpu(peer):
    peer.keep("broker", "broker", "redis", SLEEP)

    killed(peer, "broker")
    until((peer.out / "events.json").exists)

    assert events(peer)[0]["gpus"] == []


def test_nothing_is_killed_once_the_run_is_over(peer):
    peer.keep_workers(lambda name, gpu: SLEEP)

    killed(peer, "worker", after=600)
    peer.kills.end()

    assert peer.children["plane", "worker-1"].poll() is None
    assert not (peer.out / "events.json").exists()


def test_a_part_is_not_started_again_once_the_run_is_over(peer):
    peer.keep_workers(lambda name, gpu: SLEEP)
    first = peer.children["plane", "worker-1"]

    killed(peer, "worker", restart_s=600)
    until((peer.out / "events.json").exists)
    peer.kills.end()

    assert peer.children["plane", "worker-1"] is first


def test_what_was_started_again_ends_with_the_run(peer):
    peer.keep_workers(lambda name, gpu: SLEEP)
    first = peer.children["plane", "worker-1"]
    killed(peer, "worker")
    until(lambda: peer.children["plane", "worker-1"] is not first)

    peer.__exit__()

    assert all(child.poll() is not None for child in peer.children.values())


def test_the_seconds_count_from_the_beginning_of_the_list(peer, monkeypatch):
    monkeypatch.setenv("STILLWAKE_KILL", "0 worker")
    peer.keep_workers(lambda name, gpu: SLEEP)
    seen = []
    monkeypatch.setattr(peer.load, "warm_up", lambda *_: seen.append(peer.kills))
    monkeypatch.setattr(peer.load, "run", lambda _: until((peer.out / "events.json").exists))

    peer.measure(submit=None, warm_up=1)

    assert seen == [None]
    assert events(peer)[0]["what"] == "worker-1"


def test_a_part_that_a_peer_has_not_is_refused(peer, monkeypatch):
    monkeypatch.setenv("STILLWAKE_KILL", "6 broker")

    with pytest.raises(KeyError, match="broker"):
        peer.plan_kill()


def test_what_another_starts_again_is_only_killed(tmp_path):
    gone = []
    kills = Kills(0, Part("kafka", lambda: gone.append("kafka")), tmp_path / "events.json", 0)

    kills.start()
    until((tmp_path / "events.json").exists)
    kills.end()

    assert gone == ["kafka"]


def test_an_answer_that_a_kill_cut_off_is_passed_over(peer):
    reading, writing = os.pipe()
    os.write(writing, b'{"work": "a", "outcome": "ok"}\n{"work": "b", "out')
    os.close(writing)

    with open(reading, "rb") as answers:
        peer.hear(answers)

    assert peer.load.answers.get_nowait()[0] == "a"
    assert peer.load.answers.empty()
