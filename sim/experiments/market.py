"""Several firms in one market: they compete for its customers and their needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.base.display import html_table
from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.base.progress import Progress
from sim.base.units import FEN
from sim.base.validation import invalid, show_value
from sim.case.case import Case
from sim.experiments.arguments import (
    LeverValues,
    as_case,
    as_policy,
    check_replication,
    check_seed,
    check_weeks,
)
from sim.experiments.simulate import simulate
from sim.experiments.wording import MAX_ROWS, summary
from sim.measures.kpis import kpi, run_kpis
from sim.measures.run import Run
from sim.measures.window import bounds
from sim.policy.classes import CLASSES
from sim.policy.history import History
from sim.policy.policy import Policy

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MOST_FIRMS = 60
LONGEST_NAME = 100
"""Characters of a firm's name."""


@dataclass(frozen=True, eq=False)
class Market:
    """The result for several firms in one market.

    Attributes
    ----------
    case : Case
        The case that all firms started from.
    seed, replication : int
        What the random numbers were drawn from.
    firms : dict of str to Run
        A run for each firm by name. Needs that went to another firm have the state "elsewhere".
    salts : dict of str to str
        The key of each firm, from which the random numbers between it and its customers are drawn.

    Examples
    --------
    >>> from sim import run_market
    >>> market = run_market("corner", {"red": {}, "blue": {"price.level": 0.95}}, weeks=2)
    >>> list(market.firms)
    ['red', 'blue']
    """

    case: Case
    seed: int
    replication: int
    firms: Mapping[str, Run]
    salts: Mapping[str, str]

    @property
    def weeks(self) -> int:
        """Weeks observed."""
        return next(iter(self.firms.values())).weeks

    def window(self, first_week: int, last_week: int) -> Market:
        """The same market, observed in a part of its weeks only, as in `Run.window`."""
        firms = {name: run.window(first_week, last_week) for name, run in self.firms.items()}
        return replace(self, firms=firms)

    @cached_property
    def shares(self) -> pd.DataFrame:
        """One row per firm and one for the rest: needs of the window that it got, their share of all, and the share by class."""
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
        """One row per firm, best profit first: the columns of `Replications.table`."""
        table = pd.DataFrame({name: run_kpis(run) for name, run in self.firms.items()}).T
        return table.sort_values("profit", ascending=False, kind="stable")

    def figure(self) -> Figure:
        """All firms by their share of the market and their profit."""
        from sim.plots.market import market_figure

        shares = self.shares["share"]
        return market_figure({name: (shares[name], run.money["profit"]) for name, run in self.firms.items()})

    @property
    def title(self) -> str:
        """Case, weeks, seed and replication in one line."""
        weeks = ngettext("{n} week", "{n} weeks", self.weeks).format(n=self.weeks)
        which = _("{weeks}, seed {seed}, replication {replication}").format(
            weeks=weeks, seed=self.seed, replication=self.replication
        )
        return _("{firm}: {which}").format(firm=self.case.title, which=which)

    def _ranking(self) -> list[tuple[str, str, str]]:
        """Name, share of all needs, and profit of each firm, best profit first."""
        shares, profit = self.shares["share"], kpi("profit")
        profits = {name: run.money["profit"] / FEN for name, run in self.firms.items()}
        return [
            (name, f"{100 * shares[name]:.1f}%", profit.level(profits[name], 0))
            for name in sorted(self.firms, key=lambda name: -profits[name])
        ]

    def __repr__(self) -> str:
        """Share and profit of the best firms."""
        rows = [
            _("{firm}: {share} of all needs, profit {profit}").format(firm=name, share=share, profit=profit)
            for name, share, profit in self._ranking()
        ]
        headline = ngettext("Market with {n} firm", "Market with {n} firms", len(self.firms))
        return summary(
            headline.format(n=len(self.firms)),
            [self.title, *rows],
            ".firms, .shares, .table, .figure()",
        )

    def _repr_html_(self) -> str:
        header = (_("firm"), _("share"), kpi("profit").name)
        return html_table(header, self._ranking(), title=self.title, max_rows=MAX_ROWS)


def run_market(
    case: Case | str | Path,
    policies: Mapping[str, Policy | LeverValues],
    *,
    weeks: int = 52,
    seed: int = 0,
    replication: int = 0,
    salts: Mapping[str, str] | None = None,
    progress: Progress | bool | None = None,
) -> Market:
    """Run several firms that compete in one market.

    There are as many times the customers of the case as there are firms. Every firm starts as the case's firm does: with its
    stock, and with as many customers whose main firm it is. All customers choose among the firms that they know and the
    case's rivals, and a firm's orders answer to its price and service as if it were alone. The same arguments give the same
    records.

    Parameters
    ----------
    case : Case or str or Path
        The firm that all start from, and its market, as in `run`.
    policies : dict of str to Policy or dict
        1 to 60 firms by name: each a policy, or levers by dotted name that differ from the case's own policy.
    weeks, seed, replication
        As in `run`.
    salts : dict of str to str, optional
        A key for each firm, from which the random numbers between it and its customers are drawn. A firm that keeps its
        key keeps these numbers, whatever its name and place. The default goes by place; the first is "us", as in `run`.
    progress : bool or callable, optional
        As in `run`.

    Returns
    -------
    Market
        A run for each firm, and their shares of the market.

    Raises
    ------
    InputError
        If an argument cannot be used.

    Examples
    --------
    >>> from sim import run_market
    >>> market = run_market("corner", {"red": {}, "blue": {"price.level": 0.9}}, weeks=2)
    >>> market.shares["share"].idxmax()
    'blue'
    >>> market.firms["red"].counts["needs"] == market.firms["blue"].counts["needs"]
    True
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
        if (
            not isinstance(name, str)
            or not name.strip()
            or not name.isprintable()
            or len(name) > LONGEST_NAME
        ):
            raise InputError(_("{value} is not the name of a firm.").format(value=show_value(name)))
    chosen = [as_policy(name, policy, case.policy) for name, policy in policies.items()]
    weeks, seed, replication = check_weeks(weeks), check_seed(seed), check_replication(replication)
    names = list(policies)
    histories = [History.of([(policy, weeks)]) for policy in chosen]
    keys = _salts(names, salts)
    runs = simulate(case, histories, seed, replication, salts=keys, progress=progress)
    return Market(
        case, seed, replication, dict(zip(names, runs, strict=True)), dict(zip(names, keys, strict=True))
    )


def _salts(names: list[str], salts: Mapping[str, str] | None) -> list[str]:
    """A salt for each firm, all different."""
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
