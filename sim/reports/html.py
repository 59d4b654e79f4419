"""Web pages from templates. A page needs nothing else: no network, no other file.

A page holds plotly.js once: its edition for bars, lines and waterfalls (1.3 MB), since that for everything has 4.8 MB.
Same content, same bytes: no dates, no random ids. Jinja2 and plotly load only when a page is made.
"""

from __future__ import annotations

import gzip
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sim.base.i18n import _, language

if TYPE_CHECKING:
    import plotly.graph_objects as go
    from jinja2 import Environment
    from markupsafe import Markup

HTML_LANG = {"en": "en", "zh": "zh-CN"}
PLOTLY = "plotly-finance.min.js.gz"
"""As published, compressed: 0.4 MB in place of 1.3."""
TEMPLATES = "reports/templates"
DRAWN = ("bar", "histogram", "pie", "scatter", "waterfall")
"""The kinds of traces that this edition of plotly.js draws and that pages use."""


def render(template: str, **content: Any) -> str:
    """The page that a template makes of this content, in the current language. Texts are escaped here."""
    return render_plain(template, plotly=plotly_script(), **content)


def render_plain(template: str, *, templates: str = TEMPLATES, **content: Any) -> str:
    """The same for a page without pictures. templates: the folder of the template inside `sim`."""
    found = _environment(templates).get_template(template)
    return found.render(lang=HTML_LANG[language()], style=_style(), **content)


def with_code(text: str) -> Markup:
    """A text as HTML; what stands between backticks is shown as code.

    Examples
    --------
    >>> str(with_code("`m08` < 1"))
    '<code>m08</code> &lt; 1'
    """
    from markupsafe import Markup, escape

    return Markup(re.sub(r"`([^`\n]+)`", r"<code>\1</code>", str(escape(text))))


@cache
def plotly_script() -> Markup:
    """The script that draws pictures, which a page holds once."""
    from markupsafe import Markup

    packed = files("sim").joinpath("reports", "javascript", PLOTLY).read_bytes()
    return Markup(gzip.decompress(packed).decode("utf-8"))


@cache
def _style() -> Markup:
    from markupsafe import Markup

    return Markup(files("sim").joinpath("reports", "page.css").read_text(encoding="utf-8"))


@cache
def _environment(templates: str) -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("sim", templates),
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
