"""Answers that are texts: one text, or a list of like things, such as risks with trigger and owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.base.i18n import _
from sim.course.answers.kinds import NOT_WRITTEN, WHOLE, Kind, Names, type_name


@dataclass(frozen=True)
class Text(Kind):
    """A text of `fewest` to `most` characters. Its form alone is checked: every such text is right."""

    fewest: int
    most: int = 2000

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if answer is None:
            return _(NOT_WRITTEN)
        if not isinstance(answer, str):
            return _("A text is expected, but this is a {kind}.").format(kind=type_name(answer))
        if not self.fewest <= len(answer.strip()) <= self.most:
            text = _("{count} characters; {fewest} to {most} are expected.")
            return text.format(count=len(answer.strip()), fewest=self.fewest, most=self.most)
        return None

    def wrong(self, answer: Any, right: Any) -> Names:
        """See Kind."""
        return WHOLE if self.problem(answer) else ()


@dataclass(frozen=True)
class ListOf(Kind):
    """A list of `count` answers of one kind, in order; all are worth the same."""

    kind: Kind
    count: int

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if answer is None or answer == []:
            return _(NOT_WRITTEN)
        if not isinstance(answer, list | tuple):
            return _("A list is expected, but this is a {kind}.").format(kind=type_name(answer))
        if len(answer) != self.count:
            text = _("The list has {count} entries; {wanted} are expected.")
            return text.format(count=len(answer), wanted=self.count)
        found = ((number, self.kind.problem(one)) for number, one in enumerate(answer, 1))
        text = _("entry {number}: {problem}")
        return next((text.format(number=n, problem=problem) for n, problem in found if problem), None)

    def wrong(self, answer: Any, right: Any) -> Names:
        """See Kind."""
        given = list(answer) if isinstance(answer, list | tuple) else []
        pairs = zip(given, right, strict=False)
        wrong = [number for number, (one, two) in enumerate(pairs, 1) if self.kind.wrong(one, two)]
        return (*wrong, *range(min(len(given), self.count) + 1, max(len(given), self.count) + 1))

    def size(self, right: Any) -> int:
        """See Kind."""
        return self.count
