"""Stays and events of orders, by hand."""

from __future__ import annotations

from sim.base.units import DAY, WEEK
from sim.measures.event_log import COLUMNS, event_log, stage_stays
from tests.support.hand_records import records
from tests.support.shared_runs import shared_run
from tests.support.tiny_firm import at

DONE = {
    "order": 7,
    "klass": "B",
    "placed": at(0, 9),
    "accepted": at(0, 10),
    "released": at(0, 10),
    "picked": at(0, 11),
    "packed": at(0, 12),
    "dispatched": at(0, 20),
    "delivered": at(1, 4),
    "promised": at(1, 3),
}
GAVE_UP = {"order": 8, "klass": "C", "placed": at(0, 9)}


def test_a_stay_has_its_times_and_one_without_an_end_or_length_is_left_out():
    stays = stage_stays(records(WEEK, orders=[DONE, GAVE_UP]), 0, DAY)
    rows = stays[["order", "klass", "stage", "begins", "ends"]].itertuples(index=False, name=None)
    assert list(rows) == [
        (7, "B", "desk", at(0, 9), at(0, 10)),
        (7, "B", "picking", at(0, 10), at(0, 11)),
        (7, "B", "packing", at(0, 11), at(0, 12)),
        (7, "B", "dispatch", at(0, 12), at(0, 20)),
        (7, "B", "road", at(0, 20), at(1, 4)),
    ]
    assert set(stays["promised"]) == {at(1, 3)}


def test_only_stays_of_the_span_are_listed():
    known = records(WEEK, orders=[DONE])
    assert stage_stays(known, at(0, 11), at(0, 12))["stage"].tolist() == ["packing"]
    assert stage_stays(known, at(1, 4), at(2, 0)).empty


def test_events_are_minutes_of_the_day_from_arrival_to_departure():
    known = records(WEEK, orders=[DONE])
    first = event_log(known, 0)
    assert list(first.columns) == list(COLUMNS)
    assert first[["event_type", "event", "time"]].to_numpy().tolist() == [
        ["arrival_departure", "arrival", 540.0],
        ["queue", "desk", 540.0],
        ["queue", "picking", 600.0],
        ["queue", "packing", 660.0],
        ["queue", "dispatch", 720.0],
        ["queue", "road", 1200.0],
    ]
    second = event_log(known, 1)  # on the way since the evening before
    assert second[["event", "time"]].to_numpy().tolist() == [
        ["arrival", 0.0],
        ["road", 0.0],
        ["depart", 240.0],
    ]
    both = event_log(known, 0, days=2)
    assert both["time"].iloc[-1] == 24 * 60 + 240 and len(both) == 7


def test_every_order_of_a_day_arrives_once_and_leaves_at_most_once():
    events = event_log(shared_run("corner", weeks=2).records, 3)
    by_order = events.groupby("entity_id")["event"].agg(list)
    assert len(by_order) > 20
    assert all(seen[0] == "arrival" and seen.count("arrival") == 1 for seen in by_order)
    assert all(
        seen.count("depart") <= 1 and (seen[-1] == "depart" or "depart" not in seen) for seen in by_order
    )
    assert events["time"].is_monotonic_increasing
