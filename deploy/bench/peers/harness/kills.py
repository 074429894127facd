"""Kills a part of a peer while a list is played, as the bench says, and has it started again as a supervisor would."""
import json
import os
import threading
import time
from dataclasses import dataclass
from typing import Callable

from .load import now

# "SECONDS worker" or "SECONDS broker": from the list's beginning, and which part.
ASKED = "STILLWAKE_KILL"
# As long as deploy/real/keep-running waits before it starts a server again.
RESTART_S = 1


@dataclass(frozen=True)
class Part:
    """What can be killed: `kill` returns once it is dead, `again` starts it anew. `gpus` are those that a worker fed."""

    what: str
    kill: Callable
    again: Callable = lambda: None
    gpus: tuple = ()


def asked():
    """(seconds, part) that the bench asks for, or None."""
    after, _, part = os.environ.get(ASKED, "").partition(" ")
    return (float(after), part) if part else None


class Kills(threading.Thread):
    """Kills `part` so many seconds after `start`, says so in `events`, and starts the part again.

    The thread stays until `end`: what it has started ends with it, as all that a peer starts ends with its parent.
    """

    def __init__(self, after, part, events, restart_s=RESTART_S):
        super().__init__(daemon=True)
        self.after, self.part, self.events, self.restart_s = after, part, events, restart_s
        self.over = threading.Event()

    def run(self):
        if self.over.wait(self.after):
            return
        at = now()
        self.part.kill()
        # At once, as the run itself may not last until its end.
        self.events.write_text(json.dumps([{"at": at, "what": self.part.what, "gpus": list(self.part.gpus)}]))
        if not self.over.wait(self.restart_s):
            self.part.again()
        self.over.wait()

    def end(self):
        self.over.set()
        if self.ident:
            self.join()
