"""Run one job for many items on several cores: in joblib's processes, or on the backend that joblib was configured with."""

from __future__ import annotations

import signal
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from typing import Any, TypeVar

from sim.base.errors import InputError
from sim.base.i18n import language
from sim.base.progress import Progress, progress_bar
from sim.base.validation import check_int

MAX_WORKERS = 1024

Item = TypeVar("Item")
Result = TypeVar("Result")


def run_jobs(
    job: Callable[[Item], Result],
    items: Sequence[Item],
    workers: int | None = None,
    progress: Progress | bool | None = None,
    on_result: Callable[[int, Result], None] | None = None,
) -> list[Result]:
    """The result of `job` for each item, in the order of the items. A process is sent its own items only.

    workers: number of processes; None: one a core; 1: no other process. progress: called with the share that is done.
    on_result: called in this process with the place of each item and its result as they arrive, in any order. Jobs use the
    language in force here. An error in a job ends the other jobs and is raised here unchanged.
    """
    if workers is not None:
        workers = check_int("workers", workers, 1, MAX_WORKERS)
    numbered_job = partial(_run_numbered, language(), job)
    with progress_bar(progress) as report:
        if workers == 1:
            return _collect(map(numbered_job, range(len(items)), items), len(items), report, on_result)
        return _run_parallel(numbered_job, items, workers, report, on_result)


def worker_count(workers: int | None) -> int:
    """The number of jobs that run at the same time."""
    if workers is not None:
        return check_int("workers", workers, 1, MAX_WORKERS)
    from joblib import effective_n_jobs

    return int(effective_n_jobs(-1))


def as_sent(value: Any) -> bytes:
    """A value as joblib sends it to a process: functions and classes of a notebook by value, those of modules by name."""
    from joblib.externals.loky.cloudpickle_wrapper import dumps  # the one place in all versions of joblib

    return bytes(dumps(value))


def _run_parallel(
    numbered_job: Callable[[int, Item], tuple[int, Result]],
    items: Sequence[Item],
    workers: int | None,
    report: Progress | None,
    on_result: Callable[[int, Result], None] | None,
) -> list[Result]:
    from joblib import Parallel, delayed

    # Ctrl-C reaches every process of a terminal or a notebook. This process handles it and ends the workers.
    ignore_interrupt = {"initializer": signal.signal, "initargs": (signal.SIGINT, signal.SIG_IGN)}
    parallel = Parallel(n_jobs=workers or -1, return_as="generator_unordered", **ignore_interrupt)
    with warnings.catch_warnings():
        # joblib warns about unfinished tasks after an interrupt: that is expected here.
        warnings.filterwarnings("ignore", r"\d+ tasks (have been|which were) ", UserWarning)
        with _interrupts_ignored():
            started = parallel(delayed(numbered_job)(number, item) for number, item in enumerate(items))
        with closing(started) as results:
            try:
                return _collect(results, len(items), report, on_result)
            except InputError as error:
                raise error from None  # hide the worker's traceback: the sentence is enough


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Start processes in this block: they inherit that Ctrl-C is ignored, and so ignore it while they load, too.

    This process ignores it only until they are started. A signal mask would not help: joblib resets it.
    """
    if threading.current_thread() is not threading.main_thread():  # only the main thread can set handlers
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.default_int_handler)


def _collect(
    results: Iterable[tuple[int, Result]],
    count: int,
    report: Progress | None,
    on_result: Callable[[int, Result], None] | None,
) -> list[Result]:
    collected: dict[int, Result] = {}
    for number, result in results:
        if on_result:
            on_result(number, result)
        collected[number] = result
        if report:
            report(len(collected) / count)
    return [collected[number] for number in range(count)]


def _run_numbered(code: str, job: Callable[[Item], Result], number: int, item: Item) -> tuple[int, Result]:
    """The number and the job's result, in the caller's language: a worker process does not inherit it."""
    if language() != code:
        language(code)
    return number, job(item)
