"""Orders at a firm small enough to follow with a pencil: every time is worked out in the test."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.base.units import DAY
from tests.support.tiny_firm import at, order, run_tiny, tiny_case

STAGES = (
    "placed",
    "answered",
    "accepted",
    "promised",
    "released",
    "picked",
    "packed",
    "dispatched",
    "delivered",
)


def times(orders: pd.DataFrame, row: int) -> tuple[int | None, ...]:
    return tuple(None if pd.isna(orders[name].iloc[row]) else int(orders[name].iloc[row]) for name in STAGES)


def test_one_order_from_call_to_door() -> None:
    records = run_tiny([order(at(0, 9), [(0, 3)])])
    assert times(records["orders"], 0) == (
        at(0, 9),  # placed
        at(0, 9),  # answered at once
        at(0, 9, 10),  # ten minutes of handling
        at(2, 9, 10),  # 48 hours promised in the home zone
        at(0, 9, 10),  # goods on hand: released at once
        at(0, 9, 15),  # 300 s of picking
        at(0, 9, 18, 20),  # 200 s of packing
        at(0, 20),  # the lane departs at 20:00
        at(1, 8, 20),  # there at 21:00; receivers open at 8:00, the stop takes 20 minutes
    )
    assert records["orders"]["status"].tolist() == ["delivered"]
    assert records["orders"]["cause"].isna().all()


def test_a_customer_whose_wait_would_exceed_the_patience_leaves() -> None:
    records = run_tiny(
        [
            order(at(0, 9), [(0, 1)]),
            order(at(0, 9, 5), [(0, 1)], patience=300),  # the clerk is free in 300 s: not soon enough
            order(at(0, 9, 6), [(0, 1)], patience=241),  # free in 240 s: soon enough
        ]
    )
    orders, contacts = records["orders"], records["contacts"]
    assert orders["status"].tolist() == ["delivered", "abandoned", "delivered"]
    assert times(orders, 1) == (at(0, 9, 5), *[None] * 8)
    assert times(orders, 2)[:4] == (at(0, 9, 6), at(0, 9, 10), at(0, 9, 20), at(2, 9, 20))
    assert orders["cause"].tolist()[1] == "desk"
    contacts = contacts[contacts["kind"] == "order"]
    assert contacts["answered"].isna().tolist() == [False, True, False]


def test_a_call_before_opening_waits_for_the_desk() -> None:
    records = run_tiny([order(at(0, 7, 59), [(0, 1)])])
    assert times(records["orders"], 0)[1:3] == (at(0, 8), at(0, 8, 10))


def test_an_order_by_built_in_link_needs_no_clerk() -> None:
    records = run_tiny([order(at(0, 9), [(0, 1)]), order(at(0, 9), [(0, 1)], handling=0, channel=3)])
    assert times(records["orders"], 1)[1:3] == (at(0, 9), at(0, 9))
    assert records["contacts"]["handler"].isna().tolist() == [False, True]


def test_an_order_waits_for_goods_and_the_supplier_brings_them() -> None:
    # Five units on hand; the second order lacks two. Reviewed at 6:00 the next day, delivered two days later.
    records = run_tiny(
        [order(at(0, 9), [(0, 3)]), order(at(0, 9, 30), [(0, 4)])], on_hand=(5, 5), forecast=(0.1, 0.0)
    )
    orders, lines, stock = records["orders"], records["lines"], records["stock"]
    assert lines["on_hand_at_allocation"].tolist() == [5, 2]
    assert lines["shipped"].tolist() == [3, 4]
    first = stock[(stock["good"] == 0) & (stock["event"] == "ordered")].iloc[0]
    assert first["time"] == at(1, 6)
    came = stock[(stock["good"] == 0) & (stock["event"] == "receipt")].iloc[0]
    assert (came["time"], came["quantity"]) == (at(3, 6), first["quantity"])
    assert came["on_hand"] == first["quantity"] - 2
    # Released at 6:00, when nobody picks yet; picked at 8:05.
    assert times(orders, 1)[4:] == (at(3, 6), at(3, 8, 5), at(3, 8, 8, 20), at(3, 20), at(4, 8, 20))
    assert orders["cause"].tolist()[1] == "stock"


def test_after_its_patience_an_order_ships_without_what_is_missing() -> None:
    records = run_tiny([order(at(0, 9), [(0, 3), (1, 9)])], on_hand=(5, 5), **{"stock.backorder_days": 1})
    orders = records["orders"]
    assert orders["released"].tolist() == [at(1, 9, 10)]
    assert (orders["ordered"].tolist(), orders["shipped"].tolist()) == ([12], [8])
    assert orders["status"].tolist() == ["delivered"]


def test_an_order_without_any_goods_is_cancelled() -> None:
    records = run_tiny([order(at(0, 9), [(0, 3)])], on_hand=(0, 5), **{"stock.backorder_days": 1})
    assert records["orders"]["status"].tolist() == ["cancelled"]
    assert records["orders"]["cause"].tolist() == ["stock"]
    assert records["orders"]["picked"].isna().all()


def test_an_order_below_the_minimum_is_turned_away_after_service() -> None:
    records = run_tiny([order(at(0, 9), [(0, 1)], list_price=9_999)], **{"order.minimum": 100})
    assert records["orders"]["status"].tolist() == ["turned_away"]
    assert records["orders"]["accepted"].isna().all()
    assert records["contacts"]["resolved"].tolist() == [at(0, 9, 10)]


def test_orders_are_delivered_in_the_sequence_in_which_they_were_packed() -> None:
    records = run_tiny([order(at(0, 9), [(0, 1)]), order(at(0, 9, 1), [(0, 1)], stop=600)])
    assert records["orders"]["delivered"].tolist() == [at(1, 8, 20), at(1, 8, 30)]
    assert records["trips"]["orders"].tolist() == [2]


def test_a_load_waits_for_a_lorry_to_come_back() -> None:
    # The way takes 20 hours: the lorry of Monday 20:00 arrives on Tuesday 16:00, is done at 16:20, back on Wednesday 12:20.
    records = run_tiny(
        [order(at(0, 9), [(0, 1)]), order(at(1, 9), [(0, 1)])],
        case=tiny_case(**{"fleet.km_hour": 3}),
        **{"promise.hours": 24},
    )
    trips = records["trips"]
    assert trips["gate"].tolist() == [at(0, 20), at(1, 20)]
    assert trips["departed"].tolist() == [at(0, 20), at(2, 12, 20)]
    assert trips["arrived"].tolist() == [at(1, 16), at(3, 8, 20)]
    assert records["orders"]["delivered"].tolist() == [at(1, 16, 20), at(3, 8, 40)]
    assert records["orders"]["cause"].tolist()[1] == "lorry"


def test_an_urgent_order_takes_the_van_at_once() -> None:
    records = run_tiny([order(at(0, 9), [(0, 1)], expedite=True)], **{"fleet.express_vehicles": 1})
    # Packed at 9:18:20; the van is 1.25 times as fast: 48 minutes, then 20 minutes at the door.
    assert times(records["orders"], 0)[7:] == (at(0, 9, 18, 20), at(0, 10, 26, 20))
    assert records["trips"]["kind"].tolist() == ["van"]
    assert records["orders"]["expedite_met"].tolist() == [True]


def test_without_a_van_an_urgent_order_goes_with_the_lorry() -> None:
    records = run_tiny([order(at(0, 9), [(0, 1)], expedite=True)], **{"fleet.express_vehicles": 0})
    assert records["trips"]["kind"].tolist() == ["lorry"]


def test_a_requested_delay_is_kept() -> None:
    records = run_tiny([order(at(0, 9), [(0, 1)], delay=2 * DAY)])
    assert times(records["orders"], 0)[3:5] == (at(4, 9, 10), at(2, 9, 10))
    assert records["orders"]["delay_met"].tolist() == [True]


@pytest.mark.parametrize(
    ("mishap", "status", "cause"),
    [
        ({"loss": 0}, "lost", "loss"),
        ({"refusal": 0}, "returned", "refusal"),
        ({"damage": 0}, "delivered", "damage"),
    ],
)
def test_damage_loss_and_refusal_at_the_door(mishap: dict[str, int], status: str, cause: str) -> None:
    orders = run_tiny([order(at(0, 9), [(0, 1)], **mishap)])["orders"]
    assert orders["status"].tolist() == [status]
    assert orders["cause"].tolist() == [cause]
    assert orders["delivered"].isna().tolist() == [status != "delivered"]


def test_a_wrong_address_costs_a_second_trip() -> None:
    records = run_tiny(
        [order(at(0, 9), [(0, 1)], slip=0)],
        case=tiny_case(
            **{
                "desk.channels": {
                    "telephone": {
                        "handling": 10,
                        "handling_spread": 0,
                        "patience": None,
                        "patience_spread": 0,
                        "target": 1,
                        "quote_error": 0,
                        "invoice_error": 0,
                        "address_error": 1,
                    }
                },
                "classes.A.channels": {"telephone": 1},
                "classes.B.channels": {"telephone": 1},
                "classes.C.channels": {"telephone": 1},
            }
        ),
    )
    # At the door at 8:20 on Tuesday; 22 hours later once more, when receivers open.
    assert records["orders"]["delivered"].tolist() == [at(2, 8)]
    assert records["orders"]["address_ok"].tolist() == [False]
    assert (records["ledger"]["account"] == "redelivery").sum() == 1


def test_special_requests_are_granted_up_to_the_days_capacity() -> None:
    orders = [order(at(day, 9 + n), [(0, 1)], special=True) for day in (0, 1) for n in range(3)]
    granted = run_tiny(orders, **{"flex.capacity": 2})["orders"]["special_granted"].tolist()
    assert granted == [True, True, False, True, True, False]


def test_a_granted_special_request_takes_longer_to_pack() -> None:
    one = run_tiny([order(at(0, 9), [(0, 1)], special=True)], **{"flex.capacity": 1})["orders"]
    assert one["packed"].tolist() == [at(0, 9, 18, 20) + 600]


def closed(days: int, plan: str) -> pd.DataFrame:
    case = tiny_case(
        emergencies=[{"name": {"en": "Snow", "zh": "雪"}, "from_day": 0, "days": days, "zones": ["city"]}]
    )
    return run_tiny([order(at(0, 9), [(0, 1)])], case=case, **{"emergency.plan": plan})["trips"]


def test_a_closed_road_holds_the_lorry_unless_a_detour_is_prepared() -> None:
    trip = closed(2, "none").iloc[0]
    assert (trip["gate"], trip["departed"], trip["arrived"]) == (at(0, 20), at(2, 0), at(2, 1))
    assert (trip["held"], trip["detour"]) == (True, False)
    trip = closed(2, "basic").iloc[0]
    assert (trip["departed"], trip["arrived"]) == (at(0, 20), at(0, 20) + round(3.2 * 3600))
    assert (trip["held"], trip["detour"], trip["kind"]) == (True, True, "lorry")
    trip = closed(2, "full").iloc[0]
    assert (trip["arrived"], trip["kind"]) == (at(0, 20) + round(1.3 * 3600), "hired")
    assert pd.isna(trip["vehicle"])


def test_events_after_the_end_are_not_recorded() -> None:
    orders = run_tiny([order(at(0, 9), [(0, 1)])], days=1)["orders"]
    assert orders["status"].tolist() == ["in_progress"]
    assert times(orders, 0)[7:] == (at(0, 20), None)


def test_care_prevents_damage_and_takes_time() -> None:
    # Damage of 0.9 % without checking is halved by 18 seconds a line: luck between the two is spared.
    between = round(0.006 * 2**53)
    bare = run_tiny([order(at(0, 9), [(0, 1), (1, 1)], damage=between)])["orders"]
    careful = run_tiny([order(at(0, 9), [(0, 1), (1, 1)], damage=between)], **{"warehouse.care": 18})[
        "orders"
    ]
    assert (bare["damaged"].tolist(), careful["damaged"].tolist()) == ([True], [False])
    assert careful["packed"].iloc[0] - bare["packed"].iloc[0] == 2 * 18


def test_a_notice_after_the_end_is_neither_given_nor_paid() -> None:
    far = {"name": {"en": "Far", "zh": "远方"}, "zone": "city", "km": 6000, "weight": 1}
    case = tiny_case(**{"centres": [far], "fleet.capacity": 1, "crm.notice": 5})
    both = [order(at(0, 9), [(0, 1)]), order(at(0, 9, 5), [(0, 1)])]  # the one lorry carries one of them
    records = run_tiny(both, days=7, case=case, **{"promise.hours": 240, "delays.announced": True})
    assert records["orders"]["announced"].isna().all()
    assert "notice" not in set(records["contacts"]["kind"])
    assert "delays.announced" not in records["ledger"]["lever"].cat.categories
