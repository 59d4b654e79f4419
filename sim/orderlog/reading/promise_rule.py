"""A promise that is a rule instead of a column: "placed + 48h"."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.units import DAY, HOUR
from sim.orderlog.reading.date_column import DateColumn

RULE = re.compile(
    r"\s*(placed|accepted|dispatched)\s*\+\s*(\d+(?:\.\d+)?)\s*(h|hours?|小时|d|days?|天)\s*", re.IGNORECASE
)


def read_rule(rule: str | None) -> tuple[str, int] | None:
    """The field from which a rule counts, and the seconds. Raises InputError if it is no rule."""
    if rule is None:
        return None
    match = RULE.fullmatch(str(rule))
    if match is None:
        raise InputError(
            _('promise is {value}, but takes a rule such as "placed + 48h" or "dispatched + 2 days".').format(
                value=rule
            )
        )
    field, number, unit = match.groups()
    return field.lower(), round(float(number) * (DAY if unit.lower()[0] in "d天" else HOUR))


def promise_by_rule(
    rule: tuple[str, int], dates: Mapping[str, DateColumn], seconds: Mapping[str, np.ndarray]
) -> tuple[DateColumn, np.ndarray]:
    """The column of promises, and the promises in seconds. Raises InputError if the file lacks the field."""
    field, later = rule
    if field not in dates:
        raise InputError(
            _("The promise counts from {field}, for which the file has no column.").format(field=field)
        )
    column = DateColumn.of(len(seconds[field]))
    column.empty[:] = dates[field].empty
    promised = seconds[field] + later
    column.local[:] = promised
    return column, promised
