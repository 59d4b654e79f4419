"""Silence makes a delay worse."""

from __future__ import annotations

from typing import Any

import pytest

from sim.base.units import HOUR
from sim.model.customers.satisfaction import EARLY, FINE, LATE, LONG_SILENT, SILENT, Judge
from sim.model.engine.log import CANCELLED, DELIVERED, NOT_REACHED
from tests.support.tiny_firm import at, order, run_tiny, tiny_case


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A judge and one delivered order without mishap: 430 points when it is in time."""
    found: list[Judge] = []
    judge = Judge.judge

    def keep(self: Judge, number: int, time: int) -> Any:
        found.append(self)
        return judge(self, number, time)

    monkeypatch.setattr(Judge, "judge", keep)
    run_tiny([order(at(0, 9), [(0, 1)])], case=tiny_case())
    assert found[0]._log.status[0] == DELIVERED
    return found[0]


def test_a_delay_without_a_word_costs_more_and_most_when_the_order_is_overdue(judged: Judge) -> None:
    overdue = judged._overdue_after // HOUR
    for hours, more in ((1, SILENT), (overdue, SILENT), (overdue + 1, SILENT + LONG_SILENT)):
        judged._log.announced[0] = NOT_REACHED
        assert judged._lateness(0, hours * HOUR) == LATE[hours] + more
        judged._log.announced[0] = at(0, 20)
        assert judged._lateness(0, hours * HOUR) == LATE[hours] - round(judged._eases * LATE[hours])


def test_what_is_cancelled_without_a_word_long_after_its_promise_is_judged_worse(judged: Judge) -> None:
    judged._log.status[0] = CANCELLED
    judged._noise = [
        155 - 190 + SILENT
    ]  # 155 points without the long silence: just above the step from 1 to 2
    promised, overdue = judged._log.promised[0], judged._overdue_after
    assert judged.judge(0, promised + overdue)[0] == 2
    assert judged.judge(0, promised + overdue + 1)[0] == 1
    judged._log.announced[0] = promised
    assert judged.judge(0, promised + overdue + 1)[0] == 2


def test_silence_is_small_beside_the_delay() -> None:
    assert LATE[0] / 4 > SILENT + LONG_SILENT
    assert FINE + EARLY[0] - LATE[0] - SILENT == 350  # ratings at Olist fall by 0.8 at once
