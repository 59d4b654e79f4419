"""The marker's end of the process with a student's code: asks, checks replies, and ends the process whatever it does."""

from __future__ import annotations

import queue
import secrets
import threading
import time
from contextlib import suppress
from typing import Any

from sim.course.answers.asking import CRASHED, TOO_LONG
from sim.course.answers.plain import pack
from sim.marking.messages import receive, send_packed
from sim.marking.sandbox.limits import LIMITS, Limits
from sim.marking.sandbox.start import START_SECONDS, Started

WRITE_SECONDS = 10.0
"""For a question to arrive: the process waits for it and has nothing else to do."""
MOST_STRAY = 100
"""Messages that answer no question, after which the process is ended."""


class NoReplyError(Exception):
    """The process did not reply: state is `TOO_LONG`, `CRASHED`, or the limit that ended it."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class Child:
    """The process, and the number of this run, which every reply repeats."""

    def __init__(self, started: Started, limits: Limits = LIMITS) -> None:
        self._started = started
        self._run = secrets.token_hex(16)
        self._number = 0
        self._given: set[str] = set()
        self._replies: queue.Queue[Any] = queue.Queue(maxsize=MOST_STRAY)
        self._reply_bytes = limits.reply
        threading.Thread(target=self._listen, daemon=True).start()
        self._write(pack({"run": self._run, "limits": limits.as_dict}))
        self._next(START_SECONDS)

    def give(self, name: str, packed: bytes) -> None:
        """Send a table once, for questions that name it. Raises NoReplyError as `ask` does."""
        if name not in self._given:
            self._write(packed)
            self._given.add(name)

    def ask(self, message: dict[str, Any], seconds: float) -> Any:
        """Send a message and wait for the reply. Raises NoReplyError; the process is then at its end."""
        self._number += 1
        self._write(pack({**message, "number": self._number}))
        reply = self._next(seconds)
        over = self._started.why()
        if over:  # now, so that the next question is not blamed for it
            self.end()
            raise NoReplyError(over)
        return reply

    def end(self) -> None:
        """End the process and all that it started."""
        self._started.end()
        with suppress(OSError):  # what was not sent is lost, as meant
            self._started.questions.close()

    def _write(self, packed: bytes) -> None:
        # By a thread: a process that does not read must not stop the marker.
        done = threading.Event()

        def write() -> None:
            with suppress(OSError, ValueError):
                send_packed(self._started.questions, packed)
                done.set()

        threading.Thread(target=write, daemon=True).start()
        if not done.wait(WRITE_SECONDS):
            self.end()
            raise NoReplyError(self._started.why() or CRASHED)

    def _next(self, seconds: float) -> Any:
        """The reply to the last question; messages that do not answer a question of this run are ignored."""
        last = time.monotonic() + max(seconds, 0.1)
        for _stray in range(MOST_STRAY):
            try:
                reply = self._replies.get(timeout=max(last - time.monotonic(), 0.001))
            except queue.Empty:
                self.end()
                raise NoReplyError(self._started.why() or TOO_LONG) from None
            if isinstance(reply, _Closed):
                break
            if isinstance(reply, dict) and (reply.get("run"), reply.get("number")) == (
                self._run,
                self._number,
            ):
                return reply.get("reply")
        self.end()
        raise NoReplyError(self._started.why() or CRASHED)

    def _listen(self) -> None:
        answers = self._started.answers
        try:
            while True:
                self._replies.put(receive(answers, self._reply_bytes), timeout=60)
        except Exception:  # any error of the readers of JSON and Arrow
            with suppress(queue.Full):
                self._replies.put(_Closed(), timeout=60)
        finally:
            answers.close()  # here: a process that the student's code left behind may hold it open


class _Closed:
    """The process sent its last message, or one that cannot be read."""
