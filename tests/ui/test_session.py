"""What runs when: while a lever moves, when it rests, when something newer comes."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import pytest

from sim import explain, load_case, run
from sim.ui import game
from sim.ui import session as sessions
from sim.ui.recent_runs import KeptRuns
from sim.ui.score_card import KEY
from sim.ui.session import Session, Sides

CASE = load_case("corner")
TODAY = CASE.policy
LESS = TODAY.replace(**{"stock.safety_factor": 1.0})
SECONDS = 300
WEEKS, PREVIEW_WEEKS = 4, 3
"""Of a whole run and of a preview in these tests."""


@pytest.fixture(autouse=True)
def short(monkeypatch) -> None:
    monkeypatch.setattr(sessions, "PREVIEW_WEEKS", PREVIEW_WEEKS)
    monkeypatch.setattr(game, "QUARTER", PREVIEW_WEEKS)


@dataclass
class Notes:
    """What a session tells."""

    shown: list[Sides] = field(default_factory=list)
    told: list[tuple[str, str, str]] = field(default_factory=list)
    quarters: list[Sides | None] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    working: list[bool] = field(default_factory=list)

    def busy(self, working: bool) -> None:
        self.working.append(working)

    def progress(self, share: float) -> None:
        assert 0 <= share <= 1

    def failed(self, sentence: str) -> None:
        self.sentences.append(sentence)

    def show(self, sides: Sides) -> None:
        self.shown.append(Sides(sides.before, sides.after, sides.preview, sides.verdicts))

    def explained(self, name: str, sides: Sides, line: str) -> None:
        self.told.append((name, sides.explanation.sentence(name), line))

    def played(self, sides: Sides | None) -> None:
        self.quarters.append(sides)


@pytest.fixture
def kept(monkeypatch) -> KeptRuns:
    """A store of its own."""
    store = KeptRuns()
    monkeypatch.setattr(sessions, "KEPT", store)
    return store


@pytest.fixture
def simulated(monkeypatch, kept):
    """Which policies were simulated over how many weeks; only one at a time."""
    calls, inside = [], threading.Lock()

    def counted(case, policy, *, weeks, **words):
        assert inside.acquire(blocking=False), "two runs at once"
        try:
            calls.append((policy, weeks))
            return run(case, policy, weeks=weeks, **words)
        finally:
            inside.release()

    monkeypatch.setattr(sessions, "run", counted)
    return calls


def session(notes: Notes, rest: float = 0.01) -> Session:
    return Session(CASE, notes, WEEKS, rest=rest)


def test_while_a_lever_moves_the_short_horizon_then_all_weeks_then_what_may_be_luck(simulated):
    notes = Notes()
    explorer = session(notes)
    explorer.set(LESS, "stock.safety_factor")
    assert explorer.worker.wait(SECONDS)
    kinds = [(sides.preview, sides.after.weeks, sides.verdicts is not None) for sides in notes.shown]
    assert kinds == [(True, PREVIEW_WEEKS, False), (False, WEEKS, False), (False, WEEKS, True)]
    assert simulated == [(TODAY, PREVIEW_WEEKS), (LESS, PREVIEW_WEEKS), (TODAY, WEEKS), (LESS, WEEKS)]
    last = notes.shown[-1]
    expected = explain(run(CASE, weeks=WEEKS), run(CASE, LESS, weeks=WEEKS))
    assert last.verdicts == {name: expected.verdict(name) for name in KEY}
    assert last.after.records["orders"].equals(expected.after.records["orders"])
    assert explorer.long_run_profits[LESS] == expected.after.money["long_run_profit"] / 100


def test_a_lever_that_goes_on_moving_is_not_run_over_all_weeks(simulated):
    notes = Notes()
    explorer = session(notes, rest=60)
    for value in (3.0, 2.0, 1.0):
        explorer.set(TODAY.replace(**{"stock.safety_factor": value}), "stock.safety_factor")
    while not notes.shown or notes.shown[-1].after.policy != LESS:
        threading.Event().wait(0.01)
    explorer.worker.stop()
    assert explorer.worker.wait(SECONDS)
    assert {weeks for _policy, weeks in simulated} == {PREVIEW_WEEKS}
    assert explorer.exploration.settings == [TODAY, LESS]


def test_a_click_is_run_over_all_weeks_at_once_and_going_back_simulates_nothing(simulated):
    notes = Notes()
    explorer = session(notes)
    explorer.set(LESS)
    assert explorer.worker.wait(SECONDS)
    assert simulated == [(TODAY, WEEKS), (LESS, WEEKS)]
    explorer.change(lambda exploration: exploration.undo())
    assert explorer.worker.wait(SECONDS)
    assert len(simulated) == 2 and notes.shown[-1].after.policy == TODAY


def test_the_runs_of_large_firms_wait_until_the_lever_rests():
    assert Session(CASE, Notes()).preview_weeks == PREVIEW_WEEKS
    assert Session(load_case("jiaying"), Notes()).preview_weeks is None


def test_explain_waits_for_the_run_and_says_what_explain_says(simulated):
    notes = Notes()
    explorer = session(notes)
    explorer.set(LESS)
    explorer.explain("m01")
    assert explorer.worker.wait(SECONDS)
    ((name, sentence, line),) = notes.told
    expected = explain(run(CASE, weeks=WEEKS), run(CASE, LESS, weeks=WEEKS))
    assert (name, sentence) == ("m01", expected.sentence("m01"))
    assert eval(line, {"explain": explain, "run": run}) == sentence
    assert simulated == [(TODAY, WEEKS), (LESS, WEEKS)]


def test_stop_leaves_the_setting_and_shows_nothing_new(simulated):
    notes = Notes()
    explorer = session(notes, rest=60)
    explorer.set(LESS, "stock.safety_factor")
    explorer.worker.stop()
    assert explorer.worker.wait(SECONDS)
    assert [sides for sides in notes.shown if not sides.preview] == []
    assert explorer.exploration.policy == LESS and notes.working[-1] is False


def test_a_setting_that_cannot_be_run_is_a_sentence(monkeypatch, kept):
    notes = Notes()
    explorer = session(notes)

    def fails(*_arguments, **_words):
        raise RuntimeError("boom")

    monkeypatch.setattr(sessions, "run", fails)
    explorer.set(LESS)
    assert explorer.worker.wait(SECONDS)
    assert notes.sentences and "RuntimeError: boom" in notes.sentences[0]


@pytest.mark.slow
def test_quarters_are_played_with_the_setting_and_judged():
    notes = Notes()
    explorer = session(notes)
    explorer.exploration.set(LESS)
    explorer.play()
    assert explorer.worker.wait(SECONDS)
    first, judged = notes.quarters
    assert first.after.policy == LESS and first.before.policy == TODAY and first.after.weeks == PREVIEW_WEEKS
    assert judged.verdicts["m01"] == "real"
    explorer.exploration.set(TODAY)
    explorer.rewind(1)
    assert explorer.worker.wait(SECONDS)
    assert explorer.exploration.policy == LESS and explorer.game.node == 1
    explorer.explain_quarter("m01")
    assert explorer.worker.wait(SECONDS)
    assert "availability went from" in notes.told[-1][1]
    assert explorer.game_lines().endswith("run('corner', {'stock.safety_factor': 1.0}, weeks=3)")


def test_the_store_drops_the_runs_unused_longest_but_keeps_two():
    one = run(CASE, weeks=1)
    store = KeptRuns(most_bytes=1)
    made = []

    def make(name):
        return lambda: made.append(name) or one

    for name in "abac":
        store.get(name, make(name))
    assert made == ["a", "b", "c"] and len(store) == 2
    store.get("a", make("a"))
    store.get("b", make("b"))
    assert made == ["a", "b", "c", "b"]
