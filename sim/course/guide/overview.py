"""A student's progress as Markdown, which every Jupyter shows with working links, also without a kernel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.base.display import text_lines
from sim.base.i18n import _, ngettext
from sim.course.guide.steps import AssignmentStep, LessonProgress, Step, Way, find_way
from sim.course.handing_in.progress import count
from sim.workspace.working_copy import find_working_copy

MOST_LINES = 30


def overview(folder: str | Path | None = None) -> Overview:
    """Show the way through the course: lessons, assignments, progress, where to hand in, and the next step.

    Parameters
    ----------
    folder : str or pathlib.Path, optional
        A folder that `kefu start` made; if left out, the one that the current folder is in.

    Returns
    -------
    Overview
        Shown by a notebook with links. It reads what is kept in the folder `answers`, and changes nothing.

    Raises
    ------
    InputError
        If there is no such folder, or its settings cannot be read.

    Examples
    --------
    >>> from sim.workspace.working_copy import update_working_copy
    >>> copy = update_working_copy(Path("kefu-work"), "en", "li01")
    >>> overview("kefu-work").next_step.partition("[")[0]
    'Next step: '
    """
    return Overview(find_way(find_working_copy(None if folder is None else str(folder))))


@dataclass(frozen=True)
class Overview:
    """The way through the course of one student; `overview` makes it.

    Attributes
    ----------
    way : Way
        The steps, and what is known of each.

    Examples
    --------
    >>> from sim.workspace.working_copy import update_working_copy
    >>> copy = update_working_copy(Path("kefu-work"), "en", "li01")
    >>> overview("kefu-work").way.assignments[0].id
    'service_measures'
    """

    way: Way

    @property
    def next_step(self) -> str:
        """The place to go on, as a sentence with a link."""
        step = self.way.next_step
        if step is None:
            return _("All steps are done.")
        text = _("Next step: {link}").format(link=self._link(step))
        part = self._next_part(step)
        return text + _(" (go on with {part})").format(part=f"`{part}`") if part else text

    def _next_part(self, step: Step) -> str:
        if isinstance(step, LessonProgress) or not step.begun:
            return ""
        parts = step.progress.parts
        return next((part.name for part in parts if part.state != "done"), "")

    def _link(self, step: Step) -> str:
        return f"[{_safe(step.title)}]({self.way.file(step)})"

    def _repr_markdown_(self) -> str:
        """Everything, with links."""
        progress = self.way.progress
        who = progress.student or _("demonstration, without a student id")
        course = progress.handing_in.title or progress.course
        blocks = [
            f"**{self.next_step}**",
            _safe(" · ".join(filter(None, [who, course]))),
            "### " + _("Lessons"),
            self._lessons(),
            "### " + _("Assignments"),
            self._assignments(),
            *self._notes(),
        ]
        return "\n\n".join(blocks)

    def __repr__(self) -> str:
        """A line for each step."""
        lines = [self.next_step]
        for step in self.way.steps:
            lines.append(f"{self.way.file(step)}: {self._state(step)}")
        return text_lines(lines, MOST_LINES)

    def _state(self, step: Step) -> str:
        if isinstance(step, AssignmentStep):
            if step.handed_in:
                return _("{file} is made").format(file=step.handed_in.name)
            done, checked, missing = count(step.progress.parts).values()
            text = _("{done} done, {checked} checked, {missing} missing")
            return text.format(done=done, checked=checked, missing=missing)
        if step.questions:
            return _("{answered} of {questions}").format(answered=step.answered, questions=step.questions)
        return _("begun") if step.opened else "–"

    def _lessons(self) -> str:
        rows = [
            (self._link(lesson), str(lesson.minutes or "–"), self._state(lesson))
            for lesson in self.way.lessons
        ]
        return _table((_("lesson"), _("minutes"), _("questions answered")), rows)

    def _assignments(self) -> str:
        rows = []
        for step in self.way.assignments:
            points, most = step.progress.points
            deadline = step.progress.deadline
            rows.append(
                (
                    self._link(step),
                    *map(str, count(step.progress.parts).values()),
                    f"{points:g} / {most:g}",
                    f"{deadline:%Y-%m-%d %H:%M}" if deadline else "–",
                    step.handed_in.name if step.handed_in else "–",
                )
            )
        heads = (
            _("assignment"),
            _("done"),
            _("checked"),
            _("missing"),
            _("points so far"),
            _("hand in by"),
            _("file to hand in"),
        )
        return _table(heads, rows)

    def _notes(self) -> list[str]:
        progress = self.way.progress
        handing_in = progress.handing_in
        written = sum(len(step.progress.written) for step in self.way.assignments)
        lines = [
            _(
                "done: the last check found nothing wrong; checked: it found something; missing: nothing was checked yet."
            ),
            ngettext(
                "{n} answer in words is marked by your teacher and is not counted here.",
                "{n} answers in words are marked by your teacher and are not counted here.",
                written,
            ).format(n=written),
        ]
        if handing_in.hand_in:
            lines.append(_("Hand in here: {place}").format(place=handing_in.hand_in))
        else:
            lines.append(_("Your teacher says where to hand in."))
        if handing_in.late:
            lines.append(str(handing_in.late))
        notes = (
            step.note if isinstance(step, LessonProgress) else step.progress.note for step in self.way.steps
        )
        return [_safe(line) for line in (*lines, *dict.fromkeys(filter(None, notes)))]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _safe(text: str) -> str:
    """A teacher's text or a title, escaped so that nothing in it is markup."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for mark in "\\`*_[]|#":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", " ")
