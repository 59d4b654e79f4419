"""Calls that come in one after the other, each with its own caller and cause, while a clock runs: the data of a desk."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sim.base.bilingual import BilingualText
from sim.base.validation import FrozenModel
from sim.roleplay.fields import Id, Variant, Wording
from sim.roleplay.hooks import Customer, Hook

Minute = Annotated[int, Field(ge=0, le=600)]
CallerMood = Annotated[int, Field(ge=1, le=10)]


class Call(FrozenModel):
    """One call.

    at: the minute at which it comes; after_broken: it comes instead when the promise to this caller is broken; truth: what
    really caused it; record: where that shows; fair: the share of the price that is right, 0 to 1; customer: who it is
    in the simulation; hooks: what follows there if the caller rings off content; texts: pieces that lines and replies name in
    braces.
    """

    at: Minute | None = None
    after_broken: Id | None = None
    name: BilingualText
    mood: CallerMood
    truth: Id | dict[Variant, Id]
    record: Id
    fair: Annotated[float, Field(ge=0, le=1)] = 0.0
    customer: Customer | None = None
    hooks: tuple[Hook, ...] = ()
    texts: dict[Id, Wording]

    @model_validator(mode="after")
    def _comes(self) -> Self:
        if (self.at is None) == (self.after_broken is None):
            raise ValueError("a call needs either at or after_broken")
        return self

    def cause(self, variant: str) -> str:
        """The true cause in a variant."""
        return self.truth if isinstance(self.truth, str) else self.truth[variant]


class Desk(FrozenModel):
    """The calls of a scenario.

    opens: the minute of the day; minutes: how long the desk is open; patience: by the caller's mood, how many minutes somebody
    waits before hanging up. What follows for the firm: treats, explains: aims that show how kindly complaints are treated and how
    fast they are explained; by_call: aims whose points belong to single calls; paid: the share of the price that lines pay;
    returns: so many promised call backs kept make calling back the rule.
    """

    opens: Annotated[int, Field(ge=0, lt=24 * 60)]
    minutes: Annotated[int, Field(ge=5, le=600)]
    patience: dict[CallerMood, Minute]
    calls: dict[Id, Call]
    treats: tuple[Id, ...] = ()
    explains: tuple[Id, ...] = ()
    by_call: tuple[Id, ...] = ()
    paid: dict[Id, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)
    returns: Annotated[int, Field(ge=1, le=100)] = 2

    def clock(self, minute: int) -> str:
        """The time of day at a minute of the desk's.

        Examples
        --------
        >>> Desk(opens=600, minutes=60, patience={}, calls={}).clock(24)
        '10:24'
        """
        hours, minutes = divmod(self.opens + minute, 60)
        return f"{hours % 24}:{minutes:02}"
