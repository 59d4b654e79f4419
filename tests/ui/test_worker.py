"""Never two jobs at once; a newer one takes the place of the one that waits."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from sim.base.errors import InputError
from sim.ui.worker import Job, Ticket, Worker

SECONDS = 100


class Notes:
    """What a worker tells."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def busy(self, working: bool) -> None:
        self.told.append(working)

    def progress(self, share: float) -> None:
        self.told.append(share)

    def failed(self, sentence: str) -> None:
        self.told.append(sentence)


class Gate:
    """A job that begins, and ends when it is let through; meanwhile it reports, so that it can be stopped."""

    def __init__(self, follows: Job | None = None) -> None:
        self.begun, self.open = threading.Event(), threading.Event()
        self.ended = ""
        self._follows = follows

    def __call__(self, ticket: Ticket) -> Job | None:
        self.begun.set()
        self.ended = "stopped"
        while not self.open.wait(0.005):
            ticket.report(0.5)
        self.ended = "done"
        return self._follows


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def worker(notes: Notes) -> Worker:
    return Worker(notes)


def adds(to: list[str], what: str) -> Callable[[Ticket], None]:
    return lambda _ticket: to.append(what)


def test_of_many_requests_the_newest_follows_the_running_one(worker: Worker):
    first, done = Gate(), []
    worker.request(Job(first))
    assert first.begun.wait(SECONDS)
    for number in range(50):
        worker.request(Job(adds(done, str(number))))
    first.open.set()
    assert worker.wait(SECONDS)
    assert first.ended == "done" and done == ["49"]


def test_two_jobs_never_run_at_once(worker: Worker):
    inside, most = [0], [0]

    def work(_ticket: Ticket) -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        threading.Event().wait(0.003)
        inside[0] -= 1

    def ask() -> None:
        for _number in range(20):
            worker.request(Job(work))
            threading.Event().wait(0.001)

    callers = [threading.Thread(target=ask) for _number in range(4)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert worker.wait(SECONDS)
    assert most == [1]


def test_a_job_that_gives_way_is_stopped_by_a_newer_one_unless_that_was_asked_for(worker: Worker):
    for asked_for, ended in ((False, "stopped"), (True, "done")):
        long, done = Gate(), []
        worker.request(Job(long, gives_way=True))
        assert long.begun.wait(SECONDS)
        worker.request(Job(adds(done, "new"), asked_for=asked_for))
        if asked_for:
            long.open.set()
        assert worker.wait(SECONDS)
        assert long.ended == ended and done == ["new"]


def test_nothing_takes_the_place_of_what_was_asked_for(worker: Worker):
    first, done = Gate(), []
    worker.request(Job(first))
    assert first.begun.wait(SECONDS)
    worker.request(Job(adds(done, "view"), gives_way=True))
    worker.request(Job(adds(done, "play"), asked_for=True))
    worker.request(Job(adds(done, "explain"), asked_for=True))
    worker.request(Job(adds(done, "newer view"), gives_way=True))
    first.open.set()
    assert worker.wait(SECONDS)
    assert done == ["play", "explain", "newer view"]


def test_what_follows_a_job_gives_way_to_something_newer(worker: Worker):
    done: list[str] = []
    worker.request(Job(lambda _ticket: Job(adds(done, "follows"))))
    assert worker.wait(SECONDS)
    assert done == ["follows"]
    first = Gate(Job(adds(done, "old")))
    worker.request(Job(first))
    assert first.begun.wait(SECONDS)
    worker.request(Job(adds(done, "new")))
    first.open.set()
    assert worker.wait(SECONDS)
    assert done == ["follows", "new"]


def test_a_job_with_a_delay_is_replaced_while_it_waits(worker: Worker):
    done: list[str] = []
    worker.request(Job(adds(done, "slow"), delay=60))
    worker.request(Job(adds(done, "quick")))
    assert worker.wait(SECONDS)
    assert done == ["quick"]


def test_stop_ends_the_running_job_and_forgets_the_waiting_one(worker: Worker, notes: Notes):
    running, done = Gate(Job(lambda _ticket: None)), []
    worker.request(Job(running))
    assert running.begun.wait(SECONDS)
    worker.request(Job(adds(done, "waiting")))
    worker.stop()
    assert worker.wait(SECONDS)
    assert running.ended == "stopped" and done == []
    assert notes.told[0] is True and notes.told[-1] is False


def test_an_error_is_a_sentence_and_the_next_job_runs(worker: Worker, notes: Notes):
    def refuse(_ticket: Ticket) -> None:
        raise InputError("No.")

    def fail(_ticket: Ticket) -> None:
        raise ZeroDivisionError("by zero")

    done: list[str] = []
    for work in (refuse, fail, adds(done, "next")):
        worker.request(Job(work))
        assert worker.wait(SECONDS)
    sentences = [told for told in notes.told if isinstance(told, str)]
    assert sentences[0] == "No." and "ZeroDivisionError: by zero" in sentences[1]
    assert done == ["next"]


def test_there_is_no_thread_when_there_is_nothing_to_do(worker: Worker):
    before = threading.active_count()
    for _number in range(3):
        worker.request(Job(lambda _ticket: None))
        assert worker.wait(SECONDS)
    names = [thread.name for thread in threading.enumerate() if thread.name == "kefu-explorer"]
    for thread in threading.enumerate():
        if thread.name == "kefu-explorer":
            thread.join(SECONDS)
    assert len(names) <= 1 and threading.active_count() <= before
