"""The widgets of `AskedPrediction` and `AskedReflection`. Every change is kept at once; the button only says so."""

from __future__ import annotations

from abc import ABC, abstractmethod
from html import escape
from typing import Any

import ipywidgets as widgets

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.lessons.judging import answer_text
from sim.course.lessons.questions import Row
from sim.ui.still import Still
from sim.ui.style import LIVE, STYLE

WIDE = {"width": "min(700px, 100%)"}
LABEL = {"description_width": "initial"}


class _Form(ABC):
    """A question, its controls, a button, and a line that says what was kept; below it what stays without a kernel."""

    def __init__(self, asked: Any, controls: list[widgets.Widget], button: str) -> None:
        self.asked = asked
        self.message = widgets.HTML()
        self.button = widgets.Button(description=button, icon="check", layout={"width": "auto"})
        self.button.on_click(lambda _button: self.clicked())
        question = widgets.HTML(f'<div class="kefu kefu-asked">{escape(str(asked.question.ask))}</div>')
        style = widgets.HTML(STYLE, layout={"display": "none"})
        bar = widgets.HBox([self.button, self.message], layout={"flex_flow": "row wrap"})
        self.widget = widgets.VBox([style, question, *controls, bar])
        self.widget.add_class(LIVE)
        self.still = Still(self.widget, _("Run this cell to change your answer."))

    def display(self) -> None:
        """Show the form."""
        self.still.display(repr(self.asked), self.asked.picture())

    def clicked(self) -> None:
        """The button was clicked."""
        self.keep()

    @abstractmethod
    def keep(self) -> None:
        """Keep what the controls hold."""

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Say something, also to those who hear the page."""
        kind = 'class="kefu kefu-error" role="alert"' if wrong else 'class="kefu" role="status"'
        self.message.value = f"<div {kind}>{escape(text)}</div>" if text else ""


class PredictionForm(_Form):
    """A list or a field for each row, and a field for the reason."""

    def __init__(self, asked: Any) -> None:
        self.controls = {row.id: _control(row, asked.guesses.get(row.id)) for row in asked.question.rows}
        self.reason = widgets.Textarea(
            value=asked.reason,
            description=_("because"),
            placeholder=_("your reason, in one sentence"),
            continuous_update=False,
            rows=2,
            layout=WIDE,
            style=LABEL,
        )
        super().__init__(asked, [*self.controls.values(), self.reason], _("Keep my prediction"))
        for control in (*self.controls.values(), self.reason):
            control.observe(lambda _change: self.keep(), "value")

    def keep(self) -> None:
        """Keep all guesses and the reason; say what is missing."""
        guesses = {name: control.value for name, control in self.controls.items()}
        try:
            self.asked.keep(guesses, self.reason.value)
        except InputError as error:
            self.say(str(error), wrong=True)
            return
        missing = [row.name for row in self.asked.question.rows if row.id not in self.asked.guesses]
        missing += [] if self.asked.reason else [_("your reason")]
        if self.asked.note:
            self.say(self.asked.note, wrong=True)
        elif missing:
            self.say(_("Kept. Still open: {list}.").format(list=_(", ").join(missing)))
        else:
            self.say(_("Kept. Now run the next cells; the result comes later."))
        self.still.renew(self.asked.picture())


class ReflectionForm(_Form):
    """A field for the answer; the model answer below it, once there is an own one."""

    def __init__(self, asked: Any) -> None:
        self.text = widgets.Textarea(
            value=asked.text,
            description=_("your answer"),
            continuous_update=False,
            rows=3,
            layout=WIDE,
            style=LABEL,
        )
        self.model = widgets.HTML(self._model(asked))
        super().__init__(asked, [self.text], _("Keep, and show a model answer"))
        self.widget.children = (*self.widget.children, self.model)
        self.text.observe(lambda _change: self.keep(), "value")

    @staticmethod
    def _model(asked: Any) -> str:
        return f'<div class="kefu">{asked.model_html()}</div>'

    def keep(self) -> None:
        """Keep the answer, and show the model answer if there is one to compare with."""
        self.asked.keep(self.text.value)
        self.model.value = self._model(self.asked)
        if self.asked.note:
            self.say(self.asked.note, wrong=True)
        elif self.asked.answered:
            self.say(
                _(
                    "Kept. Compare with the model answer: what did you see that it does not, and the other way round?"
                )
            )
        else:
            self.say(self.asked.model)
        self.still.renew(self.asked.picture())


def _control(row: Row, guess: Any) -> widgets.Widget:
    """A list of the answers, or a field for a number."""
    if row.kind == "number":
        text = "" if guess is None else f"{guess:g}"
        return widgets.Text(
            value=text,
            description=row.name,
            placeholder=f"{row.low:g}–{row.high:g}",
            continuous_update=False,
            layout=WIDE,
            style=LABEL,
        )
    options = [(_("choose ..."), ""), *((answer_text(row, code), code) for code in row.answers)]
    return widgets.Dropdown(
        options=options, value=guess or "", description=row.name, layout=WIDE, style=LABEL
    )
