"""The explorer without its widgets: settings, runs, and when what runs.

While a lever moves, a small firm is run over a short horizon; once it rests, over all weeks. Then `explain` judges which
changes could as well be luck.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from sim.base.units import FEN
from sim.case.case import Case
from sim.experiments.simulate import run
from sim.explanations.explain import Explanation, explain
from sim.explanations.worth import Verdict
from sim.measures.run import Run
from sim.policy.policy import Policy
from sim.ui.exploration import Exploration
from sim.ui.game import Game
from sim.ui.python_lines import explain_line, game_lines, run_call, script
from sim.ui.recent_runs import KEPT
from sim.ui.score_card import KEY
from sim.ui.worker import Job, Ticket, Watcher, Worker

PREVIEW_WEEKS = 13
MOST_NEEDS = 20_000
"""Needs a year of the firms that are quick enough to be run while a lever moves."""
REST = 0.5
"""Seconds without a movement after which a lever rests."""


@dataclass(eq=False)
class Sides:
    """Two runs side by side.

    preview: over the short horizon; verdicts: what `explain` says of each change, None as long as it has not been asked.
    """

    before: Run
    after: Run
    preview: bool = False
    verdicts: dict[str, Verdict] | None = None

    @cached_property
    def explanation(self) -> Explanation:
        """The explanation of the two runs."""
        return explain(self.before, self.after)


class Listener(Watcher, Protocol):
    """Is told when there is something new to show; called from the thread that works."""

    def show(self, sides: Sides) -> None:
        """Two runs of the explorer."""

    def explained(self, name: str, sides: Sides, line: str) -> None:
        """The explanation of a number, and the Python that gives the same."""

    def played(self, sides: Sides | None) -> None:
        """The quarter at which the game stands, beside the same one of the firm as it is today; None at its start."""


@dataclass(eq=False)
class Session:
    """The explorer without widgets.

    Attributes
    ----------
    case : Case
        The firm and its market.
    listener : Listener
        Is told what there is to see.
    weeks, seed : int
        Of the runs.
    rest : float
        Seconds without a movement after which a lever rests.
    exploration : Exploration
        The settings that were tried.
    game : Game
        The game of quarters.
    names : tuple of str
        The numbers that are shown, and judged.
    """

    case: Case
    listener: Listener
    weeks: int = 52
    seed: int = 0
    rest: float = REST
    exploration: Exploration = field(init=False)
    game: Game = field(init=False)
    names: tuple[str, ...] = field(init=False, default=KEY)
    long_run_profits: dict[Policy, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with the firm as it is today."""
        self.exploration = Exploration(self.case)
        self.game = Game(self.case, self.seed)
        self.worker = Worker(self.listener)
        self._sides: Sides | None = None

    @property
    def preview_weeks(self) -> int | None:
        """The horizon while a lever moves; None if the firm is too large to be run that quickly."""
        needs = sum(data.customers * data.needs_a_year for data in self.case.classes.values())
        return PREVIEW_WEEKS if needs <= MOST_NEEDS and self.weeks > PREVIEW_WEEKS else None

    @property
    def lines(self) -> tuple[str, str]:
        """The calls of both sides in Python."""
        policies = self.exploration.before, self.exploration.policy
        before, after = (run_call(self.case, policy, self.weeks, self.seed) for policy in policies)
        return before, after

    def script(self) -> str:
        """All settings as Python."""
        settings = dict.fromkeys(self.exploration.settings)
        return script(
            [
                f"run_{place} = {run_call(self.case, policy, self.weeks, self.seed)}"
                for place, policy in enumerate(settings, start=1)
            ]
        )

    def game_lines(self) -> str:
        """The quarters up to where the player stands as Python."""
        history = self.game.history(self.game.node)
        return "" if history is None else script(game_lines(self.case, history, self.seed).splitlines())

    def start(self) -> None:
        """Show the setting in force."""
        self.worker.request(self._year())

    def set(self, policy: Policy, moving: str | None = None) -> None:
        """Try a setting. moving: the lever that is still being moved."""
        if not self.exploration.set(policy, moving):
            return
        if moving is None:
            self.start()
        elif self.preview_weeks is None:
            self.worker.request(self._year(self.rest))
        else:
            self.worker.request(self._preview())

    def change(self, move: Callable[[Exploration], Any]) -> None:
        """Undo, redo, or anything else with the settings, and show what is in force then."""
        move(self.exploration)
        self.start()

    def explain(self, name: str) -> None:
        """Ask why a number differs."""
        before, after = self.exploration.before, self.exploration.policy
        line = explain_line(*self.lines, name)

        def work(ticket: Ticket) -> None:
            self.listener.explained(name, self._side_by_side(before, after, ticket), line)

        self.worker.request(Job(work, asked_for=True))

    def play(self) -> None:
        """Play a quarter of the game under the setting in force."""
        policy = self.exploration.policy
        self.exploration.settle()

        def work(ticket: Ticket) -> Job | None:
            self.game.play(policy, ticket.report)
            return self._seen()

        self.worker.request(Job(work, asked_for=True))

    def rewind(self, node: int) -> None:
        """Go back to a quarter of the game, with the levers as they were then."""

        def work(ticket: Ticket) -> Job | None:
            self.game.rewind(node)
            self.game.look(ticket.report)
            return self._seen()

        self.exploration.set(self.game.policy_of(node))
        self.worker.request(Job(work, asked_for=True))

    def explain_quarter(self, name: str) -> None:
        """Ask why a number of the quarter differs from that of the firm as it is today."""

        def work(ticket: Ticket) -> None:
            self.game.look(ticket.report)
            if (sides := self.game_sides()) is not None:
                self.listener.explained(name, sides, "")

        self.worker.request(Job(work, asked_for=True))

    def game_sides(self) -> Sides | None:
        """The last quarter of the game beside that of the firm as it is today."""
        pair = self.game.quarter()
        return None if pair is None else Sides(*pair)

    def _seen(self) -> Job | None:
        """Show the quarter at which the game stands; then it is judged."""
        sides = self.game_sides()
        self.listener.played(sides)
        return None if sides is None else self._judged(sides, KEY, self.listener.played)

    def _preview(self) -> Job:
        before, after = self.exploration.before, self.exploration.policy
        weeks = self.preview_weeks
        assert weeks is not None

        def work(_ticket: Ticket) -> Job:
            sides = Sides(self._run(before, weeks), self._run(after, weeks), preview=True)
            self.listener.show(sides)
            return self._year(self.rest)

        return Job(work)

    def _year(self, delay: float = 0.0) -> Job:
        before, after = self.exploration.before, self.exploration.policy

        def work(ticket: Ticket) -> Job | None:
            self.exploration.settle()
            sides = self._side_by_side(before, after, ticket)
            self.listener.show(sides)
            judged = sides.verdicts or {}
            missing = [name for name in self.names if name not in judged]
            return self._judged(sides, missing, self.listener.show) if before != after and missing else None

        return Job(work, delay, gives_way=True)

    def _judged(self, sides: Sides, names: Sequence[str], show: Callable[[Sides], None]) -> Job:
        def work(ticket: Ticket) -> None:
            verdicts = dict(sides.verdicts or {})
            for place, name in enumerate(names):
                ticket.report(place / len(names))
                verdicts[name] = sides.explanation.verdict(name)
            sides.verdicts = verdicts
            show(sides)

        return Job(work, gives_way=True)

    def _side_by_side(self, before: Policy, after: Policy, ticket: Ticket) -> Sides:
        """Both runs over all weeks; the same object as long as it is the same pair."""
        old = self._run(before, self.weeks, ticket, 0.0)
        new = self._run(after, self.weeks, ticket, 0.5)
        shown = self._sides
        if shown is None or shown.before is not old or shown.after is not new:
            self._sides = shown = Sides(old, new)
        for policy, result in ((before, old), (after, new)):
            if policy not in self.long_run_profits:
                self.long_run_profits[policy] = result.money["long_run_profit"] / FEN
        return shown

    def _run(self, policy: Policy, weeks: int, ticket: Ticket | None = None, done: float = 0.0) -> Run:
        """A run, from the store if it is there."""

        def report(share: float) -> None:
            if ticket is not None:
                ticket.report(done + share / 2)

        return KEPT.get(
            (self.case.content_hash, self.seed, weeks, policy),
            lambda: run(self.case, policy, weeks=weeks, seed=self.seed, progress=report),
        )
