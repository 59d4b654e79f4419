"""Arguments of experiments, each checked in one place: an InputError says in one sentence what is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.validation import check_int, invalid, show_value
from sim.case.case import Case
from sim.case.load import load_case
from sim.policy.policy import Policy

MOST_WEEKS = 520
MOST_SEED = 2**63 - 1
MOST_REPLICATIONS = 100_000

LeverValues = Mapping[str, Any]
"""Levers that differ from the case's own policy, by dotted name."""

MarketKind = Literal["open", "frozen"]
"""In a frozen market customers order as under the case's own policy, whatever the policy of the run does."""


def as_case(value: Any) -> Case:
    """A case, or the one of this name or path."""
    if isinstance(value, Case):
        return value
    if isinstance(value, str | Path):
        return load_case(value)
    raise InputError(
        _("case is {value}, but takes a case, or the name or path of one.").format(value=show_value(value))
    )


def as_policy(name: str, value: Any, base: Policy) -> Policy:
    """A policy, or `base` with some levers replaced."""
    if isinstance(value, Policy):
        return value
    if isinstance(value, Mapping) and all(isinstance(lever, str) for lever in value):
        return base.replace(**value)
    raise invalid(
        name, value, _("a policy or levers by name, such as {example}").format(example='{"desk.clerks": 3}')
    )


def as_policies(value: Any, case: Case) -> dict[str, Policy]:
    """Two policies or more by name, each a policy or levers that differ from the case's own."""
    allowed = _("two policies or more by name, such as {example}").format(
        example='{"today": {}, "new": {"desk.clerks": 3}}'
    )
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise invalid("policies", value, allowed)
    if len(value) < 2:
        raise invalid("policies", ", ".join(value) or _("empty"), allowed)
    return {name: as_policy(name, policy, case.policy) for name, policy in value.items()}


def check_weeks(value: Any) -> int:
    """The number of observed weeks."""
    return check_int("weeks", value, 1, MOST_WEEKS)


def check_seed(value: Any) -> int:
    """A seed of random numbers."""
    return check_int("seed", value, 0, MOST_SEED)


def check_replication(value: Any) -> int:
    """The number of one replication, counted from 0."""
    return check_int("replication", value, 0, MOST_SEED)


def check_replications(value: Any, fewest: int = 1) -> int:
    """Check the number of replications."""
    return check_int("replications", value, fewest, MOST_REPLICATIONS)


def check_market(value: Any) -> MarketKind:
    """A kind of market."""
    if value == "open" or value == "frozen":
        return value
    raise invalid("market", value, "open, frozen")
