"""Works out what a talk does to the firm: the hooks of its outcome; at a desk also each caller's experience, and later work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sim.base.i18n import _
from sim.roleplay.calls import Desk
from sim.roleplay.desk import HUNG_UP
from sim.roleplay.hooks import Contact, Hook, Mend, TalkEffects, Treatment
from sim.roleplay.scenario import Outcome, Scenario
from sim.roleplay.talk import Talk

CALL_WEIGHT = 0.15
"""How far a call at the desk moves a customer's bond: between a call (0.05) and a visit (0.2)."""
MENDS, HANGING_UP = 0.8, 0.3
"""Share of a bad memory that a call with all its points takes back, and the share that a failed or lost call adds."""
LEAST_MANNER, MOST_MANNER = 0.3, 0.8
SLOWEST, FASTEST = 1.5, 0.5
"""The wait for the cause, relative to today's: with no points for causes, and with all."""


def effects(talk: Talk) -> TalkEffects:
    """The effects of a talk on the firm, as the talk stands.

    Examples
    --------
    >>> from sim.roleplay.draw import draw
    >>> from sim.roleplay.load import load_scenario
    >>> scenario = load_scenario("r1_shunda")
    >>> effects(Talk(scenario, draw(scenario, seed=1, variant="V3")))
    One electrician, by Monday: lost
      week 4: contract: customer A1, lost_weeks 12
    """
    scenario, outcome = talk.scenario, talk.outcome()
    hooks = [*_hooks(outcome, talk.draw.variant)]
    if scenario.desk is not None:
        hooks += _of_desk(talk, scenario.desk)
    return TalkEffects(title=f"{scenario.title}: {outcome.id}", hooks=tuple(hooks))


def not_held(scenario: Scenario, variant: str) -> TalkEffects:
    """The effects on the firm if the talk is not held: none at a desk, otherwise those of the last outcome."""
    hooks = () if scenario.desk is not None else _hooks(scenario.outcomes[-1], variant)
    return TalkEffects(title=_("not held"), hooks=tuple(hooks))


def _hooks(outcome: Outcome, variant: str) -> Sequence[Hook]:
    return outcome.hooks.get(variant, ()) if isinstance(outcome.hooks, Mapping) else outcome.hooks


def _of_desk(talk: Talk, desk: Desk) -> Iterator[Hook]:
    """Each caller has had a contact, and the desk goes on working as in this hour."""
    for name, call in desk.calls.items():
        if call.customer is not None and name in talk.state.came:
            quality = _share_of_points(talk, name)
            failed = not quality or talk.state.by_caller[name][HUNG_UP]
            share = MENDS * quality - (HANGING_UP if failed else 0.0)
            yield Hook(contact=Contact(customer=call.customer, quality=quality, weight=CALL_WEIGHT))
            yield Hook(mend=Mend(customer=call.customer, share=share))
            if name in talk.state.content:
                yield from call.hooks
    score = talk.score()
    treated = _share(score.points, score.most, desk.treats)
    explained = _share(score.points, score.most, desk.explains)
    yield Hook(
        treatment=Treatment(
            manner=LEAST_MANNER + (MOST_MANNER - LEAST_MANNER) * treated,
            explained=SLOWEST + (FASTEST - SLOWEST) * explained,
        )
    )
    paid = [desk.paid[exchange.move.id] for exchange in talk.exchanges if exchange.move.id in desk.paid]
    paid += [call.fair for name, call in desk.calls.items() if name in talk.state.content]
    if paid:
        yield Hook(
            policy={
                "complaints.compensation": round(sum(paid) / len(paid), 2),
                "complaints.return_visit": talk.state.marks["kept"] >= desk.returns,
            }
        )


def _share(points: Mapping[str, float], most: Mapping[str, int], aims: Sequence[str]) -> float:
    return sum(points[name] for name in aims) / sum(most[name] for name in aims) if aims else 0.0


def _share_of_points(talk: Talk, caller: str) -> float:
    """The points of a caller's call as a share of those it can bring, 0 to 1. Marks of the desk itself do not count."""
    desk = talk.scenario.desk
    assert desk is not None
    aims = [talk.scenario.aims[name] for name in desk.by_call]
    calls = sum(call.at is not None for call in desk.calls.values())
    marks = talk.state.by_caller[caller]
    points = sum(
        value * (min(marks[mark], 1) if value > 0 else marks[mark])
        for aim in aims
        for mark, value in aim.marks.items()
    )
    return min(max(points * calls / sum(aim.max for aim in aims), 0.0), 1.0)
