"""Finds the student to whom a file belongs: first by the names of folders and file and the roster, then by the file's contents.

Within a place a student's number counts before a name. A place that names two students, or one by number and another
by name, decides nothing and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.roster import Enrolled
from sim.marking.collecting.names import Named, by_lms, plain, unscrambled
from sim.workspace.settings import student_id

SHORT = 4
"""A shorter number could mean anything, and counts only if it stands alone."""
BEFORE_NAME = "班组名级生号"
"""Chinese letters that can stand before a name: 2班李一."""
AFTER_NAME = "的作第提附实练代补同老迟"
"""Letters with which a word after a name begins: 李一的作业, 李一第二次."""
HAN = "\u3400-\u9fff"
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Whose:
    """Whose a file is. student: None if that is not known, and why; step: number of the part of the way that told; notes."""

    student: str | None
    step: int | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claim:
    """The student and the course that the work itself names."""

    student: str
    course: str = ""


@dataclass(frozen=True)
class _Found:
    """The students that a place may mean; clash: number and name mean different students."""

    students: frozenset[str] = NOBODY
    clash: str = ""


class People:
    """The roster, to be looked up by number and by name."""

    def __init__(self, roster: Iterable[Enrolled]) -> None:
        self.by_student = {one.student: one for one in roster}
        self._numbers: dict[str, str] = {}
        self._lms: dict[str, str] = {}
        self._names: dict[str, set[str]] = {}
        for one in self.by_student.values():
            self._numbers[plain(one.student)] = one.student
            if one.lms_id:
                self._lms[plain(one.lms_id)] = one.student
            for form in _forms(one.name):
                self._names.setdefault(form, set()).add(one.student)
        for number, student in self._lms.items():
            self._numbers.setdefault(number, student)
        self._number_pattern = _any_of(number for number in self._numbers if not _is_short(number))
        self._name_pattern = _any_name(self._names)

    def __bool__(self) -> bool:
        """Whether there is a roster."""
        """Whether there is a roster."""
        return bool(self.by_student)

    def named(self, part: str) -> _Found:
        """The students whom a part of a way names."""
        found = self._named(part)
        return found if found.students or found.clash else self._named(unscrambled(part))

    def _named(self, part: str) -> _Found:
        lms = by_lms(part)
        return self._by_lms(lms) if lms else self._in_words(plain(part))

    def _by_lms(self, lms: Named) -> _Found:
        named = self._names_in(plain(lms.name))
        numbered = self._lms.get(lms.number) or (
            self._numbers.get(lms.number) if len(lms.number) >= SHORT else None
        )
        if lms.number_is_users and numbered:
            return _Found(frozenset({numbered}))
        if len(named) > 1 and numbered in named:
            return _Found(frozenset({numbered}))
        if named or not numbered or lms.number not in self._lms:
            return _Found(named)
        return _Found(frozenset({numbered}))

    def _in_words(self, text: str) -> _Found:
        stem = re.sub(r"(\.[a-z0-9]{1,6})+$", "", text) or text
        if stem in self._numbers:
            return _Found(frozenset({self._numbers[stem]}))
        numbers = set(self._number_pattern.findall(text)) if self._number_pattern else set()
        by_number = frozenset(self._numbers[number] for number in numbers)
        by_name = self._names_in(text)
        if len(by_number) == 1 and by_name and not by_number & by_name:
            text = _("the number is that of {one}, the name that of {other}")
            return _Found(clash=text.format(one=_listed(by_number), other=_listed(by_name)))
        if len(by_number) > 1:
            return _Found(by_number | by_name)
        return _Found(by_number or by_name)

    def _names_in(self, text: str) -> frozenset[str]:
        if self._name_pattern is None:
            return NOBODY
        found = {re.sub(r"[\s_.,·•-]+", "", name) for name in self._name_pattern.findall(text)}
        return frozenset(student for name in found for student in self._names.get(name, ()))


def whose(
    parts: Sequence[str], people: People, claim: Claim | None, shown: Iterable[str], *, is_one: bool
) -> Whose:
    """Decide whose a file is.

    parts: of the way to it that a student did not make, from outside; claim: of its `submission.json`; shown: students
    whom its outputs name; is_one: whether the first part, the name of the original, may name the owner of everything
    in it.
    """
    claimed = _canonical(claim.student) if claim else None
    order = [*range(1, len(parts)), *([0] if is_one and parts else [])]
    stranger = ""
    for number in order if people else ():
        found = people.named(parts[number])
        if found.clash:
            return Whose(None, number, _("{place}: {clash}").format(place=parts[number], clash=found.clash))
        if claimed in found.students and claimed is not None:
            return Whose(claimed, number)
        if len(found.students) == 1:
            (student,) = found.students
            return Whose(student, number, notes=_others(student, claimed, shown))
        if found.students:
            text = _("{place} can mean several students: {names}")
            return Whose(None, number, text.format(place=parts[number], names=_listed(found.students)))
        lms = by_lms(parts[number])
        stranger = stranger or (lms.name if lms else "")
    notes = (
        (_("the LMS calls the student {name}, who is not on the roster").format(name=stranger),)
        if stranger
        else ()
    )
    if claimed is not None:
        if people and claimed not in people.by_student:
            return Whose(None, None, _("{student} is not on the roster").format(student=claimed))
        return Whose(claimed, None, notes=notes)
    own = {name for one in shown if (name := _canonical(one))}
    known = {name for name in own if not people or name in people.by_student}
    if len(known) == 1 and len(own) == 1 and not stranger:
        (student,) = known
        return Whose(student, None, notes=(_("known only by what the notebook shows"),))
    if stranger:
        return Whose(None, None, _("{student} is not on the roster").format(student=stranger))
    return Whose(None, None, _("nothing says whose it is"))


def _others(student: str, claimed: str | None, shown: Iterable[str]) -> tuple[str, ...]:
    """A note if the work says that it is somebody else's."""
    others = {name for one in (claimed, *shown) if one and (name := _canonical(one)) and name != student}
    if not others:
        return ()
    return (_("inside it is the work of {other}").format(other=_listed(others)),)


def _canonical(text: str) -> str | None:
    try:
        return student_id(text)
    except InputError:
        return None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _is_short(number: str) -> bool:
    return len(number) < SHORT and (number.isdecimal() or len(number) < 3)


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    listed = sorted(words, key=len, reverse=True)
    if not listed:
        return None
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, listed))})(?![a-z0-9])")


def _any_name(names: Iterable[str]) -> re.Pattern[str] | None:
    """Chinese names that are not part of a longer Chinese word; names in Latin letters, with any separators between the words."""
    listed = sorted(names, key=len, reverse=True)
    han = [r"[\s·•]?".join(map(re.escape, name)) for name in listed if re.search(f"[{HAN}]", name)]
    latin = [r"[\s_.,-]*".join(map(re.escape, name)) for name in listed if not re.search(f"[{HAN}]", name)]
    patterns = []
    if han:
        patterns.append(
            rf"(?:(?<![{HAN}])|(?<=[{BEFORE_NAME}]))(?:{'|'.join(han)})(?=$|[^{HAN}]|[{AFTER_NAME}])"
        )
    if latin:
        patterns.append(rf"(?<![a-z])(?:{'|'.join(latin)})(?![a-z])")
    return re.compile("|".join(patterns)) if patterns else None


def _forms(name: str) -> set[str]:
    """Ways to write a name, without spaces: as it is, and with its last word first."""
    words = [word for word in re.split(r"[\s_.,·•-]+", plain(name)) if word]
    joined = "".join(words)
    if len(joined) < 2:
        return set()
    if re.search(f"[{HAN}]", joined):
        return {joined}
    return (
        {joined, "".join([words[-1], *words[:-1]]), "".join([*words[1:], words[0]])}
        if len(joined) > 3
        else set()
    )
