"""The same job for many numbers, on several cores at once: joblib's processes, or a cluster that joblib was told of."""

from __future__ import annotations

import signal
import warnings
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from typing import TypeVar

from sim.boundary import whole
from sim.errors import InputError
from sim.i18n import language

MOST_WORKERS = 1024

Result = TypeVar("Result")


def spread(
    job: Callable[[int], Result],
    count: int,
    workers: int | None = None,
    progress: Callable[[float], None] | None = None,
    each: Callable[[int, Result], None] | None = None,
) -> list[Result]:
    """What `job` returns for 0, 1, ... in that sequence, whoever was done first.

    workers None: one a core; 1: in this process. Jobs speak the language that is in force here. progress is told the share that
    is done; each is given every result as it comes, in this process. An error in a job is raised here as it is, and ends the
    others.
    """
    if workers is not None:
        workers = whole("workers", workers, 1, MOST_WORKERS)
    spoken = partial(_spoken, language(), job)
    if workers == 1:
        return _gathered(map(spoken, range(count)), count, progress, each)
    from joblib import Parallel, delayed

    # Ctrl-C reaches every process of a terminal or a notebook: this one answers it and ends the others.
    deaf = {"initializer": signal.signal, "initargs": (signal.SIGINT, signal.SIG_IGN)}
    parallel = Parallel(n_jobs=workers or -1, return_as="generator", **deaf)
    with warnings.catch_warnings():
        # Whoever stops it knows that something was still being done.
        warnings.filterwarnings("ignore", r"\d+ tasks (have been|which were) ", UserWarning)
        with closing(parallel(delayed(spoken)(number) for number in range(count))) as results:
            try:
                return _gathered(results, count, progress, each)
            except InputError as error:
                raise error from None  # the other process's traceback says nothing to whoever gave the input


def _gathered(
    results: Iterable[Result],
    count: int,
    progress: Callable[[float], None] | None,
    each: Callable[[int, Result], None] | None,
) -> list[Result]:
    found: list[Result] = []
    for result in results:
        if each:
            each(len(found), result)
        found.append(result)
        if progress:
            progress(len(found) / count)
    return found


def _spoken(code: str, job: Callable[[int], Result], number: int) -> Result:
    """The job, in the language of whoever asked: another process knows only its surroundings."""
    if language() != code:
        language(code)
    return job(number)
