"""The settings that were tried, in order, with undo, and the setting with which all are compared."""

from __future__ import annotations

from collections.abc import Sequence

from sim.base.i18n import _
from sim.case.case import Case
from sim.policy.changes import change_lines, lever_changes
from sim.policy.policy import Policy


class Exploration:
    """The settings that were tried, in order; the first is the firm as it is today.

    Attributes
    ----------
    case : Case
        The firm and its market.
    settings : list of Policy
        All that was tried and not undone for good.
    place : int
        Which of them is in force.
    compared : int
        Which of them the others are compared with.
    """

    def __init__(
        self, case: Case, settings: Sequence[Policy] = (), place: int = 0, compared: int = 0
    ) -> None:
        self.case = case
        self.settings = list(settings) or [case.policy]
        self.place = place
        self.compared = compared
        self._moving: str | None = None

    @property
    def policy(self) -> Policy:
        """The setting in force."""
        return self.settings[self.place]

    @property
    def before(self) -> Policy:
        """The setting with which it is compared."""
        return self.settings[self.compared]

    def set(self, policy: Policy, moving: str | None = None) -> bool:
        """Try another setting; False if it is the one in force.

        moving: the lever that is being moved. As long as the same one moves, it is one setting and not many.
        """
        if policy == self.policy:
            return False
        goes_on = moving is not None and moving == self._moving and self.place == len(self.settings) - 1 > 0
        keep = self.place + (0 if goes_on else 1)
        del self.settings[keep:]
        self.settings.append(policy)
        self.place = len(self.settings) - 1
        if self.compared >= self.place:
            self.compared = 0
        self._moving = moving
        return True

    def settle(self) -> None:
        """The lever rests: moving it again is another setting."""
        self._moving = None

    def go_to(self, place: int) -> None:
        """Put one of the settings in force."""
        self.place = max(0, min(place, len(self.settings) - 1))
        self._moving = None

    def undo(self) -> None:
        """Put the setting before in force."""
        self.go_to(self.place - 1)

    def redo(self) -> None:
        """Put the setting that was undone in force again."""
        self.go_to(self.place + 1)

    def reset(self) -> None:
        """Return to the firm as it is today; this is another setting, so it can be undone."""
        self.set(self.case.policy)

    def compare_with(self, place: int) -> None:
        """Compare with this setting from now on."""
        self.compared = max(0, min(place, len(self.settings) - 1))

    def changes(self) -> list[str]:
        """The differences from the setting with which it is compared, a line per lever; empty if there are none."""
        return change_lines(self.before, self.policy) if self.before != self.policy else []

    def head(self, policy: Policy) -> str:
        """A setting as the head of a column."""
        if policy == self.case.policy:
            return _("as today")
        places = [place for place, setting in enumerate(self.settings) if setting == policy]
        return _("setting {n}").format(n=(places[-1] if places else self.place) + 1)

    def title(self, place: int) -> str:
        """A setting in a few words: its number and what was changed to get there."""
        if self.settings[place] == self.case.policy:
            text = _("as today")
        else:
            changes = lever_changes(self.settings[place - 1], self.settings[place])
            first = next(iter(changes), "")
            old, new = changes.get(first, ("", ""))
            text = _("{lever}: {before} → {after}").format(lever=first, before=old, after=new)
            if len(changes) > 1:
                text = _("{change}, and {n} more").format(change=text, n=len(changes) - 1)
        return f"{place + 1}. {text}"
