"""A run that goes on equals the run that was never interrupted, and a change of policy acts from its week on."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import (
    Case,
    InputError,
    Policy,
    Run,
    continue_market,
    continue_run,
    ideal_twin,
    levers,
    load_case,
    load_run,
    run,
    run_market,
    save_run,
)
from sim.base.units import WEEK
from sim.experiments.simulate import simulate
from sim.measures.window import split_window
from sim.policy.history import History
from sim.records.packed import pack
from tests.support.parameters import thorough_after
from tests.support.random_policies import random_policy

LASTING = {
    "needs": ["time", "customer", "need"],
    "stock": ["good", "time", "on_hand", "on_order", "quantity", "event"],
    "trips": ["kind", "vehicle", "lane", "gate", "departed", "orders", "incident", "held", "detour"],
    "ledger": ["time", "account", "amount", "order"],
}
"""Facts with a time: those of the past do not change when a run goes on."""


def assert_same(one: Run, other: Run) -> None:
    assert one.history == other.history
    for name, table in one.records.items():
        pd.testing.assert_frame_equal(table, other.records[name], check_exact=True)


def whole(case: Case, history: History, **arguments: Any) -> Run:
    (found,) = simulate(case, [history], 0, 0, **arguments)
    return found


def random_schedule(rng: random.Random, case: Case) -> list[tuple[Policy, int]]:
    return [(random_policy(rng, case), rng.randint(1, 3)) for _step in range(rng.randint(2, 4))]


def goes_on_like_the_uninterrupted_run(case: Case, seed: int) -> None:
    rng = random.Random(seed)
    steps = random_schedule(rng, case)
    # Cut anywhere: each step goes on in parts of some weeks.
    weeks = [policy for policy, length in steps for _week in range(length)]
    result: Run | None = None
    while weeks:
        length = next((n for n, policy in enumerate(weeks) if policy is not weeks[0]), len(weeks))
        part = rng.randint(1, length)
        here = weeks[0]
        result = continue_run(result, here, weeks=part) if result else run(case, here, weeks=part)
        weeks = weeks[part:]
    assert result is not None
    assert_same(result, whole(case, History.of(steps)))


@pytest.mark.parametrize("seed", range(4))
def test_random_schedules(seed):
    goes_on_like_the_uninterrupted_run(load_case("corner"), seed)


@pytest.mark.parametrize("seed", thorough_after(8, range(4, 54)))
def test_more_random_schedules(seed):
    name = ("corner", "corner", "express", "tianye")[seed % 4]
    goes_on_like_the_uninterrupted_run(load_case(name), seed)


@pytest.mark.parametrize("seed", range(3))
def test_the_past_stays_when_a_run_goes_on(seed):
    """What happened until a change of policy is the same, whatever comes after."""
    case, rng = load_case("corner"), random.Random(seed)
    first = run(case, random_policy(rng, case), weeks=5)
    longer = continue_run(first, random_policy(rng, case), weeks=3)
    for name, columns in LASTING.items():
        time = {"trips": "departed"}.get(name, "time")
        tables = [one.records[name] for one in (first, longer)]
        before, after = (
            table.loc[table[time] < 5 * WEEK, columns].astype(str).reset_index(drop=True) for table in tables
        )
        if name == "stock":
            before, after = (t[t["event"] != "closing"].reset_index(drop=True) for t in (before, after))
        pd.testing.assert_frame_equal(before, after)
    assert first.money["profit"] == longer.window(0, 5).money["profit"]


@pytest.mark.parametrize(
    ("lever", "value", "account"),
    [
        ("desk.clerks", 3, "wages_desk"),
        ("warehouse.pickers", 4, "wages_warehouse"),
        ("fleet.vehicles", 9, "lorries"),
        ("fleet.express_vehicles", 3, "vans"),
        ("complaints.handlers", 2, "wages_complaints"),
        ("relations.managers", 2, "wages_managers"),
        ("brand.advertising", 50_000, "advertising"),
        ("flex.capacity", 5, "flex"),
    ],
)
def test_a_cost_a_week_is_booked_from_the_week_of_its_decision_on(lever, value, account):
    start = run("corner", weeks=4)
    longer = continue_run(start, {lever: value}, weeks=4)
    always = run("corner", start.policy.replace(**{lever: value}), weeks=8)

    def weekly(one: Run) -> list[int]:
        ledger = one.records["ledger"]
        rows = ledger[(ledger["account"] == account) & (ledger["lever"] == lever)]
        amounts = rows.groupby("time")["amount"].sum()
        return [int(amounts.get(week * WEEK - 1, 0)) for week in range(1, 9)]

    before, after = weekly(start), weekly(always)
    assert weekly(longer) == before[:4] + after[4:]
    assert before[:4] != after[4:]


def test_orders_keep_the_price_and_promise_they_were_placed_under():
    start = run("corner", weeks=2)
    longer = continue_run(start, {"price.level": 1.2, "promise.hours": 96}, weeks=2)
    orders = longer.records["orders"]
    usual = continue_run(start, weeks=2).records["orders"]
    both = orders.merge(usual, on="order", suffixes=("", "_usual"))
    both = both[both["quoted"].notna() & both["quoted_usual"].notna()]
    ratio = (both["quoted"] / both["quoted_usual"]).astype(float)
    old = (both["placed"] < 2 * WEEK).to_numpy()
    np.testing.assert_allclose(ratio[old], 1)
    np.testing.assert_allclose(ratio[~old], 1.2, rtol=1e-3)
    hours = ((both["promised"] - both["accepted"]) / 3600).astype(float)
    hours_usual = ((both["promised_usual"] - both["accepted_usual"]) / 3600).astype(float)
    np.testing.assert_allclose(hours[old], hours_usual[old])
    assert (hours > hours_usual)[~old].all()


def test_every_lever_can_be_changed_on_the_way():
    """Each lever alone, from the case's value to another: the change acts, or shows in the books, and nothing breaks."""
    case = load_case("corner")
    rng = random.Random(1)
    start = run(case, weeks=2)
    for name in levers():
        policy = random_policy(rng, case, [name])
        longer = continue_run(start, policy, weeks=2)
        assert longer.window(0, 2).money["profit"] == start.money["profit"], name
        assert longer.policy == policy


def test_an_order_that_fails_at_the_door_costs_nothing_before():
    """Orders are packed before the run goes on and fail after: the weeks before keep their books."""
    case = load_case("corner").replace(**{"fleet.loss": 0.3, "fleet.refusal": 0.3})
    start = run(case, weeks=2)
    longer = continue_run(start, weeks=1)
    orders = longer.records["orders"].set_index("order")
    ledger = longer.records["ledger"]
    for account, status in (("returns", "returned"), ("claims", "lost")):
        failed = orders[(orders["status"] == status) & (orders["packed"] < 2 * WEEK)]
        booked = ledger[(ledger["account"] == account) & ledger["order"].isin(failed.index)]
        assert (booked["time"] >= 2 * WEEK).any()
        assert (booked["time"].to_numpy() > failed.loc[booked["order"], "dispatched"].to_numpy()).all()
        assert longer.window(0, 2).money["accounts"][account] == start.money["accounts"][account] < 0


def test_a_programme_that_is_bought_on_the_way_begins_then():
    start = run("corner", weeks=6)
    system = {"crm.operational": True, "crm.backing": 0.8, "crm.training_hours": 16, "crm.data_care": 4}
    longer = continue_run(
        start, {**system, "loyalty.points": 0.03, "event.budget": 8000, "event.week": 9}, weeks=6
    )
    ledger = longer.records["ledger"]
    for account in ("crm", "points"):
        assert ledger.loc[ledger["account"] == account, "time"].min() >= 6 * WEEK
    events = ledger.loc[ledger["account"] == "event", "time"]
    assert events.between(8 * WEEK, 9 * WEEK).all()
    assert len(events)
    given_up = continue_run(longer, start.policy, weeks=4)
    ledger = given_up.records["ledger"]
    for account in ("crm", "points", "crm_training"):
        assert 11 * WEEK <= ledger.loc[ledger["account"] == account, "time"].max() < 12 * WEEK


def test_windows():
    result = continue_run(run("corner", weeks=4), {"desk.clerks": 3}, weeks=4)
    first, second = result.window(0, 4), result.window(4, 8)
    assert (first.weeks, second.weeks, second.first_week) == (4, 4, 4)
    assert (first.policy["desk.clerks"], second.policy["desk.clerks"]) == (2, 3)
    for sums in ("profit", "income", "long_run_profit", "customer_equity_change"):
        assert first.money[sums] + second.money[sums] == result.money[sums]
    assert first.counts["needs"] + second.counts["needs"] == result.counts["needs"]
    assert "weeks 5 to 8" in repr(second)
    for weeks in ((-1, 4), (4, 4), (4, 9), (0, 2.5)):
        with pytest.raises(InputError, match="week is"):
            result.window(*weeks)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="count is 0"):
        split_window(result.records, 0)
    with pytest.raises(InputError, match="only a part of a run"):
        continue_run(second)
    with pytest.raises(InputError, match="only a part of a run"):
        save_run(second, "x.json")


def test_a_market_goes_on():
    start = run_market("corner", {"red": {}, "blue": {"price.level": 0.97}}, weeks=3)
    market = continue_market(start, {"red": {"price.level": 0.9}}, weeks=3)
    assert market.weeks == 6
    histories = [market.firms[name].history for name in ("red", "blue")]
    red, blue = simulate(load_case("corner"), histories, 0, 0, salts=["us", "us-2"])
    assert_same(market.firms["red"], red)
    assert_same(market.firms["blue"], blue)
    quarters = market.window(0, 3).shares["share"], market.window(3, 6).shares["share"]
    assert quarters[1]["red"] > quarters[0]["red"]
    with pytest.raises(InputError, match="There is no firm green"):
        continue_market(market, {"green": {}})


def test_a_saved_run_loads_in_another_process(tmp_path):
    result = continue_run(run("corner", weeks=2, seed=3), {"desk.clerks": 3}, weeks=2)
    save_run(result, tmp_path / "run.json")
    code = (
        "import sys, hashlib; from sim import load_run; from sim.records.packed import pack\n"
        "print(hashlib.sha256(pack([load_run(sys.argv[1]).records])).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "run.json")],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert other.stdout.strip() == sha256(pack([result.records])).hexdigest()
    assert (tmp_path / "run.json").stat().st_size < 100_000


def test_a_saved_market_loads(tmp_path):
    market = run_market("corner", {"红队": {}, "blue": {"price.level": 0.9}}, weeks=2)
    save_run(market, tmp_path / "market.json")
    again = load_run(tmp_path / "market.json")
    assert list(again.firms) == ["红队", "blue"]
    for name, one in market.firms.items():
        assert_same(again.firms[name], one)


def test_files_that_are_no_saved_run(tmp_path):
    path = tmp_path / "run.json"
    save_run(run("corner", weeks=1), path)
    content = json.loads(path.read_text(encoding="utf-8"))
    for change in (
        {"format": 2},
        {"firms": {}},
        {"firms": {"run": {"salt": "us", "history": []}}},
        {"firms": {"run": {"salt": "us", "history": [{"weeks": 0, "policy": {}}]}}},
        {"seed": "x"},
        {"market": None},
        {"kind": "game"},
        {"case": {"name": "corner"}},
        {"trial": {"lever": "desk.clerks"}},
    ):
        path.write_text(json.dumps(content | change), encoding="utf-8")
        with pytest.raises(InputError):
            load_run(path)
    path.write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(InputError):
        load_run(path)


def test_what_its_history_does_not_determine_cannot_go_on_alone(tmp_path):
    market = run_market("corner", {"red": {}, "blue": {}}, weeks=1)
    kept = continue_market(market, weeks=1)
    for one in (market.firms["red"], kept.firms["blue"], ideal_twin(run("corner", weeks=1))):
        for go_on in (continue_run, lambda one: save_run(one, tmp_path / "run.json")):
            with pytest.raises(InputError, match="One firm of a market cannot be continued or saved alone"):
                go_on(one)
    assert not list(tmp_path.iterdir())
    with pytest.raises(InputError, match="what run_market returned"):
        continue_market(run("corner", weeks=1))


def test_a_change_of_price_costs_for_each_customer_who_is_told() -> None:
    year = run("corner", {"price.level": 1.1}, weeks=3)
    assert not year.money["accounts"]["price_lists"], "a firm may begin with any price"
    same = continue_run(year, {"desk.clerks": 3}, weeks=2)
    assert not same.money["accounts"]["price_lists"]
    changed = continue_run(year, {"price.level": 1.0}, weeks=2)
    base = changed.records["customer_base"]
    told = int(base.loc[base["time"] == 3 * WEEK, "customers"].sum())
    rows = changed.records["ledger"]
    rows = rows[rows["account"] == "price_lists"]
    assert rows["amount"].tolist() == [-told * round(changed.case.costs.price_change * 100)]
    assert rows["time"].tolist() == [3 * WEEK]
