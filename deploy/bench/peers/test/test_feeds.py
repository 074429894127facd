"""Real processes below this one that feed a GPU each."""
import os
import signal
import subprocess
import threading

import pytest

from peers.harness import feeds


@pytest.fixture
def processes():
    started = [subprocess.Popen(["sleep", "600"]) for _ in range(3)]
    yield started
    for process in started:
        process.kill()
        process.wait()


def told(folder, **gpus):
    for pid, gpu in gpus.items():
        (folder / pid.removeprefix("p")).write_text(str(gpu))


def test_those_that_feed_a_gpu_are_known(tmp_path, processes):
    one, other, silent = (p.pid for p in processes)
    told(tmp_path, **{f"p{one}": 0, f"p{other}": 1})

    assert feeds.feeding(tmp_path, 0) == [one]
    assert silent not in feeds.feeding(tmp_path, 1)


def test_a_process_that_is_not_below_this_one_is_let_be(tmp_path):
    told(tmp_path, **{f"p{os.getppid()}": 0})

    assert feeds.feeding(tmp_path, 0) == []


def test_a_process_tells_of_another_gpu_once_it_feeds_that(tmp_path):
    for gpu in (0, 1, 1):
        feeds.tell(tmp_path, gpu)

    assert feeds.feeding(tmp_path, 1) == [os.getpid()]


def test_the_processes_of_a_gpu_are_killed_and_no_others(tmp_path, processes):
    first, second, other = processes
    # As Ray's raylet does, so that none stays as a zombie.
    waiting = [threading.Thread(target=p.wait) for p in (first, second)]
    for each in waiting:
        each.start()

    feeds.kill([first.pid, second.pid])

    for each in waiting:
        each.join()
    assert (first.returncode, second.returncode) == (-signal.SIGKILL, -signal.SIGKILL)
    assert other.poll() is None
