"""Talks as an argument of experiments: the talks that were held, and the levers that they set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.validation import invalid
from sim.case.case import Case
from sim.case.load import load_case
from sim.policy.history import History
from sim.policy.policy import Policy
from sim.roleplay.effects import effects
from sim.roleplay.hooks import TalkEffects
from sim.roleplay.scenario import Scenario
from sim.roleplay.talk import Talk


def firm_of(scenario: Scenario, variant: str) -> Case:
    """The firm in which a talk has effects: the case that its scenario names, changed as in the variant.

    Raises InputError if the scenario names none, or a field that is not one of the case.
    """
    firm = scenario.firm
    if firm is None:
        raise InputError(
            _("{name} names no firm in which the talk could show: add `firm` to the scenario.").format(
                name=scenario.id
            )
        )
    return load_case(firm.case).replace(**firm.change, **firm.by_variant.get(variant, {}))


Talks = Sequence[Talk | TalkEffects]


def as_talks(value: Any) -> tuple[TalkEffects, ...]:
    """Talks that were held, as what they do."""
    if not isinstance(value, Sequence) or not all(isinstance(one, Talk | TalkEffects) for one in value):
        raise invalid("talks", value, _("a list of talks or of what talks do (TalkEffects)"))
    return tuple(effects(one) if isinstance(one, Talk) else one for one in value)


def talks_by_place(value: Any, names: Sequence[str]) -> dict[int, tuple[TalkEffects, ...]]:
    """Talks by the place of their policy. value: talks by the name of the policy, or None."""
    if value is None:
        return {}
    if not isinstance(value, Mapping) or not set(value) <= set(names):
        raise invalid(
            "talks",
            list(value) if isinstance(value, Mapping) else value,
            _("talks by policy: {all}").format(all=", ".join(names)),
        )
    return {names.index(name): as_talks(talks) for name, talks in value.items()}


def with_policies(history: History, talks: Sequence[TalkEffects], weeks: int) -> History:
    """The history with the levers that talks set, each from its week on to the end."""
    changes = sorted(
        (hook.week - 1, hook.policy)
        for talk in talks
        for hook in talk.hooks
        if hook.policy is not None and hook.week <= weeks
    )
    for first, levers in changes:
        history = _from_week(history, first, levers)
    return history


def _from_week(history: History, first: int, levers: Mapping[str, Any]) -> History:
    steps: list[tuple[Policy, int]] = []
    begin = 0
    for policy, weeks in history.steps:
        before = min(max(first - begin, 0), weeks)
        if before:
            steps.append((policy, before))
        if weeks - before:
            steps.append((policy.replace(**levers), weeks - before))
        begin += weeks
    return History.of(steps)
