"""The possible effects of a talk on the simulated firm, as data: a closed list, each known to the model."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from sim.base.display import text_lines
from sim.base.validation import FrozenModel

Customer = Annotated[str, Field(pattern=r"^[ABC][1-9][0-9]{0,2}$")]
"""A customer by size: "A1" is the one of class A with most needs a year, "A2" the next."""
Share = Annotated[float, Field(ge=0, le=1)]
Week = Annotated[int, Field(ge=1, le=520)]


class Contact(FrozenModel):
    """A personal contact: it moves the customer's bond towards its quality, by the weight."""

    customer: Customer
    quality: Share
    weight: Share = 0.2


class Mend(FrozenModel):
    """Takes back a share of the damage that a failed order did to the customer's memory; below 0: makes it worse."""

    customer: Customer
    share: Annotated[float, Field(ge=-1, le=1)]


class Contract(FrozenModel):
    """left: only this share of the contract's remaining time is left; lost_weeks: there is no contract for so many weeks."""

    customer: Customer
    left: Share | None = None
    lost_weeks: Annotated[int, Field(ge=1, le=520)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.left is None) == (self.lost_weeks is None):
            raise ValueError("a contract takes either left or lost_weeks")
        return self


class Promise(FrozenModel):
    """A promise to a customer, kept as long as every order placed from then on keeps it.

    what: "hours": delivered within `value` hours of being placed; "notice": told before an order is late; "invoice": every
    invoice as quoted.
    """

    customer: Customer
    what: Literal["hours", "notice", "invoice"]
    value: Annotated[float, Field(ge=0, le=10_000)] = 0.0


class Treatment(FrozenModel):
    """How complaints are treated from then on. manner: its mean, 0 to 1; explained: the wait for the cause, times this."""

    manner: Annotated[float, Field(gt=0, lt=1)] | None = None
    explained: Annotated[float, Field(ge=0, le=10)] = 1.0


class Stoppages(FrozenModel):
    """How much of the warehouse's stoppages is left from then on: 0 none, 1 all, above 1 more than before."""

    left: Annotated[float, Field(ge=0, le=2)]


KINDS = ("contact", "mend", "contract", "promise", "policy", "treatment", "stoppages")


class Hook(FrozenModel):
    """One thing that a talk does, from a week on (1: the first after the talk)."""

    week: Week = 1
    contact: Contact | None = None
    mend: Mend | None = None
    contract: Contract | None = None
    promise: Promise | None = None
    policy: dict[str, Any] | None = None
    treatment: Treatment | None = None
    stoppages: Stoppages | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(getattr(self, kind) is not None for kind in KINDS) != 1:
            raise ValueError(f"a hook takes exactly one of {', '.join(KINDS)}")
        return self


class TalkEffects(FrozenModel):
    """The effects of a talk on the firm; `run`, `compare` and `continue_run` take them as `talks`.

    Examples
    --------
    >>> visit = TalkEffects(title="a visit", hooks=[{"contact": {"customer": "A1", "quality": 0.9}}])
    >>> visit
    a visit
      week 1: contact: customer A1, quality 0.9, weight 0.2
    """

    title: str
    hooks: tuple[Hook, ...] = ()

    def later(self, weeks: int) -> TalkEffects:
        """The same so many weeks later."""
        hooks = [hook.model_copy(update={"week": hook.week + weeks}) for hook in self.hooks]
        return self.model_copy(update={"hooks": tuple(hooks)})

    def __repr__(self) -> str:
        """One line a hook."""
        return text_lines([self.title, *(f"  {_line(hook)}" for hook in self.hooks)])

    def __str__(self) -> str:
        """As `repr`."""
        return repr(self)


def _line(hook: Hook) -> str:
    kind = next(name for name in KINDS if getattr(hook, name) is not None)
    value = getattr(hook, kind)
    fields = value if isinstance(value, dict) else value.model_dump(exclude_none=True)
    return f"week {hook.week}: {kind}: {', '.join(f'{name} {part}' for name, part in fields.items())}"
