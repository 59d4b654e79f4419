"""Assignment 4: the surprises that its questions are built on, and plans in both languages."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.base.i18n import using
from sim.course.answers.texts import ListOf, Text
from sim.course.assignment import find_assignment
from sim.course.assignments.event_planning import guest_files, plan_files, texts
from sim.course.assignments.event_planning.evening import differences, year_with_and_without
from sim.course.assignments.event_planning.variant import build_case, draw_variant
from sim.course.fair_tables import Draw, make_tables
from sim.course.my_case import MyCase
from sim.course.owner import Owner
from sim.theory.intervals import interval
from tests.support.reference_solution import source_of

NAME = "event_planning"
SEEDS = range(3)
LATIN = re.compile("[A-Za-z]")


def made(seed, *makers):
    steps = [step for step in find_assignment(NAME).steps if step.make.__name__ in makers]
    return make_tables(tuple(steps), draw_variant(seed), seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_largest_customers_are_a_poor_list_and_worth_for_each_yuan_a_good_one(seed):
    variant = draw_variant(seed)
    guests = made(seed, "make_year", "make_guests")["guests"]
    worth = guest_files.value(guests, variant.gift)
    most = guest_files.most_worth(variant, guests)
    good = guest_files.filled(variant.list_budget, guests, guest_files.gain(variant, guests))
    assert 0.97 * most <= worth[good].sum() <= most
    for chosen in (good, *guest_files.slips(variant, guests).values()):
        rows = guests[guests["customer"].isin(chosen)]
        assert rows["cost"].sum() <= variant.list_budget and (rows["present"] == "yes").all()
        assert set(guests.loc[guests["must"] == "yes", "customer"]) <= set(chosen)
    assert worth[guest_files.slips(variant, guests)["largest"]].sum() <= 0.89 * most
    unknown = guests[(guests["known"] == "no") & (guests["klass"] == "A")]
    assert len(unknown) > 0  # of some of the largest nobody knows whom to ask


def test_a_contract_that_was_just_settled_makes_an_invitation_worth_less():
    guests = made(0, "make_year", "make_guests")["guests"]
    large = guests[guests["klass"] == "A"].sort_values("settles")
    assert large["more"].is_monotonic_decreasing or large["more"].iloc[0] > 3 * large["more"].iloc[-1]
    assert (large["more"] <= guest_files.MORE["A"]).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_earliest_starts_of_the_network_seat_sales_at_two_desks(seed):
    tasks = made(seed, "make_year", "make_plan")["tasks"]
    network = plan_files.dates(tasks)
    start = {task: one.start for task, one in network.items()}
    assert plan_files.broken_rule(tasks, start) == "twice"
    assert plan_files.broken_rule(tasks, {**start, "F": 0}) == "before"
    source = source_of(NAME)
    case = MyCase(source.assignment, Owner("kefu", "demo", demo=True), None)
    own = case.table("tasks")
    found = source.by_hand(source.assignment.part("gantt"), case)
    assert plan_files.broken_rule(own, found) is None
    longer = plan_files.length(own, found) - max(one.end for one in plan_files.dates(own).values())
    assert longer >= 2  # who draws only the network begins too late


@pytest.mark.parametrize("seed", SEEDS)
def test_the_worst_risk_is_neither_the_most_frequent_nor_the_most_expensive(seed):
    risks = made(seed, "make_year", "make_plan")["risks"].set_index("risk")
    exposure = risks["chance"] * risks["loss"]
    assert exposure.idxmax() not in (risks["chance"].idxmax(), risks["loss"].idxmax())


def test_texts_and_names_are_put_wholly_into_words():
    tables = made(0, "make_year", "make_plan") | texts.make_texts(None, Draw(0, 0), {})
    with using("zh"):
        for name, columns in (("tasks", ("what", "owner")), ("items", ("item",)), ("risks", ("what",))):
            table = plan_files.localize_plan(name, tables[name])
            for column in columns:
                assert not table[column].str.contains(LATIN).any(), (name, column)
        assert texts.localize_texts("words", tables["words"])["text"].is_unique
        assert texts.localize_texts("notes", tables["notes"]).columns.tolist() == ["guest", "note"]


def test_a_pair_of_years_has_one_luck_and_the_evening_is_paid_for():
    case = MyCase(find_assignment(NAME), Owner("kefu", "demo", demo=True), None)
    guests = case.table("guests")
    two = guests["customer"].tolist()[10:12]
    pair = year_with_and_without(case, two, 3)
    other = year_with_and_without(case, guests["customer"].tolist()[12:14], 3)
    assert pair["orders_none"] == other["orders_none"] and pair["profit_none"] == other["profit_none"]
    assert abs(pair["orders_evening"] - pair["orders_none"]) < 0.02 * pair["orders_none"]
    assert differences({3: pair})["orders"].tolist() == [pair["orders_evening"] - pair["orders_none"]]


@pytest.mark.slow
def test_orders_rise_with_every_list_and_profit_only_with_some():
    verdicts = {}
    for director in ("large", "friends"):
        variant = replace(draw_variant(4), director=director)
        draw = Draw(4, 0)
        tables = guest_files.make_year(variant, draw, {})
        guests = guest_files.make_guests(variant, draw, tables)["guests"]
        listed = guests.loc[guests["director"] == "yes", "customer"].tolist()
        case = _Firm(variant, guests)
        runs = {number: year_with_and_without(case, listed, number) for number in range(12)}
        pairs = differences(runs)
        assert interval(pairs["orders"]).low > 0, director
        found = interval(pairs["profit"])
        verdicts[director] = 1 if found.low > 0 else -1 if found.high < 0 else 0
        unpaired = pd.DataFrame(runs).T["profit_none"].std()
        assert unpaired > 5 * pairs["profit"].std()
    assert verdicts == {"large": 1, "friends": -1}


class _Firm:
    """What `year_with_and_without` reads of a case."""

    def __init__(self, variant, guests):
        self.firm, self.facts, self._guests = build_case(variant), {"seed": variant.firm}, guests

    def table(self, name):
        return self._guests


def test_a_list_of_texts_is_judged_by_form_entry_by_entry():
    kind = ListOf(Text(3, 10), 2)
    assert kind.problem(["long", "enough"]) is None and kind.wrong(["long", "enough"], ["a", "b"]) == ()
    assert "entry 2" in kind.problem(["long", "no"])
    assert kind.share(["long", "no"], ["a", "b"]) == 0.5
    assert kind.wrong(["long"], ["a", "b"]) == (2,)
    assert kind.problem("long") and kind.problem([]) and kind.problem(["one", "two", "three"])
    assert kind.wrong(np.nan, ["a", "b"]) == (1, 2)


def test_functions_need_no_value_so_that_marking_the_hidden_year_simulates_no_evening():
    source = source_of(NAME)
    case = MyCase(source.assignment, Owner("kefu", "demo", demo=True), None)
    functions = [part.name for part in source.assignment.parts if part.is_function]
    model = source.model(case, only=functions)
    assert set(functions) <= set(model) and not {"deep", "gantt", "evening"} & set(model)
