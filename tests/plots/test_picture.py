"""A figure in a notebook and on a page: its words, its tool bar, its language."""

from __future__ import annotations

import json

import pytest

from sim import plots
from sim.base import i18n
from sim.plots.style import figure, interval_axis
from tests.support.shared_runs import shared_run

MIME = "application/vnd.plotly.v1+json"


@pytest.fixture(scope="module")
def year():
    return shared_run("corner", weeks=52)


def shown(figure, monkeypatch):
    """What a notebook gets."""
    sent = []
    monkeypatch.setattr("plotly.io.renderers.default", "plotly_mimetype")
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw: sent.append(bundle))
    figure._ipython_display_()
    return sent


@pytest.mark.parametrize(("lang", "download"), [("en", None), ("zh", "下载为PNG图片")])
def test_a_notebook_gets_the_figure_its_tool_bar_and_its_words(year, lang, download, monkeypatch):
    with i18n.using(lang):
        drawn = plots.causes(year)
        picture, words = shown(drawn, monkeypatch)
        config = picture[MIME]["config"]
        assert words["text/plain"] == drawn.words
    assert set(picture) == {MIME}
    assert config["displaylogo"] is False and config["showSendToCloud"] is False
    texts = config.get("locales", {}).get(config["locale"], {}).get("dictionary", {})
    assert texts.get("Download plot as a PNG") == download
    assert "<details>" in words["text/html"] and "201" in words["text/html"]
    assert "data-jp-theme-light" in words["text/html"]
    assert len(json.dumps(words)) < 6000


def test_show_does_the_same(year, monkeypatch):
    sent = []
    monkeypatch.setattr("plotly.io.renderers.default", "plotly_mimetype")
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw: sent.append(bundle))
    plots.causes(year).show()
    assert len(sent) == 2


def test_a_page_has_the_words_below_the_figure(year):
    part = plots.stages(year).to_html(full_html=False, include_plotlyjs=False)
    assert part.index("Plotly.newPlot") < part.index("<details>") < part.index("class A:")
    with i18n.using("zh"):
        assert "zh-CN" in plots.stages(year).to_html(full_html=False, include_plotlyjs=False)


def test_words_say_the_values(year):
    words = plots.scorecard(year).words
    assert "8. on time: 98.2%" in words and "4. order cycle (mean): 20.5 h" in words
    late = plots.on_time_by_week(year).words
    assert "52 values" in late and "goods not in stock" in late
    desk = plots.hourly_desk(year).words
    assert "clerks on duty" in desk


def test_words_of_texts_escape_html():
    drawn = figure("<i>odd</i>", "a < b")
    drawn.add_bar(x=["<x>"], y=[1])
    assert "<x>" not in drawn.words_html() and "<i>" not in drawn.words_html()


def test_an_axis_that_is_cut_says_where_it_begins():
    drawn = figure("t")
    interval_axis(drawn, "y", [0.94, 0.97, 1.0], "on time", percent=True)
    assert drawn.layout.yaxis.title.text == "on time (axis from 93%)"
    assert drawn.layout.yaxis.range[0] == 0.93 and drawn.layout.yaxis.range[1] >= 1
    interval_axis(drawn, "y", [0.2, 0.9], "on time", percent=True)
    assert drawn.layout.yaxis.range[0] == 0 and drawn.layout.yaxis.title.text == "on time"
    interval_axis(drawn, "x", [-3.0, -1.0], "difference")
    assert drawn.layout.xaxis.range[0] < -3 and drawn.layout.xaxis.range[1] >= 0
    interval_axis(drawn, "x", [1_295_000, 1_560_000], "cost")
    assert drawn.layout.xaxis.title.text == "cost (axis from 1,280,000)"
    interval_axis(drawn, "x", [5.0, 5.0], "same")
    assert drawn.layout.xaxis.range[0] < 5 < drawn.layout.xaxis.range[1]


def test_in_a_terminal_a_picture_is_a_few_lines(year):
    drawn = plots.stages(year)
    assert repr(drawn).splitlines()[0] == drawn.words.splitlines()[0]
    assert all(len(repr(draw(year)).splitlines()) <= 10 for draw in (plots.stages, plots.scorecard))
