"""Hiring people: under which lever it is booked."""

from __future__ import annotations

from sim import continue_run, load_case, run
from sim.model.front_office.staff import STAFFED_BY
from sim.policy.levers.registry import levers


def test_new_seats_are_booked_under_the_lever_that_makes_them() -> None:
    """One more of everybody at every hour; nobody leaves, so that nobody is hired for another reason."""
    case = load_case("corner").replace(**{"staff.turnover": 0.0})
    now = {name: case.policy[name] for name in STAFFED_BY.values()}
    more = {name: [n + 1 for n in at] if isinstance(at, list) else at + 1 for name, at in now.items()}
    ledger = continue_run(run(case, weeks=2), more, weeks=2).records["ledger"]
    hired = ledger[ledger["account"] == "hiring"]
    assert set(hired["lever"].astype(str)) == set(STAFFED_BY.values()) <= set(levers())


def test_who_takes_the_seat_of_one_who_left_is_booked_under_pay() -> None:
    case = load_case("corner").replace(**{"staff.turnover": 0.9})
    ledger = run(case, weeks=8).records["ledger"]
    hired = ledger[ledger["account"] == "hiring"]
    assert set(hired["lever"].astype(str)) == {"staff.pay"}
