"""A question to think about: a box for an own answer, then a model answer to compare with."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from sim.base.display import text_lines
from sim.base.i18n import _
from sim.base.wrapping import columns
from sim.course.lessons.kept_answers import remember, remembered
from sim.course.lessons.questions import Reflection, find_reflection
from sim.workspace.answers import REFLECTIONS

SHORTEST = 8
"""Columns of the shortest answer after which the model answer is shown; a Chinese character takes two."""
MOST_LINES = 30


def reflect(name: str, answer: str | None = None) -> AskedReflection:
    """Ask a question, keep the answer, and show a model answer afterwards.

    Parameters
    ----------
    name : str
        Name of the question, such as "lost_sales".
    answer : str, optional
        The answer; for those who have no widgets, or rather write it here.

    Returns
    -------
    AskedReflection
        Shown by JupyterLab as a box to write in. It shows what was kept before.

    Raises
    ------
    InputError
        If there is no such question.

    Examples
    --------
    >>> from sim.ui import reflect
    >>> asked = reflect("lost_sales", "The customers who gave up waiting.")
    >>> asked.answered
    True
    """
    lesson, question = find_reflection(name)
    asked = AskedReflection(name, lesson, question)
    if answer is not None:
        asked.keep(answer)
    return asked


@dataclass(eq=False)
class AskedReflection:
    """A question with the answer that is kept; `reflect` makes it.

    Attributes
    ----------
    name : str
        Name of the question.
    lesson : str
        Name of the notebook that asks it.
    question : Reflection
        Question and model answer.
    text : str
        The student's own answer.
    note : str
        A sentence if something is wrong with the file that keeps it.

    Examples
    --------
    >>> from sim.ui import reflect
    >>> reflect("lost_sales").name
    'lost_sales'
    """

    name: str
    lesson: str
    question: Reflection
    text: str = field(init=False)
    note: str = field(default="", init=False)

    def __post_init__(self) -> None:
        """Take over what was kept before."""
        content = remembered(self.lesson, REFLECTIONS, self.name)
        self.text = content if isinstance(content, str) else ""

    def keep(self, text: str) -> None:
        """Keep an answer; an empty one removes what was kept."""
        self.text = str(text).strip()
        self.note = remember(self.lesson, REFLECTIONS, self.name, self.text or None)

    @property
    def answered(self) -> bool:
        """Whether there is an answer of some length, so that the model answer may be shown."""
        return columns(self.text) >= SHORTEST

    @property
    def model(self) -> str:
        """The model answer once there is an own one; before that, what is needed to see it."""
        if self.answered:
            return str(self.question.answer)
        text = _(
            "Write your own answer first, at least {letters} letters ({characters} Chinese characters). Then you see a model "
            "answer."
        )
        return text.format(letters=SHORTEST, characters=SHORTEST // 2)

    def __repr__(self) -> str:
        """Question, own answer, model answer."""
        lines = [str(self.question.ask)]
        if self.text:
            lines.append(_("Your answer: {text}").format(text=self.text))
        if self.answered:
            lines.append(_("A model answer: {text}").format(text=self.model))
        else:
            lines += [self.model, f'reflect("{self.name}", "...")']
        return text_lines([*lines, self.note] if self.note else lines, MOST_LINES)

    def _ipython_display_(self) -> None:
        """The box where there are widgets, otherwise the text."""
        try:
            from sim.ui.forms import ReflectionForm
        except ModuleNotFoundError:
            print(self)
            return
        ReflectionForm(self).display()

    def picture(self) -> str:
        """Question and answers as HTML, to be seen without a kernel."""
        mine = _("Your answer: {text}").format(text=self.text or "–")
        return (
            f'<div class="kefu-asked"><p>{escape(str(self.question.ask))}</p>'
            f'<p class="kefu-written">{escape(mine)}</p>{self.model_html()}</div>'
        )

    def model_html(self) -> str:
        """The model answer as HTML; "" as long as there is no own answer."""
        if not self.answered:
            return ""
        head = _("A model answer")
        return f'<div class="kefu-model"><b>{escape(head)}</b><br>{escape(self.model)}</div>'
