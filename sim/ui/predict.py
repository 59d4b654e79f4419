"""A prediction before a run, and the result beside it after the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from sim.base.display import text_lines
from sim.base.errors import InputError
from sim.base.i18n import _, sentences
from sim.course.lessons.judging import Found, Judged, answer_text, find, judge, threshold_texts
from sim.course.lessons.kept_answers import remember, remembered
from sim.course.lessons.questions import Prediction, Row, find_prediction
from sim.course.lessons.typed import read_answer
from sim.ui.style import STYLE
from sim.workspace.answers import PREDICTIONS

MOST_LINES = 30


def predict(name: str, reason: str | None = None, **guesses: Any) -> AskedPrediction:
    """Ask for a prediction, and keep it.

    Parameters
    ----------
    name : str
        Name of the question, such as "stock".
    reason : str, optional
        Why; for those who have no widgets, or rather write than click.
    **guesses : str or float
        Row of the question -> "up", "down" or "same", a number, or one of the choices; also for those without widgets.

    Returns
    -------
    AskedPrediction
        Shown by JupyterLab as a form. It shows what was kept before.

    Raises
    ------
    InputError
        If there is no such question, or a guess cannot be used.

    Examples
    --------
    >>> from sim.ui import predict
    >>> predict("stock", m01="up", m08="up", profit="down", reason="Stock costs money.").guesses["profit"]
    'down'
    """
    lesson, question = find_prediction(name)
    asked = AskedPrediction(name, lesson, question)
    if guesses or reason is not None:
        asked.keep({**asked.guesses, **guesses}, asked.reason if reason is None else reason)
    return asked


@dataclass(eq=False)
class AskedPrediction:
    """A question with the guesses that are kept; `predict` makes it.

    Attributes
    ----------
    name : str
        Name of the question.
    lesson : str
        Name of the notebook that asks it.
    question : Prediction
        What is asked.
    guesses : dict of str to str or float
        Row -> what was guessed; rows without a guess are missing.
    reason : str
        Why.
    note : str
        A sentence if something is wrong with the file that keeps it.

    Examples
    --------
    >>> from sim.ui import predict
    >>> asked = predict("stock")
    >>> [row.id for row in asked.question.rows]
    ['m01', 'm08', 'profit']
    """

    name: str
    lesson: str
    question: Prediction
    guesses: dict[str, Any] = field(init=False)
    reason: str = field(init=False)
    note: str = field(default="", init=False)

    def __post_init__(self) -> None:
        """Take over what was kept before."""
        content = remembered(self.lesson, PREDICTIONS, self.name)
        content = content if isinstance(content, Mapping) else {}
        guesses = content.get("guess")
        guesses = guesses if isinstance(guesses, Mapping) else {}
        self.guesses = {
            row.id: guess for row in self.question.rows if (guess := _known(row, guesses)) is not None
        }
        self.reason = str(content.get("reason") or "")

    def keep(self, guesses: Mapping[str, Any], reason: str) -> None:
        """Keep guesses and reason. Raises InputError for a guess that cannot be used, and then keeps nothing."""
        rows = {row.id: row for row in self.question.rows}
        for unknown in set(guesses) - set(rows):
            text = _("There is no row {name}; there are: {all}.")
            raise InputError(text.format(name=unknown, all=", ".join(rows)))
        read = {name: read_answer(rows[name], guess) for name, guess in guesses.items()}
        self.guesses = {name: read[name] for name in rows if read.get(name) is not None}
        self.reason = str(reason).strip()
        empty = not self.guesses and not self.reason
        value = None if empty else {"guess": self.guesses, "reason": self.reason}
        self.note = remember(self.lesson, PREDICTIONS, self.name, value)

    def __repr__(self) -> str:
        """The question, what was guessed, and how to answer without widgets."""
        lines = [str(self.question.ask)]
        for row in self.question.rows:
            lines.append(f"  {row.name}: {self._guess_text(row) or _allowed(row)}")
        if self.reason:
            lines.append(_("Your reason: {text}").format(text=self.reason))
        given = ", ".join(f"{row.id}={_example(row)}" for row in self.question.rows)
        lines.append(f'predict("{self.name}", {given}, reason="...")')
        return text_lines([*lines, self.note] if self.note else lines, MOST_LINES)

    def _ipython_display_(self) -> None:
        """The form where there are widgets, otherwise the text."""
        try:
            from sim.ui.forms import PredictionForm
        except ModuleNotFoundError:
            print(self)
            return
        PredictionForm(self).display()

    def picture(self) -> str:
        """Question and guesses as HTML, to be seen without a kernel."""
        rows = "".join(
            f"<tr><td>{escape(row.name)}</td><td>{escape(self._guess_text(row) or '–')}</td></tr>"
            for row in self.question.rows
        )
        reason = _("Your reason: {text}").format(text=self.reason or "–")
        head = _("your prediction")
        return (
            f'<div class="kefu-asked"><p>{escape(str(self.question.ask))}</p>'
            f'<table class="kefu-table"><tr><th></th><th>{escape(head)}</th></tr>{rows}</table>'
            f'<p class="kefu-written">{escape(reason)}</p></div>'
        )

    def _guess_text(self, row: Row) -> str:
        return answer_text(row, self.guesses[row.id]) if row.id in self.guesses else ""


def reveal(name: str, *result: Any, **found: Any) -> Revealed:
    """Show what happened beside what was predicted.

    Parameters
    ----------
    name : str
        Name of the question, as in `predict`.
    *result : Run or Comparison or dict
        Two runs, before and after, or one comparison: from them follow all rows that are measures of a run. Or a dict, as
        `found`.
    **found : str or float or sequence of float
        Row -> the right choice or number; for a direction the change, or the changes of several replications.

    Returns
    -------
    Revealed
        A table: what was predicted, what happened, and whether they agree.

    Raises
    ------
    InputError
        If there is no such question, or the results say nothing of one of its rows.

    Examples
    --------
    >>> from sim.ui import predict, reveal
    >>> asked = predict("stock", m01="up", m08="up", profit="up")
    >>> [row.mark for row in reveal("stock", m01=0.02, m08=0.0, profit=-50_000.0).rows]
    ['right', 'wrong', 'wrong']
    """
    lesson, question = find_prediction(name)
    if result and isinstance(result[0], Mapping):
        found, result = {**result[0], **found}, result[1:]
    found |= {
        row.id: read_answer(row, found[row.id]) for row in question.rows if row.choices and row.id in found
    }
    rows = []
    asked = AskedPrediction(name, lesson, question)
    for row in question.rows:
        what: Found | None = find(row, result, found)
        if what is None:
            raise InputError(_("The results say nothing about {name}.").format(name=row.id))
        rows.append(judge(row, asked.guesses.get(row.id), what))
    return Revealed(tuple(rows), asked.reason, tuple(threshold_texts(question.rows)))


@dataclass(frozen=True)
class Revealed:
    """Predictions beside results; `reveal` makes it.

    Attributes
    ----------
    rows : tuple of Judged
        One row each: name, guess, found, mark ("right", "wrong", "open" or "none").
    reason : str
        The reason that was given.
    notes : tuple of str
        What counts as the same, or as right.

    Examples
    --------
    >>> from sim.ui import reveal
    >>> len(reveal("stock", m01=0.02, m08=0.0, profit=-50_000.0).rows)
    3
    """

    rows: tuple[Judged, ...]
    reason: str
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        """A line for each row, then the reason and the thresholds."""
        lines = [
            _("{name}: you said {guess}; it is {found}. {verdict}").format(
                name=row.name, guess=row.guess, found=row.found, verdict=row.verdict
            )
            for row in self.rows
        ]
        if self.reason:
            lines.append(_("Your reason: {text}").format(text=self.reason))
        return text_lines([*lines, *self.notes], MOST_LINES)

    def _repr_html_(self) -> str:
        head = ("", _("your prediction"), _("the result"), "")
        cells = "".join(f"<th>{escape(text)}</th>" for text in head)
        body = "".join(
            f"<tr><td>{escape(row.name)}</td><td>{escape(row.guess)}</td><td>{escape(row.found)}</td>"
            f'<td class="kefu-{row.mark}">{escape(row.verdict)}</td></tr>'
            for row in self.rows
        )
        reason = _("Your reason: {text}").format(text=self.reason) if self.reason else ""
        below = f'<p class="kefu-written">{escape(reason)}</p>' if reason else ""
        below += f'<p class="kefu-note">{escape(sentences(*self.notes))}</p>' if self.notes else ""
        return (
            f'{STYLE}<div class="kefu"><table class="kefu-table"><tr>{cells}</tr>{body}</table>{below}</div>'
        )


def _known(row: Row, guesses: Mapping[str, Any]) -> Any:
    """A guess that was kept, if it is one that this question takes: it may have been another one when it was kept."""
    try:
        return read_answer(row, guesses.get(row.id))
    except InputError:
        return None


def _allowed(row: Row) -> str:
    if row.kind == "number":
        return _("a number from {low} to {high}").format(low=f"{row.low:g}", high=f"{row.high:g}")
    return _(" or ").join(f'"{code}" ({answer_text(row, code)})' for code in row.answers)


def _example(row: Row) -> str:
    return f"{row.low:g}" if row.kind == "number" else f'"{row.answers[0]}"'
