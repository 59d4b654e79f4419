"""`python -m tools.market_check [--case C] [--firms 2,4,8] [--replications N] [--weeks W] [--seed S] [--workers N] [--json]`.

Whether a market of several firms can be played: whether equal firms earn like one alone, no single change of price pays, several
positions can live, and a gouger comes last. The second half of the weeks counts. In each replication another seat is taken.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import numpy as np

from sim.base.errors import InputError
from sim.base.i18n import using
from sim.base.parallel import run_jobs
from sim.base.units import FEN
from sim.base.validation import check_int
from sim.case.case import Case
from sim.cli.common import json_ready
from sim.experiments.arguments import as_case, check_replications, check_seed, check_weeks
from sim.experiments.market import run_market
from sim.measures.contribution import contributions
from sim.measures.run import Run
from sim.policy.levers.registry import levers
from sim.policy.policy import Policy
from sim.theory.intervals import interval, paired

PRICES = (0.8, 0.9, 1.1, 1.2)
STANDARD, GOUGER = "standard", "gouger"
Levers = Mapping[str, Any]


def positions(today: Policy) -> dict[str, Levers]:
    """Levers by position, as changes of a policy.

    With the vehicles of today: a lorry more or less costs more than these positions win or save.
    """
    hours, fleet = today.promise.hours, today.fleet

    def promise(factor: float) -> dict[str, int]:
        return {letter: round(factor * getattr(hours, letter)) for letter in "ABC"}

    return {
        "fast and expensive": {
            "price.level": 1.01 * today.price.level,
            "price.express_surcharge": 1.25 * today.price.express_surcharge,
            "promise.hours": promise(0.92),
        },
        "slow and cheap": {
            "price.level": 0.95 * today.price.level,
            "promise.hours": promise(1.25),
            "fleet.consolidation_hours": round(1.33 * fleet.consolidation_hours),
        },
        "relations": {
            "relations.managers": max(1, today.relations.managers),
            "relations.visits": {"A": 12, "B": 4, "C": 0},
            "relations.priority": {"A": 2, "B": 1, "C": 0},
            "loyalty.integration": 0.4,
            "crm.operational": True,
        },
    }


class Figures(NamedTuple):
    """One firm in the weeks that count. Money in CNY.

    contribution: before fixed cost; customers: those who deal with it at the beginning and at the end.
    """

    contribution: float
    profit: float
    long_run_profit: float
    income: float
    customers_first: int
    customers_last: int


def figures(run: Run) -> Figures:
    """The figures of a run in the second half of its weeks."""
    seen = run.window(run.weeks // 2, run.weeks)
    base = seen.records["customer_base"].groupby("time")["customers"].sum()
    money = seen.money
    amounts = (money[name] / FEN for name in ("profit", "long_run_profit", "income"))
    contribution = float(contributions(seen.records, seen.case)["contribution"].sum()) / FEN
    return Figures(contribution, *amounts, int(base.iloc[0]), int(base.iloc[-1]))


class Job(NamedTuple):
    """One market: levers by seat, in a replication."""

    replication: int
    seats: tuple[Levers, ...]


class Played(NamedTuple):
    """What a market gave: figures by seat, and the share of all needs that went to no firm."""

    firms: tuple[Figures, ...]
    elsewhere: float


@dataclass(frozen=True)
class Play:
    """Plays markets of a case. weeks: the second half counts."""

    case: Case
    weeks: int
    seed: int
    workers: int | None = None

    def play(self, job: Job) -> Played:
        """One market."""
        policies = {f"{seat}": change for seat, change in enumerate(job.seats)}
        market = run_market(
            self.case, policies, weeks=self.weeks, seed=self.seed, replication=job.replication
        )
        later = market.window(self.weeks // 2, self.weeks).shares["share"]
        return Played(tuple(figures(run) for run in market.firms.values()), float(later.iloc[-1]))

    def all(self, jobs: Sequence[Job]) -> list[Played]:
        """All markets, on several cores."""
        return run_jobs(self.play, jobs, self.workers)


@dataclass(frozen=True)
class Finding:
    """One line of the page. low, high: the ends of the 95 % interval; holds: whether it is as it should be."""

    what: str
    mean: float
    low: float
    high: float
    should: str
    holds: bool


def equal_firms(alone: Sequence[Played], equal: Sequence[Played]) -> list[Finding]:
    """Whether firms that all do the same earn and keep what one alone does."""
    of_one = [one.firms[0] for one in alone]

    def mean(name: str) -> list[float]:
        return [float(np.mean([getattr(firm, name) for firm in one.firms])) for one in equal]

    basis = np.mean([firm.contribution for firm in of_one])
    earned = interval(np.array(mean("contribution")) / basis)
    left = interval([one.elsewhere for one in equal])
    left_alone = float(np.mean([one.elsewhere for one in alone]))
    lost = paired(
        [firm.customers_first - firm.customers_last for firm in of_one],
        np.array(mean("customers_first")) - np.array(mean("customers_last")),
    )
    return [
        Finding("contribution / that of one alone", *earned[:3], "0.7 to 1.3", 0.7 <= earned.mean <= 1.3),
        Finding(
            "needs that go to no firm",
            *left[:3],
            f"at most {left_alone:.3f}, as alone",
            left.low <= left_alone,
        ),
        Finding(
            "customers lost a firm, less those of one alone",
            lost.difference,
            lost.low,
            lost.high,
            "at most 0",
            lost.low <= 0,
        ),
    ]


def prices(equal: Sequence[Played], changed: Mapping[float, Sequence[Played]]) -> list[Finding]:
    """Whether a firm gains by another price while the others stay. Gains as shares of income."""
    found = []
    for price, markets in changed.items():
        pairs = [
            (before.firms[number % len(before.firms)], after.firms[number % len(before.firms)])
            for number, (before, after) in enumerate(zip(equal, markets, strict=True))
        ]
        income = np.mean([before.income for before, _after in pairs])
        for name, text in (("profit", "profit"), ("long_run_profit", "long-run profit")):
            gain = paired(
                *(
                    np.array([getattr(one, name) for one in side]) / income
                    for side in zip(*pairs, strict=True)
                )
            )
            found.append(
                Finding(
                    f"price {price:g}: gain in {text}",
                    gain.difference,
                    gain.low,
                    gain.high,
                    "below 0.01",
                    gain.high < 0.01,
                )
            )
    return found


def lives(names: Sequence[str], markets: Sequence[Played], equal: Sequence[Played]) -> list[Finding]:
    """Whether each position earns a profit and is not last, except the gouger. names: by seat in replication 0.

    equal: the same markets of firms that all do the same. Seats differ by the customers that know them; so a position's profit is
    taken as that of all equal firms, plus by how much it earns more in its seat than an equal firm does there.
    """
    count = len(names)
    usual = float(np.mean([firm.profit for one in equal for firm in one.firms]))

    def more(number: int, at: int) -> float:
        seat = (at + number) % count
        return markets[number].firms[seat].profit - equal[number].firms[seat].profit

    profit = {
        name: [
            usual + float(np.mean([more(number, at) for at in places(names, name)]))
            for number in range(len(markets))
        ]
        for name in dict.fromkeys(names)
    }
    mean = {name: float(np.mean(values)) for name, values in profit.items()}
    found = []
    for name, values in profit.items():
        known = interval(values)
        last = min(mean, key=lambda one: mean[one]) == name
        ranks = sum(mean[other] > mean[name] for other in mean) + 1
        if name == GOUGER:
            should, holds = "last", last
        elif name == STANDARD:
            should, holds = "-", True
        else:
            should, holds = "above 0 and not last", known.mean > 0 and not last
        found.append(Finding(f"{name}: profit (rank {ranks})", *known[:3], should, holds))
    return found


def places(names: Sequence[str], name: str) -> list[int]:
    """The seats of a name."""
    return [seat for seat, one in enumerate(names) if one == name]


def rotated(seats: Sequence[Levers], replication: int) -> tuple[Levers, ...]:
    """Levers by seat, moved on by one seat in each replication."""
    count = len(seats)
    return tuple(seats[(seat - replication) % count] for seat in range(count))


def check(
    case: Any,
    *,
    firms: Sequence[int] = (2, 4, 8),
    replications: int = 30,
    weeks: int = 104,
    seed: int = 100,
    changes: Sequence[float] = PRICES,
    gougers: Mapping[str, Levers] | None = None,
    positions_too: bool = True,
    workers: int | None = None,
) -> dict[str, list[Finding]]:
    """Play all markets; returns the findings by headline. Raises InputError for arguments that cannot be used."""
    case = as_case(case)
    for count in firms:
        check_int("firms", count, 2, 60)
    check_int("weeks", check_weeks(weeks), 2)
    check_replications(replications, fewest=2)
    play = Play(case, weeks, check_seed(seed), workers)
    numbers, today = range(replications), case.policy.price.level
    alone = play.all([Job(number, ({},)) for number in numbers]) if firms else []
    found: dict[str, list[Finding]] = {}
    for count in firms:
        same: tuple[Levers, ...] = ({},) * (count - 1)
        equal = play.all([Job(number, ({}, *same)) for number in numbers])
        found[f"{count} equal firms"] = equal_firms(alone, equal)
        changed = {
            price: play.all(
                [Job(number, rotated(({"price.level": price * today}, *same), number)) for number in numbers]
            )
            for price in changes
        }
        found[f"{count} firms, one changes its price"] = prices(equal, changed)
    if gougers is None and positions_too:
        gougers = {name: {name: levers()[name].high} for name in ("price.level", "price.express_surcharge")}
    live = positions(case.policy)
    same8 = play.all([Job(number, ({},) * 8) for number in numbers]) if gougers else []
    for text, change in (gougers or {}).items():
        seats = {**live, GOUGER: change}
        names = [*seats, *[STANDARD] * (8 - len(seats))]
        chosen = [*seats.values(), *({},) * (8 - len(seats))]
        markets = play.all([Job(number, rotated(chosen, number)) for number in numbers])
        found[f"Eight positions, with a gouger ({text})"] = lives(names, markets, same8)
    return found


def as_text(found: Mapping[str, Sequence[Finding]], about: str) -> str:
    """The page."""
    lines = [about]
    for headline, rows in found.items():
        lines += ["", headline]
        for row in rows:
            digits = 0 if abs(row.mean) >= 100 else 3
            span = f"{row.mean:,.{digits}f} ({row.low:,.{digits}f} to {row.high:,.{digits}f})"
            verdict = "holds " if row.holds else "broken"
            lines.append(f"  {verdict}  {row.what:50}{span:40}{row.should}")
    return "\n".join(lines) + "\n"


def main(words: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(
        "python -m tools.market_check", description=(__doc__ or "").partition("\n\n")[2]
    )
    parser.add_argument("--case", default="corner", help="name or file of a case (corner)")
    parser.add_argument("--firms", default="2,4,8", help="numbers of firms (2,4,8)")
    parser.add_argument("--replications", type=int, default=30, help="of each market (30)")
    parser.add_argument(
        "--weeks", type=int, default=104, help="weeks of a market; the second half counts (104)"
    )
    parser.add_argument("--seed", type=int, default=100, help="of the customers (100)")
    parser.add_argument("--no-positions", action="store_true", help="leave out the market of eight positions")
    parser.add_argument("--workers", type=int, help="processes (one a core)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args(words)
    try:
        found = check(
            given.case,
            firms=[int(one) if one.strip().isdigit() else 0 for one in given.firms.split(",") if one],
            replications=given.replications,
            weeks=given.weeks,
            seed=given.seed,
            positions_too=not given.no_positions,
            workers=given.workers,
        )
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    about = (
        f"{given.case}: {given.replications} replications, seed {given.seed}, weeks {given.weeks // 2 + 1} to {given.weeks}; "
        "CNY, 95 % intervals"
    )
    if given.json:
        content = json_ready({name: [asdict(row) for row in rows] for name, rows in found.items()})
        sys.stdout.write(json.dumps(content, indent=2, allow_nan=False) + "\n")
    else:
        sys.stdout.write(as_text(found, about))
    return 0


if __name__ == "__main__":
    with using("en"):
        sys.exit(main(sys.argv[1:]))
