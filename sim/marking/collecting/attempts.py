"""Makes attempts of the originals: every notebook, script and talk, with its student, its assignment and its time."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from sim.base.i18n import _
from sim.course.assignment import assignment_ids
from sim.marking.collecting.archive import Item, Step, items
from sim.marking.collecting.contents import ANSWERS, DESCRIPTION, NOTEBOOK, NOTHING, Content, content_of
from sim.marking.collecting.identity import Claim, People, Whose, whose
from sim.marking.collecting.names import by_lms, upload_number
from sim.marking.collecting.originals import Original

OWN_NAME = re.compile(rf"(?:{'|'.join(map(re.escape, assignment_ids()))})-[^/\\]+$", re.IGNORECASE)
"""The name that `kefu submit` gives its zip: the id in it is information only."""


@dataclass(frozen=True)
class Attempt:
    """Something that was handed in and can be placed, or could not be read.

    Attributes
    ----------
    student, work : str
        Whose, and which assignment or talk.
    moment : datetime or None
        When it was handed in; None if nothing says so.
    sure : bool
        Whether that is known: False for the time of a file on the teacher's computer, which only puts attempts in sequence.
    late_by_lms : bool
        Whether the LMS itself called it late.
    place : str
        Where it lies in the originals.
    answers, number : int
        Cells that are filled in; number of a repeated upload.
    rank : int
        Within one upload: 2 for a notebook under its own name, 1 under another, 0 for a script.
    notes : tuple of str
        What a teacher should know.
    problem : str
        Why it cannot be read; "" if it can.
    packed : bytes
        The content, compressed.
    way : tuple of str
        The place, part by part.
    """

    student: str
    work: str
    moment: datetime | None
    sure: bool
    late_by_lms: bool
    place: str
    answers: int
    number: int
    rank: int
    notes: tuple[str, ...]
    problem: str
    packed: bytes
    way: tuple[str, ...] = ()

    @property
    def data(self) -> bytes:
        """The content to place."""
        return zlib.decompress(self.packed)

    @property
    def digest(self) -> str:
        """Two attempts with the same content have the same."""
        return hashlib.sha256(self.packed).hexdigest()


@dataclass(frozen=True)
class Unplaced:
    """A file that is not placed, and why. student, work: "" if not known; needed: whether a teacher should look at it."""

    place: str
    reason: str
    student: str = ""
    work: str = ""
    needed: bool = True
    way: tuple[str, ...] = ()


Found = Attempt | Unplaced


def attempts(original: Original, people: People, course: str, zone: tzinfo) -> Iterator[Found]:
    """Everything in an original, each file once. course: id that the data of the students depend on."""
    every = list(
        items(original.path, original.name, folder=original.is_folder, timed=original.timed, zone=zone)
    )
    contents = [_content(item) for item in every]
    descriptions = {
        _names(item.way[:-1]): (len(item.way) - 1, content.about)
        for item, content in zip(every, contents, strict=True)
        if content is not None and content.kind == DESCRIPTION
    }
    is_one = _is_of_one(every, people)
    for item, content in zip(every, contents, strict=True):
        found = _found(item, content, descriptions, people, course, is_one=is_one)
        yield replace(found, way=_names(item.way))


def _content(item: Item) -> Content | None:
    return None if item.content is None else content_of(item.content, item.way[-1].name)


def _is_of_one(every: Sequence[Item], people: People) -> bool:
    """Whether the name of the original may name the student: not if places inside name several."""
    named = {
        student
        for item in every
        for step in item.way[1:]
        if len(students := people.named(step.name).students) == 1
        for student in students
    }
    return len(named) < 2


def _found(
    item: Item,
    content: Content | None,
    descriptions: dict[tuple[str, ...], tuple[int, dict[str, object] | None]],
    people: People,
    course: str,
    *,
    is_one: bool,
) -> Found:
    names = _names(item.way)
    depth, about = next(
        (
            descriptions[names[:end]]
            for end in range(len(names) - 1, 0, -1)
            if names[:end] in descriptions and _lists(descriptions[names[:end]][1], names[end:])
        ),
        (len(names), None),
    )
    claim = Claim(str(about["student"]), str(about.get("course") or "")) if about else None
    claimed = claim if content is not None and content.kind != NOTHING else None
    parts = [_without_own_name(name) if claim else name for name in names[:depth]]
    shown = content.students if content else frozenset()
    found = whose(parts, people, claimed, shown, is_one=is_one)
    if item.junk:
        return Unplaced(
            item.place, _("left behind by a system or a program"), found.student or "", needed=False
        )
    if content is None or content.kind == NOTHING:
        reason = item.problem or (content.problem if content else "")
        return Unplaced(item.place, reason, found.student or "")
    if content.kind == DESCRIPTION:
        return Unplaced(item.place, _("describes what was handed in"), found.student or "", needed=False)
    if content.kind == ANSWERS:
        return Unplaced(
            item.place, _("answers of lessons, which are not marked"), found.student or "", needed=False
        )
    if about and content.kind == NOTEBOOK and not content.work:
        content = _with_work(content, str(about.get("assignment") or ""))
    if found.student is None or not content.work:
        reason = (
            found.reason or _("Kefu cannot tell which assignment it is")
            if found.student is None
            else content.problem
        )
        return Unplaced(
            item.place,
            reason or _("Kefu cannot tell which assignment it is"),
            found.student or "",
            content.work,
        )
    return _attempt(item, content, found, about, course, depth)


def _with_work(content: Content, work: str) -> Content:
    return replace(content, work=work) if work in assignment_ids() else content


def _attempt(
    item: Item, content: Content, found: Whose, about: dict[str, object] | None, course: str, depth: int
) -> Attempt:
    assert found.student is not None
    start = found.step if found.step is not None else _last_archive(item.way[:depth])
    step = next((step for step in item.way[start:] if step.time is not None), None)
    notes = [*found.notes, *content.notes, *_about_notes(item, content, about, course)]
    lms = [by_lms(step.name) for step in item.way]
    exact = item.way[-1].name == f"{content.work}.ipynb"
    return Attempt(
        student=found.student,
        work=content.work,
        moment=step.time if step else None,
        sure=step is not None and step.sure,
        late_by_lms=any(one.late for one in lms if one),
        place=item.place,
        answers=content.answers,
        number=max((upload_number(step.name) for step in item.way[start:]), default=0),
        rank=(2 if exact else 1) if content.kind == NOTEBOOK else 0,
        notes=tuple(dict.fromkeys(notes)),
        problem=content.problem,
        packed=zlib.compress(content.data or item.content or b"", 1),
    )


def _about_notes(item: Item, content: Content, about: dict[str, object] | None, course: str) -> Iterator[str]:
    if not about:
        return
    files = about.get("files")
    inside = files.get(item.way[-1].name) if isinstance(files, dict) else None
    if content.kind == NOTEBOOK and inside and inside != hashlib.sha256(item.content or b"").hexdigest():
        yield _("this is not the notebook that kefu submit put there")
    said = str(about.get("course") or "")
    if said and said != course:
        yield _("made for the course {theirs}, but this is {ours}: the data differ").format(
            theirs=said, ours=course
        )
    work = str(about.get("assignment") or "")
    if content.kind == NOTEBOOK and work and work != content.work:
        yield _("called {said}, but it is {work}").format(said=work, work=content.work)


def _lists(about: dict[str, object] | None, inside: Sequence[str]) -> bool:
    """Whether a description belongs to this file. One among the files of other students does not describe those."""
    files = about.get("files") if about else None
    return isinstance(files, dict) and ("/".join(inside) in files or tuple(inside) == ("submission.json",))


def _without_own_name(name: str) -> str:
    return OWN_NAME.sub("file", name)


def _last_archive(way: Sequence[Step]) -> int:
    """The innermost archive on the path that holds the description: the file that was handed in."""
    return max((number for number, step in enumerate(way) if step.archive), default=max(len(way) - 1, 0))


def _names(way: Sequence[Step]) -> tuple[str, ...]:
    return tuple(step.name for step in way)
