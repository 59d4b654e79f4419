"""The same job for many numbers, on several cores at once: joblib's processes, or a cluster that joblib was told of."""

from __future__ import annotations

import signal
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import TypeVar

from sim.base.errors import InputError
from sim.base.i18n import language
from sim.base.progress import Progress, watched
from sim.base.validation import check_int

MOST_WORKERS = 1024

Result = TypeVar("Result")


def run_jobs(
    job: Callable[[int], Result],
    count: int,
    workers: int | None = None,
    progress: Progress | bool | None = None,
    each: Callable[[int, Result], None] | None = None,
) -> list[Result]:
    """What `job` returns for 0, 1, ... in that sequence, whoever was done first.

    workers None: one a core; 1: in this process. Jobs speak the language that is in force here. progress is told the share that
    is done; each is given every result as soon as it is there, in this process, whichever comes first. An error in a job is
    raised here as it is, and ends the others.
    """
    if workers is not None:
        workers = check_int("workers", workers, 1, MOST_WORKERS)
    numbered = partial(_numbered, language(), job)
    with watched(progress) as told:
        if workers == 1:
            return _gathered(map(numbered, range(count)), count, told, each)
        return _in_parallel(numbered, count, workers, told, each)


def jobs_at_once(workers: int | None) -> int:
    """How many jobs are done at the same time."""
    if workers is not None:
        return check_int("workers", workers, 1, MOST_WORKERS)
    from joblib import effective_n_jobs

    return int(effective_n_jobs(-1))


def _in_parallel(
    numbered: Callable[[int], tuple[int, Result]],
    count: int,
    workers: int | None,
    told: Progress | None,
    each: Callable[[int, Result], None] | None,
) -> list[Result]:
    from joblib import Parallel, delayed

    # Ctrl-C reaches every process of a terminal or a notebook: this one answers it and ends the others.
    deaf = {"initializer": signal.signal, "initargs": (signal.SIGINT, signal.SIG_IGN)}
    parallel = Parallel(n_jobs=workers or -1, return_as="generator_unordered", **deaf)
    with warnings.catch_warnings():
        # Whoever stops it knows that something was still being done.
        warnings.filterwarnings("ignore", r"\d+ tasks (have been|which were) ", UserWarning)
        with _born_deaf():
            begun = parallel(delayed(numbered)(number) for number in range(count))
        with closing(begun) as results:
            try:
                return _gathered(results, count, told, each)
            except InputError as error:
                raise error from None  # the other process's traceback says nothing to whoever gave the input


@contextmanager
def _born_deaf() -> Iterator[None]:
    """Processes that are started in the block do not hear Ctrl-C, not even while they load: what is ignored stays so in them.

    Neither does this one, but that takes no longer than starting them. (A mask would not do: joblib takes it off.)
    """
    if threading.current_thread() is not threading.main_thread():  # only the main thread may ask, and hear
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.default_int_handler)


def _gathered(
    results: Iterable[tuple[int, Result]],
    count: int,
    told: Progress | None,
    each: Callable[[int, Result], None] | None,
) -> list[Result]:
    found: dict[int, Result] = {}
    for number, result in results:
        if each:
            each(number, result)
        found[number] = result
        if told:
            told(len(found) / count)
    return [found[number] for number in range(count)]


def _numbered(code: str, job: Callable[[int], Result], number: int) -> tuple[int, Result]:
    """The job's result, in the language of whoever asked: another process knows only its surroundings."""
    if language() != code:
        language(code)
    return number, job(number)
