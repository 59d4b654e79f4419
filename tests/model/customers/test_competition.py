"""Several firms in one market: customers by block, utilities as for one alone, and who leaves whom."""

from __future__ import annotations

from math import exp, inf, log

import numpy as np
import pytest

from sim import Case, load_case
from sim.base.units import WEEK
from sim.model.customers.market_choice import MarketChoice
from sim.model.customers.population import NOBODY
from sim.model.demand.demand import draw_demand
from sim.model.warm_state import warm_state
from sim.policy.classes import CLASSES

SALTS = ["lily", "orchid", "rose"]
ONE_OF_EACH = (0, 10, 40)
"""A place of each class."""


@pytest.fixture(scope="module")
def corner() -> Case:
    return load_case("corner")


def market(case: Case, salts: list[str] = SALTS) -> MarketChoice:
    demand = draw_demand(case, 5, 0, 0, WEEK, len(salts))
    return MarketChoice(case, [case.policy] * len(salts), demand, warm_state(case, 5, 0).memory, salts)


def usual_values(choice: MarketChoice, customer: int, rises: tuple[float, ...] = (0, 0, 0)) -> list[float]:
    """Values of the firms as they are known, with a rise by firm, and of the rivals as they are."""
    competition = choice.competition
    rivals = list(choice.population.weights[customer].rivals)
    return [competition.usual[customer] + rise for rise in rises] + rivals


def shares(choice: MarketChoice, customer: int, values: list[float]) -> list[float]:
    worth = [exp(utility) for utility in choice.competition.utilities(customer, values)]
    total = sum(worth) + exp(choice.data.nobody)
    return [one / total for one in worth]


def test_a_market_has_a_block_of_customers_for_each_firm_and_the_first_is_that_of_one_alone(
    corner: Case,
) -> None:
    one, three = (draw_demand(corner, 5, 1, 0, 4 * WEEK, firms) for firms in (1, 3))
    places = one.succession.places
    assert three.succession.places == 3 * places
    for name in ("klass", "needs_a_year", "home"):
        column = getattr(three.customers, name).reshape(3, places)
        assert (column == getattr(one.customers, name)).all()
    first = three.needs.customer < places
    for name in ("customer", "number", "time"):
        assert (getattr(three.needs, name)[first] == getattr(one.needs, name)).all()
    assert (three.wants.list_price[first] == one.wants.list_price).all()
    second = three.needs.time[three.needs.customer // places == 1]
    assert len(second) != len(one.needs.time) or (second != one.needs.time).any(), "other luck"


def test_at_the_base_the_firms_share_what_one_alone_gets(corner: Case) -> None:
    choice = market(corner)
    for customer in ONE_OF_EACH:
        wallet = corner.classes[CLASSES[choice.klass[customer]]].wallet
        for main, parts in ((1, (0.1, 0.8, 0.1)), (NOBODY, (0.1, 0.1, 0.1))):
            choice.competition.main[customer] = main
            found = shares(choice, customer, usual_values(choice, customer))[:3]
            odds = [share / (1 - sum(found)) for share in found]  # against the rivals and nobody
            assert odds == pytest.approx([wallet / (1 - wallet) * part for part in parts])
            if main != NOBODY:
                assert sum(found) == pytest.approx(wallet)


@pytest.mark.parametrize("firms", [2, 3, 8])
def test_a_firm_answers_as_if_it_were_alone(corner: Case, firms: int) -> None:
    """A little more value changes all orders of a firm by the share by which they would change alone: 1 - wallet."""
    choice = market(corner, [f"team {number}" for number in range(firms)])
    rise = 1e-6
    for customer in ONE_OF_EACH:
        wallet = corner.classes[CLASSES[choice.klass[customer]]].wallet
        won = lost = 0.0
        for main in range(firms):  # as many customers of each firm
            choice.competition.main[customer] = main
            nothing: tuple[float, ...] = (0.0,) * (firms - 1)
            before = shares(choice, customer, usual_values(choice, customer, (0.0, *nothing)))
            after = shares(choice, customer, usual_values(choice, customer, (rise, *nothing)))
            won += after[0] - before[0]
            lost += before[0]
        assert won / lost / rise == pytest.approx(1 - wallet, rel=1e-3)


def test_equal_firms_are_no_reason_to_leave_but_a_worse_one_is_left_for_them(corner: Case) -> None:
    choice = market(corner)
    competition, customer = choice.competition, ONE_OF_EACH[1]
    best = max(choice.population.weights[customer].rivals)
    same = usual_values(choice, customer)
    assert competition.to_beat(customer, 0, same) == pytest.approx(best)
    others_better = usual_values(choice, customer, (0, 3, 3))
    ahead = competition.to_beat(customer, 0, others_better) - best
    assert ahead == pytest.approx(3 * competition.scale[customer])
    one_better = usual_values(choice, customer, (0, 3, 0))
    assert competition.to_beat(customer, 0, one_better) - best == pytest.approx(ahead / 2), (
        "their mean counts"
    )
    unknown = [same[0], -inf, -inf, *same[3:]]
    assert competition.to_beat(customer, 0, unknown) == max(same[3:])


def test_each_firm_begins_with_a_block_of_its_own_and_who_knows_it_beyond_is_drawn_by_its_salt(
    corner: Case,
) -> None:
    choice, block = market(corner), 200
    state = warm_state(corner, 5, 0).memory
    knows = np.array([firm.knows for firm in choice.firms])
    latent = np.repeat([corner.market.latent[name] for name in CLASSES], (10, 30, 160))
    for number, own in enumerate(choice.first_places):
        assert knows[number, own : own + block].tolist() == state.knows
        assert choice.firms[number].state.bond[own : own + block] == state.bond
        mains = np.array(choice.competition.main)[own : own + block]
        assert set(mains.tolist()) == {number, NOBODY}
        others = np.delete(knows[number], np.s_[own : own + block]).reshape(2, block)
        share = others[:, np.array(state.knows)].mean()
        assert share == pytest.approx(1 - latent[np.array(state.knows)].mean(), abs=0.06)
        assert not others[:, ~np.array(state.knows)].any(), "who does not know its own firm knows none"
    third = slice(2 * block, 3 * block)  # the block of rose
    assert (knows[0, third] != knows[1, third]).any()


def test_swapped_salts_swap_who_knows_whom(corner: Case) -> None:
    one, two = market(corner, ["lily", "rose"]), market(corner, ["rose", "lily"])
    for firm, other in zip(one.firms, reversed(two.firms), strict=True):
        assert firm.knows == other.knows and firm.constant == other.constant
    assert one.first_places == two.first_places[::-1]


def test_strangers_hear_of_each_firm_so_much_later_that_they_hear_of_one_as_soon(corner: Case) -> None:
    choice = market(corner, [f"team {number}" for number in range(8)])
    exposure = warm_state(corner, 5, 0).memory.exposure
    first = [
        min(firm.awareness.strangers[customer] for firm in choice.firms) - exposure
        for customer in range(len(choice.klass))
        if not any(firm.knows[customer] for firm in choice.firms)
    ]
    assert len(first) > 100
    half_width = 3 * corner.market.hears_weeks / log(len(first)) / 2
    assert np.mean(first) == pytest.approx(corner.market.hears_weeks, abs=half_width)
