"""The engine's process: python -m stillwake_diffusion.engine.service RUN_DIR PROFILE WEIGHTS

It listens in RUN_DIR while it still loads, tells each model of the family when it is ready or why it cannot be, and
ends with the last of them. A connection carries the calls of one model, one after another.
"""

import os
import sys
import threading
import time
import traceback
from pathlib import Path

from .. import wire
from .counters import Counters

STARTING, READY, FAILED = "starting", "ready", "failed"
# Weights come from a folder alone.
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
# For the first model to come.
LONELY_SECONDS = 120


class Service:
    """Who is connected, and how far the engine is."""

    def __init__(self, listener):
        self.listener = listener
        self.counters = Counters()
        self.changed = threading.Condition()
        self.state, self.text = STARTING, ""
        self.members = 0
        self.calls = None

    def become(self, state, text, calls=None):
        with self.changed:
            self.state, self.text, self.calls = state, text, calls
            self.changed.notify_all()

    def accept(self):
        """Serves each connection on a thread of its own, for ever."""
        lonely = threading.Timer(LONELY_SECONDS, self.end_unless_wanted)
        lonely.daemon = True
        lonely.start()
        while True:
            connection = self.listener.accept()
            with self.changed:
                self.members += 1
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        member = Member(connection)
        try:
            with self.changed:
                self.changed.wait_for(lambda: self.state != STARTING)
            member.send({"state": self.state, "text": self.text})
            while True:
                self.take(member, *wire.receive(connection))
        except wire.EngineGone:
            pass
        finally:
            member.leave()
            with self.changed:
                self.members -= 1
            self.end_unless_wanted()

    def end_unless_wanted(self):
        """At once, whatever runs: nobody could take its result."""
        with self.changed:
            if self.members == 0:
                os._exit(0)

    def take(self, member, head, arrays):
        kind = head["kind"]
        if kind == "call":
            member.call(head, arrays, self.calls, self.counters)
        elif kind == "cancel":
            member.cancel()
        elif kind == "progress":
            member.send({"kind": "", "progress": self.calls.progress(head["request"])})
        else:
            member.send({"kind": "", "metrics": self.calls.listed()})


class Member:
    """One model at the other end."""

    def __init__(self, connection):
        self.connection = connection
        self.sending = threading.Lock()
        self.job = None

    def send(self, head, arrays=None):
        with self.sending:
            wire.send(self.connection, head, arrays)

    def call(self, head, arrays, calls, counters):
        from .asked import Asked
        from .jobs import Job

        asked = Asked(head["task"], arrays, head["texts"], head["request"])
        self.job = Job(asked, self.answer, counters)
        calls.add(self.job)

    def answer(self, job, kind, text, arrays):
        try:
            self.send({"kind": kind, "text": text}, arrays)
        except wire.EngineGone:
            print(f"{job.asked.request}: nobody waits for its result", file=sys.stderr, flush=True)

    def cancel(self):
        if self.job is not None:
            self.job.cancelled.set()

    def leave(self):
        self.cancel()
        self.connection.close()


def loaded(profile, folder):
    """The Tasks of a family, its weights on the device."""
    from .. import families
    from . import expansion
    from .tasks import Tasks

    expand = expansion.load(profile.runtime.expand)
    family = families.load(profile, folder)
    if profile.stylize or profile.restore:
        from .. import pictures

        pictures.equip(family, profile)
    return Tasks(family, families.geometry(folder), profile, expand)


def prepared(profile, folder):
    """The same, warm."""
    from . import warmup

    begun = time.monotonic()
    tasks = loaded(profile, folder)
    there = time.monotonic()
    warmup.warm_up(tasks)
    print(
        f"engine of family '{profile.name}': loaded in {there - begun:.1f} s, "
        f"warm after {time.monotonic() - there:.1f} s more",
        file=sys.stderr,
        flush=True,
    )
    return tasks


def main(run_dir, profile_file, folder):
    os.environ |= OFFLINE
    service = Service(wire.listen(run_dir))
    threading.Thread(target=service.accept, daemon=True).start()
    try:
        from .. import profile
        from .jobs import Queue

        calls = Queue(prepared(profile.read(profile_file), Path(folder)), service.counters)
    except Exception as failure:
        traceback.print_exc()
        service.become(FAILED, f"{type(failure).__name__}: {failure}")
        threading.Event().wait()
    service.become(READY, "", calls)
    calls.work()
    sys.exit("engine: the device is lost (expected: a restart)")


if __name__ == "__main__":
    main(*sys.argv[1:])
