"""Several firms in one market: teams that share one population of customers and one luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.progress import Progress, progress_bar
from sim.base.units import DAY
from sim.base.validation import check_int, invalid, show_value
from sim.case.case import Case
from sim.experiments.replications import Levers, as_policy
from sim.experiments.simulate import MOST_SEED, MOST_WEEKS, as_case, collector_at_rest
from sim.measures.run import Run
from sim.measures.service import bounds
from sim.model.customers.choice import CustomerChoice
from sim.model.demand.demand import draw_demand
from sim.model.recording.bookkeeping import keep_books
from sim.model.warm_state import warm_state
from sim.model.world import World
from sim.policy.classes import CLASSES
from sim.policy.policy import Policy

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_FIRMS = 60


@dataclass(frozen=True, eq=False)
class Market:
    """What happened to each firm: firms["name"] is a Run, whose needs that went elsewhere include those of the other firms."""

    case: Case
    seed: int
    replication: int
    weeks: int
    firms: Mapping[str, Run]

    def __repr__(self) -> str:
        """Short: a market holds many records."""
        return f"Market({self.case.name}, {', '.join(self.firms)}, {self.weeks} weeks, seed {self.seed})"

    @cached_property
    def shares(self) -> pd.DataFrame:
        """One row a firm, and one for the rest: needs of the window given to it, their share of all, and the share by class."""
        first = next(iter(self.firms.values())).records
        start, end = bounds(first)
        needs = first["needs"]
        inside = ((needs["time"] >= start) & (needs["time"] < end)).to_numpy()
        klass = needs["customer"].map(first["customers"].set_index("customer")["klass"]).to_numpy()[inside]
        rows: dict[str, Any] = {}
        taken: Any = 0
        for name, run in self.firms.items():
            given = (run.records["needs"]["state"] != "elsewhere").to_numpy()[inside]
            rows[name] = given
            taken = taken + given
        rows[_("elsewhere")] = taken == 0
        return pd.DataFrame(
            {
                name: {
                    "needs": int(given.sum()),
                    "share": given.mean(),
                    **{
                        letter: given[klass == letter].mean() for letter in CLASSES if (klass == letter).any()
                    },
                }
                for name, given in rows.items()
            }
        ).T.astype({"needs": "int64"})

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a firm: the quantities of `Replications.table`, best profit first."""
        from sim.measures.kpis import run_kpis

        table = pd.DataFrame({name: run_kpis(run) for name, run in self.firms.items()}).T
        return table.sort_values("profit", ascending=False, kind="stable")

    def figure(self) -> Figure:
        """All firms in one picture: share of the market against profit."""
        from sim.plots.market import market_figure

        shares = self.shares["share"]
        return market_figure({name: (shares[name], run.money["profit"]) for name, run in self.firms.items()})


def run_market(
    case: Case | str | Path,
    policies: Mapping[str, Policy | Levers],
    *,
    weeks: int = 52,
    seed: int = 0,
    replication: int = 0,
    salts: Mapping[str, str] | None = None,
    progress: Progress | bool | None = None,
) -> Market:
    """Run 1 to 60 firms of a case in one market: name -> policy, or levers that differ from the case's own policy.

    All begin as the case's firm does, with its stock and known to its customers, who now choose among them and the case's rivals.
    salts: what each firm's luck with customers is keyed by, "us" being that of `run`; None: by their sequence. A salt belongs to
    a team: who keeps it keeps the luck, whatever the team is called. One firm alone is what `run` gives. progress: as in `run`.
    Same arguments, same records. Raises InputError for arguments out of range.
    """
    case = as_case(case)
    if not isinstance(policies, Mapping) or not 1 <= len(policies) <= MOST_FIRMS:
        raise invalid(
            "policies",
            policies,
            _("1 to {most} firms by name, such as {example}").format(
                most=MOST_FIRMS, example='{"red": {}, "blue": {"price.level": 0.95}}'
            ),
        )
    for name in policies:
        if not isinstance(name, str) or not name.strip():
            raise InputError(_("{value} is no name of a firm.").format(value=show_value(name)))
    chosen = [as_policy(name, policy, case) for name, policy in policies.items()]
    weeks = check_int("weeks", weeks, 1, MOST_WEEKS)
    seed = check_int("seed", seed, 0, MOST_SEED)
    replication = check_int("replication", replication, 0, MOST_SEED)
    keyed = _salts(list(policies), salts)
    start, end = -case.settle_days * DAY, weeks * 7 * DAY
    with progress_bar(progress, str(case.title)) as report:
        state = warm_state(case, seed, replication)

        def simulated() -> dict[str, Run]:
            drawn = draw_demand(case, seed, replication, start, end)
            choices = CustomerChoice(case, chosen, drawn, state.memory, keyed)
            world = World(case, chosen, drawn, choices, state.firm, start, end)
            world.run(None if report is None else lambda now: report((now - start) / (end - start)))
            return {
                name: Run(case, policy, seed, replication, weeks, keep_books(firm))
                for name, policy, firm in zip(policies, chosen, world.firms, strict=True)
            }

        with collector_at_rest():
            runs = simulated()
    return Market(case, seed, replication, weeks, runs)


def _salts(names: list[str], salts: Mapping[str, str] | None) -> list[str]:
    """A salt for every firm, no two alike."""
    if salts is None:
        return ["us", *(f"us-{number}" for number in range(2, len(names) + 1))]
    missing = [name for name in names if not isinstance(salts.get(name), str)]
    if missing:
        raise InputError(_("salts has none for {name}.").format(name=missing[0]))
    found = [salts[name] for name in names]
    if len(set(found)) < len(found):
        twice = next(salt for salt in found if found.count(salt) > 1)
        raise InputError(
            _("salts has {value} twice; each firm takes its own.").format(value=show_value(twice))
        )
    return found
