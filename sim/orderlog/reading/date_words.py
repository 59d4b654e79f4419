"""Bring the many ways of writing a date and time into one form: 2026-3-4 15:30, or 4/3/2026 15:30 unchanged."""

from __future__ import annotations

import re
import unicodedata

from sim.orderlog.reading.characters import simplified
from sim.orderlog.reading.zone_letters import with_offset

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero ene janeiro gennaio gen januari",
            "feb february februar février fevrier febrero fevereiro fev fév febbraio februari",
            "mar march märz mär mrz maerz mars marzo março marco maart mrt",
            "apr april avril avr abril abr aprile",
            "may mai mayo maio maggio mag mei",
            "jun june juni juin junio junho giugno giu",
            "jul july juli juillet julio julho luglio lug",
            "aug august août aout agosto ago augustus",
            "sep sept september septembre septiembre setembro set settembre sett",
            "oct october oktober okt octobre octubre outubro out ottobre ott",
            "nov november novembre noviembre novembro",
            "dec december dezember dez décembre decembre déc diciembre dic dezembro dicembre",
        ),
        start=1,
    )
    for name in names.split()
}
_NAME = r"(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
DAY_MONTH = re.compile(
    r"^(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[-\s./]*(?:de\s+)?"
    + _NAME
    + r",?[-\s./]*(?:de\s+)?'?(\d{4}|\d\d)(?![\d:])",
    re.IGNORECASE,
)
MONTH_DAY = re.compile(
    r"^" + _NAME + r"[-\s./]*(\d{1,2})(?:st|nd|rd|th)?,?[-\s./]+'?(\d{4})(?![\d:])", re.IGNORECASE
)
YEAR_MONTH = re.compile(r"^(\d{4})[-\s./]" + _NAME + r"[-\s./](\d{1,2})(?![\d:])", re.IGNORECASE)
MONTH_DAY_TIME_YEAR = re.compile(
    r"^" + _NAME + r"\s+(\d{1,2})\s+(\d{1,2}:\d\d(?::\d\d)?)\s+(?:([A-Z]{3,4})\s+)?(\d{4})$", re.IGNORECASE
)
"""As Unix and Java write it: Mar 4 15:30:00 UTC 2026."""
WEEKDAY = re.compile(
    r"[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?"
    r"|[(][月火水木金土日월화수목금토일][)]|[(]?[월화수목금토일]요일[)]?"
    r"|^(?:mon|tue|wed|thu|fri|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|segunda|terça"
    r"|quarta|quinta|sexta|lun|mer|jeu|ven|sam|dim|mie|jue|vie|gio|sab|dom|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|wo|vr|za|zo"
    r"|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica)(?:day|sday|nesday|rsday|urday|-feira)?[,.]?\s+"
    r"|^mar[,.]?\s+(?=\d{1,2}[/.-]\d)"
    r"|\s[(]?(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?[)]?(?=[\s,]|$)",
    re.IGNORECASE,
)
ERA = re.compile(r"^(?:中[华華])?(令和|平成|民[国國]|[RH](?=\d{1,2}[./年]))\s*(\d{1,3}|元)(?=[-/.年])")
ERA_BEGINS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "民国": 1911, "民國": 1911}
"""The year before the first year of an era."""
CHINESE = str.maketrans(
    {"年": "-", "月": "-", "日": " ", "号": " ", "时": ":", "点": ":", "分": ":", "秒": " "}
    | {"년": "-", "월": "-", "일": " ", "시": ":", "분": ":", "초": " "}
)
DOTTED = re.compile(r"^(\d+([-/.])\d+\2\d+[ T])([01]?\d|2[0-4])\.([0-5]\d)(?:\.([0-5]\d))?$")
"""A clock with dots behind a day: 02.03.2026 15.50."""
PART_OF_DAY = re.compile(
    r"(午前|오전|오후|凌晨|清晨|早上|早晨|上午|中午|正午|下午|午后|傍晚|晚上|晚间|夜里|夜间|夜晚|深夜|晚)\s*(\d{1,2})(?=\s*[:点时시])"
)
BEFORE_NOON = ("午前", "오전", "凌晨", "清晨", "早上", "早晨", "上午")
AROUND_NOON = ("中午", "正午")
AFTER_NOON = ("오후", "下午", "午后", "傍晚")
HALF = re.compile(r"(?<=\d)\s*([ap])\.?\s?m\b\.?|\b([ap])\.?\s?m\b\.?(?=\s*\d)", re.IGNORECASE)
"""AM and PM in every spelling: 3pm, 3 p.m., 3:30 P. M."""


def one_form(text: str) -> str:
    """The text with digits and marks only, where it is a date in words."""
    text = simplified(unicodedata.normalize("NFKC", text)).replace("\u2011", "-").replace("−", "-").strip()
    text = WEEKDAY.sub(" ", text).strip()
    text = ERA.sub(lambda era: str(ERA_BEGINS[era[1]] + (1 if era[2] == "元" else int(era[2]))), text)
    text = PART_OF_DAY.sub(_hour_of_day, text)
    text = re.sub(r"[点时]半", ":30", text)
    text = re.sub(r"(?<=[년월시분])\s+(?=\d)", "", text).translate(CHINESE).strip()
    text = re.sub(r":(?=\s|$)", "", text)  # 14时05分, and 14点
    text = HALF.sub(lambda match: f" {(match[1] or match[2]).upper()}M ", text).strip()
    text = re.sub(r"(?<=\d)\s*(?:Uhr|Uhrzeit)$", "", text, flags=re.IGNORECASE)
    text = re.sub(
        r"(?<!\S)(\d{1,2})\s?h(?:(\d\d))?(?:min)?$", lambda m: f"{m[1]}:{m[2] or '00'}", text
    )  # 15h30
    text = re.sub(r"\[[\w/+-]+\]$", "", text)  # 15:30+08:00[Asia/Shanghai]
    text = _numbers_for_months(text)
    text = re.sub(r"(?<=\d)\s*,\s*|(?<=\d)\s+(?:um|at|à|a las|às|alle|om)\s+(?=\d)", " ", text)
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"^(\d+([-/.])\d+\2\d+[ T])(\d{1,2})( [AP]M)?$", r"\1\3:00\4", text)  # 14点, 3pm
    text = with_offset(text)
    text = DOTTED.sub(lambda m: f"{m[1]}{m[3]}:{m[4]}" + (f":{m[5]}" if m[5] else ""), text)
    return re.sub(r"^(\d{4}-\d{1,2}-\d{1,2})-(\d\d)\.(\d\d)\.(\d\d)(?:\.\d+)?$", r"\1 \2:\3:\4", text)  # DB2


def _hour_of_day(match: re.Match[str]) -> str:
    """The hour on the 24-hour clock; a text that could be two hours (晚上1点) stays unreadable."""
    part, hour = match[1], int(match[2])
    if hour > 12:
        return f" {hour}"
    if part in BEFORE_NOON:
        return f" {hour % 12}"
    if part in AROUND_NOON:
        return f" {hour if hour >= 10 else hour + 12}" if hour >= 10 or hour in (1, 2) else match[0]
    if part in AFTER_NOON:
        return f" {hour % 12 + 12}"
    return f" {hour + 12}" if hour >= 5 else match[0]  # 晚上12点 is 24:00


def _numbers_for_months(text: str) -> str:
    match = MONTH_DAY_TIME_YEAR.match(text)
    if match:
        month, day, clock, zone, year = match.groups()
        return f"{year}-{MONTHS[month.lower()]}-{day} {clock} {zone or ''}".strip()
    for pattern, order in ((DAY_MONTH, (3, 2, 1)), (MONTH_DAY, (3, 1, 2)), (YEAR_MONTH, (1, 2, 3))):
        match = pattern.match(text)
        if match:
            year, month, day = (match.group(position) for position in order)
            year = year if len(year) == 4 else str(2000 + int(year) if int(year) < 70 else 1900 + int(year))
            return f"{year}-{MONTHS[month.lower()]}-{day} {text[match.end() :].lstrip(' ,:')}".strip()
    return text
