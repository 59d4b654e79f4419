"""A marked talk as a notebook, so that formgrader shows it: first what was said, then a cell with points for each aim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sim.base.i18n import LANGUAGES, using
from sim.marking.marker import Record
from sim.marking.outputs import fill_test, stream
from sim.roleplay.debrief import AimReport
from sim.roleplay.scenario import Scenario
from sim.roleplay.talk import Talk

TALK = "talk"
"""The cell with what was said."""


def notebook_of(talk: Talk, records: Sequence[Record], reports: Sequence[AimReport]) -> dict[str, Any]:
    """A talk that was marked, in the current language."""
    said = _cell(TALK, str(talk.scenario.title), "\n".join(_lines(talk)))
    graded = []
    for record, report in zip(records, reports, strict=True):
        cell = _graded(record.part, report.title, report.most)
        fill_test(cell, [record])
        cell["outputs"][:0] = [stream("".join(f"{line}\n" for line in (*report.earned, *report.missed)))]
        graded.append(cell)
    return _notebook(talk.scenario, [said, *graded])


def refused_notebook(scenario: Scenario, reason: str) -> dict[str, Any]:
    """A talk that the machine does not mark: a person can give points."""
    graded = [_graded(name, str(aim.title), aim.max) for name, aim in scenario.aims.items()]
    return _notebook(scenario, [_cell(TALK, str(scenario.title), reason), *graded])


def _lines(talk: Talk) -> Iterator[str]:
    yield str(talk.scenario.opening)
    for exchange in talk.exchanges:
        typed = f" [{exchange.typed}]" if exchange.typed else ""
        yield f"{exchange.number}: {talk.said(exchange)}{typed}"
        yield f"    {talk.other(exchange)}: {talk.answer(exchange)}"


def _cell(name: str, head: str, shown: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {},
        "source": f"# {head}",
        "outputs": [stream(f"{shown}\n")],
        "execution_count": None,
    }


def _graded(aim: str, title: str, most: int) -> dict[str, Any]:
    cell = _cell(aim, title, "")
    label = {"grade": True, "grade_id": aim, "locked": True, "points": most, "solution": False}
    cell["metadata"]["nbgrader"] = {**label, "cell_type": "code", "schema_version": 3, "task": False}
    cell["outputs"] = []
    return cell


def _notebook(scenario: Scenario, cells: list[dict[str, Any]]) -> dict[str, Any]:
    titles = {}
    for lang in LANGUAGES:
        with using(lang):
            titles[lang] = str(scenario.title)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kefu": {"title": titles}, "kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
