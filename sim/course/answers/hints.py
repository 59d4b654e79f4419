"""Hints for typical mistakes: the results of each mistake on the hand tables, and the text to show next."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.base.i18n import _, language
from sim.course.answers.plain import from_json, to_json

FILE = "mistakes.json"
"""In the folder of an assignment, written by the release from `solutions/ASSIGNMENT/mistakes.py` and `hints.yaml`."""


@dataclass(frozen=True)
class Hint:
    """Texts for one typical mistake, in both languages: first a question to think about, then, after a changed answer, more."""

    id: str
    en: tuple[str, ...]
    zh: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """In the current language."""
        return self.zh if language() == "zh" else self.en


@dataclass(frozen=True)
class KnownMistake:
    """A hint, and the results of the mistake on the calls worked by hand; None: the mistake is found in another way.
    gives_zh: the results on Chinese hand tables, where their words make a difference.
    """

    hint: Hint
    gives: tuple[Any, ...] | None
    gives_zh: tuple[Any, ...] | None = None

    @property
    def gives_here(self) -> tuple[Any, ...] | None:
        """In the current language."""
        return self.gives_zh if self.gives_zh is not None and language() == "zh" else self.gives


def read_mistakes(folder: Path) -> dict[str, tuple[KnownMistake, ...]]:
    """Part -> its known mistakes; empty before the first release."""
    path = folder / FILE
    if not path.is_file():
        return {}
    kept = json.loads(path.read_text(encoding="utf-8"))
    hints = {row["id"]: Hint(row["id"], tuple(row["en"]), tuple(row["zh"])) for row in kept["hints"]}
    return {
        part: tuple(
            KnownMistake(hints[row["hint"]], _given(row["gives"]), _given(row.get("gives_zh")))
            for row in rows
        )
        for part, rows in kept["parts"].items()
    }


def _given(values: Any) -> tuple[Any, ...] | None:
    return None if values is None else tuple(from_json(values))


def write_mistakes(mistakes: dict[str, list[KnownMistake]]) -> bytes:
    """The content of the file."""
    hints = {known.hint.id: known.hint for rows in mistakes.values() for known in rows}
    content = {
        "hints": [{"id": h.id, "en": list(h.en), "zh": list(h.zh)} for h in hints.values()],
        "parts": {
            part: [
                {"hint": k.hint.id, "gives": None if k.gives is None else to_json(list(k.gives))}
                | ({} if k.gives_zh is None else {"gives_zh": to_json(list(k.gives_zh))})
                for k in rows
            ]
            for part, rows in mistakes.items()
        },
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


@dataclass(frozen=True)
class Verdict:
    """The first thing that is wrong with an answer.

    hint: its id, "" if nothing was found; texts: to be shown one after the other; fingerprint: of the answer, changes
    when its results do; answer: the value, or the function's result on the student's own year.
    """

    hint: str
    texts: tuple[str, ...]
    fingerprint: str
    answer: Any = None


@dataclass
class HintHistory:
    """The hints that have been shown for one part. A further hint comes only when the answer has changed."""

    last_fingerprint: str = ""
    stages: dict[str, int] = field(default_factory=dict)

    def message(self, name: str, verdict: Verdict) -> str:
        """The text to show for a verdict. An unchanged answer gets the same text, and a note on how to get a further hint."""
        if not verdict.hint:
            self.last_fingerprint = verdict.fingerprint
            return "✓ " + _("{name}: nothing wrong was found. Your whole year is marked later.").format(
                name=name
            )
        unchanged = verdict.fingerprint == self.last_fingerprint
        stage = self.stages.get(verdict.hint, -1)
        if not unchanged or stage < 0:
            stage = self.stages[verdict.hint] = min(stage + 1, len(verdict.texts) - 1)
        self.last_fingerprint = verdict.fingerprint
        text = _("✗ {name}: {hint}").format(name=name, hint=verdict.texts[stage])
        if unchanged and stage + 1 < len(verdict.texts):
            text += "\n" + _("A further hint comes when your answer has changed.")
        return text
