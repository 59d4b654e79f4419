"""What lesson 1 says about its own year is so, in its texts and in its model answers."""

from __future__ import annotations

from typing import Any

import pytest

from sim import load_case, plots, run
from sim.course.lessons.questions import find_reflection
from sim.measures.order_times import late_example
from sim.measures.orders import delivered_on_time, promised_in_window
from sim.measures.perfect_order import kept_rights
from sim.measures.service import service_measures
from sim.measures.telephone import calls_by_hour, telephone_calls, wait_summary, waits_with
from sim.ui import reveal
from tests.support.notebooks import SOURCES, read, source

pytestmark = [pytest.mark.notebook, pytest.mark.slow]
BEFORE, AFTER = 3.3, 5.0


@pytest.fixture(scope="module")
def years() -> dict[str, Any]:
    case = load_case("jiaying")
    more = {"stock.safety_factor": AFTER}
    return {"before": run(case, market="frozen"), "after": run(case, more, market="frozen")}


def text() -> str:
    return "\n".join(source(cell) for cell in read(SOURCES[1])["cells"])


def test_half_as_much_safety_stock_again_is_what_the_lesson_tries():
    assert load_case("jiaying").policy["stock.safety_factor"] == BEFORE
    assert pytest.approx(1.5 * BEFORE, rel=0.02) == AFTER
    assert f"Today it is {BEFORE}" in text() and f'{{"stock.safety_factor": {AFTER}}}' in text()


def test_more_safety_stock_helps_a_little_and_costs_much(years):
    rows = reveal("stock", years["before"], years["after"]).rows
    assert [row.found[0] for row in rows] == ["↑", "↑", "↓"]
    gain = {name: service_measures(years[name].records, years[name].policy) for name in years}
    assert gain["after"]["m01"]["value"] - gain["before"]["m01"]["value"] == pytest.approx(0.005, abs=0.0005)
    assert gain["after"]["m08"]["value"] - gain["before"]["m08"]["value"] == pytest.approx(0.004, abs=0.0005)
    money = [years[name].money for name in ("before", "after")]
    assert -650_000 < (money[1]["accounts"]["holding"] - money[0]["accounts"]["holding"]) / 100 < -550_000
    assert -650_000 < (money[1]["profit"] - money[0]["profit"]) / 100 < -550_000


def test_a_third_clerk_takes_the_wait_from_51_minutes_to_less_than_a_tenth():
    table = waits_with(9, 12, [2, 3])
    assert round(table.loc[2, "mean_wait"]) == 51 and table.loc[2, "load"] == pytest.approx(0.9)
    assert table.loc[3, "mean_wait"] < 5.1
    assert "51 minutes" in text() and "54 of 60 minutes" in text()


def test_the_mean_wait_hides_the_first_hour_and_those_who_gave_up(years):
    waits, hours = wait_summary(years["before"].records), calls_by_hour(years["before"])
    assert waits["mean_wait"] == pytest.approx(0.5, abs=0.1)  # "about half a minute"
    wait = telephone_calls(years["before"].records)["wait"].dropna()
    assert (wait == 0).mean() > 0.5 and 3 <= (wait > 10).sum() < 0.01 * len(wait)
    assert waits["gave_up"] == pytest.approx(0.06, abs=0.005)
    assert hours.loc[8, "gave_up"] == pytest.approx(0.14, abs=0.005)
    assert hours.loc[8, "mean_wait"] == pytest.approx(2 * waits["mean_wait"], rel=0.05)
    assert hours["mean_wait"].idxmax() == 8


def test_there_are_a_few_more_perfect_orders_than_the_product_says(years):
    kept = kept_rights(years["before"].records)
    assert 0.002 < kept["counted"] - kept["multiplied"] < 0.01


def test_the_late_order_waited_for_goods_and_its_cell_does_not_say_so(years):
    due = promised_in_window(years["before"].records)
    late = due[~delivered_on_time(due)]
    assert late["delivered"].isna().sum() > 100  # an order that never arrives is late, too
    order = late[late["order"] == late_example(late)].iloc[0]
    assert order["cause"] == "stock" and order["delivered"] > order["promised"]
    (cell,) = (cell for cell in read(SOURCES[1])["cells"] if cell["id"] == "late-order")
    assert not any(word in source(cell) for word in ("stock", "missing", "缺货"))


def test_model_answers_name_what_the_year_has(years):
    orders = years["before"].records["orders"]
    orders = orders[orders["placed"] >= 0]
    causes = orders["cause"].value_counts()
    assert causes.index[0] == "desk"
    named = plots.causes(years["before"]).data[1]["y"]
    assert (round(named[6], 3), round(named[7], 3), round(named[0], 3)) == (0.782, 0.834, 0.258)
    assert "seven come to 78.2 %" in find_reflection("pareto")[1].answer.en
    bars = plots.measure(years["before"], "m03").data[0]
    assert [round(share, 3) for share in bars["x"]] == [0.002, 0.05]
    assert "(68,728 orders)" in bars["y"][0] and "(1,023 orders)" in bars["y"][1]
    assert [round(s * n) for s, n in zip(bars["x"], (68_728, 1_023), strict=True)] == [157, 51]
    refused = orders[orders["status"] == "turned_away"]["klass"].value_counts()
    assert refused["C"] > 0.9 * refused.sum()
    late = orders[orders["delivered"] > orders["promised"]]
    week = late["promised"] // (7 * 86_400)
    in_time = (orders["delivered"] <= orders["promised"]).groupby(orders["promised"] // (7 * 86_400)).mean()
    worst = {
        int(one): late.loc[week == one, "cause"].value_counts().index[0] for one in in_time.nsmallest(4).index
    }
    assert worst == {27: "closed_road", 45: "consolidation", 26: "closed_road", 2: "closed_road"}
    assert "July" in str(find_reflection("m08")[1].ask.en + find_reflection("m08")[1].answer.en)
    assert 0.9 < 0.99**10 < 0.91
