"""Web pages from templates. A page needs nothing else: no network, no other file.

A page holds plotly.js once: its edition for bars, lines and waterfalls (1.3 MB), since that for everything has 4.8 MB.
Same content, same bytes: no dates, no random ids. Jinja2 and plotly load only when a page is made.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sim.base.i18n import _, language

if TYPE_CHECKING:
    import plotly.graph_objects as go
    from jinja2 import Environment
    from markupsafe import Markup

HTML_LANG = {"en": "en", "zh": "zh-CN"}
PLOTLY = "plotly-finance.min.js"
DRAWN = ("bar", "histogram", "pie", "scatter", "waterfall")
"""The kinds of traces that this edition of plotly.js draws and that pages use."""


def render(template: str, **content: Any) -> str:
    """The page that a template makes of this content, in the current language. Texts are escaped here."""
    from markupsafe import Markup

    folder = files("sim").joinpath("reports")
    style = folder.joinpath("page.css").read_text(encoding="utf-8")
    plotly = folder.joinpath("javascript", PLOTLY).read_text(encoding="utf-8")
    return (
        _environment()
        .get_template(template)
        .render(lang=HTML_LANG[language()], style=Markup(style), plotly=Markup(plotly), **content)
    )


def render_sheets(template: str, **content: Any) -> str:
    """The same for sheets of paper, which hold no pictures: without plotly.js."""
    from markupsafe import Markup

    style = files("sim").joinpath("reports", "page.css").read_text(encoding="utf-8")
    return (
        _environment()
        .get_template(template)
        .render(lang=HTML_LANG[language()], style=Markup(style), **content)
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("sim", "reports/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["_"] = _
    return environment


def picture(name: str, figure: go.Figure) -> Markup:
    """A figure as HTML, as wide as the page; name: unique on the page.

    Raises ValueError for a figure that a page cannot draw.
    """
    from markupsafe import Markup

    if unknown := sorted({trace.type for trace in figure.data} - set(DRAWN)):
        raise ValueError(f"{name}: {PLOTLY} does not draw {', '.join(unknown)}")

    return Markup(
        figure.to_html(
            full_html=False,
            include_plotlyjs=False,
            div_id=f"picture-{name}",
            default_width="100%",
            config={"displayModeBar": False, "responsive": True},
        )
    )
