"""Answers with more than one right one: decisions judged by what they are worth, plans, documents, own simulations.

For these the right answer is an object of this module, made for each student's case by `@right` in `mistakes.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.base.i18n import _
from sim.course.answers.kinds import NOT_WRITTEN, WHOLE, Kind, Names
from sim.course.answers.names import Named, as_dict, choices
from sim.course.answers.plain import brief

VERDICTS = ("higher", "lower", "no clear difference")
SURE, UNSURE = 4.0, 1.2
"""Means in standard errors: from SURE on only the sign counts as right, up to UNSURE only "no clear difference"."""


def verdicts(names: Iterable[Any]) -> Named:
    """A dict with a verdict for each name: "higher", "lower" or "no clear difference"."""
    return choices(names, VERDICTS)


def verdict(differences: pd.Series) -> tuple[str, ...]:
    """The verdicts on paired differences that are accepted: one, or two where both can be defended."""
    error = float(differences.std()) / math.sqrt(len(differences))
    mean = float(differences.mean())
    size = abs(mean) / error if error > 0 else (math.inf if mean else 0.0)
    sign = VERDICTS[0] if mean > 0 else VERDICTS[1]
    if size >= SURE:
        return (sign,)
    return (VERDICTS[2],) if size <= UNSURE else (sign, VERDICTS[2])


@dataclass(frozen=True)
class Scored(Kind):
    """An answer of the shape `shape`, whose right one is a function: answer -> share. For rankings, policies, budgets."""

    shape: Kind

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        return self.shape.problem(answer)

    def wrong(self, answer: Any, right: Any) -> Names:
        """See Kind."""
        return () if self.share(answer, right) >= 1 else WHOLE

    def share(self, answer: Any, right: Any) -> float:
        """See Kind."""
        return 0.0 if self.problem(answer) else min(1.0, max(0.0, float(right(answer))))


@dataclass(frozen=True)
class Worth:
    """The worth of candidates.

    of: candidate -> its worth, None if it is not allowed; best: that of the best; slack: a difference that hardly matters.
    """

    of: Callable[[Any], float | None]
    best: float
    slack: float


@dataclass(frozen=True)
class NearBest(Kind):
    """A candidate judged by its worth: all points within one slack of the best, half within three.

    bands: (slacks, share), from the narrowest on.
    """

    shape: Kind
    bands: tuple[tuple[float, float], ...] = ((1, 1.0), (3, 0.5))

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        return self.shape.problem(answer)

    def wrong(self, answer: Any, right: Any) -> Names:
        """See Kind."""
        return () if self.share(answer, right) >= 1 else WHOLE

    def share(self, answer: Any, right: Worth) -> float:
        """See Kind."""
        worth = None if self.problem(answer) else right.of(answer)
        if worth is None or math.isnan(worth):
            return 0.0
        floor = 1e-9 * abs(right.best)
        return next((s for n, s in self.bands if worth >= right.best - n * right.slack - floor), 0.0)


@dataclass(frozen=True)
class Feasible(Kind):
    """A plan that must keep rules, each worth an equal share. The right answer: name of a rule -> function of the plan."""

    shape: Kind

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        return self.shape.problem(answer)

    def wrong(self, answer: Any, right: Mapping[str, Callable[[Any], bool]]) -> Names:
        """See Kind."""
        if self.problem(answer):
            return tuple(right)
        return tuple(name for name, keeps in right.items() if not keeps(answer))

    def size(self, right: Mapping[str, Callable[[Any], bool]]) -> int:
        """See Kind."""
        return len(right)


@dataclass(frozen=True)
class Rerun:
    """The results with which a student's own simulation is compared.

    of: number of a replication -> its right result; tried: the numbers that are simulated again, hidden from students;
    derive: the student's runs -> the right values of the other keys.
    """

    of: Callable[[int], Any]
    tried: tuple[int, ...]
    derive: Callable[[Mapping[int, Any]], Mapping[str, Any]]


@dataclass(frozen=True)
class Experiment(Kind):
    """A dict: "runs", number -> result of the student's own simulation, and under `keys` the conclusions from them.
    Marking simulates a few hidden numbers again: if one differs, nothing counts as right. The right values of the other
    keys are computed from the student's runs.
    """

    numbers: tuple[int, ...]
    result: Kind
    keys: Mapping[str, Kind]

    @property
    def _shape(self) -> Named:
        runs = Named(dict.fromkeys(self.numbers, self.result))
        return Named({"runs": runs, **self.keys})

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        return self._shape.problem(answer)

    def wrong(self, answer: Any, right: Rerun) -> Names:
        """See Kind."""
        values, names = as_dict(answer) or {}, ("runs", *self.keys)
        runs = as_dict(values.get("runs"))
        if runs is None or Named(dict.fromkeys(self.numbers, self.result)).problem(runs):
            return names
        if any(self.result.wrong(runs[number], right.of(number)) for number in right.tried):
            return names
        derived = right.derive(runs)
        wrong = [n for n, k in self.keys.items() if n not in values or k.wrong(values[n], derived[n])]
        return (*wrong, *(name for name in values if name not in names))

    def size(self, right: Rerun) -> int:
        """See Kind."""
        return 1 + len(self.keys)


@dataclass(frozen=True)
class Document(Kind):
    """A dict of texts, one for each heading, in this sequence. lengths: heading -> (fewest, most) characters.

    The right answer: heading -> texts that must occur in it, such as numbers of the student's own run.
    """

    lengths: Mapping[str, tuple[int, int]]

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if answer is None or answer == {}:
            return _(NOT_WRITTEN)
        if not isinstance(answer, dict):
            return _("A dict of texts is expected, but this is {value}.").format(value=brief(answer))
        missing = [heading for heading in self.lengths if heading not in answer]
        if missing:
            return _("These names are missing: {all}.").format(all=", ".join(missing))
        for heading, (fewest, most) in self.lengths.items():
            text = answer[heading]
            if not isinstance(text, str):
                return _("{name}: a text is expected.").format(name=heading)
            if not fewest <= len(text) <= most:
                text = _("{name}: {count} characters; {fewest} to {most} are expected.")
                return text.format(name=heading, count=len(answer[heading]), fewest=fewest, most=most)
        if [name for name in answer if name in self.lengths] != list(self.lengths):
            return _("The sequence is: {all}.").format(all=", ".join(self.lengths))
        return None

    def wrong(self, answer: Any, right: Mapping[str, Iterable[str]]) -> Names:
        """See Kind."""
        texts = answer if isinstance(answer, dict) else {}
        wrong = [name for name in self.lengths if not self._is_right(name, texts.get(name), right)]
        place = [name for name in texts if name in self.lengths]
        wrong += [a for a, b in zip(self.lengths, place, strict=False) if a != b and a not in wrong]
        return (*wrong, *(name for name in texts if name not in self.lengths))

    def size(self, right: Mapping[str, Iterable[str]]) -> int:
        """See Kind."""
        return len(self.lengths)

    def _is_right(self, name: str, text: Any, right: Mapping[str, Iterable[str]]) -> bool:
        fewest, most = self.lengths[name]
        if not isinstance(text, str) or not fewest <= len(text) <= most:
            return False
        return all(part in text for part in right.get(name, ()))
