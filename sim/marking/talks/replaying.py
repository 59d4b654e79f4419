"""Marks one talk: plays its transcript again as the student to whom the folder belongs. Points in the file are never trusted."""

from __future__ import annotations

import codecs
import json
from dataclasses import replace
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import LANGUAGES, _, ngettext, using
from sim.course.talk_works import player_of, scenario_of
from sim.marking.batch.results import MARKED, NOT_REPLAYED, Result
from sim.marking.marker import Record
from sim.marking.talks.as_notebook import notebook_of, refused_notebook
from sim.roleplay.debrief import AimReport, debrief
from sim.roleplay.scenario import Scenario
from sim.roleplay.talk import Talk
from sim.roleplay.transcript import replay


def mark_talk(
    assignment: str, course: str, student: str, content: bytes, key: str, notes: tuple[str, ...] = ()
) -> Result:
    """The result of a talk; if it cannot be replayed, the reason in the current language, and no points."""
    scenario = scenario_of(assignment)
    transcript = parse(content)
    lang = _language_of(transcript)
    try:
        if transcript is None:
            raise InputError(_("This is not a transcript of a talk."))
        talk = replay(transcript, scenario, player_of(course, scenario, student))
    except InputError as error:
        reason = " ".join((str(error), *_points_elsewhere(transcript, course, scenario, student)))
        return Result(
            student,
            assignment,
            lang,
            key,
            NOT_REPLAYED,
            reason,
            notes,
            notebook=refused_notebook(scenario, reason),
        )
    left = talk.state.left
    if not talk.ended:
        text = ngettext(
            "the talk is not over: {n} line is left", "the talk is not over: {n} lines are left", left
        )
        notes = (*notes, text.format(n=left))
    with using(lang):
        reports = debrief(talk)
        if not talk.ended:  # the student may go on, and should find out without help
            reports = [replace(one, missed=()) for one in reports]
        records = tuple(_record(name, one) for name, one in zip(scenario.aims, reports, strict=True))
        return Result(
            student,
            assignment,
            lang,
            key,
            MARKED,
            notes=notes,
            records=records,
            notebook=notebook_of(talk, records, reports),
            aims=dict(zip(scenario.aims, reports, strict=True)),
            outcome=str(talk.outcome().text) if talk.ended else "",
        )


def parse(content: bytes) -> dict[str, Any] | None:
    """The transcript in these bytes; None if they hold none, or letters that no file can hold."""
    try:
        found = json.loads(content.removeprefix(codecs.BOM_UTF8).decode("utf-8"))
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def talk_of(assignment: str, course: str, student: str, content: bytes) -> Talk | None:
    """The talk in these bytes; None if it does not replay."""
    scenario, transcript = scenario_of(assignment), parse(content)
    try:
        return replay(transcript or {}, scenario, player_of(course, scenario, student))
    except InputError:
        return None


def _language_of(transcript: dict[str, Any] | None) -> str:
    said = transcript.get("language") if transcript else None
    return said if isinstance(said, str) and said in LANGUAGES else next(iter(LANGUAGES))


def _points_elsewhere(
    transcript: dict[str, Any] | None, course: str, scenario: Scenario, student: str
) -> list[str]:
    """The points of an honest talk that was held for another course, in a sentence; nothing for any other."""
    theirs = transcript.get("course") if transcript else None
    if transcript is None or not isinstance(theirs, str) or theirs == course:
        return []
    try:
        talk = replay(transcript, scenario, player_of(theirs, scenario, student))
    except InputError:
        return []
    text = _("There its lines bring {points:g} of {most} points.")
    return [text.format(points=talk.score().total, most=scenario.maximum)]


def _record(aim: str, report: AimReport) -> Record:
    missed = report.missed[0] if report.missed else ""
    return Record(aim, aim, float(report.most), report.points / report.most, MARKED, hint=missed, said=missed)
