"""Outputs for the cells of a marked notebook: those of the student's code, and points with reasons below tests."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sim.marking.marker import Record, line
from sim.marking.submission import CellResult


def outputs_as_text(result: CellResult) -> list[dict[str, Any]]:
    """The printed output of a cell, and its error."""
    made = [stream(result.shown)] if result.shown.strip() else []
    error = result.error or result.state
    return [*made, stream(f"{error}\n")] if error else made


def fill_test(cell: Any, records: list[Record]) -> None:
    """Points as the cell's result, which nbgrader takes for partial credit, a line for each part, and the records."""
    points = round(sum(record.earned for record in records), 4)
    result = {"output_type": "execute_result", "data": {"text/plain": f"{points:g}"}, "execution_count": 1}
    cell["outputs"] = [stream("".join(f"{line(record)}\n" for record in records)), result | {"metadata": {}}]
    cell["execution_count"] = 1
    cell["metadata"].setdefault("kefu", {})["records"] = [asdict(record) for record in records]


def stream(text: str) -> dict[str, Any]:
    """A text as what a cell printed."""
    return {"output_type": "stream", "name": "stdout", "text": text}
