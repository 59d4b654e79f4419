"""The score card: what two runs have in numbers, side by side, and what is better or worse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from math import isnan
from typing import Literal
from weakref import WeakKeyDictionary

from sim.base.formatting import capitalised
from sim.base.i18n import N_, _
from sim.explanations.quantities import QUANTITIES, quantity
from sim.explanations.quantity import Quantity
from sim.explanations.worth import Verdict
from sim.measures.run import Run

KEY = ("long_run_profit", "profit", "satisfaction", "left", "orders", "m08", "m01", "perfect", "m04", "m12")
"""The numbers on the card."""
ALL = (*KEY, *(name for name in QUANTITIES if name not in (*KEY, "censored")))
"""The numbers on the long card."""

UNITS = {"CNY": N_("CNY"), "hours": N_("hours")}
"""Units that stand beside the name, so that the columns are narrow."""

Mark = Literal["better", "worse", "changed", "luck", "close", "same"]
WORDS: Mapping[Mark, str] = {
    "better": N_("better"),
    "worse": N_("worse"),
    "changed": N_("changed"),
    "luck": N_("may be luck"),
    "close": N_("same"),
    "same": N_("same"),
}
SIGNS: Mapping[Mark, str] = {
    "better": "▲",
    "worse": "▼",
    "changed": "◆",
    "luck": "?",
    "close": "≈",
    "same": "=",
}
"""Beside the colours, for readers who do not tell them apart."""


@dataclass(frozen=True)
class ScoreRow:
    """One number in two runs, as text, and how the second one does."""

    id: str
    name: str
    before: str
    after: str
    change: str
    mark: Mark


def score_rows(
    before: Run, after: Run, names: Iterable[str] = KEY, verdicts: Mapping[str, Verdict] | None = None
) -> list[ScoreRow]:
    """The rows of the card. verdicts: what `explain` says of each change; without them only its size counts."""
    return [_row(before, after, name, None if verdicts is None else verdicts.get(name)) for name in names]


def _row(before: Run, after: Run, name: str, verdict: Verdict | None) -> ScoreRow:
    known = quantity(name)
    old, new = _value(before, known), _value(after, known)
    title = capitalised(known.kpi.name)
    if known.kpi.unit in UNITS:
        title = _("{measure}, {unit}").format(measure=title, unit=_(UNITS[known.kpi.unit]))
    if isnan(old) or isnan(new):
        old_text, new_text = (
            "–" if isnan(value) else _level(known, value, known.digits(0)) for value in (old, new)
        )
        return ScoreRow(name, title, old_text, new_text, "–", "same")
    change = new - old
    small = verdict in ("unaffected", "small") if verdict else abs(change) < known.smallest(old) or not change
    mark: Mark = "changed" if not small else "close" if change else "same"
    if verdict == "chance":
        mark = "luck"
    elif not small and known.kpi.more_is_better is not None:
        mark = "better" if (change > 0) == known.kpi.more_is_better else "worse"
    digits = known.digits(0 if small else change)
    shown = "–" if small else _change(known, change, digits)
    return ScoreRow(name, title, _level(known, old, digits), _level(known, new, digits), shown, mark)


def _value(run: Run, known: Quantity) -> float:
    """A number of a run, computed once: the run before stays while a lever moves."""
    values = _VALUES.setdefault(run, {})
    if known.id not in values:
        values[known.id] = known.value(run)
    return values[known.id]


_VALUES: WeakKeyDictionary[Run, dict[str, float]] = WeakKeyDictionary()


def _level(known: Quantity, value: float, digits: int) -> str:
    """A value, without a unit that stands beside the name."""
    return f"{value:z,.{digits}f}" if known.kpi.unit in UNITS else known.kpi.level(value, digits)


def _change(known: Quantity, value: float, digits: int) -> str:
    return f"{value:+z,.{digits}f}" if known.kpi.unit in UNITS else known.kpi.change(value, digits)


def score_table(rows: Iterable[ScoreRow], before: str, after: str) -> str:
    """The card as a table. before, after: heads of the two columns."""
    heads = ["", before, after, _("change"), ""]
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(
        f'<tr class="kefu-{row.mark}"><th scope="row" title="{escape(row.name)}">{escape(row.name)}</th>'
        f"<td>{escape(row.before)}</td><td><b>{escape(row.after)}</b></td><td>{escape(row.change)}</td>"
        f'<td><span aria-hidden="true">{SIGNS[row.mark]}</span> {escape(_(WORDS[row.mark]))}</td></tr>'
        for row in rows
    )
    return f'<table class="kefu-score"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def summary(rows: Iterable[ScoreRow]) -> str:
    """The card in one sentence, for those who hear the page."""
    text = _("{measure} {before} → {after}, {verdict}")
    told = [
        text.format(measure=row.name, before=row.before, after=row.after, verdict=_(WORDS[row.mark]))
        for row in rows
        if row.mark not in ("same", "close")
    ]
    return _("; ").join(told) if told else _("Nothing is different.")
