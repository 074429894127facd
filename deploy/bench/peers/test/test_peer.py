"""A peer's program, run as one: what it answers, writes and ends with."""
import json
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


@pytest.mark.parametrize(("silent", "status"), [("", 0), ("b", 1), ("extra", 0)])
def test_a_program_that_leaves_a_work_unanswered_ends_with_status_1(tmp_path, silent, status):
    works = [{"work": name, "render": "r", "tenant": "t", "at": 0, "service_us": 10, "width": 64, "height": 64, "frames": 1,
              "after": [], "deadline": None, "extra": name == "extra"} for name in ("extra", "a", "b")]
    listed = tmp_path / "list.jsonl"
    listed.write_text("".join(json.dumps(work) + "\n" for work in works))

    ended = subprocess.run([sys.executable, "-c", PROGRAM, silent, listed, "no-gpu:1", tmp_path], cwd=BENCH,
                           stderr=subprocess.PIPE, text=True, timeout=60)

    assert ended.returncode == status, ended.stderr
    written = [json.loads(line) for line in (tmp_path / "work.jsonl").read_text().splitlines()]
    assert {work["work"] for work in written if work["answered"] is None} == {silent} - {""}
    assert ("unanswered works: 1" in ended.stderr) == bool(status)
