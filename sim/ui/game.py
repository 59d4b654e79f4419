"""A game of quarters: decide, see the quarter, decide again; go back to any quarter and try another way.

The quarters form a tree: each has the quarter before it and what was decided for it. A way from the root to an end is an
attempt. All attempts meet the same luck, as does the firm as it is today, beside which each quarter is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.progress import Progress
from sim.base.units import FEN
from sim.case.case import Case
from sim.experiments.kept_runs import kept_simulation
from sim.measures.run import Run
from sim.policy.history import History
from sim.policy.policy import Policy
from sim.ui.recent_runs import KEPT

QUARTERS = 4
QUARTER = 13
"""Weeks of a quarter."""
START = 0
"""The node before the first quarter."""


@dataclass(frozen=True)
class Quarter:
    """A quarter that was played: the node it follows, what was decided, and its long-run profit in CNY."""

    after: int
    policy: Policy
    long_run_profit: float


@dataclass(frozen=True)
class Attempt:
    """A line of the score board: the nodes of its quarters, and the long-run profit of each in CNY."""

    nodes: tuple[int, ...]
    profits: tuple[float, ...]

    @property
    def total(self) -> float:
        """Long-run profit so far."""
        return sum(self.profits)

    @property
    def finished(self) -> bool:
        """Whether all quarters were played."""
        return len(self.nodes) == QUARTERS


class Game:
    """All attempts so far, and the quarter at which the player stands.

    Attributes
    ----------
    quarters : list of Quarter
        All that were played. The number of a node is its place here plus 1; node 0 is the start.
    node : int
        Where the player stands.
    today : list of float
        Long-run profit of the quarters of the firm as it is today, as far as they were seen, in CNY.
    """

    def __init__(
        self,
        case: Case,
        seed: int = 0,
        quarters: Sequence[Quarter] = (),
        node: int = START,
        today: Sequence[float] = (),
    ) -> None:
        self.case = case
        self.seed = seed
        self.quarters = list(quarters)
        self.node = node
        self.today = list(today)

    def way(self, node: int) -> tuple[int, ...]:
        """The nodes from the first quarter to this one."""
        nodes: list[int] = []
        while node != START:
            nodes.append(node)
            node = self.quarters[node - 1].after
        return tuple(reversed(nodes))

    def policy_of(self, node: int) -> Policy:
        """The policy of a quarter; at the start, that of the firm as it is today."""
        return self.case.policy if node == START else self.quarters[node - 1].policy

    def history(self, node: int) -> History | None:
        """The decisions up to a node, None at the start."""
        steps = [(self.policy_of(one), QUARTER) for one in self.way(node)]
        return History.of(steps) if steps else None

    @property
    def over(self) -> bool:
        """Whether all quarters of this attempt were played."""
        return len(self.way(self.node)) == QUARTERS

    def play(self, policy: Policy, progress: Progress | None = None) -> None:
        """Play the next quarter under a policy. A quarter that was played the same way before is not counted twice.

        Raises InputError if the game is over.
        """
        if self.over:
            raise InputError(
                _("All {n} quarters are played: go back to a quarter to try another way.").format(n=QUARTERS)
            )
        for number, quarter in enumerate(self.quarters, start=1):
            if (quarter.after, quarter.policy) == (self.node, policy):
                self._both(self._with(policy), progress)
                self.node = number
                return
        run, _today = self._both(self._with(policy), progress)
        self.quarters.append(Quarter(self.node, policy, _long_run_profit(run)))
        self.node = len(self.quarters)

    def rewind(self, node: int) -> None:
        """Go back, or to another attempt: stand after this quarter. Raises InputError if there is none."""
        if not START <= node <= len(self.quarters):
            raise InputError(_("There is no quarter {node} to go to.").format(node=node))
        self.node = node

    def look(self, progress: Progress | None = None) -> None:
        """Get the runs of the quarter, simulated again if they are not kept."""
        if (history := self.history(self.node)) is not None:
            self._both(history, progress)

    def quarter(self) -> tuple[Run, Run] | None:
        """The last quarter of the firm as it is today, and of this attempt; None at the start."""
        if (history := self.history(self.node)) is None:
            return None
        own, today = self._both(history, None)
        return today, own

    def attempts(self) -> list[Attempt]:
        """All attempts, in the order in which they were begun: playing on changes no number."""
        continued = {quarter.after for quarter in self.quarters}
        ends = [node for node in range(1, len(self.quarters) + 1) if node not in continued]
        ends.sort(key=self._begun)
        return [
            Attempt(way, tuple(self.quarters[node - 1].long_run_profit for node in way))
            for way in (self.way(end) for end in ends)
        ]

    def _begun(self, end: int) -> int:
        """The node at which an attempt left all earlier ones: the first way on from a quarter is no new attempt."""
        firsts: dict[int, int] = {}
        for number, quarter in enumerate(self.quarters, start=1):
            firsts.setdefault(quarter.after, number)
        while end != START and firsts[self.quarters[end - 1].after] == end:
            end = self.quarters[end - 1].after
        return end

    def best(self) -> Attempt | None:
        """The finished attempt with the highest long-run profit."""
        return max((one for one in self.attempts() if one.finished), key=lambda one: one.total, default=None)

    def _with(self, policy: Policy) -> History:
        """The decisions so far, and this one for the next quarter."""
        history = self.history(self.node)
        return History.of([(policy, QUARTER)]) if history is None else history.then(policy, QUARTER)

    def _both(self, history: History, progress: Progress | None) -> tuple[Run, Run]:
        """The last quarter of these decisions, and the same one of the firm as it is today."""
        weeks = history.weeks
        own = self._run(history, None if progress is None else lambda share: progress(share / 2))
        today = self._run(
            History.of([(self.case.policy, weeks)]),
            None if progress is None else lambda share: progress(0.5 + share / 2),
        )
        pair = own.window(weeks - QUARTER, weeks), today.window(weeks - QUARTER, weeks)
        if len(self.today) < weeks // QUARTER:
            quarters = [today.window(end - QUARTER, end) for end in range(QUARTER, weeks + 1, QUARTER)]
            self.today = [_long_run_profit(one) for one in quarters]
        return pair

    def _run(self, history: History, progress: Progress | None) -> Run:
        def simulated() -> Run:
            (run,) = kept_simulation(self.case, [history], self.seed, 0, progress=progress)
            return run

        return KEPT.get((self.case.content_hash, self.seed, history), simulated)


def _long_run_profit(run: Run) -> float:
    return float(run.money["long_run_profit"]) / FEN
