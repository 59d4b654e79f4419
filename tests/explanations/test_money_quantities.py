"""Which bookings chance moves."""

from __future__ import annotations

from sim import continue_run, load_case, run
from sim.explanations.pair import Pair
from sim.explanations.quantities import quantity


def test_hiring_for_new_seats_is_certain() -> None:
    case = load_case("corner").replace(**{"staff.turnover": 0.0})
    start = run(case, weeks=4)
    pair = Pair(*(continue_run(start, levers, weeks=4) for levers in ({}, {"warehouse.pickers": 2})))
    hiring = quantity("profit").split(pair).parts.query("cause == 'hiring'")
    assert hiring["change"].item() < 0
    assert hiring["error"].item() == 0
