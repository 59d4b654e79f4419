"""The pages of `kefu review`: what there is to mark, an answer, two markers, requests. They show what `desk.py` does."""

from __future__ import annotations

from importlib.resources import files

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.marking.reviewing.decisions import SECOND, Decision
from sim.marking.reviewing.entries import Entry
from sim.marking.reviewing.page import TEMPLATES, Page
from sim.marking.reviewing.requests import MOST_LETTERS
from sim.marking.reviewing.rubric import Question
from sim.workspace.settings import student_id


class Index(Page):
    """The list of questions to mark."""

    def get(self) -> None:
        """Show it."""
        rows = [
            {
                "assignment": name,
                "progress": desk.progress(),
                "requests": sum(not one.answer for one in desk.requests()),
            }
            for name, desk in self.desks.items()
        ]
        second = any(desk.role == SECOND for desk in self.desks.values())
        self.show("index.html.j2", rows=rows, second=second)


class AnswerPage(Page):
    """One answer with the levels."""

    def get(self, assignment: str, cell: str, slug: str = "") -> None:
        """Show an answer; without a slug the first that is not done."""
        self.display(assignment, cell, slug)

    def post(self, assignment: str, cell: str, slug: str = "") -> None:
        """Enter a decision, and go on to the next answer."""
        desk = self.desk(assignment, cell)
        one = desk.question(cell)
        try:
            chosen = [self.number(f"level{n}") for n in range(len(one.criteria))]
            levels = tuple(level for level in chosen if level is not None)
            comment, digest, seen = (self.get_body_argument(key, "") for key in ("comment", "digest", "seen"))
            desk.decide(cell, Entry(slug, digest, levels, self.number("points"), comment, seen))
        except InputError as error:
            self.display(assignment, cell, slug, problem=str(error))
            return
        self.redirect(self.link("next", assignment, cell, slug), status=303)

    def display(self, assignment: str, cell: str, slug: str, problem: str = "") -> None:
        """Answer with the page of an answer; if there is a problem, with what was typed and chosen for this answer."""
        desk = self.desk(assignment, cell)
        one = desk.question(cell)
        answers, mine, done = desk.shown(cell)
        slugs = list(answers)
        kept = bool(problem) and slug in answers
        if slug not in answers:
            slug = next((each for each in slugs if each not in done), slugs[0] if slugs else "")
        answer = answers.get(slug)
        decision = mine.get(answer.student) if answer else None
        again = decision is not None and answer is not None and decision.digest != answer.digest
        stands = desk.given_elsewhere(cell, answer.student, decision) if answer else None
        place = slugs.index(slug) if answer else 0
        self.show(
            "answer.html.j2",
            assignment=assignment,
            question=one,
            answer=answer,
            place=place,
            count=len(slugs),
            done=len(done),
            seen=decision.version if decision else "",
            chosen=self._chosen(one, decision, again=again, kept=kept),
            again=again,
            moved=decision is not None and not again and slug not in done,
            stands=stands,
            before=slugs[place - 1] if place else "",
            after=slugs[place + 1] if place + 1 < len(slugs) else "",
            comments=desk.comments(cell),
            comment=self.get_body_argument("comment", "") if kept else (decision.comment if decision else ""),
            second=desk.role == SECOND,
            problem=problem,
        )

    def _chosen(self, one: Question, decision: Decision | None, *, again: bool, kept: bool) -> list[str]:
        """The level of each criterion, or the points; "" if there are none yet."""
        if kept:
            names = [f"level{n}" for n in range(len(one.criteria))] or ["points"]
            return [self.get_body_argument(name, "") for name in names]
        if decision is None or again:
            return [""] * max(1, len(one.criteria))
        return [f"{value:g}" for value in decision.levels or (decision.points,)]


class Next(Page):
    """Goes from one answer to the next that is not done."""

    def get(self, assignment: str, cell: str, slug: str) -> None:
        """Go there; to the list of questions if all are done."""
        answers, _mine, done = self.desk(assignment, cell).shown(cell)
        slugs = list(answers)
        start = slugs.index(slug) + 1 if slug in answers else 0
        target = next((each for each in slugs[start:] + slugs[:start] if each not in done), None)
        self.redirect(self.link() if target is None else self.link("answer", assignment, cell, target))


class Undo(Page):
    """Takes the last decision back."""

    def post(self, assignment: str, cell: str) -> None:
        """Do so, and show that answer."""
        slug = self.desk(assignment, cell).undo(cell)
        if slug is None:
            raise InputError(_("There is no decision of yours to take back that still stands."))
        self.redirect(self.link("answer", assignment, cell, slug), status=303)


class Agreement(Page):
    """The agreement of two markers."""

    def get(self, assignment: str, cell: str) -> None:
        """Show it."""
        desk = self.desk(assignment, cell)
        pairs = desk.compared(cell)
        self.show(
            "agreement.html.j2",
            assignment=assignment,
            question=desk.question(cell),
            pairs=pairs,
            differ=[pair for pair in pairs if pair.differs],
            kappas=desk.kappas(cell),
        )


class Requests(Page):
    """Requests for another look."""

    def get(self, assignment: str) -> None:
        """Show them."""
        self.display(assignment)

    def post(self, assignment: str) -> None:
        """Answer one, or enter one."""
        desk = self.desk(assignment)
        try:
            asked = self.get_body_argument("asked", "")
            if asked:
                desk.answer_request(asked, self.get_body_argument("reply", ""), self.number("points"))
            else:
                names = ("student", "question", "request")
                student, cell, text = (self.get_body_argument(name, "") for name in names)
                if not text:
                    raise InputError(_("the request is empty."))
                desk.enter_requests([(student_id(student), cell, text[:MOST_LETTERS])])
        except InputError as error:
            self.display(assignment, problem=str(error))
            return
        self.redirect(self.link("requests", assignment), status=303)

    def display(self, assignment: str, problem: str = "") -> None:
        """Answer with the page; if there is a problem, with what was typed."""
        desk = self.desk(assignment)
        names = ("asked", "reply", "points", "student", "question", "request")
        typed = {name: self.get_body_argument(name, "") if problem else "" for name in names}
        marks = {cell: desk.marks_of(cell) for cell in desk.worth}
        answers = {cell: {one.student: one for one in desk.answers.of(cell).values()} for cell in desk.worth}
        rows = []
        for one in sorted(desk.requests(), key=lambda one: bool(one.answer)):
            answer = answers.get(one.cell, {}).get(one.student)
            given = marks.get(one.cell, {}).get(one.student)
            rows.append(
                {
                    "request": one,
                    "slug": answer.slug if answer and desk.question(one.cell).criteria else "",
                    "asks": desk.answers.shown(one.student, one.request),
                    "text": answer.text if answer else "",
                    "points": given.points if given else None,
                    "most": desk.worth.get(one.cell, 0),
                }
            )
        self.show(
            "requests.html.j2",
            assignment=assignment,
            rows=rows,
            questions=list(desk.worth),
            problem=problem,
            typed=typed,
        )


class Script(Page):
    """The keys."""

    def get(self) -> None:
        """Send the script."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.write(files("sim").joinpath(TEMPLATES, "review.js").read_bytes())
