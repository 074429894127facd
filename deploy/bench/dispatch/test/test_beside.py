"""Kills of real processes."""
import signal
import subprocess
import threading

import pytest

from dispatch.beside import Kills


class Stack:
    """Of one server."""

    def __init__(self, process):
        self.process = process

    def pid(self, server):
        return self.process.pid


@pytest.fixture
def server():
    with subprocess.Popen(["sleep", "600"]) as process:
        yield process
        process.kill()


def test_a_server_is_killed_once_the_list_has_begun(server):
    begun = threading.Event()
    kills = Kills(((0, "worker-1"),), Stack(server), begun.is_set)
    kills.start()

    begun.set()

    assert server.wait(60) == -signal.SIGKILL
    kills.end()
    assert [(k["what"], k["gpus"]) for k in kills.happened] == [("worker-1", ["gpu-1"])]


def test_nothing_is_killed_where_the_list_never_begins(server):
    kills = Kills(((0, "worker-1"),), Stack(server), lambda: False)
    kills.start()

    kills.end()

    assert kills.happened == []
    assert server.poll() is None


def test_nothing_is_looked_at_where_nothing_is_to_be_killed(server):
    kills = Kills((), Stack(server), lambda: pytest.fail("looked"))
    kills.start()

    kills.end()

    assert kills.happened == []
