"""Answers with several names: a dict or Series by its keys, a list of words. An extra name is as wrong as a missing one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.base.i18n import _
from sim.course.answers.kinds import NOT_WRITTEN, WHOLE, Kind, Names, OneOf, type_name
from sim.course.answers.plain import plain


@dataclass(frozen=True)
class Named(Kind):
    """A dict or a Series with these names in any order, each with a kind of its own and worth an equal share."""

    kinds: Mapping[Any, Kind]

    def kinds_for(self, names: Any) -> Mapping[Any, Kind]:
        """The kind of each name; names: those of the right answer."""
        return self.kinds

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if answer is None or (isinstance(answer, dict) and not answer):
            return _(NOT_WRITTEN)
        values = as_dict(answer)
        if values is None:
            return _("A dict or a Series is expected, but this is a {kind}.").format(kind=type_name(answer))
        if isinstance(answer, pd.Series) and not answer.index.is_unique:
            return _("Some names occur more than once.")
        kinds = self.kinds_for(values)
        missing, extra = _listed(set(kinds) - set(values), kinds), _listed(set(values) - set(kinds), values)
        if missing:
            return _("These names are missing: {all}.").format(all=missing)
        if extra:
            return _("These names do not belong here: {all}.").format(all=extra)
        found = ((name, kind.problem(values[name])) for name, kind in kinds.items())
        return next((f"{name}: {problem}" for name, problem in found if problem), None)

    def wrong(self, answer: Any, right: Any) -> Names:
        """See Kind."""
        values, wanted = as_dict(answer), as_dict(right)
        if values is None or wanted is None:
            return tuple(wanted or WHOLE)
        kinds = self.kinds_for(wanted)
        wrong = [n for n, k in kinds.items() if n not in values or k.wrong(values[n], wanted[n])]
        return (*wrong, *(name for name in values if name not in kinds))

    def size(self, right: Any) -> int:
        """See Kind."""
        return len(self.kinds_for(as_dict(right)))

    def only(self, value: Any, names: Names) -> Any:
        """See Kind."""
        values = as_dict(value)
        return value if values is None else {name: values[name] for name in values if name in names}

    def in_other_unit(self, answer: Any, right: Any) -> str | None:
        """See Kind."""
        values, wanted = as_dict(answer) or {}, as_dict(right) or {}
        for name, kind in self.kinds_for(wanted).items():
            if name in values and kind.wrong(values[name], wanted[name]):
                text = kind.in_other_unit(values[name], wanted[name])
                if text:
                    return f"{name}: {text}"
        return None


@dataclass(frozen=True)
class Each(Named):
    """A dict or a Series whose values are all of one kind. labels: its names; None: those of the right answer."""

    kinds: Mapping[Any, Kind]
    labels: tuple[Any, ...] | None = None

    def kinds_for(self, names: Any) -> Mapping[Any, Kind]:
        """See Named."""
        labels = names if self.labels is None else self.labels
        return dict.fromkeys(labels, self.kinds[""])


def each(kind: Kind, labels: tuple[Any, ...] | None = None) -> Each:
    """A dict or a Series with a value of this kind for each label; None: for each label of the right answer."""
    return Each({"": kind}, labels)


def choices(names: Iterable[Any], words: tuple[Any, ...]) -> Named:
    """A dict or a Series with one of these words for each name."""
    return Named(dict.fromkeys(names, OneOf(words)))


def as_dict(answer: Any) -> dict[Any, Any] | None:
    """A dict, or a Series as a dict with plain keys and values; None for anything else."""
    if isinstance(answer, pd.Series):
        return dict(plain(answer.to_dict()))
    return answer if isinstance(answer, dict) else None


def _listed(names: set[Any], order: Any) -> str:
    return ", ".join(str(name) for name in order if name in names)


@dataclass(frozen=True)
class Words(Kind):
    """Some words: a list, a set, or a text of single letters. ordered: the share is that of pairs in the right sequence.

    words: those that can be named; None: any.
    """

    words: tuple[str, ...] | None = None
    ordered: bool = False

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        named = self._named(answer)
        if answer is None or named == []:
            return _(NOT_WRITTEN)
        if named is None:
            return _("A list of names is expected, but this is a {kind}.").format(kind=type_name(answer))
        unknown = [word for word in named if self.words is not None and word not in self.words]
        if unknown:
            listed = ", ".join(map(repr, self.words or ()))
            return _("{value!r} is not one of: {all}.").format(value=unknown[0], all=listed)
        if len(set(named)) < len(named):
            return _("Some names occur more than once.")
        return None

    def wrong(self, answer: Any, right: Any) -> Names:
        """See Kind."""
        named, wanted = self._named(answer) or [], list(right)
        left = list(named)
        missing = []
        for word in wanted:
            if word in left:
                left.remove(word)
            else:
                missing.append(word)
        if self.ordered and not missing and not left:
            return tuple(word for word, other in zip(wanted, named, strict=True) if word != other)
        return (*missing, *left)

    def size(self, right: Any) -> int:
        """See Kind."""
        return max(1, len(right))

    def share(self, answer: Any, right: Any) -> float:
        """See Kind. In sequence: the share of pairs named in the right sequence, 0 if fewer than half of them are.

        A word that does not belong there costs as many pairs as one that is missing.
        """
        named = self._named(answer) or []
        if not self.ordered or len(right) < 2:
            return super().share(answer, right)
        place = {word: number for number, word in enumerate(named)}
        pairs = [(a, b) for number, a in enumerate(right) for b in right[number + 1 :]]
        kept = sum(a in place and b in place and place[a] < place[b] for a, b in pairs)
        extra = sum(word not in right for word in named) * (len(right) - 1)
        share = (kept - extra) / len(pairs)
        return share if share >= 0.5 else 0.0

    def _named(self, answer: Any) -> list[str] | None:
        if isinstance(answer, pd.Series):
            answer = answer.tolist()
        if isinstance(answer, str):
            letters = self.words is not None and all(len(word) == 1 for word in self.words)
            return [c for c in answer if not c.isspace() and c not in ",;"] if letters else None
        if not isinstance(answer, list | tuple):
            return None
        return [word.strip() if isinstance(word, str) else str(word) for word in answer]
