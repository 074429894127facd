"""A peer's program, run as one: what it answers, writes and ends with."""
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2]
# Answers all but what it is told to keep to itself.
PROGRAM = """
import functools, sys
from peers.harness.peer import Peer

silent = sys.argv.pop(1)
with Peer() as peer:
    peer.load.run = functools.partial(peer.load.run, patience=0.2)
    peer.measure(lambda work: work["work"] == silent or peer.load.answer(work["work"]), warm_up=2)
"""


# Says when the list has begun, and never answers what it is asked for.
STUCK = """
from peers.harness.peer import Peer

with Peer() as peer:
    peer.measure(lambda work: print(work["work"], flush=True), warm_up=0)
"""


def listed(folder):
    works = [{"work": name, "render": "r", "tenant": "t", "at": 0, "service_us": 10, "width": 64, "height": 64, "frames": 1,
              "after": [], "deadline": None, "extra": name == "extra"} for name in ("extra", "a", "b")]
    path = folder / "list.jsonl"
    path.write_text("".join(json.dumps(work) + "\n" for work in works))
    return path


@pytest.mark.parametrize(("silent", "status"), [("", 0), ("b", 1), ("extra", 0)])
def test_a_program_that_leaves_a_work_unanswered_ends_with_status_1(tmp_path, silent, status):
    ended = subprocess.run([sys.executable, "-c", PROGRAM, silent, listed(tmp_path), "no-gpu:1", tmp_path], cwd=BENCH,
                           stderr=subprocess.PIPE, text=True, timeout=60)

    assert ended.returncode == status, ended.stderr
    written = [json.loads(line) for line in (tmp_path / "work.jsonl").read_text().splitlines()]
    assert {work["work"] for work in written if work["answered"] is None} == {silent} - {""}
    assert ("unanswered works: 1" in ended.stderr) == bool(status)


def test_a_program_that_is_ended_while_works_wait_has_written_them(tmp_path):
    with subprocess.Popen([sys.executable, "-c", STUCK, listed(tmp_path), "no-gpu:1", tmp_path], cwd=BENCH,
                          stdout=subprocess.PIPE, text=True) as run:
        asked = {run.stdout.readline().strip() for _ in range(3)}
        run.send_signal(signal.SIGTERM)

    assert run.returncode == 143
    written = [json.loads(line) for line in (tmp_path / "work.jsonl").read_text().splitlines()]
    assert {work["work"] for work in written if work["requested"] and work["answered"] is None} == asked
