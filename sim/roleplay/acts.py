"""The act of a typed line: a promise, an open question, ... The phrases are in `speech.yaml`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from sim.base.i18n import language
from sim.base.yaml_text import from_yaml

_SENTENCE = re.compile(r"[^.!?。！？;；]+[.!?。！？;；]*")


def normalised(line: str) -> str:
    """Lower case, full-width characters as usual ones, no punctuation; in Chinese no blanks.

    Examples
    --------
    >>> normalised("Who’s doing it,  at PRESENT?")
    "who's doing it at present"
    """
    text = unicodedata.normalize("NFKC", line).lower().replace("’", "'")
    text = " ".join(re.sub(r"[^\w' ]+", " ", text).split())
    return text.replace(" ", "") if language() == "zh" else text


def stands_in(phrase: str, text: str) -> bool:
    """Whether a phrase is in a normalised text; in English as whole words."""
    if language() == "zh":
        return phrase in text
    return re.search(rf"(?<![\w']){re.escape(phrase)}(?![\w'])", text) is not None


def act_of(line: str) -> str | None:
    """The act of a line; None if no rule fits.

    Examples
    --------
    >>> act_of("Hello. What has given you the most trouble?")
    'open'
    >>> act_of("Is it a day job?")
    'closed'
    """
    speech = _speech()
    asked, marked = _asked(line)
    question = _question(asked, marked)
    text = normalised(line)
    for act, phrases in speech["acts"].items():
        if _holds(text, phrases):
            yields = act in speech["yield_to_a_question"] and not _holds(asked, phrases)
            return question if yields and question == "open" else str(act)
    return question


def _asked(line: str) -> tuple[str, bool]:
    """The last sentence with a question mark, else the last sentence; and whether it has one."""
    sentences = _SENTENCE.findall(line)
    marked = [sentence for sentence in sentences if sentence.endswith(("?", "？"))]
    return normalised((marked or sentences or [""])[-1]), bool(marked)


def _question(asked: str, marked: bool) -> str | None:
    """Whether a sentence is an open or a closed question; None if it is none."""
    words, zh = _speech()["questions"], language() == "zh"
    if _holds(asked, words["open_though_closed"]):
        return "open"
    bare = asked
    for phrase in words["no_question"][language()]:
        bare = bare.replace(phrase, " ")
    ends = bare.endswith(tuple(words["closed_end"][language()]))
    if not zh and (ends or bare.split(" ")[0] in words["closed_start"]["en"]):
        return "closed"
    if _holds(bare, words["open"]):
        return "open"
    return "closed" if ends or marked or _holds(bare, words["closed_inside"]) else None


def _holds(text: str, phrases: Mapping[str, Sequence[str]]) -> bool:
    return any(stands_in(phrase, text) for phrase in phrases.get(language(), ()))


@cache
def speech_rules() -> str:
    """The phrases of the acts, as they stand in the file."""
    return (files("sim") / "roleplay" / "speech.yaml").read_text(encoding="utf-8")


@cache
def _speech() -> Any:
    return from_yaml(speech_rules())
