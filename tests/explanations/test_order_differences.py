"""Where an order first went differently, if several levers differ: by hand."""

from __future__ import annotations

import pandas as pd

from sim.base.units import HOUR
from sim.explanations.order_differences import _without_small_shifts
from sim.records.schema import causal_columns

WAY = ("answered", "accepted", "promised", "released", "picked", "packed", "dispatched", "delivered")


def first_columns(delays: dict[str, int | None]) -> list[str]:
    """The columns that differ and count for one order; delays: what stages add to its way (s), None: not reached."""
    old = dict.fromkeys(WAY, 0)
    new: dict[str, int | None] = {}
    so_far: int | None = 0
    for name in WAY:
        added = delays.get(name, 0)
        if name == "promised":
            new[name] = added
            continue
        so_far = None if so_far is None or added is None else so_far + added
        new[name] = so_far
    tables = [pd.DataFrame([row], dtype="Int64") for row in (old, new)]
    columns = {column.name: column for column in causal_columns()}
    differing = [(columns[name], ~tables[0][name].eq(tables[1][name]).fillna(False)) for name in WAY]
    counts = _without_small_shifts(differing, *tables)
    assert [column.name for column, _differs in counts] == list(WAY)
    return [column.name for column, differs in counts if differs.item()]


def test_a_small_shift_of_one_lever_takes_no_credit_for_a_large_one_of_another() -> None:
    # A minute at the desk, then six hours of dispatch: what comes after the desk adds nothing.
    assert first_columns({"answered": 60, "dispatched": 6 * HOUR})[0] == "dispatched"
    assert first_columns({"answered": 60, "dispatched": -6 * HOUR})[0] == "dispatched"
    # The minute alone is all there is.
    assert first_columns({"answered": 60})[0] == "answered"
    # Two hours are not small against six.
    assert first_columns({"answered": 2 * HOUR, "dispatched": 6 * HOUR})[0] == "answered"
    # The promise is a shift like others, but no moment of the way: the lorry's hours come on top of the desk's only.
    assert first_columns({"answered": 60, "promised": 24 * HOUR})[0] == "promised"
    assert first_columns({"promised": HOUR, "dispatched": 24 * HOUR})[0] == "dispatched"


def test_what_only_one_run_has_counts_however_small() -> None:
    assert first_columns({"answered": None, "promised": 24 * HOUR})[0] == "answered"
