"""The actions of a marker: open the next answer, decide, take back, compare with a second marker. Pages only show them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.authoring.source import Source
from sim.course.talk_works import is_talk, scenario_of
from sim.marking.audit import who
from sim.marking.reviewing.agreement import kappa
from sim.marking.reviewing.answers import Answer, Answers
from sim.marking.reviewing.book import Given, ReviewBook
from sim.marking.reviewing.decisions import FIRST, SECOND, Decision, latest
from sim.marking.reviewing.entries import MOST_COMMENT, Entry, checked, points_from
from sim.marking.reviewing.requests import Request
from sim.marking.reviewing.rubric import Question, question

COMMENTS = 9
"""Comments that are offered again: the commonest."""


@dataclass(frozen=True)
class Progress:
    """The progress in marking a question. decided: by the marker who looks."""

    question: Question
    answers: int
    decided: int

    @property
    def open(self) -> int:
        """Answers that wait for this marker."""
        return self.answers - self.decided


@dataclass(frozen=True)
class Compared:
    """Two markers' decisions on one answer."""

    slug: str
    first: Decision
    second: Decision

    @property
    def differs(self) -> bool:
        """Whether a criterion got other points."""
        return (self.first.levels, self.first.points) != (self.second.levels, self.second.points)


class Desk:
    """The answers of one assignment that a person marks.

    Parameters
    ----------
    root : Path
        The course folder.
    assignment : str
        Its id.
    second : bool
        Whether this is the second marker, who neither sees the first one's decisions nor changes marks.
    """

    def __init__(self, root: Path, assignment: str, *, second: bool = False) -> None:
        self.root, self.assignment = root, assignment
        self.role = SECOND if second else FIRST
        self.scenario = scenario_of(assignment) if is_talk(assignment) else None
        self.source = None if self.scenario else Source(root, assignment)
        self.answers = Answers(root, assignment)

    def why_not(self) -> str:
        """Why there is nothing to look at yet, in a sentence; "" if there is."""
        with self._book() as book:
            if not book.has(self.assignment):
                first = "mark" if self.scenario else "release"
                text = _("{assignment} is not in the gradebook: run `kefu {first} {assignment}` first.")
                return text.format(assignment=self.assignment, first=first)
        if not any(self.answers.results.folder.glob("*.json")):
            return _(
                "The machine has not marked {assignment} yet: run `kefu mark {assignment}` first."
            ).format(assignment=self.assignment)
        return ""

    @cached_property
    def worth(self) -> dict[str, float]:
        """Question or written cell -> points."""
        with self._book() as book:
            return book.most(self.assignment)

    def question(self, cell: str) -> Question:
        """A question, with its criteria."""
        if cell not in self.worth:
            raise InputError(
                _("question is {value}, but takes {all}.").format(value=cell, all=", ".join(self.worth))
            )
        if self.source is None:
            title = str(self.scenario.aims[cell].title) if self.scenario else ""
            return Question(cell, self.worth[cell], (), title, "")
        number = cell.partition("-")[0]
        whole = sum(points for name, points in self.worth.items() if name.partition("-")[0] == number)
        return question(self.source, cell, self.worth[cell], whole)

    def progress(self) -> list[Progress]:
        """The questions for a person: answers in words, and what the machine could not mark."""
        with self._book() as book:
            given, decided = book.given(self.assignment), book.decisions(self.assignment)
        found = []
        for cell in self.worth:
            marks = given.get(cell, {})
            one = self.question(cell)
            waits = any(mark.waits for mark in marks.values())
            mine = latest([d for d in decided if d.cell == cell], self.role)
            if one.criteria or waits or mine:
                answers = self._for_a_person(cell, marks, mine)
                done = sum(self._is_done(answer, marks, mine) for answer in answers.values())
                if answers:
                    found.append(Progress(one, len(answers), done))
        return found

    def shown(self, cell: str) -> tuple[dict[str, Answer], dict[str, Decision], set[str]]:
        """The answers to a question by slug, this marker's decisions by student, and the slugs that are done."""
        with self._book() as book:
            marks = book.given(self.assignment).get(cell, {})
            mine = latest(book.decisions(self.assignment, cell), self.role)
        answers = self._for_a_person(cell, marks, mine)
        return answers, mine, {slug for slug, one in answers.items() if self._is_done(one, marks, mine)}

    def decide(self, cell: str, entry: Entry) -> None:
        """Decide on an answer. Raises InputError if the entry cannot be used."""
        answers, mine, _done = self.shown(cell)
        found = checked(self.question(cell), entry, answers, mine, self.role)
        if found is not None:
            self.enter([found])

    def enter(self, many: list[Decision]) -> None:
        """Enter checked decisions: all or none."""
        with self._book() as book:
            book.decide(self.assignment, many)

    def undo(self, cell: str) -> str | None:
        """Take back this marker's last decision on a question; the slug of its answer, None if there is none.

        Only a decision that still stands: not if the student handed in another text, or somebody changed the mark since.
        """
        answers = {one.student: one for one in self.answers.of(cell).values()}
        with self._book() as book:
            last = latest(book.decisions(self.assignment, cell), self.role)
            marks = book.given(self.assignment).get(cell, {})
            mine = [
                one
                for student, one in last.items()
                if one.marker == who() and student in answers and one.digest == answers[student].digest
                if self.role == SECOND or marks.get(student) == Given(one.points, False)
            ]
            if not mine:
                return None
            taken = max(mine, key=lambda one: one.moment)
            book.take_back(self.assignment, taken)
        return answers[taken.student].slug

    def comments(self, cell: str) -> list[str]:
        """Comments that were given before, the commonest first."""
        with self._book() as book:
            given = latest(book.decisions(self.assignment, cell), self.role).values()
        counts = Counter(one.comment for one in given if one.comment)
        return [text for text, _n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))][:COMMENTS]

    def compared(self, cell: str) -> list[Compared]:
        """Answers on which both markers decided the same text."""
        with self._book() as book:
            found = book.decisions(self.assignment, cell)
        first, second = latest(found, FIRST), latest(found, SECOND)
        slugs = {one.student: slug for slug, one in self.answers.of(cell).items()}
        return [
            Compared(slugs[student], first[student], second[student])
            for student in sorted(first.keys() & second.keys() & slugs.keys(), key=slugs.__getitem__)
            if first[student].digest == second[student].digest
        ]

    def kappas(self, cell: str) -> dict[str, float | None]:
        """Criterion -> agreement of the two markers beyond chance; the sum of points last."""
        pairs = self.compared(cell)
        found = {
            criterion.name: kappa([p.first.levels[n] for p in pairs], [p.second.levels[n] for p in pairs])
            for n, criterion in enumerate(self.question(cell).criteria)
        }
        return {
            **found,
            _("points earned"): kappa([p.first.points for p in pairs], [p.second.points for p in pairs]),
        }

    def requests(self) -> list[Request]:
        """Requests for another look."""
        with self._book() as book:
            return book.requests(self.assignment)

    def enter_requests(self, rows: list[tuple[str, str, str]]) -> int:
        """Enter requests (student, question, text); how many were new. Raises InputError if somebody has no mark."""
        with self._book() as book:
            given = book.given(self.assignment)
            for student, cell, _text in rows:
                if student not in given.get(cell, {}):
                    text = _("{student} has no mark for {question}.")
                    raise InputError(text.format(student=student or "–", question=cell))
            return book.enter_requests(self.assignment, rows)

    def answer_request(self, asked: str, reply: str, points: float | None) -> None:
        """Answer a request; points: the new mark, None if it stays."""
        request = next((one for one in self.requests() if one.asked == asked), None)
        if request is None:
            raise InputError(_("There is no such request any more."))
        if request.answer:
            raise InputError(_("{marker} has answered this request already.").format(marker=request.marker))
        if points is not None:
            points_from(points, self.worth[request.cell])
        if not reply.strip():
            raise InputError(_("Write an answer: the student reads it."))
        with self._book() as book:
            book.answer_request(self.assignment, request, reply.strip()[:MOST_COMMENT], points, who())

    def marks_of(self, cell: str) -> dict[str, Given]:
        """Student -> the mark for a question as it stands."""
        with self._book() as book:
            return book.given(self.assignment).get(cell, {})

    def given_elsewhere(self, cell: str, student: str, decision: Decision | None) -> float | None:
        """A mark that this decision did not give: in formgrader, or in answer to a request. None if there is none."""
        given = self.marks_of(cell).get(student)
        if self.role == SECOND or given is None or given.waits:
            return None
        return None if decision and decision.points == given.points else given.points

    def _for_a_person(
        self, cell: str, marks: dict[str, Given], mine: dict[str, Decision]
    ) -> dict[str, Answer]:
        """Of a question that the machine marks only what waits for a person, or has been decided."""
        answers = self.answers.of(cell)
        written = self.source is not None and cell in self.source.rubric
        return {
            slug: one
            for slug, one in answers.items()
            if one.student in marks and (written or marks[one.student].waits or one.student in mine)
        }

    def _is_done(self, answer: Answer, marks: dict[str, Given], mine: dict[str, Decision]) -> bool:
        """Whether this marker has nothing left to do here; a first marker may also have given points in formgrader."""
        decision = mine.get(answer.student)
        if self.role == SECOND:
            return decision is not None and decision.digest == answer.digest
        return not marks[answer.student].waits

    def _book(self) -> ReviewBook:
        return ReviewBook(self.root)
