"""How a model finds the engine of its family: the first to come starts it, the others join.

Triton loads a few models at a time and in no given order, so none may wait for another one to be loaded.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from .. import wire

PACKAGE = Path(__file__).resolve().parent.parent.parent
ATTEMPTS = 3
# Between two looks at whether a process that was just started listens yet.
LOOK_SECONDS = 0.02


class EngineFailed(Exception):
    """The engine cannot be: wrong weights, no device; the message says what."""


def folder(run_dir, family, server):
    """Where the engine of a family listens. One server (its process id) has one, whoever else shares the models.

    What ended servers have left there goes, so a run_dir must not be shared between containers.
    """
    place = Path(run_dir) if run_dir else Path(tempfile.gettempdir()) / f"stillwake-{os.getuid()}"
    wire.private_folder(place)
    for left in place.glob(f"{family}-*"):
        if not Path("/proc", left.name.rsplit("-", 1)[1]).exists():
            shutil.rmtree(left, ignore_errors=True)
    return wire.private_folder(place / f"{family}-{server}")


def join(place, profile, weights, python=""):
    """A connection to an engine that is ready. Waits while it loads. Raises EngineFailed.

    python is what runs it, with its packages; empty for the python3 on the path.
    """
    for _ in range(ATTEMPTS):
        connection = connected(place, python or shutil.which("python3"), [str(place), str(profile), str(weights)])
        try:
            head, _ = wire.receive(connection)
        except wire.EngineGone:
            # It ended with the last of its models just when this one came, or crashed.
            continue
        if head["state"] == "ready":
            return connection
        connection.close()
        raise EngineFailed(f"engine: {head['text']}")
    raise EngineFailed(
        f"engine: ended {ATTEMPTS} times while it was starting (expected: ready; its reason is in this log)"
    )


def connected(place, python, arguments):
    with alone(place):
        try:
            return wire.connect(place)
        except wire.EngineGone:
            process = start(python, arguments)
        while process.poll() is None:
            try:
                return wire.connect(place)
            except wire.EngineGone:
                time.sleep(LOOK_SECONDS)
    raise EngineFailed(
        f"engine: ended with status {process.returncode} before it listened (expected: it to listen in '{place}')"
    )


@contextmanager
def alone(place):
    with open(place / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start(python, arguments):
    """Its output goes into the server's log. Its process group is its own: the server's models end it, no signal."""
    path = os.pathsep.join([str(PACKAGE), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [python or "python3", "-m", "stillwake_diffusion.engine.service", *arguments]
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": path}, process_group=0
        )
    except OSError as failure:
        raise EngineFailed(
            f"engine: '{command[0]}' cannot be run: {failure} (expected: a Python with the family's packages)"
        ) from failure
    threading.Thread(target=process.wait, daemon=True).start()
    return process
