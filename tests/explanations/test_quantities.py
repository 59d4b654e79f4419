"""Every quantity that can be explained: its parts add up, its sentence says what moved it and nothing impossible."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import Explanation, InputError, Run, explain, load_case, run
from sim.base.i18n import using
from sim.base.units import FEN
from sim.explanations.money_quantities import money_rows
from sim.explanations.quantities import QUANTITIES, quantity
from sim.explanations.splits import ACCOUNT, FAILURE, MEMORY, PRICE, SOURCES, USUAL, VALUE
from sim.measures.churn import ALL
from sim.measures.customer_equity import customer_equity
from sim.measures.kpis import run_kpis
from sim.measures.value import wallet
from sim.policy.classes import CLASSES
from sim.records.labels import ACCOUNTS, ARISES_AT, CAUSES, TERMS
from sim.records.schema import STAGES
from tests.policy.test_levers import BASE, TRIED
from tests.support.random_pairs import random_pairs
from tests.support.shared_runs import shared_run

NEW = (
    "orders",
    "share",
    "satisfaction",
    "left",
    "profit",
    "income",
    "cost",
    "customer_equity",
    "long_run_profit",
)
"""Quantities that are not service measures."""


def changed(levers: dict[str, Any], case: str = "corner", weeks: int = 13) -> Explanation:
    data = load_case(case)
    return explain(shared_run(data, weeks=weeks), run(data, data.policy.replace(**levers), weeks=weeks))


@pytest.fixture(scope="module")
def costlier() -> Explanation:
    return changed({"price.level": 1.2})


def check_parts(explanation: Explanation, name: str) -> None:
    before, after = explanation.change(name)
    parts = explanation.parts(name)
    if not np.isnan(after - before):
        size = max(1.0, abs(before), abs(after))
        assert abs(parts["change"].sum() - (after - before)) <= 1e-9 * size, name
    assert not parts.duplicated(["stage", "cause"]).any()
    assert set(parts["stage"]) <= set(SOURCES)


def check_causes(explanation: Explanation, name: str) -> None:
    """No part has a cause that cannot act where it comes from, and no sentence names one."""
    for row in explanation.parts(name).itertuples():
        if row.stage in STAGES:
            assert not row.cause or STAGES.index(ARISES_AT[row.cause]) >= STAGES.index(row.stage), row
        elif row.stage in (ACCOUNT, PRICE):
            assert row.cause in ACCOUNTS or (row.stage, row.cause) == (PRICE, "")
        elif row.stage in (USUAL, MEMORY):
            assert row.cause in CLASSES
        else:
            assert row.cause in ({**CAUSES, "": ""} if row.stage == FAILURE else {**TERMS, "": ""}), row
    with using("en"):
        text = explanation.sentence(name)
    from sim.records import labels

    named = re.findall(
        r"differently at (the order desk|[a-z' ]+?)(?: \(above all: | and later, above all: )([^;).]+)", text
    )
    stages, causes = ({english: code for code, english in words.items()} for words in (labels.STAGES, CAUSES))
    for stage, told in named:
        cause = told.removesuffix(", which could as well be luck")
        where = STAGES.index(ARISES_AT[causes[cause]])
        if f"{stage} (above all: {cause}" in text:
            assert where == STAGES.index(stages[stage])
        else:
            assert where > STAGES.index(stages[stage])


@pytest.mark.slow
def test_parts_add_up_and_causes_are_possible_on_random_pairs() -> None:
    for before, after in random_pairs(40, seed=1, weeks=3):
        explanation = explain(before, after)
        for name in ("orders", "satisfaction", "left", "profit"):
            check_parts(explanation, name)
            check_causes(explanation, name)


@pytest.mark.thorough
@pytest.mark.parametrize("case", ["corner", "express", "tianye"])
def test_all_quantities_on_many_random_pairs(case: str) -> None:
    for before, after in random_pairs(67, seed=2, case=case, weeks=5):
        explanation = explain(before, after)
        for name in QUANTITIES:
            check_parts(explanation, name)
        for name in (*NEW, "m01", "m08"):
            check_causes(explanation, name)


def test_quantities_are_the_numbers_that_runs_report() -> None:
    result = shared_run("corner", weeks=13)
    kpis = run_kpis(result)
    for name, known in QUANTITIES.items():
        expected = wallet(result.records).loc["all", "share"] if name == "share" else kpis[name]
        assert known.value(result) == pytest.approx(expected, nan_ok=True), name


def test_every_quantity_has_a_sentence_in_both_languages(costlier: Explanation) -> None:
    for name in QUANTITIES:
        with using("en"):
            english = costlier.sentence(name)
        with using("zh"):
            chinese = costlier.sentence(name)
        assert english.startswith("price.level 1 → 1.2: ") and english.endswith(".")
        assert chinese.endswith("。") and not re.search(
            "[A-Za-z]{4}", re.sub("price.level|`compare`", "", chinese)
        )
        assert not re.search("[{}]|nan|  ", english + chinese)


def test_an_unknown_name_lists_what_is_possible() -> None:
    result = shared_run("corner", weeks=13)
    with pytest.raises(InputError) as error:
        explain(result, result).parts("turnover")
    assert all(name in str(error.value) for name in QUANTITIES)


def test_a_new_price_leads_with_the_price(costlier: Explanation) -> None:
    with using("en"):
        for name in ("orders", "share", "profit", "income"):
            told = " ".join(costlier.sentence(name).split("; ")[: 1 + (name in ("profit", "income"))])
            assert "from orders that changed hands over the price" in told, name
            assert ("from the price in" in told) == (name in ("profit", "income")), name
        # Kilometres saved are more, but orders went elsewhere first.
        assert re.search(
            r"\. First of all, \d+ orders went elsewhere and 0 came because of the price",
            costlier.sentence("cost"),
        )
        assert (
            "from customers who left or stayed because of the price"
            in costlier.sentence("left").split(";")[0]
        )
        # Where the price itself moved nothing, it is said all the same that it changed what followed.
        for name in ("m01", "m08", "m12"):
            text = costlier.sentence(name)
            assert "nothing worth" in text.lower() or "the price" in text, text
    # Orders in both runs pay a fifth more: the part of the price, from the invoices themselves.
    old, new = (e.records["orders"].set_index("order")["invoiced"] for e in (costlier.before, costlier.after))
    ledgers = [
        e.records["ledger"].query("account == 'freight' and time >= 0")
        for e in (costlier.before, costlier.after)
    ]
    both = np.intersect1d(*(ledger["order"].dropna().astype("int64") for ledger in ledgers))
    price = costlier.parts("income").query("stage == 'price' and cause == 'freight'")
    assert price["count"].item() == len(both)
    assert price["change"].item() == pytest.approx(0.2 * old[both].sum() / FEN, rel=1e-3)
    assert new[both].sum() > 1.19 * old[both].sum()


def test_orders_are_split_by_the_term_that_decided(costlier: Explanation) -> None:
    parts = costlier.parts("orders")
    assert set(parts["stage"]) == {"choice"}
    assert parts.iloc[0]["cause"] == "term_money"
    assert parts["count"].sum() >= -parts["change"].sum()
    # No order came because of a higher price.
    orders = costlier.orders
    came = ~orders["order"].isin(costlier.before.records["orders"]["order"])
    assert not (orders.loc[came, "cause"] == "term_money").any()


def test_wages_of_clerks_are_a_part_of_their_own() -> None:
    explanation = changed({"desk.clerks": 3})
    wages = [run.money["accounts"]["wages_desk"] / FEN for run in (explanation.before, explanation.after)]
    parts = explanation.parts("profit").set_index(["stage", "cause"])["change"]
    assert parts[("account", "wages_desk")] == pytest.approx(wages[1] - wages[0])
    assert explanation.parts("cost").set_index("cause")["change"]["wages_desk"] == pytest.approx(
        wages[0] - wages[1]
    )
    with using("en"):
        assert "more spent on wages, order desk" in explanation.sentence("profit").split(";")[0]
        assert "more spent on wages, order desk" in explanation.sentence("cost").split(";")[0]


def test_surcharges_and_points_are_prices() -> None:
    for lever, value, account in (
        ("price.express_surcharge", 140, "express"),
        ("loyalty.points", 0.1, "points"),
    ):
        parts = changed({lever: value}).parts("profit")
        assert ["price", account] in parts[["stage", "cause"]].head(3).to_numpy().tolist()


def test_satisfaction_by_stage_and_by_the_mix() -> None:
    explanation = changed({"fleet.vehicles": 1})
    parts = explanation.parts("satisfaction")
    assert parts.iloc[0][["stage", "cause"]].tolist() == ["dispatch", "lorry"]
    mix = parts.loc[parts["stage"] == "choice", "change"].sum()
    # By hand: the mean over the orders of the first run without those that went elsewhere, less the mean over all.
    old, new = (
        r.records["orders"]
        .query("placed >= 0")
        .dropna(subset="satisfaction")
        .set_index("order")["satisfaction"]
        for r in (explanation.before, explanation.after)
    )
    away = ~old.index.isin(explanation.after.records["orders"]["order"])
    came = ~new.index.isin(explanation.before.records["orders"]["order"])
    kept = pd.concat([old[~away], new[came]])
    assert mix == pytest.approx(kept.mean() - old.mean())


def test_customers_left_after_failures_or_for_value() -> None:
    explanation = changed({"fleet.vehicles": 1}, weeks=26)
    parts = explanation.parts("left")
    assert set(parts["stage"]) == {FAILURE, VALUE}
    failures = parts[parts["stage"] == FAILURE]
    assert failures.iloc[0]["cause"] == "lorry" and failures.iloc[0]["change"] > 0
    assert dict(zip(parts["cause"], parts["change"], strict=True))["term_service"] > 0


def test_the_same_run_is_unaffected_in_every_quantity() -> None:
    result = shared_run("corner", weeks=13)
    explanation = explain(result, result)
    assert explanation.table.empty
    with using("en"):
        assert all("unaffected" in explanation.sentence(name) for name in NEW)


def test_customer_equity_by_class_and_long_run_profit_as_the_sum(costlier: Explanation) -> None:
    profit, equity, both = (costlier.parts(name) for name in ("profit", "customer_equity", "long_run_profit"))
    assert set(equity["stage"]) == {USUAL, MEMORY}
    starts = [
        customer_equity(r.records, r.case, 0).loc[ALL, "equity"] / FEN
        for r in (costlier.before, costlier.after)
    ]
    since_start = equity["change"].sum() - (
        starts[1] - starts[0]
    )  # the weeks before the window have changed it, too
    assert both["change"].sum() == pytest.approx(profit["change"].sum() + since_start)
    ends = [
        customer_equity(r.records, r.case).loc[list(CLASSES), "equity"] / FEN
        for r in (costlier.before, costlier.after)
    ]
    for klass in CLASSES:
        assert equity.query("cause == @klass")["change"].sum() == pytest.approx(
            ends[1][klass] - ends[0][klass]
        )
    with using("en"):
        assert "customers of class" in changed({"fleet.vehicles": 1}).sentence("customer_equity")


def test_a_frozen_market_has_no_leavers() -> None:
    case = load_case("corner")
    before, after = (
        run(case, policy, weeks=2, market="frozen")
        for policy in (case.policy, case.policy.replace(**{"desk.clerks": 3}))
    )
    with using("en"):
        assert "cannot be compared" in explain(before, after).sentence("left")
        assert "cannot be compared" in explain(before, after).figure("left").to_json()
        assert "unaffected" in explain(before, after).sentence("orders")
        assert "cannot be compared" in explain(before, after).sentence("customer_equity")
    for name in ("profit", "long_run_profit"):
        check_parts(explain(before, after), name)


def test_a_picture_of_each_quantity_shows_the_changes_alone(costlier: Explanation) -> None:
    for name in (*NEW, "m08"):
        with using("zh"):
            chinese = costlier.figure(name)
            assert quantity(name).kpi.name in chinese.layout.title.text
            assert quantity(name).kpi.name in chinese.layout.xaxis.title.text
            assert not re.search("[a-z]{3}", "".join(str(label) for label in chinese.data[0].y))
        low, high = chinese.layout.xaxis.range
        assert low < 0 < high  # bars begin at 0, so that their length is their size
        scale = 100 if quantity(name).kpi.unit == "share" else 1
        before, after = costlier.change(name)
        assert sum(chinese.data[0].x[:-1]) == pytest.approx(scale * (after - before))
        assert chinese.data[0].x[-1] == pytest.approx(scale * (after - before), abs=1)  # as it is shown


@pytest.mark.parametrize("name", list(BASE))
def test_levers_that_need_another_one_add_up_too(name: str) -> None:
    case = load_case("corner")
    base = case.policy.replace(**BASE[name])
    before: Run = shared_run(case, base, weeks=5)
    explanation = explain(before, run(case, base.replace(**{name: TRIED[name]}), weeks=5))
    for known in NEW:
        check_parts(explanation, known)


def test_bookings_count_in_the_week_in_which_they_are_made() -> None:
    """Bills of the first second of a week belong to it, costs of its last second too."""
    system = {"crm.operational": True, "crm.backing": 0.8, "crm.training_hours": 16}
    rows = money_rows(changed(system).after, (True, False))
    assert rows["week"].between(0, 12).all()
    assert set(rows.loc[rows["account"] == "crm", "week"]) == set(range(13))
    assert set(rows.loc[rows["account"] == "overhead", "week"]) == set(range(13))
