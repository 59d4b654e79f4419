"""From an answer to what is wrong with it: shape and unit first, then the hand tables, then the student's own year."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.base.i18n import N_, _
from sim.course.answers.calling import Called, call, takes
from sim.course.answers.kinds import NOT_WRITTEN, Indexed, Kind, Named, Number, is_number
from sim.course.answers.questions import Case, HandCheck, Hint, Part

UNITS = {
    "hours": ((60.0, N_("minutes")), (3600.0, N_("seconds")), (1 / 24, N_("days"))),
    "minutes": ((60.0, N_("seconds")), (1 / 60, N_("hours"))),
}
"""Unit asked for: how many times larger the number is in another unit."""
PLAIN = Hint(
    "other",
    (
        N_("On the hand table your result is {answer}. Work it on paper. What do you get?"),
        N_("On the hand table your result is {answer}. Right is {right}. Which rows make the difference?"),
    ),
)


@dataclass(frozen=True)
class Verdict:
    """hint: id of what is wrong, "" if nothing was found; texts: from the first to the last to be said of it.

    print_: changes when the answer does.
    """

    hint: str
    texts: tuple[str, ...]
    print_: str


def judge(part: Part, case: Case, answer: Any) -> Verdict:
    """What is wrong with an answer, as far as public checks can say."""
    seen: list[str] = []
    for hint, texts in _findings(part, case, answer, seen):
        return Verdict(hint, texts, _print(seen))
    return Verdict("", (), _print(seen))


def _findings(part: Part, case: Case, answer: Any, seen: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Whatever is wrong, the first thing first; what was looked at goes into `seen`."""
    if not part.is_function:
        seen.append(_shown(answer))
        problem = part.kind.problem(answer)
        if problem:
            yield "shape", (problem,)
        found = part.judge(case, answer)
        if found:
            yield found.id, tuple(map(_, found.texts))
        return
    assert part.inputs is not None
    if answer is None:
        seen.append("nothing")
        yield "empty", (_(NOT_WRITTEN),)
        return
    if not callable(answer):
        seen.append(_shown(answer))
        yield "shape", (_("A function is expected: it begins with `def {name}(`.").format(name=part.name),)
        return
    for trial in part.trials:
        yield from _on_hand(part, case, trial, answer, seen)
    for inputs in part.inputs(case):
        done = call(answer, inputs)
        seen.append(_shown(done.error or done.answer))
        yield from _stopped(done, _("your own data"))
        problem = part.kind.problem(done.answer)
        if problem:
            yield "shape", (_("With your own data: {problem}").format(problem=problem),)


def _on_hand(
    part: Part, case: Case, trial: HandCheck, answer: Any, seen: list[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    inputs = trial.inputs(case)
    if not takes(answer, len(inputs)):
        seen.append("arguments")
        yield (
            "shape",
            (_("The function must take {count} inputs, as in the question.").format(count=len(inputs)),),
        )
        return
    done = call(answer, inputs)
    seen.append(_shown(done.error or done.answer))
    yield from _stopped(done, _("the hand table"))
    right = trial.right(case)
    if part.kind.alike(done.answer, right) == 1:
        return
    hand = PLAIN.texts[1]
    last = _(hand).format(answer=_brief(done.answer), right=_brief(right))
    for slip in trial.slips:
        if same_slip(part.kind, done.answer, slip.gives):
            yield slip.hint.id, (*map(_, slip.hint.texts), last)
    unit = _wrong_unit(part.kind, done.answer, right)
    if unit:
        yield "unit", (unit,)
    problem = part.kind.problem(done.answer)
    if problem:
        yield "shape", (problem,)
    found = trial.judge(case, done.answer)
    if found:
        yield found.id, tuple(map(_, found.texts))
    yield PLAIN.id, (_(PLAIN.texts[0]).format(answer=_brief(done.answer)), last)


def _stopped(done: Called, where: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if done.error is None:
        if done.answer is None:
            yield "empty", (_(NOT_WRITTEN),)
        return
    if isinstance(done.error, NotImplementedError):
        yield "empty", (_(NOT_WRITTEN),)
    what = f"{type(done.error).__name__}: {done.error}"
    if done.line is None:
        yield "error", (_("With {data} your code stops: {error}").format(data=where, error=what),)
    yield (
        "error",
        (
            _("With {data} your code stops in line {line} of its cell: {error}").format(
                data=where, line=done.line, error=what
            ),
        ),
    )


def same_slip(kind: Kind, answer: Any, gives: Any) -> bool:
    """Whether an answer is what a typical mistake gives. Of several values only those count that the mistake touches."""
    if isinstance(kind, Named) and isinstance(gives, dict):
        if not isinstance(answer, dict):
            return False
        return all(kind.kinds[key].alike(answer.get(key), value) == 1 for key, value in gives.items())
    if isinstance(kind, Indexed) and isinstance(gives, dict):
        if not isinstance(answer, pd.Series) or not answer.index.is_unique:
            return False
        values = answer.to_dict()
        return all(kind.kind.alike(values.get(key), value) == 1 for key, value in gives.items())
    return kind.alike(answer, gives) == 1


def _wrong_unit(kind: Kind, answer: Any, right: Any) -> str | None:
    """What is said if a number, or the first number of a dict, is right in another unit."""
    if isinstance(kind, Named) and isinstance(answer, dict):
        for key, one in kind.kinds.items():
            said = _wrong_unit(one, answer.get(key), right[key])
            if said:
                return f"{key}: {said}"
    if not isinstance(kind, Number) or not is_number(answer) or not is_number(right) or not right:
        return None
    for times, name in UNITS.get(kind.unit, ()):
        if abs(answer / right / times - 1) < 1e-3:
            return _("This is in {other}, but {unit} are asked for.").format(other=_(name), unit=_(kind.unit))
    return None


def _brief(value: Any) -> str:
    """A value in a few words."""
    if isinstance(value, pd.DataFrame):
        return _("a table of {rows} rows").format(rows=len(value))
    if isinstance(value, pd.Series):
        return _brief(value.to_dict())
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_brief(one)}" for key, one in value.items())
    if isinstance(value, tuple | list):
        return "(" + ", ".join(map(_brief, value)) + ")"
    if is_number(value):
        return f"{float(value):.4g}"
    return str(value)[:60]


def _shown(value: Any) -> str:
    if isinstance(value, pd.DataFrame | pd.Series):
        return value.to_csv()
    if isinstance(value, BaseException):
        return f"{type(value).__name__} {value}"
    return repr(value)


def _print(seen: list[str]) -> str:
    return hashlib.sha256("\0".join(seen).encode("utf-8", "replace")).hexdigest()
