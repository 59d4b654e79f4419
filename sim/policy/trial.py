"""Trials: a random share of customers is treated, the others are not. The clean way to learn what a treatment does.

Who complains, or comes to an event, has chosen to; comparing them with the rest compares different people. Treated and
untreated customers share the firm's queues, so a treatment that takes much time also touches the untreated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.streams import RandomStreams, threshold
from sim.base.validation import check_number
from sim.policy.policy import Policy

BY_CUSTOMER = (
    "complaints.compensation",
    "complaints.return_visit",
    "relations.visits",
    "event.budget",
    "loyalty.social_hours",
)
"""Levers that act on one customer at a time."""


@dataclass(frozen=True)
class Trial:
    """Treat a random share of customers with another value of a lever. Raises InputError for what cannot be tried so."""

    lever: str
    value: Any
    share: float = 0.5

    def __post_init__(self) -> None:
        """Refuse what cannot be tried."""
        if self.lever not in BY_CUSTOMER:
            raise InputError(
                _("A trial of {lever} is not possible; it takes one of {all}.").format(
                    lever=self.lever, all=", ".join(BY_CUSTOMER)
                )
            )
        check_number("share", self.share, 0, 1, open_ends=True)

    def policy(self, policy: Policy) -> Policy:
        """The policy for the treated."""
        return policy.replace(**{self.lever: self.value})

    def treated(self, luck: RandomStreams, customers: int) -> list[bool]:
        """Who is treated: the same customers whatever the lever and its value."""
        whole = luck.of(np.arange(customers)).whole("trial")
        return [bool(x) for x in whole < threshold(self.share)]
