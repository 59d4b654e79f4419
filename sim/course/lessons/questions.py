"""The questions of the lessons, in both languages: `questions/LESSON.yaml`, one file per lesson.

A prediction has one or more rows, and always a reason. A row is a direction (up, down, same), a number or a choice. A
reflection has a model answer, which is shown only to those who have written one of their own. Names are unique among all
lessons, so that a notebook only says `predict("stock")`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files as resources
from typing import Literal

from pydantic import Field, model_validator

from sim.base.bilingual import BilingualText
from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.validation import FrozenModel
from sim.base.yaml_text import from_yaml
from sim.explanations.quantities import QUANTITIES
from sim.explanations.quantity import SMALLEST, SMALLEST_PART
from sim.measures.kpis import KPIS, Kpi

Kind = Literal["direction", "number", "choice"]
DIRECTIONS = ("up", "same", "down")
Unit = Literal["share", "hours", "CNY", "1-5", "customers", "orders", "number", "percent", "weeks"]


def known_kpi(name: str) -> Kpi | None:
    """Label and unit of a single number of a run; None for any other name."""
    return QUANTITIES[name].kpi if name in QUANTITIES else KPIS.get(name)


class Row(FrozenModel):
    """One line of a prediction.

    id: an identifier; that of a quantity of a run gives label, unit and threshold. same: a smaller change counts as none.
    within: how far a number may be off. low, high: what a number may be. choices: code -> text.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    kind: Kind = "direction"
    label: BilingualText | None = None
    unit: Unit = "number"
    same: float | None = Field(None, ge=0)
    within: float = Field(0.0, ge=0)
    low: float = 0.0
    high: float = 100.0
    choices: dict[str, BilingualText] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_whole(self) -> Row:
        known = known_kpi(self.id) is not None
        if self.label is None and not known:
            raise ValueError(f"{self.id} needs a label")
        if self.kind == "direction" and self.same is None and not known:
            raise ValueError(f"{self.id} needs a threshold")
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError(f"{self.id}: choices belong to a choice")
        return self

    @property
    def name(self) -> str:
        """The label in the current language."""
        return str(self.label) if self.label is not None else self.kpi.name

    @property
    def kpi(self) -> Kpi:
        """Label and unit, as those of a single number of a run."""
        return known_kpi(self.id) or Kpi(self.id, str(self.label), self.unit, None)

    def smallest(self, level: float) -> float:
        """The smallest change from this level that counts as one."""
        if self.same is not None:
            return self.same
        return SMALLEST.get(self.kpi.unit, SMALLEST_PART * abs(level))

    @property
    def answers(self) -> tuple[str, ...]:
        """The codes that can be answered; none for a number."""
        return DIRECTIONS if self.kind == "direction" else tuple(self.choices)


class Prediction(FrozenModel):
    """What is asked before a run; rows in the order in which they are shown."""

    ask: BilingualText
    rows: list[Row] = Field(min_length=1)


class Reflection(FrozenModel):
    """A question to think about, and a model answer."""

    ask: BilingualText
    answer: BilingualText


class LessonQuestions(FrozenModel):
    """Everything that one lesson asks, by name."""

    predictions: dict[str, Prediction] = Field(default_factory=dict)
    reflections: dict[str, Reflection] = Field(default_factory=dict)


@cache
def all_questions() -> Mapping[str, LessonQuestions]:
    """The questions of every lesson, by the name of its notebook."""
    folder = resources("sim") / "course" / "lessons" / "questions"
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return {
        entry.name.removesuffix(".yaml"): LessonQuestions.model_validate(
            from_yaml(entry.read_text(encoding="utf-8"))
        )
        for entry in entries
        if entry.name.endswith(".yaml")
    }


def find_prediction(name: str) -> tuple[str, Prediction]:
    """The lesson that a prediction belongs to, and the prediction. Raises InputError if there is none of this name."""
    known = {
        key: (lesson, one)
        for lesson, asked in all_questions().items()
        for key, one in asked.predictions.items()
    }
    if name not in known:
        raise _unknown(name, known)
    return known[name]


def find_reflection(name: str) -> tuple[str, Reflection]:
    """The same for a reflection."""
    known = {
        key: (lesson, one)
        for lesson, asked in all_questions().items()
        for key, one in asked.reflections.items()
    }
    if name not in known:
        raise _unknown(name, known)
    return known[name]


def _unknown(name: object, known: Mapping[str, object]) -> InputError:
    text = _("There is no question {name}; there are: {all}.")
    return InputError(text.format(name=name, all=", ".join(known)))
