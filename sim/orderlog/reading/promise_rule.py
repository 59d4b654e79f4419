"""What the user says about promises: "placed + 48h", or the column of their lengths: "placed + SLA hours"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.orderlog.reading.column_names import normalise
from sim.orderlog.reading.lengths import FIXED, Length, read_length

RULE = re.compile(r"\s*(placed|accepted|dispatched)\s*\+\s*(\S.*?)\s*", re.IGNORECASE)

MOST_WORDS_OF_A_UNIT = 2


@dataclass(frozen=True)
class Rule:
    """From which time a promise counts; its length, or what names the column of the lengths, perhaps with a unit behind."""

    field: str
    length: Length | None
    text: str

    def column(self, header: Sequence[str]) -> tuple[int, str]:
        """The position of the column, and the unit that is told; "" if none is. Raises InputError if there is no such column."""
        names = [normalise(name) for name in header]
        words = self.text.split()
        for behind in range(MOST_WORDS_OF_A_UNIT + 1):
            name, told = " ".join(words[: len(words) - behind]), " ".join(words[len(words) - behind :])
            if normalise(name) and normalise(name) in names:
                return names.index(normalise(name)), told
        raise _no_rule(f"{self.field} + {self.text}")


def read_rule(rule: str | None) -> Rule | None:
    """The rule. Raises InputError if it is none."""
    if rule is None:
        return None
    match = RULE.fullmatch(str(rule))
    if match is None:
        raise _no_rule(str(rule))
    length = read_length(match[2])
    return Rule(match[1].lower(), length if length.kind in FIXED else None, match[2])


def _no_rule(rule: str) -> InputError:
    return InputError(
        _(
            'promise is {value}, but takes a rule such as "placed + 48h" or "dispatched + 2 days", or a column of lengths: '
            '"placed + COLUMN" or "placed + COLUMN hours".'
        ).format(value=rule)
    )
