"""One customer's life: chosen from the records, told and drawn so that story, picture and records agree."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim import load_case, plots, run
from sim.base import i18n
from sim.base.errors import InputError
from sim.explanations.stories import one_who_left, tell_life
from sim.measures.customer_orders import ENDS, customer_orders, problems
from sim.measures.run import Run
from sim.measures.satisfaction import DISSATISFIED
from sim.measures.voices import leavers

CHINESE = re.compile("[\u4e00-\u9fff]")
MOST_WORDS = 34  # a string is up to two sentences


@pytest.fixture(scope="module")
def year() -> Run:
    policy = load_case("corner").policy.replace(**{"survey.waves": 4, "survey.sample": 200})
    return run("corner", policy)


def changed(result: Run, **tables: pd.DataFrame) -> Run:
    return replace(result, records=result.records | tables)


def test_the_leaver_with_most_failures_is_chosen(year: Run) -> None:
    found = leavers(year.records).set_index("customer")["failures"]
    chosen = one_who_left(year)
    assert found[chosen] == found.max() > 0
    assert chosen == found.index[found == found.max()].min()


def test_without_leavers_the_largest_drop_of_value_is_chosen(year: Run) -> None:
    customers = year.records["customers"].assign(
        left=pd.array([pd.NA] * len(year.records["customers"]), dtype="Int64")
    )
    chosen = one_who_left(changed(year, customers=customers))
    ours = customers[customers["customer"].isin(year.records["orders"].query("placed >= 0")["customer"])]
    assert chosen == ours.set_index("customer").eval("value_end - value_start").idxmin()


def test_a_frozen_market_and_an_empty_year_can_be_told(year: Run) -> None:
    still = run("corner", weeks=2, market="frozen")
    assert any("frozen" in sentence for sentence in tell_life(still, one_who_left(still)))
    nobody = changed(year, orders=year.records["orders"].iloc[:0])
    with pytest.raises(InputError, match="No customer ordered"):
        one_who_left(nobody)
    assert tell_life(nobody, 0)
    plots.customer_life(nobody, 0)


@pytest.mark.parametrize("tell", [tell_life, plots.customer_life])
def test_an_unknown_customer_is_one_sentence(year: Run, tell) -> None:
    with pytest.raises(InputError, match="no customer 999"):
        tell(year, 999)


def test_every_order_is_told_or_counted_once(year: Run) -> None:
    for customer in range(0, 200, 7):
        told = " ".join(tell_life(year, customer))
        quiet = sum(int(n) for n in re.findall(r"(?:At first|Then) (\d+) orders went well", told))
        quiet += len(re.findall("one order went well", told))
        single = len(re.findall(r"The order of \d+ \w+ (?:went wrong|got only|was still)", told))
        assert quiet + single == len(customer_orders(year.records, customer)), customer


def test_complaints_surveys_and_leaving_are_told(year: Run) -> None:
    records = year.records
    end = int(records["window"]["end"].iloc[0])
    complaints = records["complaints"].query("opened >= 0")
    asked = complaints[complaints["asked"].astype(bool)]
    assert len(asked) and len(asked) < len(complaints)
    for customer in complaints["customer"].unique():
        told = " ".join(tell_life(year, int(customer)))
        mine = complaints[complaints["customer"] == customer]
        assert told.count("it complained formally") == (~mine["asked"].astype(bool)).sum()
        assert told.count("So the firm learned") == mine["asked"].astype(bool).sum()
        assert told.count("It was closed") == mine["outcome"].notna().sum()
    surveys = records["surveys"]
    one = int(surveys["customer"].iloc[0])
    assert " ".join(tell_life(year, one)).count("a survey asked it") == (surveys["customer"] == one).sum()
    for customer in leavers(records)["customer"]:
        told = " ".join(tell_life(year, int(customer)))
        row = records["customers"].set_index("customer").loc[customer]
        before = pd.notna(row["joined"]) and row["left"] < row["joined"]
        moved = bool(pd.notna(row["moved"]))
        assert ("for good" in told) == (
            not before and row["left"] < end and not (moved and row["left"] == row["moved"])
        )
        assert ("it closed or moved away" in told) == moved
    newcomers = records["customers"].query("arrived >= 0")["customer"]
    assert len(newcomers)
    for customer in newcomers:
        assert "it took the place of" in " ".join(tell_life(year, int(customer)))


def test_faults_name_what_the_records_show(year: Run) -> None:
    orders = pd.concat([customer_orders(year.records, customer) for customer in range(200)])
    words = {index: problems(order) for index, order in orders.iterrows()}
    late = (orders["delivered"] > orders["promised"]).fillna(False)
    assert {i for i, found in words.items() if any("hours late" in f for f in found)} == set(
        orders.index[late]
    )
    damaged = (orders["damaged"].fillna(False)) & (orders["status"] == "delivered")
    assert {i for i, found in words.items() if "damaged" in found} == set(orders.index[damaged])
    ended = orders["status"].isin(list(ENDS))
    assert all(len(words[i]) == 1 for i in orders.index[ended])
    fine = orders["cause"].isna() & (orders["status"] == "delivered") & ~orders["late_contact"]
    assert all(not words[i] for i in orders.index[fine])


def test_stories_are_short_sentences_in_one_language(year: Run) -> None:
    for customer in (0, 15, 60, one_who_left(year)):
        english = tell_life(year, customer)
        assert all(not CHINESE.search(s) and len(s.split()) <= MOST_WORDS for s in english)
        assert all(s[0].isupper() and s.endswith(".") and "nan" not in s for s in english)
        with i18n.using("zh"):
            chinese = tell_life(year, customer)
        assert len(chinese) == len(english)
        assert all(not re.search("[A-Za-z]{2}", s.replace("EDI", "")) and s.endswith("。") for s in chinese)


def test_the_picture_shows_every_order_and_marks_the_failures(year: Run) -> None:
    customer = one_who_left(year)
    judged = customer_orders(year.records, customer)["satisfaction"].dropna()
    figure = plots.customer_life(year, customer)
    traces = {trace.name: trace for trace in figure.data}
    assert len(traces["failure"].y) == (judged <= DISSATISFIED).sum() > 0
    assert len(traces["no failure"].y) == (judged > DISSATISFIED).sum()
    needs = year.records["needs"]
    away = (needs["customer"] == customer) & (needs["state"] == "elsewhere") & (needs["time"] >= 0)
    assert len(traces["went elsewhere"].y) == away.sum()
    assert [note.text for note in figure.layout.annotations].count("left") == 1
    with i18n.using("zh"):
        made = plots.customer_life(year, customer)
    texts = [made.layout.title.text, *(t.name for t in made.data if t.name)]
    texts += [note.text for note in made.layout.annotations]
    assert all(CHINESE.search(text) for text in texts)


def test_a_replay_with_other_levers_has_the_same_needs_to_tell_of(year: Run) -> None:
    customer = one_who_left(year)
    again = run("corner", year.policy.replace(**{"stock.safety_factor": 3.0}))
    (one,), (two,) = ([s for s in tell_life(r, customer) if s.startswith("Of its ")] for r in (year, again))
    assert one.split(" needs")[0] == two.split(" needs")[0]
    assert np.array_equal(year.records["needs"]["time"], again.records["needs"]["time"])
