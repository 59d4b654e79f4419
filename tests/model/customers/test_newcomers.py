"""A newcomer takes over the place of a customer who moved away: with tastes of its own, and a stranger to the firm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import Case, load_case, run, tell_life
from sim.base.units import DAY, WEEK
from sim.measures.churn import newcomers, true_churn
from sim.measures.window import customers_at_start
from sim.model.customers.choice import CustomerChoice
from sim.model.customers.reputation import Reputation
from sim.model.customers.satisfaction import FIRST_SATISFACTION
from sim.model.demand import demand as drawing
from sim.model.demand.demand import draw_demand
from sim.model.demand.succession import Succession
from sim.model.engine.log import NOT_REACHED
from sim.model.warm_state import warm_state
from sim.model.world import World
from sim.policy.history import History
from tests.support.all_levers import EVERYTHING
from tests.support.shared_runs import shared_run

PLACES = 200
LEAVES, COMES = 40 * DAY, 60 * DAY
PLACE, NUMBER = 3, PLACES + 3
"""A customer of class A who moves away, and the number of the newcomer."""
RESTLESS = load_case("corner").replace(
    **{"market.moves": {"A": 0.8, "B": 0.8, "C": 0.8}, "market.replaced_weeks": 4}
)


@pytest.fixture
def one_moves(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only one customer moves away, at a known time, and is replaced at a known time."""

    def draw(_case: Case, _luck: Any, klass: np.ndarray, end: int) -> Succession:
        stay = Succession.of_stayers(len(klass))
        moves = stay.moves.copy()
        moves[PLACE] = LEAVES
        first = replace(stay, moves=moves)
        if end <= COMES:
            return first
        columns = {"number": NUMBER, "place": PLACE, "generation": 1, "arrives": COMES, "moves": moves[0]}
        return replace(first, **{name: np.append(getattr(first, name), x) for name, x in columns.items()})

    monkeypatch.setattr(drawing, "draw_succession", draw)
    return iter(())


def world_until(end: int, levers: dict[str, Any] | None = None) -> World:
    case = load_case("corner").replace(**{"knowledge.in_file": 0.9, "loyalty.build_weeks": 1})
    policy = case.policy.replace(**(levers or {}))
    start, state = -case.settle_days * DAY, warm_state(case, 0, 0)
    demand = draw_demand(case, 0, 0, start, end)
    choices = CustomerChoice(case, [policy], demand, state.memory)
    world = World(case, [History.of([(policy, 52)])], demand, choices, state.firm, start, end)
    world.run()
    return world


@pytest.mark.usefixtures("one_moves")
def test_the_records_of_one_who_moves_and_of_the_newcomer_by_hand() -> None:
    result = run("corner", weeks=26)
    customers = result.records["customers"].set_index("customer")
    assert len(customers) == PLACES + 1
    old, new = customers.loc[PLACE], customers.loc[NUMBER]
    assert (old["moved"], old["left"]) == (LEAVES, LEAVES)
    assert new["arrived"] == COMES
    assert (old["klass"], old["home"], old["needs_a_year"]) == (
        new["klass"],
        new["home"],
        new["needs_a_year"],
    )
    assert pd.isna(new["contract_ends"])
    needs = result.records["needs"]
    assert needs.loc[needs["customer"] == PLACE, "time"].max() < LEAVES
    assert needs.loc[needs["customer"] == NUMBER, "time"].min() > COMES
    known = load_case("corner").market.known
    assert [new[f"{term}_start"] for term in ("service", "hours", "bond")] == [
        known.service,
        known.hours,
        0.0,
    ]
    # What the first one remembered when it moved stays in its row, however long the run is.
    short = run("corner", weeks=7).records["customers"].set_index("customer").loc[PLACE]
    assert short["value_end"] == old["value_end"]
    assert any("moved away" in text for text in tell_life(result, PLACE))
    assert any("took the place" in text for text in tell_life(result, NUMBER))


@pytest.mark.usefixtures("one_moves")
def test_the_past_of_the_others_is_that_of_a_world_where_nobody_moves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = run("corner", weeks=10).records["needs"]
    monkeypatch.setattr(
        drawing, "draw_succession", lambda _c, _l, klass, _e: Succession.of_stayers(len(klass))
    )
    none = run("corner", weeks=10).records["needs"]
    early = int((one["time"] < LEAVES).sum())
    assert one["state"][:early].isin(["elsewhere"]).equals(none["state"][:early].isin(["elsewhere"]))
    assert len(one) < len(none)


@pytest.mark.usefixtures("one_moves")
def test_whatever_firm_and_customer_knew_of_each_other_is_gone() -> None:
    levers = EVERYTHING | {"loyalty.integration": 1.0, "crm.backing": 1.0}
    before, after = (world_until(end, levers) for end in (LEAVES, COMES + 1))
    firm, old = after.firms[0], before.firms[0]
    known, linked = old.office.knowledge, old.office.loyalty
    assert known is not None
    assert linked is not None
    slots = known.slots(PLACE)
    assert any(known.head.as_of[slot] != NOT_REACHED for slot in slots)
    assert any(known.file.as_of[slot] != NOT_REACHED for slot in slots)
    assert linked.linked_at[PLACE] != NOT_REACHED
    assert old.reputation is not None
    assert old.reputation.state.bond[PLACE] > 0

    known, linked, reputation = firm.office.knowledge, firm.office.loyalty, firm.reputation
    assert known is not None
    assert linked is not None
    assert reputation is not None
    assert all(known.head.as_of[slot] == NOT_REACHED == known.file.as_of[slot] for slot in slots)
    assert linked.linked_at[PLACE] == NOT_REACHED
    assert firm.office.crm is not None
    assert PLACE not in firm.office.crm.rating
    assert firm.recent[PLACE] == FIRST_SATISFACTION
    assert reputation.state.remembered[PLACE] == list(reputation.hearsay)
    assert reputation.state.bond[PLACE] == reputation.contract[PLACE] == 0.0
    assert not reputation.left[PLACE]
    assert after.choices is not None
    assert after.choices.last[PLACE] == -1
    assert reputation.constant[PLACE] != old.reputation.constant[PLACE]
    assert after.choices.limit[PLACE] != 0 or after.choices.klass[PLACE] == 0


@pytest.mark.usefixtures("one_moves")
def test_a_newcomer_of_class_a_settles_its_contract_with_its_first_need() -> None:
    after = world_until(COMES + 30 * DAY, {"brand.advertising": 5_000_000})
    assert after.choices is not None
    reputation, population = after.choices.firms[0], after.choices.population
    assert reputation.knows[PLACE]
    assert 0 < reputation.contract[PLACE] < 1
    assert population.renews_at[PLACE] == COMES + population.contract_seconds


@pytest.mark.usefixtures("one_moves")
def test_the_customer_base_does_not_count_a_vacant_place() -> None:
    base = run("corner", weeks=26).records["customer_base"]
    stays = base[base["klass"] == "A"].set_index("time")["customers"]
    assert stays[5 * WEEK] == stays[8 * WEEK] + 1
    usual = base[base["klass"] == "A"].set_index("time")["usual_orders"]
    assert usual[8 * WEEK] < usual[5 * WEEK]


def test_an_order_under_way_does_not_move_the_newcomers_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places are taken over within minutes, so that many orders end after their customer has been replaced."""
    case = RESTLESS.replace(**{"market.replaced_weeks": 0.001})
    start, end = -case.settle_days * DAY, 10 * WEEK
    demand, state = draw_demand(case, 0, 0, start, end), warm_state(case, 0, 0)
    choices = CustomerChoice(case, [case.policy], demand, state.memory)
    world = World(case, [History.of([(case.policy, 10)])], demand, choices, state.firm, start, end)
    remembered, remember = [], Reputation.remember

    def spy(self: Reputation, customer: int, order: int, *rest: Any) -> None:
        remembered.append(order)
        assert demand.needs.generation[order] == world.residents[customer]
        remember(self, customer, order, *rest)

    monkeypatch.setattr(Reputation, "remember", spy)
    world.run()
    ended = np.flatnonzero(np.frombuffer(world.firms[0].log.ended, dtype=np.int64) != NOT_REACHED)
    assert len(ended) > len(remembered) > 0


@pytest.mark.parametrize("market", ["open", "frozen"])
def test_all_tables_name_the_customer_who_was_there(market: Any) -> None:
    policy = RESTLESS.policy.replace(
        **EVERYTHING, **{"survey.waves": 6, "survey.sample": 60, "event.week": 20}
    )
    records = run(RESTLESS, policy, weeks=26, market=market).records
    customers, orders = records["customers"].set_index("customer"), records["orders"].set_index("order")
    assert customers.index.is_unique
    assert (orders["customer"] >= PLACES).any()
    for name in ("complaints", "surveys", "returns", "contacts"):
        table = records[name]
        about = table[table["order"].notna()]
        assert len(about)
        assert (about["customer"].to_numpy() == orders.loc[about["order"], "customer"].to_numpy()).all()
    visits = records["contacts"][records["contacts"]["order"].isna()]
    assert len(visits)
    assert (visits["time"].to_numpy() > customers.loc[visits["customer"], "arrived"].fillna(-(10**9))).all()
    # What is known at the end is of those who are there at the end, or were there last.
    later = customers.index.to_series() % PLACES
    last = customers.index.to_series().groupby(later).max()
    assert set(records["knowledge"]["customer"]) <= set(last)


def test_traits_of_a_newcomer_follow_from_case_and_seed() -> None:
    tables: dict[int, Any] = {}
    found: dict[tuple[int, int], set[tuple[Any, ...]]] = {}
    for replication in range(4):
        demand = draw_demand(RESTLESS, 5, replication, 0, 40 * WEEK)
        choice = CustomerChoice(RESTLESS, [RESTLESS.policy], demand, None)
        population, reputation = choice.population, choice.firms[0]
        tables[replication] = demand.succession.moves
        for row in demand.succession.newcomers().tolist():
            newcomer = population.newcomer(row)
            new = row - PLACES
            traits = (newcomer.limit, population.new_knows[new], population.new_hears[new], *newcomer.rivals)
            key = int(demand.succession.number[row]), newcomer.place
            taste = reputation._new_taste[new]
            found.setdefault(key, set()).add((*traits, taste))
    assert {len(traits) for traits in found.values()} == {1}
    assert len({traits for one in found.values() for traits in one}) == len(found)  # each has its own
    assert (tables[0][:PLACES] != tables[1][:PLACES]).all()  # luck


def test_as_many_newcomers_know_the_firm_at_once_as_did_in_the_beginning() -> None:
    case = load_case("jiaying").replace(**{"market.moves": {"A": 0.8, "B": 0.8, "C": 0.8}})
    demand = draw_demand(case, 0, 0, 0, 52 * WEEK)
    population = CustomerChoice(case, [case.policy], demand, None).population
    klass = np.array(population.klass)
    traits = [population.newcomer(row) for row in demand.succession.newcomers().tolist()]
    for index, name in enumerate("ABC"):
        knows = [
            knows
            for one, knows in zip(traits, population.new_knows, strict=True)
            if klass[one.place] == index
        ]
        assert np.mean(knows) == pytest.approx(1 - case.market.latent[name], abs=3 * 0.5 / len(knows) ** 0.5)


def test_who_moves_away_is_churn_and_who_comes_is_new() -> None:
    records = shared_run(RESTLESS, weeks=20).records
    customers, start = records["customers"], customers_at_start(records)
    assert not start["arrived"].notna().any()
    moved = start["moved"].notna()
    assert (start.loc[moved, "left"] <= start.loc[moved, "moved"]).all()
    assert true_churn(records).loc["all", "left"] >= moved.sum() > 0
    come = customers["arrived"].notna()
    assert newcomers(records).loc["all", "joined"] >= (come & customers["knows"]).sum() > 0
    joined = customers[come & customers["knows"]]
    assert (joined["joined"] >= joined["arrived"]).all()


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["corner", "tianye", "express"])
def test_ten_years_keep_their_customers(name: str) -> None:
    """In each of the last five years about as many customers and orders as if nobody ever moved away."""
    case = load_case(name)
    stay = case.replace(**{"market.moves": {"A": 0, "B": 0, "C": 0}})
    orders: list[list[int]] = []
    kept: list[float] = []
    for seed in range(100, 101 if name == "express" else 106):
        results = [run(one, weeks=520, seed=seed) for one in (case, stay)]
        base = results[0].records["customer_base"].groupby("time")["customers"].sum()
        kept.append(float(base[base.index >= 260 * WEEK].mean() / base.iloc[0]))
        orders.append([result.window(260, 520).counts["orders"] for result in results])
    assert np.mean(kept) == pytest.approx(1, abs=0.1)
    moving, staying = np.sum(orders, axis=0)
    assert moving / staying == pytest.approx(1, abs=0.1)
