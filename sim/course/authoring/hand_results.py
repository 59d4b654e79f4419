"""Runs the model solution and the typical mistakes on the hand tables, and finds contradictions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from itertools import combinations
from typing import Any

from sim.base.i18n import LANGUAGES, _, using
from sim.course.answers.asking import ANSWERED, AnswersHere, Outcome
from sim.course.answers.hints import KnownMistake, write_mistakes
from sim.course.answers.parts import Part
from sim.course.answers.plain import brief, crossed, to_json
from sim.course.authoring.source import Mistake, Source
from sim.course.course_folder import MISTAKES
from sim.course.my_case import MyCase
from sim.course.owner import COURSE, DEMO, Owner

FEWEST_MISTAKES = 3
"""Of a question."""


class HandResults:
    """The results of model and mistakes on the hand tables.

    faults: a line for each contradiction; content: of `mistakes.json`.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.case = MyCase(source.assignment, Owner(COURSE, DEMO, demo=True), None)
        self.faults: list[str] = []
        known: dict[str, list[KnownMistake]] = {}
        self._find_strangers()
        for part in source.assignment.parts:
            mine = [mistake for mistake in source.mistakes if mistake.part == part.name]
            if part.is_function:
                known[part.name] = self._in_each_language(part, mine)
            else:
                self._of_value(part, mine)
                known[part.name] = [KnownMistake(mistake.hint, None) for mistake in mine]
        self.content = write_mistakes(known)

    def _find_strangers(self) -> None:
        names = {part.name for part in self.source.assignment.parts}
        for mistake in self.source.mistakes:
            if mistake.part not in names:
                self.faults.append(_("{mistake}: there is no such part.").format(mistake=mistake.label))
        for question, parts in self.source.assignment.questions.items():
            count = sum(mistake.part in {part.name for part in parts} for mistake in self.source.mistakes)
            if count < FEWEST_MISTAKES:
                text = _("{question} has {count} typical mistakes; {fewest} are needed.")
                self.faults.append(text.format(question=question, count=count, fewest=FEWEST_MISTAKES))

    def _in_each_language(self, part: Part, mistakes: list[Mistake]) -> list[KnownMistake]:
        """In Chinese as well, since hand tables may hold names; equal results are not noted twice."""
        found, faults = [], self.faults
        for lang in LANGUAGES:
            with using(lang):
                hands = part.hands(self.case)
            self.faults = []
            found.append(self._of_function(part, mistakes, hands))
            faults += [fault for fault in self.faults if fault not in faults]
        self.faults = faults
        return [
            one
            if to_json(list(one.gives or ())) == to_json(list(two.gives or ()))
            else replace(one, gives_zh=two.gives)
            for one, two in zip(*found, strict=False)
        ]

    def _of_function(self, part: Part, mistakes: list[Mistake], hands: list[Any]) -> list[KnownMistake]:
        model = self.source.functions.get(part.name)
        if model is None:
            self.faults.append(_("{part}: the notebook has no model solution.").format(part=part.name))
            return []
        if not hands:
            self.faults.append(_("{part}: there is no right result on a hand table.").format(part=part.name))
        for inputs, right in hands:
            outcome = AnswersHere({part.name: model}).call(part.name, inputs)
            if (
                outcome.state != ANSWERED
                or part.kind.problem(outcome.answer)
                or part.kind.wrong(outcome.answer, right)
            ):
                text = _(
                    "{part}: on the hand table the model solution gives {answer}, but the hand result is {right}."
                )
                self.faults.append(text.format(part=part.name, answer=_said(outcome), right=brief(right)))
        known = []
        for mistake in mistakes:
            outcomes = [self._made(mistake, model, inputs) for inputs, _right in hands]
            stopped = next((o for o in outcomes if o.state != ANSWERED), None)
            if stopped is not None:
                self.faults.append(
                    _("{mistake}: it stops: {error}").format(mistake=mistake.label, error=_said(stopped))
                )
                continue
            known.append((mistake, [outcome.answer for outcome in outcomes]))
        self._compare(part, known, [right for _inputs, right in hands])
        return [KnownMistake(mistake.hint, tuple(gives)) for mistake, gives in known]

    def _of_value(self, part: Part, mistakes: list[Mistake]) -> None:
        """Of the demonstration student: the model's value, the same worked by hand, and mistakes."""
        if part.name not in self._model:
            self.faults.append(_("{part}: the notebook has no model solution.").format(part=part.name))
            return
        right = self.source.right(part, self.case, self._model)
        self.faults += value_faults(self.source, part, self.case, self._model)
        if self.source.by_hand(part, self.case) is None:
            text = _("{part}: its value was not worked out in another way: add `by_hand` to {file}.")
            self.faults.append(text.format(part=part.name, file=MISTAKES))
        known = []
        for mistake in mistakes:
            try:
                gives = crossed(mistake.make(self._model[part.name], self.case))
            except Exception as error:
                said = f"{type(error).__name__}: {error}"
                text = _("{mistake}: it stops: {error}").format(mistake=mistake.label, error=said)
                self.faults.append(text)
                continue
            known.append((mistake, gives))
            if part.kind.share(gives, right) >= 1:
                text = _("{mistake}: for the demonstration student it gives the right value.")
                self.faults.append(text.format(mistake=mistake.label))
        for (one, first), (two, second) in combinations(known, 2):
            if first == second:
                text = _("{one} and {two} give the same for the demonstration student: {answer}.")
                self.faults.append(text.format(one=one.label, two=two.label, answer=brief(first)))

    @cached_property
    def _model(self) -> dict[str, Any]:
        return self.source.model(self.case)

    def _made(self, mistake: Mistake, model: Any, inputs: tuple[Any, ...]) -> Outcome:
        def wrong(*given: Any) -> Any:
            return mistake.make(model, *given)

        return AnswersHere({mistake.part: wrong}).call(mistake.part, inputs)

    def _compare(self, part: Part, known: list[tuple[Mistake, list[Any]]], rights: list[Any]) -> None:
        wrong = part.kind.wrong
        for mistake, gives in known:
            if not any(wrong(one, right) for one, right in zip(gives, rights, strict=True)):
                text = _("{mistake}: it gives the right result on the hand table.")
                self.faults.append(text.format(mistake=mistake.label))
        for (one, first), (two, second) in combinations(known, 2):
            if not any(wrong(a, b) for a, b in zip(first, second, strict=True)):
                text = _("{one} and {two} give the same on the hand table: {answer}.")
                self.faults.append(text.format(one=one.label, two=two.label, answer=brief(first[0])))


def value_faults(source: Source, part: Part, case: MyCase, model: Mapping[str, Any]) -> list[str]:
    """Whether the model's value for a student, and the one that was worked by hand, are right."""
    right = source.right(part, case, model)
    answers = {_("the model solution"): crossed(model[part.name])}
    by_hand = crossed(source.by_hand(part, case))
    if by_hand is not None:
        answers[_("the value worked by hand")] = by_hand
    lines = []
    for name, answer in answers.items():
        problem = part.kind.problem(answer)
        if problem or part.kind.share(answer, right) < 1:
            text = _("{part}: {name} does not agree with the reference: {answer}.")
            where = problem or part.kind.where(answer, right) or brief(answer)
            lines.append(text.format(part=part.name, name=name, answer=where.rstrip(".")))
    return lines


def _said(outcome: Outcome) -> str:
    return brief(outcome.answer) if outcome.state == ANSWERED else f"{outcome.state} {outcome.error}".strip()
