"""Examines several submissions at once in processes of their own. One that ends its process does not affect the others."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from sim.marking.batch.examining import Job, examine, warm_up
from sim.marking.batch.results import MARKER_ERROR, Result
from sim.marking.sandbox.enter import end_with_parent
from sim.marking.sandbox.limits import keep_within

MOST_MEMORY = 4_000_000_000
"""Memory limit of an examiner in bytes: a small answer could unpack to a large one."""


class Examiners:
    """Processes that mark. They start when the block is entered, so that they are ready when the gradebook is open.

    Use it in a `with` block.
    """

    def __init__(self, jobs: Sequence[Job], workers: int) -> None:
        self._jobs = list(jobs)
        self._workers = min(workers, len(jobs))
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Examiners:
        """Start them, if there is anything to mark."""
        if self._jobs:
            self._pool = self._start()
        return self

    def __exit__(self, *error: object) -> None:
        """End them."""
        self._stop()

    def results(self) -> Iterator[Result]:
        """The results as they come. A submission that ends its examiner is tried once more, alone, and then gets no mark."""
        left = self._jobs
        while left:
            pool = self._pool = self._pool or self._start()
            suspects: list[Job] = []
            waiting: dict[Future[Result], Job] = {}
            broken = False
            while (left or waiting) and not broken:
                while left and len(waiting) < 2 * self._workers:
                    job = left.pop(0)
                    try:
                        waiting[pool.submit(examine, job)] = job
                    except BrokenProcessPool:
                        suspects.append(job)
                        broken = True
                        break
                done, _rest = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    job = waiting.pop(future)
                    try:
                        yield future.result()
                    except BrokenProcessPool:
                        suspects.append(job)
                        broken = True
            self._stop()
            for job in (*suspects, *waiting.values()):
                yield _alone(job)

    def _start(self) -> ProcessPoolExecutor:
        pool = _pool(self._workers, self._jobs[0])
        for _worker in range(self._workers):
            pool.submit(_nothing)
        return pool

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _nothing() -> None:
    """Work for a process that is only to start."""


def _alone(job: Job) -> Result:
    with _pool(1, job) as pool:
        try:
            return pool.submit(examine, job).result()
        except BrokenProcessPool:
            reason = "the process that marks ended"
            return Result(job.student, job.assignment, "en", job.key, MARKER_ERROR, reason, job.notes)


def _pool(workers: int, job: Job) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(job, os.getpid()),
    )


def _begin(job: Job, parent: int) -> None:
    """The start of every examiner. Ctrl-C reaches all processes of a terminal: only the batch handles it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    keep_within(MOST_MEMORY)
    if os.getppid() != parent and os.name == "posix":
        os._exit(1)  # the batch ended meanwhile
    warm_up(job.root, job.assignment, sandbox=job.sandbox)
