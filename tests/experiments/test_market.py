"""Several firms in one market: one luck, one population, nobody favoured."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim import Case, InputError, Run, load_case, run, run_market
from tests.model.test_conservation import check
from tests.support.fingerprint import fingerprint
from tests.support.statistical_rule import agrees

RED, BLUE = {"promise.hours": 30}, {"price.level": 0.95, "desk.clerks": 3}


@pytest.fixture(scope="module")
def corner() -> Case:
    return load_case("corner")


def same(one: Run, two: Run) -> bool:
    return fingerprint(one.records) == fingerprint(two.records)


def test_one_firm_alone_is_what_run_gives(corner: Case) -> None:
    alone = run_market(corner, {"solo": BLUE}, weeks=20, seed=5).firms["solo"]
    assert same(alone, run(corner, corner.policy.replace(**BLUE), weeks=20, seed=5))


def test_swapping_names_swaps_results_exactly(corner: Case) -> None:
    one = run_market(corner, {"red": RED, "blue": BLUE}, weeks=20, seed=5)
    two = run_market(corner, {"blue": RED, "red": BLUE}, weeks=20, seed=5)
    assert same(one.firms["red"], two.firms["blue"])
    assert same(one.firms["blue"], two.firms["red"])
    assert not same(one.firms["red"], one.firms["blue"])


def test_a_firm_with_the_same_salt_keeps_its_random_numbers_in_any_sequence(corner: Case) -> None:
    salts = {"red": "lily", "blue": "orchid", "green": "us"}
    teams: dict[str, Any] = {"red": RED, "blue": BLUE, "green": {}}
    one = run_market(corner, teams, weeks=13, seed=5, salts=salts)
    two = run_market(corner, dict(reversed(teams.items())), weeks=13, seed=5, salts=salts)
    for name in teams:
        assert same(one.firms[name], two.firms[name])


@pytest.mark.slow
def test_identical_firms_share_the_market_equally(corner: Case) -> None:
    shares = np.array(
        [
            run_market(corner, {"a": {}, "b": {}}, weeks=3, seed=100, replication=number)
            .shares["share"]
            .to_numpy()
            for number in range(60)
        ]
    )
    assert agrees((shares[:, 0] / shares[:, :2].sum(axis=1)).tolist(), 0.5, half_width=0.06).verdict


def test_every_need_goes_to_one_firm_at_most_and_each_firm_conserves(corner: Case) -> None:
    market = run_market(corner, {"red": RED, "blue": BLUE, "green": {}}, weeks=13, seed=5)
    given = sum((firm.records["needs"]["state"] != "elsewhere").to_numpy() for firm in market.firms.values())
    assert set(np.unique(given)) == {0, 1}
    for firm in market.firms.values():
        check(firm)
    assert market.shares["needs"].sum() == next(iter(market.firms.values())).counts["needs"]
    assert market.shares["share"].sum() == pytest.approx(1)
    first = next(iter(market.firms.values())).records["needs"]
    for firm in market.firms.values():
        assert firm.records["needs"][["customer", "need", "time"]].equals(first[["customer", "need", "time"]])


def test_a_firm_that_changes_takes_from_all_others(corner: Case) -> None:
    """Gumbel-max: a need that changes hands comes to, or leaves, the firm that changed, or follows from it later."""
    teams: dict[str, Any] = {name: {} for name in "abc"}
    one = run_market(corner, teams, weeks=4, seed=5)
    two = run_market(corner, teams | {"a": {"price.level": 0.9}}, weeks=4, seed=5)
    before, after = (
        {name: set(np.flatnonzero(m.firms[name].records["needs"]["state"] != "elsewhere")) for name in teams}
        for m in (one, two)
    )
    assert len(after["a"]) > len(before["a"])
    moved = [(before[name] & after[other]) for name in "bc" for other in "bc" if name != other]
    won = after["a"] - before["a"]
    assert sum(map(len, moved)) < 0.2 * len(won)


def test_the_better_offer_wins_customers_and_shows_in_table_and_picture(corner: Case) -> None:
    market = run_market(corner, {"expensive": {"price.level": 1.15}, "fair": {}}, weeks=26, seed=100)
    assert market.shares.loc["fair", "needs"] > market.shares.loc["expensive", "needs"]
    assert set(market.table.index) == {"expensive", "fair"}
    drawn = market.figure()
    assert set(drawn.data[0].text) == {"expensive", "fair"}
    assert drawn.data[0].x[0] == pytest.approx(100 * market.shares.loc["expensive", "share"])


@pytest.mark.parametrize(
    ("policies", "more", "named"),
    [
        ({}, {}, "policies is .*1 to 60 firms"),
        ([{}], {}, "policies is"),
        ({f"t{i}": {} for i in range(61)}, {}, "1 to 60 firms"),
        ({"": {}}, {}, "not the name of a firm"),
        ({"red": {"desk.clerk": 1}}, {}, "did you mean desk.clerks"),
        ({"red": {}, "blue": {}}, {"salts": {"red": "x"}}, "salts has none for blue"),
        ({"red": {}, "blue": {}}, {"salts": {"red": "x", "blue": "x"}}, "twice"),
        ({"red": {}}, {"weeks": 0}, "weeks is 0"),
    ],
)
def test_bad_input_is_one_sentence(corner: Case, policies: Any, more: dict[str, Any], named: str) -> None:
    with pytest.raises(InputError, match=named):
        run_market(corner, policies, **{"weeks": 1, **more})
