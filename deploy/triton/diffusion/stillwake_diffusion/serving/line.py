"""A model's connection to its engine: one question after another, each with its answer."""

import time

from .. import wire

# How often a client's cancellation is looked for, and how long a cancelled call may take to end: a step, or a tile.
POLL_SECONDS = 0.02
CANCEL_SECONDS = 300


class CallFailed(Exception):
    """kind is "invalid", "cancelled", "failed" or "sick"; sick is an engine that will not answer any more."""

    def __init__(self, kind, text):
        super().__init__(text)
        self.kind = kind


class Line:
    def __init__(self, connection, family):
        self.connection, self.family = connection, family
        self.broken = ""

    def ask(self, head, arrays=None, is_cancelled=lambda: False):
        """(head, arrays) of the answer. Raises CallFailed."""
        if self.broken:
            raise self.sick(self.broken)
        try:
            wire.send(self.connection, head, arrays)
            self.await_answer(is_cancelled)
            answer, made = wire.receive(self.connection)
        except wire.EngineGone:
            raise self.sick("its process has ended") from None
        if answer["kind"]:
            raise CallFailed(answer["kind"], answer["text"])
        return answer, made

    def await_answer(self, is_cancelled):
        told = None
        while not self.has_answer():
            if told is None and is_cancelled():
                wire.send(self.connection, {"kind": "cancel"})
                told = time.monotonic()
            if told is not None and time.monotonic() - told > CANCEL_SECONDS:
                raise self.sick(f"a call runs on {CANCEL_SECONDS} s after it was cancelled")

    def has_answer(self):
        try:
            return self.connection.poll(POLL_SECONDS)
        except wire.GONE as failure:
            raise wire.EngineGone(str(failure)) from failure

    def sick(self, reason):
        """Once it is sick it stays so: an answer that comes late would be taken for another call's."""
        self.broken = reason
        return CallFailed(
            "sick",
            f"engine of family '{self.family}' is not healthy: {reason} (expected: running; restart this server)",
        )

    def close(self):
        self.connection.close()
