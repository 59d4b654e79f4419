"""Checks that everything a scenario refers to exists in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import get_args

from sim.base.i18n import _
from sim.roleplay.fields import Act, placeholders, texts_of
from sim.roleplay.scenario import Scenario

AUTOMATIC = ("evidence", "further_proposal", "hung_up", "kept", "broken")
"""Marks that the engine sets, besides those of replies and rules."""


class UnknownNameError(ValueError):
    """A part of a scenario that does not fit the rest; the text has no full stop."""


def check_references(scenario: Scenario) -> None:
    """Raise UnknownNameError with the place of a name that is not known."""
    lines = Counter(move.id for move in scenario.moves)
    for name, count in lines.items():
        if count > 1:
            raise UnknownNameError(_("two moves have the id {name}").format(name=name))
    for place, found, known in (
        *_names_in_moves(scenario),
        *_names_at_the_desk(scenario),
        *_names_in_conditions(scenario),
        *_names_in_rules(scenario),
    ):
        for name in found:
            if name not in known:
                raise UnknownNameError(
                    _("{place} names {name}, which is not in the scenario").format(place=place, name=name)
                )
    for which, count in (
        ("player", sum(role.player for role in scenario.roles.values())),
        ("machine", sum(role.machine for role in scenario.roles.values())),
    ):
        if count != 1:
            raise UnknownNameError(
                _("one role must have {which}: true, and {count} have").format(which=which, count=count)
            )
    for place, wording in scenario.wordings():
        if isinstance(wording, Mapping) and set(wording) != set(scenario.variants):
            raise UnknownNameError(
                _("{place} has texts for {there}, but the variants are {all}").format(
                    place=place, there=", ".join(wording), all=", ".join(scenario.variants)
                )
            )
    for name, call in scenario.desk.calls.items() if scenario.desk else ():
        if isinstance(call.truth, Mapping) and set(call.truth) != set(scenario.variants):
            raise UnknownNameError(
                _("{place} has texts for {there}, but the variants are {all}").format(
                    place=f"desk.calls.{name}.truth",
                    there=", ".join(call.truth),
                    all=", ".join(scenario.variants),
                )
            )
    for move in scenario.moves:
        if move.replies[-1].when.model_fields_set:
            raise UnknownNameError(
                _("the last reply of {move} must have no condition").format(move=f"moves.{move.id}")
            )


Named = tuple[str, Iterable[str], Iterable[str]]


def _names_in_moves(scenario: Scenario) -> Iterable[Named]:
    facts, topics, draws = scenario.facts, scenario.topics, scenario.draws
    for move in scenario.moves:
        place = f"moves.{move.id}"
        yield place, [move.topic] if move.topic else [], topics
        yield place, move.evidence, facts
        for reply in move.replies:
            yield place, (*reply.tell, *reply.thin), facts
    for place, wording in scenario.wordings():
        for text in texts_of(wording):
            yield place, sorted(placeholders(text)), (*draws, *_pieces(scenario))
    earlier: list[str] = []
    for name, draw in draws.items():
        if not isinstance(draw, tuple):
            yield f"draws.{name}", [part for part in draw.times if isinstance(part, str)], earlier
        earlier.append(name)


def _pieces(scenario: Scenario) -> set[str]:
    """Names of the pieces of text that every caller has."""
    calls = scenario.desk.calls.values() if scenario.desk else ()
    pieces = [{"name", *call.texts} for call in calls]
    return set.intersection(*pieces) if pieces else set()


def _names_at_the_desk(scenario: Scenario) -> Iterable[Named]:
    calls = scenario.desk.calls if scenario.desk else {}
    causes = {call.cause(variant) for call in calls.values() for variant in scenario.variants}
    records = {call.record for call in calls.values()}
    for move in scenario.moves:
        yield f"moves.{move.id}", [name for name in (move.answers, move.rings_back) if name], calls
    for place, condition in scenario.conditions():
        yield place, (*condition.caller, *condition.content), calls
        yield place, condition.cause, causes
        yield place, condition.record, records
    for name, call in calls.items():
        yield f"desk.calls.{name}", [call.after_broken] if call.after_broken else [], calls
    if scenario.desk is not None:
        aims = (*scenario.desk.treats, *scenario.desk.explains, *scenario.desk.by_call)
        yield "desk", aims, scenario.aims
        yield "desk.paid", scenario.desk.paid, scenario.by_id
    for outcome in scenario.outcomes:
        by_variant = outcome.hooks if isinstance(outcome.hooks, Mapping) else {}
        yield f"outcomes.{outcome.id}.hooks", by_variant, scenario.variants
    if scenario.firm is not None:
        yield "firm.by_variant", scenario.firm.by_variant, scenario.variants
    for variant, lines in scenario.models.items():
        yield "models", [variant], scenario.variants
        yield f"models.{variant}", lines, scenario.by_id


def _names_in_conditions(scenario: Scenario) -> Iterable[Named]:
    lines = {move.id for move in scenario.moves} | set(get_args(Act))
    flags = {reply.flag for move in scenario.moves for reply in move.replies if reply.flag}
    marks = set(marks_of(scenario))
    for place, condition in scenario.conditions():
        yield place, condition.facts, scenario.facts
        yield place, condition.lines, lines
        yield place, condition.variant, scenario.variants
        yield place, (*condition.flag, *condition.no_flag), flags
        yield place, (*condition.marks, *condition.marks_any), marks


def _names_in_rules(scenario: Scenario) -> Iterable[Named]:
    marks, rules = set(marks_of(scenario)), scenario.rules
    flags = {reply.flag for move in scenario.moves for reply in move.replies if reply.flag}
    if rules.evidence:
        yield "rules.evidence.with", rules.evidence.with_, marks
    if rules.unlicensed:
        yield "rules.unlicensed", rules.unlicensed.moves, {move.id for move in scenario.moves}
        yield "rules.unlicensed", [rules.unlicensed.unless_flag], flags
    for name, aim in scenario.aims.items():
        yield f"aims.{name}", aim.facts, scenario.facts
        yield f"aims.{name}", aim.marks, marks
        yield f"aims.{name}.best_of", [mark for group in aim.best_of for mark in group], aim.marks


def marks_of(scenario: Scenario) -> list[str]:
    """Every mark that a talk can bring."""
    found = [reply.mark for move in scenario.moves for reply in move.replies if reply.mark]
    rule = scenario.rules.unlicensed
    return list(dict.fromkeys([*found, *AUTOMATIC, *([rule.mark] if rule else [])]))
