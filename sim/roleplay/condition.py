"""Conditions of offered lines, replies and outcomes: a closed vocabulary, so that a scenario can be searched."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from sim.base.validation import FrozenModel
from sim.roleplay.fields import Id, Level, Variant
from sim.roleplay.state import Caller, State

Count = Annotated[int, Field(ge=1, le=100)]


class Condition(FrozenModel):
    """All stated parts must hold; an empty condition always holds.

    knows, knows_any: facts told in full; lacks: facts not told in full; heard_any: facts told in full or in part;
    heard_count: how many; did, not_did, did_less: lines by id, or acts; trust, mood: at least. At a desk: caller: who is on
    the line; cause, record: what caused the call and where it shows; content: who rang off content.
    """

    knows: tuple[Id, ...] = ()
    knows_any: tuple[Id, ...] = ()
    lacks: tuple[Id, ...] = ()
    heard_any: tuple[Id, ...] = ()
    heard_count: Count | None = None
    did: tuple[Id, ...] = ()
    not_did: tuple[Id, ...] = ()
    did_less: dict[Id, Count] = Field(default_factory=dict)
    trust: Level | None = None
    mood: Level | None = None
    variant: tuple[Variant, ...] = ()
    flag: tuple[Id, ...] = ()
    no_flag: tuple[Id, ...] = ()
    marks: tuple[Id, ...] = ()
    marks_any: tuple[Id, ...] = ()
    caller: tuple[Id, ...] = ()
    cause: tuple[Id, ...] = ()
    record: tuple[Id, ...] = ()
    content: tuple[Id, ...] = ()

    def holds(self, state: State) -> bool:
        """Whether all that is stated holds."""
        return not self.model_fields_set or (
            (not self.variant or state.variant in self.variant)
            and state.knows.issuperset(self.knows)
            and _any(self.knows_any, state.knows)
            and state.knows.isdisjoint(self.lacks)
            and _any(self.heard_any, state.heard)
            and (self.heard_count is None or len(state.heard) >= self.heard_count)
            and all(state.done[name] for name in self.did)
            and not any(state.done[name] for name in self.not_did)
            and all(state.done[name] < most for name, most in self.did_less.items())
            and (self.trust is None or state.trust >= self.trust)
            and (self.mood is None or state.mood >= self.mood)
            and state.flags.issuperset(self.flag)
            and state.flags.isdisjoint(self.no_flag)
            and all(state.marks[name] for name in self.marks)
            and (not self.marks_any or any(state.marks[name] for name in self.marks_any))
            and state.content.issuperset(self.content)
            and self._fits_caller(state.caller)
        )

    def _fits_caller(self, caller: Caller | None) -> bool:
        if caller is None:
            return not (self.caller or self.cause or self.record)
        return (
            (not self.caller or caller.name in self.caller)
            and (not self.cause or caller.cause in self.cause)
            and (not self.record or caller.record in self.record)
        )

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact that is named."""
        return (*self.knows, *self.knows_any, *self.lacks, *self.heard_any)

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line or act that is named."""
        return (*self.did, *self.not_did, *self.did_less)


ALWAYS = Condition()


def _any(names: Iterable[str], there: set[str]) -> bool:
    names = tuple(names)
    return not names or not there.isdisjoint(names)
