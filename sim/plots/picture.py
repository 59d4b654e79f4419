"""A figure that shows itself: with its text in words, a tool bar in the reader's language, and in a dark theme dark."""

from __future__ import annotations

from html import escape
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

from sim.base.display import text_lines
from sim.base.i18n import N_, _, language
from sim.plots.in_words import in_words

IN_NOTEBOOK = "plotly_mimetype"
"""The renderer of notebooks; with one that a user chose, plotly shows the figure in its own way."""
_LOCALES = {"en": "en-US", "zh": "zh-CN"}
_NOT_NEEDED = ["select2d", "lasso2d", "autoScale2d"]
# What plotly writes on its own: the tool bar, notes, labels under the pointer. Its key is the English text.
_PLOTLY_SAYS = (
    N_("Download plot as a PNG"),
    N_("Zoom"),
    N_("Pan"),
    N_("Zoom in"),
    N_("Zoom out"),
    N_("Reset axes"),
    N_("Double-click to zoom back out"),
    N_("Double-click on legend to isolate one trace"),
    N_("Preparing image - this may take a few seconds"),
    N_("Image download succeeded"),
    N_("Sorry, there was a problem downloading your image!"),
    N_("median:"),
    N_("q1:"),
    N_("q3:"),
    N_("lower fence:"),
    N_("upper fence:"),
    N_("min:"),
    N_("max:"),
)
_DARK = (
    '<style>[data-jp-theme-light="false"] .jp-RenderedPlotly :is(.main-svg, img) '
    "{ filter: invert(0.93) hue-rotate(180deg); }</style>"
)
"""Exchanges light and dark in a dark theme of JupyterLab and Notebook, and keeps the hues."""


class Picture(go.Figure):
    """A plotly figure with its text in words for those who do not see it.

    Examples
    --------
    >>> from sim import plots, run
    >>> print(plots.stages(run("corner", weeks=2)).words.splitlines()[0])
    Where the time goes: from first contact to the door
    """

    @property
    def words(self) -> str:
        """The figure in words: a line for its title, and one for each row or curve."""
        return "\n".join(in_words(self))

    def __repr__(self) -> str:
        """The figure in words, in at most ten lines."""
        return text_lines(in_words(self))

    def words_html(self) -> str:
        """The words as HTML that opens at a click."""
        title, *lines = in_words(self)
        rows = "".join(f"<li>{escape(line)}</li>" for line in lines)
        summary = escape(_("The picture in words"))
        return f"<details><summary>{summary}</summary><p>{escape(title)}</p><ul>{rows}</ul></details>"

    def to_html(self, *args: Any, **kwargs: Any) -> str:
        """The figure as HTML as plotly makes it; a part of a page has the words below it. Arguments: as in plotly."""
        kwargs["config"] = toolbar() | (kwargs.get("config") or {})
        page = super().to_html(*args, **kwargs)
        return str(page) if kwargs.get("full_html", True) else f"{page}{self.words_html()}"

    def show(self, *args: Any, **kwargs: Any) -> None:
        """Show the figure. Arguments: as in plotly."""
        if args or kwargs or pio.renderers.default != IN_NOTEBOOK:
            super().show(*args, **kwargs)
        else:
            self._ipython_display_()

    def _ipython_display_(self) -> None:
        if pio.renderers.default != IN_NOTEBOOK:
            super()._ipython_display_()
            return
        from IPython.display import display
        from plotly.io.base_renderers import PlotlyRenderer

        display(PlotlyRenderer(toolbar()).to_mimebundle(self.to_dict()), raw=True)
        display({"text/html": _DARK + self.words_html(), "text/plain": self.words}, raw=True)


def toolbar() -> dict[str, Any]:
    """Plotly's settings: the tool bar in the current language, without the logo and without sharing on the internet."""
    code = _LOCALES[language()]
    texts = {text: _(text) for text in _PLOTLY_SAYS}
    own = {} if language() == "en" else {"locales": {code: {"dictionary": texts}}}
    return {
        "locale": code,
        "displaylogo": False,
        "showSendToCloud": False,
        "modeBarButtonsToRemove": _NOT_NEEDED,
        "responsive": True,
    } | own
