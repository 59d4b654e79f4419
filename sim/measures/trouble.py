"""Where to look first: the commonest failures, the causes of lateness, the largest costs, with the levers that act on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.base.formatting import quantity
from sim.base.i18n import _
from sim.measures.goals import FIRST, GOAL_OF, RIGHT, SECOND
from sim.measures.money import INCOME
from sim.measures.orders import delivered_on_time
from sim.measures.run import Run
from sim.measures.window import promised_in_window
from sim.policy.levers.registry import levers
from sim.records.labels import ACCOUNTS, CAUSES, RIGHTS, word

RIGHT_LEVERS: Mapping[str, tuple[str, ...]] = {
    "product": ("stock.safety_factor", "warehouse.care"),
    "want": ("flex.capacity",),
    "time": ("promise.hours", "fleet.consolidation_hours"),
    "place": ("staff.training_hours",),
    "price": ("staff.training_hours",),
    "channel": ("desk.clerks",),
    "customer": ("staff.training_hours",),
}
"""The levers that move a right most directly."""
CAUSE_LEVERS: Mapping[str, tuple[str, ...]] = {
    "promise": ("promise.hours",),
    "stock": ("stock.safety_factor", "stock.review_days"),
    "picking": ("warehouse.pickers",),
    "packing": ("warehouse.packers",),
    "consolidation": ("fleet.consolidation_hours",),
    "lorry": ("fleet.vehicles",),
    "road": ("promise.hours",),
    "incident": ("promise.hours",),
    "closed_road": ("emergency.plan",),
    "address": ("staff.training_hours",),
    "loss": ("promise.hours",),
    "damage": ("warehouse.care",),
    "refusal": ("warehouse.care", "promise.hours"),
}
"""The levers that move a cause of late orders most directly."""
MOST_RIGHTS = 2
"""Rights that are named."""


@dataclass(frozen=True)
class Trouble:
    """A place to look at: what is seen there in one sentence, the levers that move it, the lesson that treats it."""

    sentence: str
    levers: tuple[str, ...]
    lesson: str


def troubles(run: Run) -> list[Trouble]:
    """Find where to look first in a run.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    list of Trouble
        The rights that fail most, among those that fail too often for 90 % perfect orders; the commonest cause of
        broken promises; and the largest cost that a lever moves.

    Examples
    --------
    >>> from sim import run
    >>> troubles(run("corner", weeks=2))[0].levers
    ('desk.clerks',)
    """
    return [*_rights(run), *_late(run), *_cost(run)]


def failing_rights(run: Run) -> list[tuple[str, float]]:
    """Name the rights that fail too often for 90 % perfect orders.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    list of (str, float)
        At most two rights, the worst first, each with the share of orders in which it fails.

    Examples
    --------
    >>> from sim import run
    >>> [right for right, share in failing_rights(run("corner", weeks=2))]
    ['channel', 'product']
    """
    shares = run.measures["perfect"].get("failed_rights", {})
    failed = sorted(((share, right) for right, share in shares.items() if share > 1 - RIGHT), reverse=True)
    return [(right, share) for share, right in failed[:MOST_RIGHTS]]


def levers_of(run: Run, goal: str) -> tuple[str, ...]:
    """Find the levers that would do most for a goal in this run.

    Parameters
    ----------
    run : Run
        The run.
    goal : str
        One of `GOAL_OF`.

    Returns
    -------
    tuple of str
        For perfect orders those of the right that fails most, for orders on time those of the commonest cause, else those
        of the goal.

    Examples
    --------
    >>> from sim import run
    >>> levers_of(run("corner", weeks=2), "perfect")
    ('desk.clerks',)
    """
    if goal == "perfect" and (failing := failing_rights(run)):
        return _levers_of_right(run, failing[0][0])
    if goal == "m08":
        return _levers_of_right(run, "time")
    return GOAL_OF[goal].levers


def _levers_of_right(run: Run, right: str) -> tuple[str, ...]:
    late = _late_causes(run)
    if right == "time" and late:
        return CAUSE_LEVERS.get(next(iter(late)), RIGHT_LEVERS[right])
    return RIGHT_LEVERS[right]


def _rights(run: Run) -> list[Trouble]:
    text = _("The {right} fails in {share} of orders; at most {most} leaves 90% of them perfect.")
    return [
        Trouble(
            text.format(
                right=word(RIGHTS, right),
                share=quantity(share, "share"),
                most=quantity(1 - RIGHT, "share"),
            ),
            _levers_of_right(run, right),
            FIRST,
        )
        for right, share in failing_rights(run)
    ]


def _late_causes(run: Run) -> dict[str, int]:
    """Broken promises by cause, the commonest first."""
    orders = promised_in_window(run.records)
    counts = orders.loc[~delivered_on_time(orders), "cause"].value_counts()
    return {str(cause): int(count) for cause, count in counts.items() if count}


def _late(run: Run) -> list[Trouble]:
    causes = _late_causes(run)
    if not causes:
        return []
    cause, count = next(iter(causes.items()))
    text = _("Broken promises: {late}. Their commonest cause is {cause}: {count}.")
    told = text.format(late=f"{sum(causes.values()):,}", count=f"{count:,}", cause=word(CAUSES, cause))
    return [Trouble(told, CAUSE_LEVERS.get(cause, RIGHT_LEVERS["time"]), FIRST)]


def _cost(run: Run) -> list[Trouble]:
    """The largest cost that a lever is booked on."""
    by_account: dict[str, list[str]] = {}
    for name, lever in levers().items():
        by_account.setdefault(lever.account, []).append(name)
    costs = {
        name: -amount
        for name, amount in run.money["accounts"].items()
        if name not in INCOME and name in by_account and amount < 0
    }
    if not costs:
        return []
    largest = max(costs, key=lambda name: costs[name])
    text = _("The largest cost that a lever moves is {account}: {share} of all costs.")
    share = quantity(costs[largest] / run.money["cost"], "share")
    return [
        Trouble(
            text.format(account=word(ACCOUNTS, largest), share=share), tuple(by_account[largest][:2]), SECOND
        )
    ]
