"""How columns are kept changes what reading them costs, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from sim import Case, load_case, run
from sim.case.staff import StaffData
from sim.model.engine.fast_cells import flags, view
from sim.model.operations.fleet import Fleet
from tests.support.all_levers import EVERYTHING
from tests.support.fingerprint import fingerprint

HARD = {"desk.clerks": 1, "warehouse.pickers": 1, "staff.training_hours": 0, "warehouse.care": 0}
"""Too few people, who do not look twice: errors come close to the most there can be."""


def test_cells_of_a_view_are_numbers_of_pythons_own() -> None:
    cells = view(np.arange(10, dtype=np.int64)[::2])
    assert list(cells) == [0, 2, 4, 6, 8] and type(cells[3]) is int
    assert type(view(np.array([0.5]))[0]) is float


def test_flags_take_a_byte_each() -> None:
    assert flags(np.array([3, 0, -1]) > 0) == b"\x01\x00\x00"


@pytest.fixture(scope="module")
def corner() -> Case:
    return load_case("corner")


@pytest.mark.parametrize(
    "levers", [{}, EVERYTHING, EVERYTHING | HARD], ids=["today", "everything", "overload"]
)
def test_orders_that_skip_the_error_checks_would_have_met_no_error(
    corner: Case, levers: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slips, wrong lines, damage, loss and refusal are looked for where luck allows them: asking everybody finds no more."""
    policy = corner.policy.replace(**levers)
    few = run(corner, policy, weeks=26, seed=100)
    monkeypatch.setattr(StaffData, "most_errors", property(lambda self: 1e12))
    build = Fleet.__init__

    def all_at_risk(self: Fleet, *args: object, **named: object) -> None:
        build(self, *args, **named)  # type: ignore[arg-type]
        self._at_risk = b"\x01" * len(self._at_risk)

    monkeypatch.setattr(Fleet, "__init__", all_at_risk)
    everybody = run(corner, policy, weeks=26, seed=100)
    assert fingerprint(everybody.records) == fingerprint(few.records)
    assert few.records["orders"]["wrong"].sum() > 0
