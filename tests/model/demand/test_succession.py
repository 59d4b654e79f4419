"""Who is at each place, and when: by hand, as drawn, and whatever the firm does."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim import load_case, run
from sim.base.streams import RandomStreams
from sim.base.units import DAY, WEEK, YEAR
from sim.model.demand.demand import draw_demand
from sim.model.demand.needs import draw_customers, draw_needs
from sim.model.demand.succession import BEGIN, NEVER, Succession, draw_succession
from tests.support.shared_runs import shared_run

BY_HAND = Succession(
    2,
    number=np.array([0, 1, 3, 5]),
    place=np.array([0, 1, 1, 1]),
    generation=np.array([0, 0, 1, 2]),
    arrives=np.array([BEGIN, BEGIN, 200, 400]),
    moves=np.array([NEVER, 100, 300, NEVER]),
)
"""Of two places the second has three customers: one until 100, one from 200 to 300, one from 400 on."""
RESTLESS = load_case("corner").replace(
    **{"market.moves": {"A": 0.8, "B": 0.8, "C": 0.8}, "market.replaced_weeks": 4}
)
KEPT = ["customer", "klass", "type", "home", "needs_a_year", "arrived"]


@pytest.mark.parametrize(
    ("place", "time", "number"),
    [(0, -5, 0), (0, 10**8, 0), (1, 0, 1), (1, 150, 1), (1, 200, 1), (1, 201, 3), (1, 400, 3), (1, 401, 5)],
)
def test_who_was_there_last_by_hand(place: int, time: int, number: int) -> None:
    assert BY_HAND.numbers_at(np.array([place]), np.array([time])).tolist() == [number]


def test_a_vacant_place_has_no_needs_and_the_other_needs_stay() -> None:
    case, luck = load_case("corner"), RandomStreams(0)
    customers = draw_customers(case, luck)
    count = len(customers.klass)
    stay = Succession.of_stayers(count)
    leave, come = 10 * DAY, 20 * DAY
    moves = stay.moves.copy()
    moves[0] = leave
    one_moves = Succession(
        count,
        np.append(stay.number, count),
        np.append(stay.place, 0),
        np.append(stay.generation, 1),
        np.append(stay.arrives, come),
        np.append(moves, NEVER),
    )
    all_needs, fewer = (draw_needs(case, luck, customers, who, 0, 60 * DAY) for who in (stay, one_moves))
    vacant = (all_needs.customer == 0) & (all_needs.time >= leave) & (all_needs.time <= come)
    assert vacant.any()
    for column in ("customer", "number", "time"):
        assert (getattr(all_needs, column)[~vacant] == getattr(fewer, column)).all()
    assert (fewer.generation == ((fewer.customer == 0) & (fewer.time > come))).all()
    assert fewer.generation.any()


def test_customers_follow_each_other_at_the_rates_of_the_case() -> None:
    case = load_case("jiaying")
    stays, gaps = [], []
    for replication in range(20):
        luck = RandomStreams(7, replication)
        klass = draw_customers(case, RandomStreams(7)).klass
        who = draw_succession(case, luck, klass, 40 * YEAR)
        later = who.newcomers()
        assert (who.number == who.place + len(klass) * who.generation).all()
        assert (np.diff(who.number) > 0).all()
        before = np.searchsorted(who.number, who.number[later] - len(klass))
        assert (who.moves[before] < who.arrives[later]).all()
        assert (who.arrives < who.moves).all()
        gaps.append(float((who.arrives[later] - who.moves[before]).mean() / WEEK))
        stays.append(float((who.moves[: len(klass)][klass == 2] < YEAR).mean()))
    share = case.market.moves["C"]
    assert np.mean(stays) == pytest.approx(share, abs=3 * (share * (1 - share) / (20 * 1600)) ** 0.5)
    # Long gaps shortly before the end are not seen.
    assert np.mean(gaps) == pytest.approx(case.market.replaced_weeks, rel=0.02)


def test_a_longer_run_has_the_same_customers_under_the_same_numbers() -> None:
    short, long = (run(RESTLESS, weeks=weeks).records for weeks in (20, 30))
    known = long["customers"][long["customers"]["customer"].isin(short["customers"]["customer"])]
    assert (long["customers"]["arrived"] >= 20 * WEEK).any()
    pd.testing.assert_frame_equal(short["customers"][KEPT], known[KEPT].reset_index(drop=True))
    moved = known["moved"].where(known["moved"] < 20 * WEEK).reset_index(drop=True)
    pd.testing.assert_series_equal(short["customers"]["moved"], moved)
    early = long["needs"][long["needs"]["time"] < 20 * WEEK]
    columns = ["customer", "need", "time", "state"]
    went = short["needs"]["state"].astype(str) == early["state"].astype(str)
    pd.testing.assert_frame_equal(short["needs"][columns[:3]], early[columns[:3]])
    assert went[early["time"] < 15 * WEEK].all()


def test_customers_come_and_go_under_every_policy_alike() -> None:
    records = [
        shared_run(RESTLESS, RESTLESS.policy.replace(**levers), weeks=20).records
        for levers in ({}, {"price.level": 1.5, "desk.clerks": 3})
    ]
    one, other = (table["customers"][[*KEPT, "moved"]] for table in records)
    pd.testing.assert_frame_equal(one, other)
    columns = ["customer", "need", "time"]
    pd.testing.assert_frame_equal(records[0]["needs"][columns], records[1]["needs"][columns])


def test_needs_lie_in_the_time_of_their_customer() -> None:
    records = shared_run(RESTLESS, weeks=20).records
    who = records["customers"].set_index("customer").loc[records["needs"]["customer"]]
    time = records["needs"]["time"].to_numpy()
    assert (time > who["arrived"].fillna(BEGIN).to_numpy(dtype="int64")).all()
    assert (time < who["moved"].fillna(NEVER).to_numpy(dtype="int64")).all()
    assert not records["needs"].duplicated(["customer", "need"]).any()


def test_nobody_moves_before_time_0() -> None:
    """So the state after the warm-up is that of the first customers."""
    who = draw_demand(RESTLESS, 0, 0, -8 * WEEK, 0).succession
    assert (who.moves >= 0).all()
    assert not len(who.newcomers())
