"""What is wrong with an answer: a value is checked for shape and mistakes, a function on hand tables, then on own data."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sim.base.i18n import N_, _
from sim.course.answers.calling import CallResult, accepts, call
from sim.course.answers.kinds import NOT_WRITTEN, DictOf, Kind, Number, SeriesOf, is_number
from sim.course.answers.parts import Case, HandCheck, Hint, Part

UNITS = {
    "hours": ((60.0, N_("minutes")), (3600.0, N_("seconds")), (1 / 24, N_("days"))),
    "minutes": ((60.0, N_("seconds")), (1 / 60, N_("hours"))),
}
"""Expected unit -> other units, each as (how many of it make one expected unit, its name)."""
UNKNOWN_MISTAKE = Hint(
    "other",
    (
        N_("On the hand table your result is {answer}. Work it out on paper. What do you get?"),
        N_(
            "On the hand table your result is {answer}. The right one is {right}. Which rows make the difference?"
        ),
    ),
)

Finding = tuple[str, tuple[str, ...]]
"""Id of a hint, and its texts in the current language."""


@dataclass(frozen=True)
class Verdict:
    """The first thing that is wrong with an answer.

    hint: its id, "" if nothing was found; texts: to be shown one after the other; fingerprint: of the answer, changes
    when its results do.
    """

    hint: str
    texts: tuple[str, ...]
    fingerprint: str


@dataclass
class HintHistory:
    """Which hints have been shown for one part. A further hint comes only when the answer has changed."""

    last_fingerprint: str = ""
    stages: dict[str, int] = field(default_factory=dict)

    def message(self, name: str, verdict: Verdict) -> str:
        """The text to show for a verdict. An unchanged answer gets the same text, and a note on how to get a further hint."""
        if not verdict.hint:
            self.last_fingerprint = verdict.fingerprint
            return _("{name}: nothing wrong was found. Your whole year is marked later.").format(name=name)
        unchanged = verdict.fingerprint == self.last_fingerprint
        stage = self.stages.get(verdict.hint, -1)
        if not unchanged or stage < 0:
            stage = self.stages[verdict.hint] = min(stage + 1, len(verdict.texts) - 1)
        self.last_fingerprint = verdict.fingerprint
        text = f"{name}: {verdict.texts[stage]}"
        if unchanged and stage + 1 < len(verdict.texts):
            text += "\n" + _("A further hint comes when your answer has changed.")
        return text


def diagnose(part: Part, case: Case, answer: Any) -> Verdict:
    """The first thing that public checks find wrong with an answer."""
    seen: list[str] = []
    hint, texts = next(_findings(part, case, answer, seen), ("", ()))
    return Verdict(hint, texts, hashlib.sha256("\0".join(seen).encode("utf-8", "replace")).hexdigest())


def _findings(part: Part, case: Case, answer: Any, seen: list[str]) -> Iterator[Finding]:
    """Everything that is wrong, in the order in which it is checked; each result that was looked at goes into `seen`."""
    if part.inputs is None:
        seen.append(_for_fingerprint(answer))
        yield from _wrong_shape_or_mistake(part, case, part.find_mistake, answer)
        return
    if answer is None:
        seen.append("nothing")
        yield "empty", (_(NOT_WRITTEN),)
        return
    if not callable(answer):
        seen.append(_for_fingerprint(answer))
        yield "shape", (_("A function is expected: it begins with `def {name}(`.").format(name=part.name),)
        return
    for hand_check in part.hand_checks:
        yield from _on_hand_table(part, case, hand_check, answer, seen)
    for inputs in part.inputs(case):
        result = call(answer, inputs)
        seen.append(_for_fingerprint(result.error or result.answer))
        yield from _no_answer(result, _("your own data"))
        problem = part.kind.problem(result.answer)
        if problem:
            yield "shape", (_("With your own data: {problem}").format(problem=problem),)


def _on_hand_table(
    part: Part, case: Case, hand_check: HandCheck, function: Any, seen: list[str]
) -> Iterator[Finding]:
    inputs = hand_check.inputs(case)
    if not accepts(function, len(inputs)):
        seen.append("arguments")
        text = _("The function must take {count} inputs, as in the question.").format(count=len(inputs))
        yield "shape", (text,)
        return
    result = call(function, inputs)
    answer = result.answer
    seen.append(_for_fingerprint(result.error or answer))
    yield from _no_answer(result, _("the hand table"))
    right = hand_check.right(case)
    if part.kind.score(answer, right) == 1:
        return
    first, last = (
        _(text).format(answer=_brief(answer), right=_brief(right)) for text in UNKNOWN_MISTAKE.texts
    )
    for mistake in hand_check.mistakes:
        if is_result_of(part.kind, answer, mistake.result):
            yield mistake.hint.id, (*map(_, mistake.hint.texts), last)
    unit = _wrong_unit(part.kind, answer, right)
    if unit:
        yield "unit", (unit,)
    yield from _wrong_shape_or_mistake(part, case, hand_check.find_mistake, answer)
    yield UNKNOWN_MISTAKE.id, (first, last)


def _wrong_shape_or_mistake(
    part: Part, case: Case, find_mistake: Callable[[Case, Any], Hint | None], answer: Any
) -> Iterator[Finding]:
    problem = part.kind.problem(answer)
    if problem:
        yield "shape", (problem,)
    hint = find_mistake(case, answer)
    if hint:
        yield hint.id, tuple(map(_, hint.texts))


def _no_answer(result: CallResult, data: str) -> Iterator[Finding]:
    """What to say if a call stopped or returned nothing; data: on which data, in words."""
    if result.error is None:
        if result.answer is None:
            yield "empty", (_(NOT_WRITTEN),)
        return
    if isinstance(result.error, NotImplementedError):
        yield "empty", (_(NOT_WRITTEN),)
    error = f"{type(result.error).__name__}: {result.error}"
    if result.line is None:
        text = _("With {data} your code stops: {error}").format(data=data, error=error)
    else:
        text = _("With {data} your code stops in line {line} of its cell: {error}").format(
            data=data, line=result.line, error=error
        )
    yield "error", (text,)


def is_result_of(kind: Kind, answer: Any, mistake: Any) -> bool:
    """Whether an answer is the result of a known mistake. Of several values only those that the mistake changes are compared."""
    if isinstance(kind, DictOf) and isinstance(mistake, dict):
        if not isinstance(answer, dict):
            return False
        return all(kind.kinds[key].score(answer.get(key), value) == 1 for key, value in mistake.items())
    if isinstance(kind, SeriesOf) and isinstance(mistake, dict):
        if not isinstance(answer, pd.Series) or not answer.index.is_unique:
            return False
        values = answer.to_dict()
        return all(kind.kind.score(values.get(key), value) == 1 for key, value in mistake.items())
    return kind.score(answer, mistake) == 1


def _wrong_unit(kind: Kind, answer: Any, right: Any) -> str | None:
    """The text for a number, or the first number of a dict, that is right in another unit."""
    if isinstance(kind, DictOf) and isinstance(answer, dict):
        for key, value_kind in kind.kinds.items():
            text = _wrong_unit(value_kind, answer.get(key), right[key])
            if text:
                return f"{key}: {text}"
    if not isinstance(kind, Number) or not is_number(answer) or not is_number(right) or not right:
        return None
    for factor, name in UNITS.get(kind.unit, ()):
        if abs(answer / right / factor - 1) < 1e-3:
            return _("Your number is in {other}, but the question asks for {unit}.").format(
                other=_(name), unit=_(kind.unit)
            )
    return None


def _brief(value: Any) -> str:
    """A value in a few words."""
    if isinstance(value, pd.DataFrame):
        return _("a table of {rows} rows").format(rows=len(value))
    if isinstance(value, pd.Series):
        return _brief(value.to_dict())
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_brief(item)}" for key, item in value.items())
    if isinstance(value, tuple | list):
        return "(" + ", ".join(map(_brief, value)) + ")"
    if is_number(value):
        return f"{float(value):.4g}"
    return str(value)[:60]


def _for_fingerprint(value: Any) -> str:
    if isinstance(value, pd.DataFrame | pd.Series):
        return value.to_csv()
    if isinstance(value, BaseException):
        return f"{type(value).__name__} {value}"
    return repr(value)
