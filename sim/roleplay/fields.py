"""Types of the fields of a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from sim.base.bilingual import BilingualText
from sim.base.i18n import language

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Variant = Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9]*$")]
Level = Annotated[int, Field(ge=0, le=10)]
"""Mood or trust."""
Step = Annotated[int, Field(ge=1, le=6)]
Act = Literal[
    "contact",
    "open",
    "closed",
    "reflect",
    "summary",
    "empathy",
    "inform",
    "tell",
    "promise",
    "apology",
    "look",
    "cause",
    "propose",
    "next",
    "repair",
    "blame",
    "pressure",
    "end",
]
"""What a line does in the talk: ask an open question, promise, propose, ..."""
Depth = Literal["base", "implied", "explicit", "cause", "consequence", "stake", "decision"]

Wording = BilingualText | dict[Variant, BilingualText]
"""A text, the same in all variants or one for each."""
WAN = 10_000


def texts_of(wording: Wording) -> Iterator[BilingualText]:
    """The text, or the texts of all variants."""
    yield from wording.values() if isinstance(wording, Mapping) else (wording,)


def placeholders(text: BilingualText) -> set[str]:
    """Names in braces, in either language."""
    return {name for part in (text.en, text.zh) for _, name, _, _ in Formatter().parse(part) if name}


def filled(
    wording: Wording,
    variant: str,
    numbers: Mapping[str, int],
    pieces: Mapping[str, Wording] = MappingProxyType({}),
) -> str:
    """The text of a variant in the current language, with the numbers drawn for the student and a caller's own pieces of text."""
    text = str(wording[variant] if isinstance(wording, Mapping) else wording)
    if "{" not in text:
        return text
    words = {name: shown_number(value) for name, value in numbers.items()}
    words |= {name: filled(piece, variant, numbers) for name, piece in pieces.items()}
    return text.format_map(words)


def shown_number(value: int) -> str:
    """A number as it is written in a sentence: 57,600 in English, 5.76万 in Chinese.

    Examples
    --------
    >>> from sim import language
    >>> shown_number(57600)
    '57,600'
    >>> language("zh")
    'zh'
    >>> shown_number(57600), shown_number(3600)
    ('5.76万', '3600')
    >>> language("en")
    'en'
    """
    if language() == "zh":
        return f"{value / WAN:g}万" if value >= WAN else str(value)
    return f"{value:,}"
