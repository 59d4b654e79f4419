"""A trial: a treatment for a random share of the customers, compared with the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.display import html_table
from sim.base.errors import InputError
from sim.base.formatting import lever_value
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
    """Treat a random share of the customers with another value of a lever.

    Customers who complain, or come to an event, have chosen to do so: comparing them with the others compares different
    people. In a trial chance decides who is treated, so a difference is an effect of the treatment. Treated and
    untreated customers share the firm's queues: a treatment that takes much staff time also affects the untreated.

    Parameters
    ----------
    lever : str
        One of "complaints.compensation", "complaints.return_visit", "relations.visits", "event.budget" and
        "loyalty.social_hours".
    value : object
        The value of the lever for the treated customers. The others have the value of the run's policy.
    share : float, default 0.5
        Share of the customers who are treated, between 0 and 1.

    Raises
    ------
    InputError
        If the lever does not act on single customers, or `share` is not between 0 and 1.

    Examples
    --------
    >>> from sim import Trial, run
    >>> trial = Trial("complaints.compensation", 0.8, share=0.3)
    >>> customers = run("corner", weeks=2, trial=trial).records["customers"]
    >>> int(customers["treated"].sum()), len(customers)
    (56, 200)
    """

    lever: str
    value: Any
    share: float = 0.5

    def __post_init__(self) -> None:
        """Raises InputError as the class says."""
        if self.lever not in BY_CUSTOMER:
            raise InputError(
                _("A trial of {lever} is not possible; it takes one of {all}.").format(
                    lever=self.lever, all=", ".join(BY_CUSTOMER)
                )
            )
        check_number("share", self.share, 0, 1, open_ends=True)

    def policy(self, policy: Policy) -> Policy:
        """The policy for treated customers, from the policy for the others."""
        return policy.replace(**{self.lever: self.value})

    def treated(self, streams: RandomStreams, customers: int) -> list[bool]:
        """Whether each customer is treated: the same customers for every lever and value."""
        numbers = streams.of(np.arange(customers)).whole("trial")
        return [bool(x) for x in numbers < threshold(self.share)]

    def __repr__(self) -> str:
        """Lever, value and share."""
        return _("Trial: {lever} = {value} for {share:.0%} of the customers").format(
            lever=self.lever, value=lever_value(self.value), share=self.share
        )

    def _repr_html_(self) -> str:
        row = (self.lever, lever_value(self.value), f"{self.share:.0%}")
        return html_table([_("lever"), _("value"), _("share treated")], [row], _("Trial"))
