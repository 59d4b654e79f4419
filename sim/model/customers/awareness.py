"""How customers come to know a firm: its image moves with word of mouth, and strangers hear of it."""

from __future__ import annotations

from collections.abc import Mapping

from sim.case.market import MarketData
from sim.model.customers.memory import MemoryState
from sim.policy.policy import Policy


class Awareness:
    """A firm's word of mouth, and the customers who do not know it yet.

    strangers: customer -> the exposure at which it comes to know the firm; state: the memory, whose image, exposure and
    `knows` are changed in place.
    """

    def __init__(
        self, data: MarketData, state: MemoryState, strangers: Mapping[int, float], policy: Policy
    ) -> None:
        self.data, self.state = data, state
        self.strangers = dict(strangers)
        self.word_of_mouth = [0, 0]
        """Good and bad orders since the last end of a week."""
        self.adopt(policy)

    def adopt(self, policy: Policy) -> None:
        """A new policy is in force: advertising makes the firm known faster."""
        self.factor = 1.0 + policy.brand.advertising / self.data.advertising_doubles

    def end_week(self) -> list[int]:
        """Word of mouth moves the image: bad news counts twice. Returns the strangers who have come to know the firm."""
        good, bad = self.word_of_mouth
        self.word_of_mouth = [0, 0]
        state, data = self.state, self.data
        if good + bad:
            tone = (good - 2 * bad) / (good + 2 * bad) - data.told
            state.image += data.newest_image * (tone - state.image)
        state.exposure += self.factor * max(0.0, 1.0 + data.heard * state.image)
        heard = [customer for customer, needed in self.strangers.items() if state.exposure >= needed]
        for customer in heard:
            del self.strangers[customer]
        return heard
