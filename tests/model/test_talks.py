"""What talks do to a firm: each cause is there, and without talks nothing changes."""

from __future__ import annotations

import numpy as np
import pytest

from sim import InputError, compare, continue_run, explain, load_case, load_run, run, save_run
from sim.base.units import HOUR, WEEK
from sim.measures.run import Run
from sim.roleplay.hooks import TalkEffects

CORNER = load_case("corner")
STOPS = CORNER.replace(
    **{"warehouse.stoppages": [{"from": 17, "to": 19, "share": 0.75, "minutes": 75}]},
)


def talk(*hooks: dict[str, object]) -> TalkEffects:
    return TalkEffects.model_validate({"title": "a talk", "hooks": hooks})


def after(*hooks: dict[str, object], weeks: int = 4) -> Run:
    return run(CORNER, weeks=weeks, talks=[talk(*hooks)])


def largest(result: Run, klass: str = "A") -> int:
    customers = result.records["customers"]
    return int(customers[customers["klass"] == klass].sort_values("needs_a_year")["customer"].iloc[-1])


def row(result: Run, customer: int) -> dict[str, float]:
    customers = result.records["customers"].set_index("customer")
    return customers.loc[customer].to_dict()


def test_a_talk_that_does_nothing_changes_nothing() -> None:
    without, held = run(CORNER, weeks=4), run(CORNER, weeks=4, talks=[talk()])
    for name, table in without.records.items():
        assert table.equals(held.records[name]), name


def test_a_contact_moves_the_bond_and_is_recorded() -> None:
    without, held = run(CORNER, weeks=4), after({"contact": {"customer": "A1", "quality": 1, "weight": 0.5}})
    customer = largest(without)
    contacts = held.records["contacts"]
    seen = contacts[contacts["kind"] == "talk"]
    assert seen["customer"].tolist() == [customer]
    assert seen["time"].tolist() == [10 * HOUR]
    assert row(held, customer)["bond_end"] > row(without, customer)["bond_end"] + 0.3


@pytest.mark.parametrize(("share", "better"), [(1.0, True), (-1.0, False)])
def test_a_memory_is_mended_or_made_worse(share: float, better: bool) -> None:
    without, held = run(CORNER, weeks=1), after({"mend": {"customer": "C1", "share": share}}, weeks=1)
    customer = largest(without, "C")
    change = row(held, customer)["value_end"] - row(without, customer)["value_end"]
    assert (change > 0) == better
    assert abs(change) > 0.01


def test_a_contract_is_lost_for_some_weeks() -> None:
    without, held = run(CORNER, weeks=8), after({"contract": {"customer": "A1", "lost_weeks": 4}}, weeks=8)
    customer = largest(without)

    def orders(result: Run, first: int, last: int) -> int:
        table = result.records["orders"]
        return int(
            ((table["customer"] == customer) & table["placed"].between(first * WEEK, last * WEEK)).sum()
        )

    assert orders(without, 1, 4) > 10
    assert orders(held, 1, 4) == 0
    assert orders(held, 5, 8) > 10


def test_a_contract_is_settled_sooner_the_less_of_it_is_left() -> None:
    poor = {"mend": {"customer": "A1", "share": -1.0}}  # has half of the time left anyway
    soon, late = (
        after(poor, {"contract": {"customer": "A1", "left": left}}, weeks=13) for left in (0.0, 1.0)
    )
    counts = [(held.records["orders"]["customer"] == largest(held)).sum() for held in (soon, late)]
    assert counts[0] < counts[1]


def test_stoppages_delay_orders_and_wages_are_paid_all_the_same() -> None:
    without, stopped = run(CORNER, weeks=8), run(STOPS, weeks=8)

    def hours(result: Run) -> float:
        orders = result.records["orders"]
        return float((orders["packed"] - orders["released"]).astype("float").mean() / HOUR)

    assert hours(stopped) > 1.1 * hours(without)
    for account in ("wages_pickers", "wages_packers"):
        if account in without.money["accounts"]:
            assert stopped.money["accounts"][account] == without.money["accounts"][account]


def test_nothing_begins_while_the_warehouse_stands_still() -> None:
    case = CORNER.replace(
        **{"warehouse.stoppages": [{"from": 9, "to": 10, "share": 1.0, "minutes": 600}]},
    )
    orders = run(case, weeks=4).records["orders"]
    picked = orders["picked"].dropna().to_numpy(dtype="int64")
    hour = picked % (24 * HOUR) / HOUR
    assert len(picked) > 100
    # from ten (what has begun by then takes an hour at most) until the ten hours that begin between nine and ten are over
    assert not ((hour > 11.5) & (hour < 19)).any()


@pytest.mark.parametrize(("left", "fewer"), [(0.0, True), (1.0, False)])
def test_a_talk_ends_stoppages(left: float, fewer: bool) -> None:
    without = run(STOPS, weeks=8)
    held = run(STOPS, weeks=8, talks=[talk({"stoppages": {"left": left}})])
    assert (held.measures["m06"]["value"] < without.measures["m06"]["value"]) == fewer


def test_complaints_are_treated_as_the_talk_left_it() -> None:
    case = CORNER.replace(**{"complaints.formal": 1.0})
    kind, rude = (
        run(case, weeks=26, talks=[talk({"treatment": {"manner": manner}})]).records["complaints"]["outcome"]
        for manner in (0.8, 0.2)
    )
    assert kind.dropna().mean() > rude.dropna().mean() + 0.1


def test_the_mean_of_the_manner_is_that_of_the_case() -> None:
    uniform = np.random.default_rng(1).random(20_000)
    for mean in (0.3, 0.5, 0.8):
        assert abs((uniform ** ((1 - mean) / mean)).mean() - mean) < 0.01


def test_causes_that_are_named_late_make_complaints_last() -> None:
    case = CORNER.replace(**{"complaints.formal": 1.0})
    fast, slow = (
        run(case, weeks=13, talks=[talk({"treatment": {"explained": factor}})]).records["complaints"]
        for factor in (0.5, 3.0)
    )
    assert (slow["explained"] - slow["passed"]).mean() > (fast["explained"] - fast["passed"]).mean()


def test_a_promise_is_kept_or_broken_and_a_broken_one_costs_the_bond() -> None:
    promises = [{"promise": {"customer": "A1", "what": "hours", "value": hours}} for hours in (2.0, 5_000.0)]
    contact = {"contact": {"customer": "A1", "quality": 1, "weight": 0.5}}
    broken, kept = (after(contact, promise, weeks=4) for promise in promises)
    customer = largest(kept)
    assert kept.records["promises"]["broken"].isna().all()
    assert kept.records["promises"]["customer"].tolist() == [customer]
    assert broken.records["promises"]["broken"].tolist() == [WEEK - 1]
    assert row(broken, customer)["bond_end"] < row(kept, customer)["bond_end"]


@pytest.mark.parametrize("what", ["notice", "invoice"])
def test_promises_of_notice_and_invoices_are_broken_by_the_first_failure(what: str) -> None:
    held = after({"promise": {"customer": "A1", "what": what}}, weeks=26)
    (broken,) = held.records["promises"]["broken"]
    assert broken % WEEK == WEEK - 1


def test_levers_of_a_talk_are_in_force_from_their_week_on() -> None:
    held = after({"week": 3, "policy": {"desk.clerks": 3}}, weeks=4)
    assert [(policy["desk.clerks"], weeks) for policy, weeks in held.history.steps] == [(2, 2), (3, 2)]


def test_a_run_goes_on_with_a_talk(tmp_path) -> None:
    first = run(CORNER, weeks=2)
    longer = continue_run(
        first,
        weeks=2,
        talks=[
            talk({"week": 1, "contact": {"customer": "A1", "quality": 1}}, {"policy": {"desk.clerks": 3}})
        ],
    )
    contacts = longer.records["contacts"]
    assert contacts[contacts["kind"] == "talk"]["time"].tolist() == [2 * WEEK + 10 * HOUR]
    assert [weeks for _policy, weeks in longer.history.steps] == [2, 2]
    save_run(longer, tmp_path / "run.json")
    again = load_run(tmp_path / "run.json")
    assert again.records["contacts"].equals(contacts)


def test_runs_with_and_without_a_talk_are_compared_and_explained() -> None:
    lost = talk({"week": 2, "contract": {"customer": "A1", "lost_weeks": 12}})
    found = compare(
        CORNER, {"without": {}, "with": {}}, replications=3, weeks=6, workers=1, talks={"with": [lost]}
    )
    assert found.paired("orders", "with").high < 0
    text = explain(run(CORNER, weeks=6), run(CORNER, weeks=6, talks=[lost])).sentence("orders")
    assert "a talk" in text


@pytest.mark.parametrize("talks", [["x"], 3, "talk"])
def test_what_is_no_talk_is_refused(talks: object) -> None:
    with pytest.raises(InputError, match="talks is"):
        run(CORNER, weeks=1, talks=talks)  # type: ignore[arg-type]


def test_talks_of_a_policy_that_is_not_there_are_refused() -> None:
    with pytest.raises(InputError, match="talks by policy: a, b"):
        compare(CORNER, {"a": {}, "b": {}}, replications=2, weeks=1, talks={"c": []})
