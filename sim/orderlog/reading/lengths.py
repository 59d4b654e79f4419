"""Lengths of time as people write them: 48h, 35 min, 2-3 days, P2DT4H, D+2, 次日达, 2 working days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.units import DAY, HOUR, WEEK
from sim.orderlog.reading.cell_values import is_empty
from sim.orderlog.reading.cell_words import fold
from sim.orderlog.reading.characters import plain

NONE, ELAPSED, DAYS, WORKING, NUMBER, CLOCK = range(6)
"""Kinds: nothing that can be read; seconds; the end of a day; the end of a working day; a number without a unit; a
number with minutes, such as 1:30, of hours or of minutes."""
LONGEST = 30 * 366 * DAY
EXCEL_DAY_0 = dt.datetime(1899, 12, 31)
FIXED = (ELAPSED, DAYS, WORKING)
UNITS: dict[str, float] = {
    word: seconds
    for seconds, words in (
        (1, "s sec secs second seconds sekunden 秒"),
        (60, "m min mins minute minutes minuten minuto minutos minuti minuut 分 分钟 분"),
        (
            HOUR,
            "h hr hrs hour hours std stunde stunden hora horas heure heures ora ore uur uren 小时 个小时 时间 钟头 시간",
        ),
        (
            DAY,
            "d day days tag tage tagen dia dias jour jours j giorno giorni dag dagen 天 日 日间 自然日 个自然日 일 "
            "calendardays kalendertage kalendertagen diascorridos",
        ),
        (
            WEEK,
            "w wk wks week weeks woche wochen semana semanas semaine semaines settimana settimane weken 周 周间 星期 个星期",
        ),
    )
    for word in words.split()
}
WORKING_DAY = (
    r"(?:working|business|work) ?days?|[bw]d|werktag(?:e|en)?|arbeitstag(?:e|en)?|dias? (?:ut(?:il|eis)|habil(?:es)?|laborables?)"
    r"|jours? ouvr(?:es?|ables?)|giorn[oi] lavorativ[oi]|werkdag(?:en)?|个?(?:工作|营业)[日天]|営[业業]日|稼働日|영업일"
)
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_NUMBER = r"(?:0[.,]\d+|\d+(?:[.,](?:\d{4,}|\d\d?))?)(?!\d)"
"""With three digits behind it, a mark could separate thousands: 1,500 is not read."""
_TO = r"\s*(?:-|–|~|〜|to|bis|a|至|到)\s*"
PART = re.compile(rf"({_NUMBER})\s*({_UNIT})(?![a-z])\.?[\s,]*(?:and |und |et |y |e )?")
UNIT_FIRST = re.compile(rf"^\(({_UNIT})\)\s*({_NUMBER})$")
"""(min) 24."""
RANGE = re.compile(rf"{_NUMBER}\s*(?:(?:{_UNIT})\.?)?{_TO}(?={_NUMBER})")
WORK = re.compile(rf"(\d+)\s*(?:{WORKING_DAY})")
ISO = re.compile(
    rf"p(?:({_NUMBER})w)?(?:({_NUMBER})d)?(?:t(?:({_NUMBER})h)?(?:({_NUMBER})m)?(?:({_NUMBER})s)?)?"
)
HOURS = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?")
AFTER_DAY = re.compile(rf"[dtjg]\s*\+\s*(\d+)\s*(?:(?P<work>{WORKING_DAY})|日|天|days?)?")
NAMED = (
    (0, WORKING, r"same (?:working|business) day"),
    (1, WORKING, r"next (?:working|business) day|[次翌下]一?个?(?:工作|营业|営[业業])[日天]"),
    (
        0,
        DAYS,
        r"same[ -]?day|today|(?:am )?(?:gleichen|selben) tag|meme jour|(?:el )?mismo dia|mesmo dia|stesso giorno"
        r"|zelfde dag|当[日天]|即日|今[日天]",
    ),
    (1, DAYS, r"next[ -]?day|overnight|tomorrow|(?:am )?(?:nachsten|folgenden) tag|lendemain|(?:el )?dia siguiente"
              r"|dia seguinte|giorno (?:dopo|successivo)|volgende dag|[次明翌][日天]"),
)  # fmt: skip
NAMES = [(number, kind, re.compile(words)) for number, kind, words in NAMED]
BEFORE = re.compile(
    r"^(?:\+|<=?|≤|(?:within|in|max(?:imum|imal)?\.?|up to|under|bis zu|binnen|innerhalb(?: von)?|sous|dans|en|entro|dentro de"
    r"|em ate|ate|hasta|约|承诺)(?![a-z]))\s*"
)
BEHIND = re.compile(
    r"\s*(?:以内|之内|内|配?送?达|到达|配送|配達|到货|配|交付|delivery|delivered|max\.?|guaranteed)$"
)
UNTIL = re.compile(r"\s*(?:by|before|until|bis|vor|at|的)?\s*(\d{1,2})(?::([0-5]\d)|[点时])(?:以?前)?$")
CHINESE_NUMBER = re.compile(r"[一二两三四五六七八九十](?=个?(?:小时|工作|营业|自然|星期|周|天|日|分钟))")
DIGITS = {digit: str(n) for n, digit in enumerate("零一二三四五六七八九十")} | {"两": "2"}


@dataclass(frozen=True)
class Length:
    """kind and amount: seconds, days or a number; clock: seconds of the day until which it lasts; ranged: the longer of two."""

    kind: int
    amount: float
    clock: int = DAY - 1
    in_days: bool = False
    ranged: bool = False


UNKNOWN = Length(NONE, 0)


def read_length(cell: Any) -> Length:
    """The length that a cell holds; of kind NONE if it holds none that anybody promises."""
    found = _read(cell)
    unit = DAY if found.kind in (DAYS, WORKING) else 1
    return found if found.amount * unit <= LONGEST else UNKNOWN


def _read(cell: Any) -> Length:
    if isinstance(cell, dt.timedelta):
        return Length(ELAPSED, cell.total_seconds())
    if isinstance(cell, dt.time):
        return Length(ELAPSED, cell.hour * HOUR + cell.minute * 60 + cell.second)
    if isinstance(cell, dt.date) and cell.year in (1899, 1900):  # how Excel shows two days as a clock
        days = dt.datetime.combine(cell, dt.time()) - EXCEL_DAY_0
        clock = (
            cell - dt.datetime.combine(cell, dt.time()) if isinstance(cell, dt.datetime) else dt.timedelta()
        )
        return Length(ELAPSED, (days + clock).total_seconds())
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Length(NUMBER, float(cell)) if cell >= 0 else UNKNOWN
    if not isinstance(cell, str):
        return UNKNOWN
    text = UNIT_FIRST.sub(r"\2 \1", plain(cell).strip().casefold())
    if re.fullmatch(_NUMBER, text):
        return Length(NUMBER, _float(text))
    if re.fullmatch(r"[半½]\s*(?:个?小时|h|hour)(?:[以之]?内)?", text):
        return Length(ELAPSED, HOUR / 2)
    text = CHINESE_NUMBER.sub(lambda digit: DIGITS[digit[0]], text)
    text = BEFORE.sub("", text)
    for candidate in dict.fromkeys((text, BEHIND.sub("", text), BEHIND.sub("", BEHIND.sub("", text)))):
        found = _clocked(candidate)
        if found.kind != NONE:
            return found
    return UNKNOWN


def _clocked(text: str) -> Length:
    """A length, or a day and the time of day until which the promise lasts: D+1 12:00, 次日18点前."""
    found = _bare(text)
    until = UNTIL.search(text)
    if found.kind != NONE or until is None or int(until[1]) > 24:
        return found
    day = _bare(BEHIND.sub("", text[: until.start()].strip()))
    if day.kind not in (DAYS, WORKING):
        return UNKNOWN
    return Length(day.kind, day.amount, int(until[1]) * HOUR + int(until[2] or 0) * 60)


def _bare(text: str) -> Length:
    for number, kind, words in NAMES:
        if words.fullmatch(text):
            return Length(kind, number)
    after = AFTER_DAY.fullmatch(text)
    if after:
        return Length(WORKING if after["work"] else DAYS, int(after[1]))
    clock = HOURS.fullmatch(text)
    if clock:
        hours, minutes, seconds = clock.groups()
        if seconds is None:
            return Length(CLOCK, int(hours) + int(minutes) / 60)
        return Length(ELAPSED, int(hours) * HOUR + int(minutes) * 60 + int(seconds))
    iso = ISO.fullmatch(text)
    if iso and any(iso.groups()):
        parts = zip(iso.groups(), (WEEK, DAY, HOUR, 60, 1), strict=True)
        return Length(ELAPSED, sum(_float(number) * unit for number, unit in parts if number))
    ranged = RANGE.match(text)
    if ranged:
        text = text[ranged.end() :]
    work = WORK.fullmatch(text)
    if work:
        return Length(WORKING, int(work[1]), ranged=bool(ranged))
    return _sum(text, ranged=bool(ranged))


def _sum(text: str, *, ranged: bool) -> Length:
    """1 day 4 h, 1h30, 2 days 04:00:00."""
    seconds, at, last, units = 0.0, 0, 0.0, []
    while part := PART.match(text, at):
        last = UNITS[part[2]]
        seconds, at = seconds + _float(part[1]) * last, part.end()
        units.append(last)
    rest = text[at:]
    if not at:
        return UNKNOWN
    if rest:
        clock = HOURS.fullmatch(rest)
        if clock and last == DAY:
            seconds += int(clock[1]) * HOUR + int(clock[2]) * 60 + int(clock[3] or 0)
        elif re.fullmatch(r"[0-5]\d", rest) and last == HOUR:
            seconds += int(rest) * 60
        else:
            return UNKNOWN
    return Length(ELAPSED, seconds, in_days=not rest and set(units) <= {DAY, WEEK}, ranged=ranged)


def _float(text: str) -> float:
    return float(text.replace(",", "."))


@dataclass
class Lengths:
    """A column of lengths; an array with a value for each row, as of `Length`. bad: filled, but no length."""

    kind: np.ndarray
    amount: np.ndarray
    clock: np.ndarray
    in_days: np.ndarray
    ranged: np.ndarray
    bad: np.ndarray

    @classmethod
    def of(cls, found: Sequence[Length], bad: Sequence[bool]) -> Lengths:
        """The column with these lengths."""
        rows = [(each.kind, each.amount, each.clock, each.in_days, each.ranged) for each in found]
        kind, amount, clock, in_days, ranged = (np.array(values) for values in zip(*rows, strict=True))
        return cls(kind, amount.astype(float), clock, in_days, ranged, np.array(bad, dtype=bool))

    @property
    def share(self) -> float:
        """The share of the filled cells that are lengths."""
        read = int((self.kind != NONE).sum())
        return read / max(1, read + int(self.bad.sum()))


def read_lengths(cells: Sequence[Any], words: Mapping[str, Length] | None = None) -> Lengths:
    """The lengths of a column; each different cell is read once. words: cells that the user has given a meaning."""
    told = words or {}
    found, bad = {}, {}
    for cell in dict.fromkeys(cells):
        key = fold(cell) if isinstance(cell, str) else ""
        found[cell] = told[key] if key in told else UNKNOWN if is_empty(cell) else read_length(cell)
        bad[cell] = found[cell].kind == NONE and not is_empty(cell) and key not in told
    return Lengths.of([found[cell] for cell in cells], [bad[cell] for cell in cells])
