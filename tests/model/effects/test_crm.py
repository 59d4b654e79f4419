"""What a CRM system does: only through its file, only as far as people use it. Bands say the order of magnitude."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim import Case, Run, load_case, run
from sim.model.engine.log import NOT_REACHED
from sim.model.front_office.knowledge import Entries, Holder, Knowledge
from tests.support.fingerprint import fingerprint
from tests.support.paired_runs import SEEDS, account, falls, gain, rises, runs

MANAGED = {"relations.managers": 1, "relations.visits": {"A": 12, "B": 4, "C": 0}}
USE = {"crm.backing": 0.9, "crm.training_hours": 24, "crm.data_care": 6}
MODULES = ("crm.operational", "crm.analytical", "crm.collaborative")
ALL = dict.fromkeys(MODULES, True)


@pytest.fixture(scope="module")
def corner() -> Case:
    return load_case("corner")


def orders(result: Run) -> float:
    return float(result.counts["orders"])


# Effect 13: analysis is as good as the file.

LATE_EVENING = {"event.budget": 14_000, "event.invited": 40, "event.week": 40}


def bond_by_volume(result: Run) -> float:
    """Bond times needs a year, over all customers."""
    customers = result.records["customers"]
    return float((customers["bond_end"] * customers["needs_a_year"]).sum())


@pytest.mark.thorough
def test_effect_13_on_poor_data_analysis_gains_nothing(corner: Case) -> None:
    # No file is kept and nobody cares for the old spreadsheet: visits go where chance would send them.
    poor = {"crm.analytical": True, "crm.backing": 0.9, "crm.training_hours": 24, "crm.data_care": 0}
    without, with_it = (runs(corner, MANAGED | levers, weeks=52, count=20) for levers in ({}, poor))
    low, high = gain(without, with_it, orders)
    mean = np.mean([orders(r) for r in without])
    assert high < 0.01 * mean  # the margin of equivalence: a gain of 1 % of orders is ruled out
    assert low > -0.08 * mean
    assert rises(without, with_it, account("crm"))


def lists(case: Case, levers: dict[str, Any], count: int) -> tuple[float, float, float]:
    """Interval of what a list from the file adds to the bond of a list by chance, and the mean of the latter."""
    chance, file = (
        runs(case, LATE_EVENING | levers | {"event.guests": rule}, weeks=41, count=count)
        for rule in ("random", "file")
    )
    return (*gain(chance, file, bond_by_volume), float(np.mean([bond_by_volume(r) for r in chance])))


@pytest.mark.thorough
def test_effect_13_a_list_from_a_good_file_beats_chance(corner: Case) -> None:
    low, _high, usual = lists(corner, {"crm.operational": True, "crm.analytical": True, **USE}, count=20)
    assert low > 0.15 * usual


@pytest.mark.thorough
def test_effect_13_a_list_from_a_poor_file_does_not_beat_chance(corner: Case) -> None:
    """By chance one large customer more or less is invited, so that it takes many runs to rule out a gain."""
    low, high, usual = lists(corner, {"crm.analytical": True, **USE, "crm.data_care": 0}, count=36)
    assert -0.6 * usual < low < 0 < high < 0.6 * usual


# Effect 14: one contact centre, and delays announced.


def gives_up(result: Run) -> float:
    """Share of calls that were given up. The wait of those answered says less: more of the long waits are among them."""
    orders = result.records["orders"]
    calls = orders[(orders["channel"] == "telephone") & (orders["placed"] >= 0)]
    return float((calls["status"] == "abandoned").mean())


@pytest.mark.thorough
def test_effect_14_one_contact_centre_answers_the_telephone_sooner() -> None:
    # Two clerks fewer than today's seven: a fifth of the calls are given up.
    jiaying = load_case("jiaying").replace(**{"crm.rollout_weeks": 1})
    few = {"desk.clerks": 5}
    centre = few | USE | {"crm.collaborative": True, "crm.data_care": 60}
    apart, one = (runs(jiaying, levers, weeks=4, count=20) for levers in (few, centre))
    low, high = gain(apart, one, gives_up)
    assert -0.09 < low < high < 0
    assert rises(apart, one, account("crm"))


def of_the_late(result: Run) -> float:
    """Mean satisfaction with orders that came late."""
    found = result.records["orders"]
    late = (found["delivered"] > found["promised"]).fillna(False)
    return float(found.loc[late.to_numpy(dtype=bool), "satisfaction"].mean())


@pytest.mark.thorough
def test_effect_14_an_announced_delay_disappoints_a_little_less(corner: Case) -> None:
    policy = corner.policy
    silent, told = (
        [run(corner, p, weeks=26, seed=seed, market="frozen") for seed in SEEDS[:20]]
        for p in (policy, policy.replace(**{"delays.announced": True}))
    )
    low, high = gain(silent, told, of_the_late)
    assert 0.01 < low < high < 0.25  # of 5
    assert rises(silent, told, account("notices"))
    # Those who are told do not ask, which spares the clerks minutes; where nobody asks, nothing else changes.
    quiet = corner.replace(**{"enquiries.per_order": 0})
    one, two = (
        run(
            quiet, quiet.policy.replace(**{"delays.announced": announced}), weeks=13, market="frozen"
        ).records["orders"]
        for announced in (False, True)
    )
    assert two["announced"].notna().any()
    assert one["delivered"].equals(two["delivered"])


# Effect 15: without backing or training.


def same_but_for_the_file(one: Run, two: Run) -> bool:
    """Whether all happened alike, but for what stands in the file, and the bills."""
    left = []
    for result in (one, two):
        tables = {k: t for k, t in result.records.items() if k not in ("ledger", "knowledge")}
        tables["contacts"] = tables["contacts"].drop(columns="recorded")
        left.append(fingerprint(tables))
    return left[0] == left[1]


@pytest.mark.parametrize("missing", ["crm.backing", "crm.training_hours"])
def test_effect_15_without_backing_or_training_the_cost_stays_and_the_effect_is_gone(
    corner: Case, missing: str
) -> None:
    without = run(corner, corner.policy.replace(**MANAGED), weeks=52, seed=SEEDS[0])
    idle = run(corner, corner.policy.replace(**(MANAGED | ALL | USE | {missing: 0})), weeks=52, seed=SEEDS[0])
    used = run(corner, corner.policy.replace(**(MANAGED | ALL | USE)), weeks=52, seed=SEEDS[0])
    assert same_but_for_the_file(without, idle)
    assert not same_but_for_the_file(without, used)
    for name in ("crm", "crm_data"):
        assert account(name)(idle) > 0.7 * account(name)(used) > 0


def test_effect_15_sensible_levers_reach_30_to_90_per_cent(corner: Case) -> None:
    from simpy import Environment

    from sim.model.demand.demand import Demand
    from sim.model.engine.context import RunContext
    from sim.model.front_office.crm import adoption
    from sim.policy.history import History

    def reached(**levers: Any) -> float:
        policy = corner.policy.replace(**{f"crm.{k}": v for k, v in levers.items()})
        drawn: Any = Demand
        context = RunContext(Environment(), corner, History.of([(policy, 1)]), drawn, None, 0)  # type: ignore[arg-type]
        return adoption(context, 410, 52)

    assert 0.3 < reached(backing=0.5, training_hours=12, data_care=2) < reached() < 0.6
    assert reached() < reached(backing=1, training_hours=32, data_care=8) < 0.95
    assert reached(backing=0.5, training_hours=12, data_care=0) < 0.2


# The path: everything goes through what stands in the file.


def test_with_an_empty_file_the_system_does_nothing(corner: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = corner.policy.replace(**(MANAGED | USE))
    system = policy.replace(**{"crm.operational": True})
    without, used = (run(corner, p, weeks=52, seed=SEEDS[1]) for p in (policy, system))
    begin, hear = Knowledge._begin, Knowledge.hear

    def empty(self: Knowledge, luck: np.ndarray, share: float, right: np.ndarray, now: int) -> Entries:
        holder = begin(self, luck, share, right, now)
        if share == self.data.in_file:
            holder.as_of[:] = [NOT_REACHED] * len(holder.as_of)
        return holder

    def deaf(self: Knowledge, holder: Holder, slot: int, now: int, right: bool) -> None:
        if holder is not self.file:
            hear(self, holder, slot, now, right)

    monkeypatch.setattr(Knowledge, "_begin", empty)
    monkeypatch.setattr(Knowledge, "hear", deaf)
    emptied = run(corner, system, weeks=52, seed=SEEDS[1])
    assert same_but_for_the_file(without, emptied)
    assert not same_but_for_the_file(without, used)
    assert emptied.records["knowledge"]["holder"].notna().all()


@pytest.mark.thorough
def test_operational_crm_shortens_handling_and_calls_back_after_a_mention(corner: Case) -> None:
    """Orders are counted without class A: one large customer who leaves or stays by luck is a tenth of the firm's."""

    def without_contract(result: Run) -> float:
        found = result.records["orders"]
        return float(((found["placed"] >= 0) & (found["klass"] != "A")).sum())

    without, used = (
        runs(corner, levers, weeks=52, count=20) for levers in ({}, USE | {"crm.operational": True})
    )
    assert falls(without, used, lambda r: r.counts["abandoned"] / r.counts["orders"])
    assert rises(without, used, lambda r: float(r.records["complaints"]["asked"].sum()))
    low, high = gain(without, used, without_contract)
    assert 0 < low < high < 0.06 * np.mean([without_contract(r) for r in without])
    assert rises(without, used, account("crm"))
