"""Assignment 3: the surprises that its questions are built on, and goods of the hand table in both languages."""

from __future__ import annotations

import pytest

from sim.base.i18n import using
from sim.course.assignment import find_assignment
from sim.course.assignments.customer_value import accounts, baskets, counters, offers, programmes
from sim.course.assignments.customer_value.variant import POINTS, draw_variant
from sim.course.authoring.variants import wrong_answer
from sim.course.fair_tables import make_tables
from sim.course.my_case import MyCase
from sim.course.owner import Owner
from tests.support.reference_solution import source_of

NAME = "customer_value"
SEEDS = range(6)


def made_by(make, seed):
    step = next(one for one in find_assignment(NAME).steps if one.make is make)
    return make_tables((step,), draw_variant(seed), seed)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_mistake_on_baskets_has_its_own_hint_in_both_languages(lang):
    source = source_of(NAME)
    case = MyCase(source.assignment, Owner("kefu", "demo", demo=True), None)
    mistakes = [mistake for mistake in source.mistakes if mistake.part == "rules"]
    part = source.assignment.part("rules")
    with using(lang):
        assert ("tea" in set(case.hand("lines")["good"])) == (lang == "en")
        hand = case.hand("lines")
        for mistake in mistakes:
            answers = wrong_answer(mistake, source.functions, part, case)
            outcome = answers.call("rules", (hand, 2))
            assert part.kind.wrong(outcome.answer, case.hand("ruled")), mistake.label
    assert len(mistakes) >= 3


@pytest.mark.parametrize("seed", SEEDS)
def test_economy_senders_alone_take_the_cheap_offer_and_want_a_lower_price(seed):
    made = made_by(offers.make_offers, seed)
    terms, types = made["offers"].set_index("term"), made["types"].set_index("type")
    for name, factors in types.iterrows():
        value = {"fast": 0.0, "cheap": 0.0}
        for term in offers.TERMS:
            sign = -1 if term in ("money", "time", "energy") else 1
            for offer in value:
                value[offer] += sign * terms.loc[term, offer] * factors[term]
        assert (value["cheap"] > value["fast"]) == (name == "economy")
    best = offers.step_gains(made["steps"], made["types"]).idxmax(axis=1)
    assert best[best == "price"].index.tolist() == ["economy"]


@pytest.mark.parametrize("seed", SEEDS)
def test_keeping_the_best_customers_alone_is_not_best_and_a_yearly_cost_counts(seed):
    variant = draw_variant(seed)
    choice = programmes.Choice(made_by(programmes.make_programmes, seed)["programmes"], variant)
    best = choice.ranked()[0]
    for other in (choice.of_class("A"), choice.ranked("once")[0], choice.ranked("never")[0]):
        assert other != best and choice.worth(other) < choice.worth(best)
    assert choice.first_year(best) <= variant.budget < choice.first_year(programmes.HIGHEST_COST)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_counter_shows_its_district(seed):
    variant = draw_variant(seed)
    shares = counters.shares(made_by(counters.make_visits, seed)["visits"])
    where = dict(zip(POINTS, variant.districts, strict=True))
    assert where[shares["noon"].idxmax()] == "office" and where[shares["night"].idxmax()] == "campus"
    assert where[shares["morning"].idxmax()] == "station" and where[shares["evening"].idxmax()] == "homes"


@pytest.mark.slow
def test_the_rule_of_greatest_confidence_is_no_news():
    lines = made_by(baskets.make_lines, 1)["lines"].drop_duplicates()
    found = baskets.pairs(lines, baskets.LEAST)
    sure, news = (found.loc[found[by].idxmax()] for by in ("confidence", "lift"))
    assert sure["with"] == lines["good"].value_counts().idxmax()
    assert {sure["good"], sure["with"]} != {news["good"], news["with"]}
    assert news["lift"] > 2 * sure["lift"]


@pytest.mark.slow
def test_neither_rule_holds_and_some_customers_cost_money():
    table = made_by(accounts.make_year, 1)["accounts"].sort_values("contribution", ascending=False)
    value = table["contribution"]
    assert 0.81 < value.head(round(len(table) * 0.2)).sum() / value.sum() < 0.94
    assert 5 <= (value < 0).sum() < len(table) / 10
    assert set(table["klass"].head(round(len(table) * 0.05))) != {"A", "B", "C"}
