"""Nothing appears and nothing gets lost: needs, goods, money, time; under policies and cases that nobody thought of."""

from __future__ import annotations

import itertools
import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import Case, InputError, Policy, Run, load_case, run
from sim.base.units import DAY
from sim.case.complaints import STEPS
from sim.measures.money import INCOME
from sim.model.engine.log import STATES
from sim.records.schema import TABLES
from tests.support.fingerprint import fingerprint
from tests.support.shared_runs import shared_run

STAGES = ["placed", "answered", "accepted", "released", "picked", "packed", "dispatched", "delivered"]

STAFF = st.one_of(st.integers(0, 4), st.lists(st.integers(0, 3), min_size=24, max_size=24))
POLICIES = st.fixed_dictionaries(
    {},
    optional={
        "desk.clerks": STAFF,
        "promise.hours": st.floats(4, 240),
        "order.minimum": st.floats(0, 600),
        "stock.safety_factor": st.floats(0, 6),
        "stock.review_days": st.integers(1, 28),
        "stock.backorder_days": st.floats(0, 28),
        "stock.kept_from": st.fixed_dictionaries(dict.fromkeys("ABC", st.floats(0, 1))),
        "warehouse.pickers": STAFF,
        "warehouse.packers": STAFF,
        "warehouse.care": st.integers(0, 180),
        "warehouse.slotting": st.sampled_from(["popularity", "lift"]),
        "fleet.vehicles": st.integers(1, 12),
        "fleet.consolidation_hours": st.integers(1, 96),
        "fleet.first": st.fixed_dictionaries(dict.fromkeys("ABC", st.integers(0, 1))),
        "fleet.express_vehicles": st.integers(0, 3),
        "flex.capacity": st.integers(0, 5),
        "emergency.plan": st.sampled_from(["none", "basic", "full"]),
        "price.level": st.floats(0.3, 3),
        "price.express_surcharge": st.floats(0, 3000),
        "complaints.handlers": STAFF,
        "complaints.compensation": st.floats(0, 3),
        "complaints.return_visit": st.booleans(),
        "survey.waves": st.integers(0, 12),
        "survey.sample": st.integers(0, 300),
        "brand.advertising": st.floats(0, 5_000_000),
    },
)


def by_class(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(dict.fromkeys("ABC", values))


SHARE = st.floats(0, 1)
CASES = st.fixed_dictionaries(
    {},
    optional={
        "classes.C.wallet": st.floats(0, 1),
        "classes.A.customers": st.integers(0, 12),
        "goods.lead_days": st.floats(0.2, 20),
        "goods.together": st.floats(0, 1),
        "goods.per_family": st.integers(1, 6),
        "fleet.incident": st.floats(0, 1),
        "fleet.loss": st.floats(0, 0.5),
        "fleet.refusal": st.floats(0, 0.5),
        "fleet.capacity": st.integers(1, 20),
        "warehouse.damage": st.floats(0, 1),
        "settle_days": st.integers(0, 10),
        "requests.expedite": st.floats(0.1, 1),
        "market.habit": st.floats(0, 5),
        "market.taste": st.floats(0, 3),
        "market.leave": by_class(st.floats(-20, 20)),
        "market.leave_spread": st.floats(0, 2),
        "market.moves": by_class(st.floats(0, 0.99)),
        "market.latent": by_class(SHARE),
        "market.hears_weeks": st.floats(0.1, 200),
        "market.contract_weeks": st.floats(1, 520),
        "market.smallest_share": SHARE,
        "market.nobody": st.floats(-20, 20),
        "market.newest": by_class(SHARE),
        "market.fade": SHARE,
        "market.rivals": st.just([]),
        "complaints.formal": SHARE,
        "complaints.mention": SHARE,
        "complaints.own_fault": SHARE,
        "complaints.delay_hours": st.floats(0.1, 500),
        "complaints.pace_spread": st.floats(0, 2),
        "complaints.response": SHARE,
    },
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(levers=POLICIES, changes=CASES, seed=st.integers(0, 5))
def test_everything_is_conserved(levers: dict[str, Any], changes: dict[str, Any], seed: int) -> None:
    case = load_case("corner").replace(**{"warmup_weeks": 1, **changes})
    check(run(case, case.policy.replace(**levers), weeks=4, seed=seed))


@pytest.mark.parametrize("name", ["jiaying", "corner"])
def test_a_year_is_conserved(name: str) -> None:
    check(shared_run(name))


def test_a_year_in_which_everybody_complains_is_conserved() -> None:
    case = load_case("corner").replace(**{"complaints.formal": 1, "complaints.response": 1})
    levers = {"survey.waves": 12, "survey.sample": 300, "complaints.return_visit": True}
    check(run(case, case.policy.replace(**levers, **{"brand.advertising": 12_345.6})))


def check(result: Run) -> None:
    check_needs(result)
    check_times(result.records["orders"])
    check_goods(result.records)
    check_money(result)
    check_trips(result.records, result.case)
    check_customers(result)
    check_complaints(result)
    check_surveys(result)


def check_needs(result: Run) -> None:
    needs, orders = result.records["needs"], result.records["orders"]
    assert needs["state"].notna().all()
    counts = result.counts
    assert sum(counts[state] for state in STATES) == counts["needs"]
    ours = needs[needs["state"] != "elsewhere"]
    assert ours["order"].tolist() == orders["order"].tolist()
    assert ours["state"].astype(str).tolist() == orders["status"].astype(str).tolist()
    assert not needs.duplicated(["customer", "need"]).any()
    assert needs["time"].is_monotonic_increasing
    served = {"abandoned": "answered", "turned_away": "accepted", "cancelled": "dispatched"}
    for state, never in served.items():
        assert orders.loc[orders["status"] == state, never].isna().all()
    assert (orders["delivered"].notna() == (orders["status"] == "delivered")).all()
    # What ended badly says why; an order still on its way has no cause yet.
    bad = orders["status"].isin(["abandoned", "turned_away", "cancelled", "returned", "lost"])
    late = (orders["delivered"] > orders["promised"]).fillna(False)
    assert orders.loc[bad | late, "cause"].notna().all()
    assert orders.loc[orders["status"] == "in_progress", "cause"].isna().all()


def check_times(orders: pd.DataFrame) -> None:
    times = orders[STAGES].to_numpy(dtype="float64", na_value=np.nan)
    gaps = np.diff(times, axis=1)
    assert not (gaps < 0).any()
    # Once a stage is not reached, none after it is.
    missing = np.isnan(times)
    assert not (missing[:, :-1] & ~missing[:, 1:]).any()


def check_goods(records: dict[str, pd.DataFrame]) -> None:
    stock, lines = records["stock"], records["lines"]
    assert (stock["on_hand"] >= 0).all()
    assert (stock["on_order"] >= 0).all()
    assert (lines["shipped"] <= lines["quantity"]).all()
    moved = stock.pivot_table(
        index="good", columns="event", values="quantity", aggfunc="sum", observed=False
    ).fillna(0)
    shipped = lines.groupby("good")["shipped"].sum().reindex(moved.index, fill_value=0).fillna(0)
    closing = stock[stock["event"] == "closing"].set_index("good")["on_hand"].reindex(moved.index)
    # Units allocated to an order that its customer cancels are put back.
    assert (moved["opening"] + moved["receipt"] + moved["put_back"] - shipped == closing).all()
    status = records["orders"].set_index("order")["status"].reindex(lines["order"]).to_numpy()
    assert moved["put_back"].sum() == lines.loc[status == "cancelled", "shipped"].sum()
    orders = records["orders"]
    by_order = lines.groupby("order")["shipped"].sum(min_count=1).reindex(orders["order"])
    pd.testing.assert_series_equal(
        orders.set_index("order")["shipped"].fillna(-1).astype(float),
        by_order.fillna(-1).astype(float),
        check_names=False,
    )


def check_money(result: Run) -> None:
    ledger, orders = result.records["ledger"], result.records["orders"]
    by_account = ledger.groupby("account", observed=False)["amount"].sum()
    assert by_account.sum() == ledger["amount"].sum()
    delivered = orders["status"] == "delivered"
    assert by_account["freight"] == orders.loc[delivered, "invoiced"].sum()
    freight = ledger[ledger["account"] == "freight"].set_index("order")["amount"]
    invoiced = orders[delivered & (orders["invoiced"] > 0)].set_index("order")["invoiced"]
    assert freight.sort_index().tolist() == invoiced.sort_index().tolist()
    costs = ledger[~ledger["account"].isin(INCOME)]
    assert (costs["amount"] < 0).all()
    # Each row belongs to an order or to a lever, never to both.
    assert (ledger["order"].isna() != ledger["lever"].isna()).all()
    money = result.money
    assert money["income"] - money["cost"] == money["profit"] == sum(money["accounts"].values())


def check_customers(result: Run) -> None:
    customers, needs = result.records["customers"].set_index("customer"), result.records["needs"]
    assert customers.index.is_unique
    start, end = -result.case.settle_days * DAY, result.weeks * 7 * DAY
    for when in ("joined", "left", "lapsed"):
        assert customers[when].dropna().between(start, end).all()
    assert not (customers["left"] < customers["joined"]).any()
    assert customers.loc[customers["joined"].notna(), "knows"].all()
    # Nobody orders before knowing the firm, or after leaving it for good.
    ours = needs[needs["state"] != "elsewhere"].join(customers[["joined", "left", "knows"]], on="customer")
    assert ours["knows"].all()
    assert not (ours["time"] < ours["joined"]).any()
    assert not (ours["time"] > ours["left"]).any()


def check_complaints(result: Run) -> None:
    orders, complaints = result.records["orders"].set_index("order"), result.records["complaints"]
    assert complaints["order"].is_unique
    of = orders.loc[complaints["order"]].set_index(complaints.index)
    assert (of["customer"] == complaints["customer"]).all()
    assert (of["satisfaction"] <= 2).all()
    assert (complaints["opened"] >= of["delivered"].fillna(of["placed"])).all()
    told = ["opened", *STEPS]
    if not result.policy.complaints.return_visit:
        assert complaints["called_back"].isna().all()
        told.remove("called_back")
    times = complaints[told].to_numpy(dtype="float64", na_value=np.nan)
    assert not (np.diff(times, axis=1) < 0).any()
    missing = np.isnan(times)
    assert not (missing[:, :-1] & ~missing[:, 1:]).any()
    settled = ~missing[:, -1]
    assert (complaints["outcome"].notna() == settled).all()
    assert (complaints["compensation"].notna() == complaints["agreed"].notna()).all()
    assert (complaints["outcome"].dropna() <= 1).all()
    paid = complaints.set_index("order")["compensation"].dropna()
    assert booked(result, "compensation").equals(-paid[paid > 0].sort_index().astype("int64"))
    called = complaints.loc[complaints["called_back"].notna(), "order"]
    visits = booked(result, "return_visits")
    assert visits.index.tolist() == sorted(called)
    assert (visits == -round(result.case.costs.return_visit * 100)).all()


def booked(result: Run, account: str) -> pd.Series:
    """Fen of an account by order."""
    ledger = result.records["ledger"]
    rows = ledger[ledger["account"] == account].astype({"order": "int64"})
    assert not rows["order"].duplicated().any()
    return rows.set_index("order")["amount"].sort_index()


def check_surveys(result: Run) -> None:
    orders, surveys = result.records["orders"].set_index("order"), result.records["surveys"]
    of = orders.loc[surveys["order"]].set_index(surveys.index)
    assert (of["customer"] == surveys["customer"]).all()
    assert (surveys["time"] >= of["delivered"].fillna(of["placed"])).all()
    answered = surveys["satisfaction"].notna()
    assert (surveys["satisfaction"] == of["satisfaction"])[answered].all()
    waves = surveys.groupby("wave").size()
    assert (waves <= result.policy.survey.sample).all()
    money = result.records["ledger"].groupby("account", observed=False)["amount"].sum()
    assert money["surveys"] == -round(result.case.costs.survey_call * 100) * len(surveys)
    # Advertising is paid in the last second of every whole week, from the settling days on.
    weeks = result.weeks + result.case.settle_days // 7
    assert money["advertising"] == -round(result.policy.brand.advertising / 52 * 100) * weeks


def check_trips(records: dict[str, pd.DataFrame], case: Case) -> None:
    trips, orders = records["trips"], records["orders"]
    counts = orders["trip"].dropna().astype("int64").value_counts().reindex(trips.index, fill_value=0)
    assert (counts == trips["orders"]).all()
    assert (trips["orders"] <= case.fleet.capacity).all()
    assert (trips["departed"] >= trips["gate"]).all()
    own = trips[trips["vehicle"].notna()].sort_values(["kind", "vehicle", "departed"])
    again = (own["vehicle"] == own["vehicle"].shift()) & (own["kind"] == own["kind"].shift())
    assert not (again & (own["departed"] < own["arrived"].shift())).any()


@pytest.mark.parametrize("weeks", [1, 2, 3])
def test_no_fact_lies_after_the_end(weeks: int) -> None:
    # One lorry for all, so that many loads are booked far ahead; everybody complains.
    case = load_case("corner").replace(**{"complaints.formal": 1})
    levers = {"fleet.vehicles": 1, "complaints.return_visit": True, "survey.waves": 12}
    records = run(case, case.policy.replace(**levers), weeks=weeks).records
    end = weeks * 7 * 86400
    for table, columns in {
        "needs": ["time"],
        "orders": STAGES,
        "stock": ["time"],
        "contacts": ["time", "answered", "resolved"],
        "ledger": ["time"],
        "trips": ["departed", "arrived"],
        "complaints": ["opened", *STEPS],
        "surveys": ["time"],
        "customers": ["joined", "left", "lapsed"],
    }.items():
        assert not (records[table][columns] > end).any(axis=None), table
    waiting = records["orders"]["status"] == "in_progress"
    assert records["orders"].loc[waiting, "delivered"].isna().all()


def test_littles_law_at_every_stage_as_an_identity() -> None:
    """The integral of the number in a stage over time is the sum of the times spent there."""
    orders = shared_run("corner", weeks=13).records["orders"]
    for begins, ends in itertools.pairwise(STAGES):
        through = orders[orders[ends].notna()]
        start, end = (through[name].to_numpy(dtype="int64") for name in (begins, ends))
        moments = np.concatenate([start, end])
        step = np.concatenate([np.ones(len(start), dtype=int), -np.ones(len(end), dtype=int)])
        sequence = np.argsort(moments, kind="stable")
        moments, number = moments[sequence], np.cumsum(step[sequence])
        assert (np.diff(moments) * number[:-1]).sum() == (end - start).sum()
        assert number[-1] == 0


def test_no_clerk_works_on_two_orders_at_once() -> None:
    """Clerks: the services of one clerk never overlap."""
    orders = shared_run("corner", weeks=13).records
    contacts = orders["contacts"].dropna(subset=["handler", "resolved"]).sort_values(["handler", "answered"])
    same = contacts["handler"] == contacts["handler"].shift()
    assert not (same & (contacts["answered"] < contacts["resolved"].shift())).any()


@pytest.mark.parametrize("hash_seed", ["0", "4242"])
def test_another_process_makes_the_same_bytes(hash_seed: str) -> None:
    import os

    here = fingerprint(run("corner", weeks=4, seed=3).records)
    there = subprocess.run(
        [sys.executable, "-m", "tests.support.fingerprint", "corner", "4", "3"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={
            **os.environ,
            "PYTHONHASHSEED": hash_seed,
            "OMP_NUM_THREADS": "1",
            "KEFU_CACHE": os.environ["KEFU_CACHE"] + hash_seed,
        },
    )
    assert there.stdout.strip() == here


def test_the_sequence_of_runs_does_not_matter() -> None:
    forwards = [fingerprint(run("corner", weeks=2, replication=r).records) for r in range(3)]
    backwards = [fingerprint(run("corner", weeks=2, replication=r).records) for r in reversed(range(3))]
    assert forwards == backwards[::-1]
    assert len(set(forwards)) == 3


def test_the_warm_state_is_the_same_from_the_cache(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = fingerprint(run("corner", weeks=2).records)
    monkeypatch.setenv("KEFU_CACHE", str(tmp_path))
    assert fingerprint(run("corner", weeks=2).records) == kept
    (file,) = tmp_path.iterdir()
    whole = file.read_text(encoding="utf-8")
    edited = whole.replace('"on_hand": [', '"on_hand": [1000, ')
    for damaged in ("{", "", whole[:-40], edited, '{"on_hand": [1], "forecast": [1], "on_order": []}'):
        file.write_text(damaged, encoding="utf-8")
        assert fingerprint(run("corner", weeks=2).records) == kept
    monkeypatch.setenv("KEFU_CACHE", str(tmp_path / "warm.json" / "no folder"))
    (tmp_path / "warm.json").write_text("", encoding="utf-8")
    assert fingerprint(run("corner", weeks=2).records) == kept


def test_runs_leave_their_arguments_alone() -> None:
    case, policy = load_case("corner"), Policy()
    before = case.model_dump(), policy.model_dump()
    run(case, policy, weeks=1)
    assert (case.model_dump(), policy.model_dump()) == before


def test_records_have_the_columns_of_the_schema() -> None:
    records = run("corner", weeks=1).records
    assert list(records) != []
    assert {name: [c.name for c in columns] for name, columns in TABLES.items()} == {
        name: list(records[name].columns) for name in TABLES
    }
    for name, columns in TABLES.items():
        for column in columns:
            if not column.null:
                assert records[name][column.name].notna().all(), (name, column.name)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"case": None}, ["case", "null"]),
        ({"policy": {"desk.clercs": 3}}, ["desk.clercs", "desk.clerks"]),
        ({"policy": {"desk.clerks": -3}}, ["desk.clerks", "-3", "60"]),
        ({"policy": "p.yaml"}, ["policy", "p.yaml", "levers by name"]),
        ({"weeks": 0}, ["weeks", "0", "1", "520"]),
        ({"weeks": 2.5}, ["weeks", "2.5"]),
        ({"seed": -1}, ["seed", "-1"]),
        ({"replication": True}, ["replication", "true"]),
        ({"market": "closed"}, ["market", "closed"]),
    ],
)
def test_bad_arguments_of_run_are_one_sentence(arguments: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(InputError) as said:
        run(**{"case": "corner", "weeks": 1, **arguments})
    assert "\n" not in str(said.value)
    for word in words:
        assert word in str(said.value)


def test_numbers_of_numpy_are_numbers_too() -> None:
    assert run("corner", weeks=np.int64(1), seed=np.int64(2)).weeks == 1
    assert Policy(**{"promise.hours": np.int64(30)})["promise.hours"]["A"] == 30
