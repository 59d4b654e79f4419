"""One run at a time, in a thread of its own, so that the notebook stays usable meanwhile.

At most one job runs. A newer job takes the place of one that waits, unless a user asked for that one by a click.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from sim.base.errors import InputError
from sim.base.i18n import _


class Stopped(Exception):
    """Raised inside a job that is to end."""


class Ticket:
    """Takes the progress of a running job; the job ends there if it was stopped."""

    def __init__(self, progress: Callable[[float], None]) -> None:
        self._progress = progress
        self._stopped = threading.Event()

    def stop(self) -> None:
        """End the job at its next report."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        """Whether it was stopped."""
        return self._stopped.is_set()

    def report(self, share: float) -> None:
        """Say which share is done. Raises Stopped."""
        if self.stopped:
            raise Stopped
        self._progress(share)


@dataclass(frozen=True)
class Job:
    """Something to do.

    work: does it, and may return a job that follows unless a newer one waits; delay: seconds to wait before, for something
    newer; gives_way: is stopped when something newer is asked for; asked_for: waits its turn, and nothing takes its place.
    """

    work: Callable[[Ticket], Job | None]
    delay: float = 0.0
    gives_way: bool = False
    asked_for: bool = False


class Watcher(Protocol):
    """Is told how the work goes; called from the thread that does it."""

    def busy(self, working: bool) -> None:
        """Work begins or has ended."""

    def progress(self, share: float) -> None:
        """The share of the running job that is done."""

    def failed(self, sentence: str) -> None:
        """A job ended with an error."""


class Worker:
    """Does jobs one after another. Its thread lives as long as there is something to do."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self._changed = threading.Condition()
        self._waiting: list[tuple[Job, float]] = []
        self._running: tuple[Job, Ticket] | None = None
        self._alive = False

    def request(self, job: Job) -> None:
        """Do this job. One that was asked for lets a running job end, even if that would give way."""
        with self._changed:
            self._waiting = [one for one in self._waiting if one[0].asked_for]
            self._waiting.append((job, monotonic() + job.delay))
            if self._running is not None and self._running[0].gives_way and not job.asked_for:
                self._running[1].stop()
            if not self._alive:
                self._alive = True
                threading.Thread(target=self._work, name="kefu-explorer", daemon=True).start()
            self._changed.notify_all()

    def stop(self) -> None:
        """Forget the waiting jobs, and end the running one."""
        with self._changed:
            self._waiting = []
            if self._running is not None:
                self._running[1].stop()
            self._changed.notify_all()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until there is nothing left to do; False if that takes longer."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._alive, seconds)

    def _work(self) -> None:
        self._watcher.busy(True)
        while (taken := self._next()) is not None:
            job, ticket = taken
            follows = self._done(job, ticket)
            with self._changed:
                self._running = None
                if follows is not None and not self._waiting and not ticket.stopped:
                    self._waiting.append((follows, monotonic() + follows.delay))

    def _next(self) -> tuple[Job, Ticket] | None:
        """The next job, when its time has come. None, and the end of the thread, if there is none."""
        with self._changed:
            while self._waiting:
                job, due = self._waiting[0]
                if (left := due - monotonic()) <= 0:
                    del self._waiting[0]
                    self._running = job, Ticket(self._watcher.progress)
                    return self._running
                self._changed.wait(left)
            self._watcher.busy(False)
            self._alive = False
            self._changed.notify_all()
            return None

    def _done(self, job: Job, ticket: Ticket) -> Job | None:
        try:
            return job.work(ticket)
        except Stopped:
            return None
        except InputError as error:
            self._watcher.failed(str(error))
        except Exception as error:  # a student sees a sentence; the program goes on
            text = _("This did not work ({kind}: {error}). Undo the last change, or report it.")
            self._watcher.failed(text.format(kind=type(error).__name__, error=error))
        return None
