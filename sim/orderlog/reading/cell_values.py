"""Read columns of numbers, of yes and no, and of words."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

EMPTY = {"", "-", "--", "—", "–", "/", "\\n", "null", "none", "nan", "n/a", "nat", "空"}
"""What programs and people write for an unknown value, in lower case."""
YES = {"yes", "y", "true", "t", "1", "1.0", "是", "有", "对", "√", "✓"}
NO = {"no", "n", "false", "f", "0", "0.0", "否", "无", "错", "×", "x"}
CHANNELS = {
    "telephone": "phone tel call 电话 热线 电话订货",
    "web": "website online internet app 网站 网上 网络 线上 网上订货 微信 小程序",
    "mail": "email e-mail 邮件 电子邮件 邮箱",
    "edi": "api link 接口 系统对接 电子数据交换",
}
STATUSES = {
    "delivered": (
        "complete completed done closed signed received 已送达 送达 已签收 签收 已完成 完成 已妥投 妥投 交易成功 交易完成"
    ),
    "in_progress": (
        "open processing shipped intransit transit pending created approved invoiced active unavailable 进行中 处理中 "
        "运输中 在途 已发货 配送中 待发货 待处理 派送中 未完成 未送达"
    ),
    "cancelled": "canceled cancel void 已取消 取消 已作废 作废 已关闭 交易关闭",
    "returned": "refused rejected refunded 已退货 退货 拒收 已拒收 退回 已退回 退款",
    "lost": "missing 丢失 遗失 已丢失 丢件",
    "abandoned": "gaveup hungup 放弃 已放弃 挂断 已挂断",
    "turned_away": "declined belowminimum 拒单 已拒单 未接单 拒绝接单",
}
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
CURRENCY = re.compile(r"^(?:CNY|RMB|[¥$€£])\s*|\s*(?:CNY|RMB|元|[¥$€£])$", re.IGNORECASE)


def is_empty(cell: Any) -> bool:
    """Whether a cell holds no value."""
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in EMPTY)


def texts(cells: Sequence[Any]) -> list[str]:
    """Each cell as stripped text; "" if it is empty; Excel's 3.0 becomes "3"."""
    return [_text(cell) for cell in cells]


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        text = cell.strip()
        return "" if text.casefold() in EMPTY else text
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(cell)


@dataclass(frozen=True)
class Numbers:
    """A column of numbers. Where a cell is `empty` or `bad` (not a number), `values` is 0."""

    values: np.ndarray
    empty: np.ndarray
    bad: np.ndarray


def numbers(cells: Sequence[Any], *, grouped: bool = True, separator: str | None = None) -> Numbers:
    """Read numbers, with or without currency, thousands separators and decimal comma.

    grouped: a mark that could be either ("1,234", and nothing in the column decides) separates thousands, as in counts;
    otherwise the file's separator decides: the decimal mark is a comma in a file separated by semicolons, else a point.
    """
    distinct = dict.fromkeys(cell for cell in cells if isinstance(cell, str))  # each text is read once
    bare = {text: "" if is_empty(text) else _without_currency(text) for text in distinct}
    decimal = _decimal_mark(bare.values(), grouped, separator)
    known = {text: _number(bare[text], decimal) for text in distinct}
    values = np.array([known[cell] if isinstance(cell, str) else _value(cell) for cell in cells], dtype=float)
    empty = np.array(
        [not bare[cell] if isinstance(cell, str) else cell is None for cell in cells], dtype=bool
    )
    bad = ~empty & ~np.isfinite(values)
    values[empty | bad] = 0
    return Numbers(values, empty, bad)


def _value(cell: Any) -> float:
    """A number from Excel; NaN for anything else."""
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else math.nan


def _number(bare: str, decimal: str) -> float:
    """The number in a text; NaN if it is not a number."""
    text = _ungrouped(bare, decimal)
    return float(text) if text is not None and NUMBER.fullmatch(text) else math.nan


def _without_currency(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-").replace("’", "'")
    text = CURRENCY.sub("", text)
    return (
        f"-{text[1:-1]}" if text.startswith("(") and text.endswith(")") else text
    )  # (5) is -5 in accounting


def _decimal_mark(written: Any, grouped: bool, separator: str | None) -> str:
    """The decimal mark of a column, "," or ".", by the first value that decides it."""
    undecided = ""
    for text in written:
        marks = [mark for mark in text if mark in ".,"]
        if not marks:
            continue
        if len(set(marks)) == 2:
            return marks[-1]
        other = "." if marks[0] == "," else ","
        if len(marks) > 1:
            return other
        if len(text.rpartition(marks[0])[2]) != 3 or text.lstrip("+-").startswith(("0", marks[0])):
            return marks[0]
        undecided = marks[0]
    if not undecided:
        return "."
    other = "." if undecided == "," else ","
    if grouped:
        return other
    return "," if separator == ";" else "."


def _ungrouped(text: str, decimal: str) -> str | None:
    """The number with a decimal point and without thousands separators; None if these are in wrong places."""
    whole, _mark, part = text.partition(decimal)
    group = next((mark for mark in whole if mark in " ,.'\u00a0\u202f"), "")
    if group:
        first, *rest = whole.lstrip("+-").split(group)
        if not 1 <= len(first) <= 3 or any(len(block) != 3 for block in rest):
            return None
        whole = whole.replace(group, "")
    return f"{whole or '0'}.{part}" if part else whole


@dataclass(frozen=True)
class Bools:
    """A column of yes and no. Where a cell is `empty` or `bad`, `values` is False."""

    values: np.ndarray
    empty: np.ndarray
    bad: np.ndarray


def bools(cells: Sequence[Any]) -> Bools:
    """Read yes and no, true and false, 1 and 0, 是 and 否."""
    values, empty, bad = (np.zeros(len(cells), dtype=bool) for _ in range(3))
    for at, cell in enumerate(cells):
        text = str(cell).strip().casefold() if cell is not None else ""
        if text in YES:
            values[at] = True
        elif text not in NO:
            empty[at] = is_empty(cell)
            bad[at] = not empty[at]
    return Bools(values, empty, bad)


def _by_word(groups: Mapping[str, str]) -> dict[str, str]:
    return {word: name for name, words in groups.items() for word in (fold(name), *words.split())}


def fold(text: str) -> str:
    """A word without differences of width, case, spaces, underscores and hyphens."""
    return re.sub(r"[\s_]|(?<=\w)-(?=\w)", "", unicodedata.normalize("NFKC", text)).casefold()


CHANNEL_NAMES = _by_word(CHANNELS)
STATUS_NAMES = _by_word(STATUSES)


def klass(text: str) -> str:
    """The class in "A", "a类" or "Class B"; "" for anything else."""
    match = re.fullmatch(r"(?:class)?([abc])(?:类|级|类客户|级客户)?", fold(text))
    return match.group(1).upper() if match else ""
