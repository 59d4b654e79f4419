"""Examines several submissions at once in processes of their own. One that ends a process costs the others nothing."""

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
"""Bytes of an examiner: an answer could unpack to more than it seems."""


def examine_all(jobs: Sequence[Job], workers: int) -> Iterator[Result]:
    """The results as they come. A submission that ends its examiner is tried once more, alone, and then is no mark."""
    left = list(jobs)
    while left:
        suspects: list[Job] = []
        with _pool(min(workers, len(left)), left[0]) as pool:
            waiting: dict[Future[Result], Job] = {}
            broken = False
            while (left or waiting) and not broken:
                while left and len(waiting) < 2 * workers:
                    job = left.pop(0)
                    waiting[pool.submit(examine, job)] = job
                done, _rest = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    job = waiting.pop(future)
                    try:
                        yield future.result()
                    except BrokenProcessPool:
                        suspects.append(job)
                        broken = True
            suspects += waiting.values()
        for job in suspects:
            yield _alone(job)


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
    """What every examiner does first. Ctrl-C reaches all processes of a terminal: the batch handles it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    keep_within(MOST_MEMORY)
    if os.getppid() != parent and os.name == "posix":
        os._exit(1)  # the batch ended meanwhile
    warm_up(job.root, job.assignment, sandbox=job.sandbox)
