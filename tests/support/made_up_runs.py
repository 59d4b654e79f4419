"""Runs whose long-run profit is a given function of the policy: for tests of searches whose best policy is known."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from sim import Policy, levers, load_case

CASE = load_case("corner")
MEAN_ORDER = 1000.0
COMPLAINT_WORK = next(name for name, lever in levers().items() if lever.account == "wages_complaints")


class MadeUpRuns:
    """In place of `tools.kept_figures.KeptFigures`. Luck is added, the same for all policies, as with common random numbers.

    done: the policies and replications asked for so far.
    """

    def __init__(self, profit: Callable[[Policy], float]) -> None:
        self.case, self.profit = CASE, profit
        self.done: set[tuple[str, int]] = set()
        self._names: dict[Policy, str] = {}

    def name(self, policy: Policy) -> str:
        if policy not in self._names:
            self._names[policy] = json.dumps(policy.changed(CASE.policy), sort_keys=True)
        return self._names[policy]

    def figures(
        self, policies: Sequence[Policy], replications: Sequence[int], progress: Any = None
    ) -> list[list[dict[str, Any]]]:
        self.done |= {(self.name(policy), replication) for policy in policies for replication in replications}
        return [[self._run(policy, replication) for replication in replications] for policy in policies]

    def _run(self, policy: Policy, replication: int) -> dict[str, Any]:
        profit = self.profit(policy) + random.Random(replication).gauss(0, 50)
        return {
            "long_run_profit": profit,
            "profit": profit,
            "income": 1000.0,
            "customer_equity_change": 0.0,
            "accounts": {
                "freight": 10 * MEAN_ORDER,
                "wages_complaints": -10.0 * float(np.sum(policy[COMPLAINT_WORK])),
            },
            "satisfaction": 4.0,
            "orders": 10,
            "delivered": 10,
        }
