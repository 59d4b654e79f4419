"""Promises that are a window, such as 2026-03-04 09:00-12:00: the end is the promise, the beginning the earliest time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sim.orderlog.reading.cell_words import fold
from sim.orderlog.reading.date_column import DateColumn
from sim.orderlog.reading.dates import WRITTEN
from sim.orderlog.reading.promise_periods import period

DAY = 86_400

_TIME = r"\d{1,2}(?::\d{2}){0,2}\s*(?:[ap]\.?m\.?)?"
_TO = r"\s*(?:-|–|—|~|～|〜|至|到|to|bis|until|and|und|a|à)\s*"
WINDOW = re.compile(
    rf"(?P<day>.*\d\S{{0,3}}?)(?:\s+|T|(?<=[日号,]))(?:between |from |von |zwischen )?(?P<start>{_TIME}){_TO}"
    rf"(?P<end>{_TIME})\s*(?:Uhr|h|点|时)?",
    re.IGNORECASE,
)
CLOCKS = re.compile(rf"(?P<start>{_TIME}){_TO}(?P<end>{_TIME})\s*(?:Uhr|h|点|时)?", re.IGNORECASE)
"""A window without a date, in a column of its own."""
RANGE = re.compile(
    r"(?P<start>.*?\d\S*?)(?:\s+(?:-|–|—|to|bis|until)\s+|\s*(?:~|～|至|到)\s*)(?P<end>\d.*)", re.IGNORECASE
)
MORNING, AFTERNOON, EVENING = ("8:00", "12:00"), ("12:00", "18:00"), ("18:00", "22:00")
PARTS = {
    word: hours
    for hours, words in (
        (
            MORNING,
            "上午 午前 午前中 morning vormittag vormittags matin mañana manhã mattina ochtend",
        ),
        (AFTERNOON, "下午 午後 午后 afternoon nachmittag nachmittags après-midi tarde pomeriggio middag"),
        (EVENING, "晚上 evening abend abends soir noche noite sera avond 夜間"),
    )
    for word in words.split()
}
"""Windows in words; firms differ, so a note says which hours were taken."""
PARTS_FOLDED = {fold(word): span for word, span in PARTS.items()}
PART_OF_DAY = re.compile(
    rf"(?P<day>.*\d\S{{0,2}}?)[\s,]*(?P<part>{'|'.join(sorted(PARTS, key=len, reverse=True))})", re.IGNORECASE
)
HOURS = re.compile(r"(\d{1,2}:\d\d)\s*-\s*(\d{1,2}:\d\d)")
"""How the user states the hours of a part of the day."""
FRENCH_CLOCK = re.compile(r"(?<![\d:])(\d{1,2})\s?h(\d\d)?(?!\w)")
LIKE_AN_OFFSET = re.compile(r".*\d:\d\d-\d\d:?\d\d", re.DOTALL)
MOSTLY = 0.5
"""Share of the promises that must be windows."""
SAMPLE = 500
"""Number of promises, spread over the column, of which half must be windows before all are looked at."""


def split_windows(
    cells: Sequence[Any], others_have_offsets: bool, told: Mapping[str, str]
) -> tuple[list[Any], list[Any], dict[str, str]] | None:
    """The ends and the beginnings of the windows, and the hours of the parts of a day among them; None if there are none.

    09:00-12:00 could also be 09:00 in the time zone -12:00. It is a window if no cell of the column ends before it begins,
    and the other times of the file have no such time zone.
    """
    filled_cells = [cell for cell in cells if cell not in ("", None)]
    parts = PARTS_FOLDED | {
        word: hours.groups() for word, text in told.items() if (hours := HOURS.fullmatch(text.strip()))
    }
    sample = filled_cells[:: max(1, len(filled_cells) // SAMPLE)]
    if sum(_split(cell, parts) is not None for cell in sample) < MOSTLY / 2 * len(sample):
        return None
    split = [_split(cell, parts) for cell in cells]
    found = [(cell, window) for cell, window in zip(cells, split, strict=True) if window is not None]
    if not found or len(found) < MOSTLY * len(filled_cells):
        return None
    if any(LIKE_AN_OFFSET.fullmatch(cell.strip()) for cell, _window in found):
        backwards = any(_minutes(start) >= _minutes(end) for _cell, (start, end) in found)
        if backwards or others_have_offsets:
            return None
    ends = [cell if window is None else window[1] for cell, window in zip(cells, split, strict=True)]
    starts = ["" if window is None else window[0] for window in split]
    named = dict.fromkeys(
        match["part"] for cell, _window in found if (match := PART_OF_DAY.fullmatch(cell.strip()))
    )
    return ends, starts, {word: "-".join(parts[fold(word)]) for word in named}


def end_after_midnight(ends: DateColumn, starts: DateColumn) -> None:
    """Give windows that would end before they begin, such as 22:00 - 02:00, the next day's end."""
    known = ends.valid & starts.valid & (ends.local // DAY == starts.local // DAY)
    ends.local[known & (ends.local <= starts.local)] += DAY


def is_window_of_clocks(cell: Any) -> bool:
    """Whether the cell is a window without a date: 09:00-12:00, or a part of the day in words."""
    if isinstance(cell, str) and fold(cell) in PARTS_FOLDED:
        return True
    match = CLOCKS.fullmatch(_french_clocks(cell.strip())) if isinstance(cell, str) else None
    return match is not None and ":" in match["start"] + match["end"]


def _split(cell: Any, parts: Mapping[str, tuple[str, ...]]) -> tuple[str, str] | None:
    if not isinstance(cell, str) or not cell.strip():
        return None
    text = _french_clocks(cell.strip())
    match = WINDOW.fullmatch(text)
    if match and _is_date(match["day"]):
        start, end = (
            re.sub(r"^(\d{1,2})(?=\s|$|[ap])", r"\1:00", match[part].strip()) for part in ("start", "end")
        )
        day = match["day"].rstrip(" ,T")
        return f"{day} {start}", f"{day} {end}"
    match = PART_OF_DAY.fullmatch(text)
    if match and _is_date(match["day"]):
        start, end = parts[fold(match["part"])]
        return f"{match['day']} {start}", f"{match['day']} {end}"
    match = RANGE.fullmatch(text)
    if match and _is_date(match["start"].split()[0]) and _is_date(match["end"].split()[0]):
        return match["start"], match["end"]
    return period(text)


def _french_clocks(text: str) -> str:
    """9h-12h30 as 9:00-12:30."""
    return FRENCH_CLOCK.sub(lambda clock: f"{clock[1]}:{clock[2] or '00'}", text)


def _is_date(text: str) -> bool:
    """Whether it looks like the day of a window: three numbers, or a month in letters."""
    return len(re.findall(r"\d+", text)) >= 3 or re.search(r"[^\W\d]{3,}", text) is not None


def _minutes(moment: str) -> int:
    match = WRITTEN.fullmatch(moment)
    if match is None or match[6] is None:
        return 0
    return int(match[6]) * 60 + int(match[7])
