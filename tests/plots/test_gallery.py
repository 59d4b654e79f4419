"""The gallery holds every picture, as it is drawn today; its pictures tell the truth and can be read, in either language."""

from __future__ import annotations

import inspect
import re

import pytest

from sim import plots
from sim.base import i18n
from sim.experiments.comparison_result import Comparison
from sim.experiments.market import Market
from sim.experiments.sweep_result import Sweep
from sim.experiments.warmup_result import WarmUp
from sim.explanations.explain import Explanation
from sim.plots import log
from tests.support.honest_axes import lies
from tests.support.labels import WIDTHS, faults
from tests.support.shared_runs import shared_run
from tools.gallery.__main__ import out_of_date
from tools.gallery.drawing import figures
from tools.gallery.entries import SECTIONS
from tools.gallery.pages import file_name

CODE = re.compile(r"[a-z_]+(\.[a-z_]+)+|Kefu|CRM|EDI|CNY|ABC")


@pytest.fixture(scope="module")
def gallery():
    """Name and language -> figure."""
    return {(name, lang): figure for name, lang, figure in figures()}


@pytest.fixture(scope="module")
def page(chromium):
    from playwright.sync_api import sync_playwright
    from plotly.offline import get_plotlyjs

    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]).new_page()
        window.set_content("<body></body>")
        window.add_script_tag(content=get_plotlyjs())
        yield window


def test_every_public_picture_stands_in_it():
    code = " ".join(entry.code for section in SECTIONS for entry in section.entries)
    for name in plots.__all__:
        assert f"plots.{name}(" in code or name == "waterfall", name  # that is the figure of an explanation
    for name in plots.measures.PICTURES:
        assert f"plots.measure(year, '{name}')" in code or name == "m08"  # that is on_time_by_week
    for name, found in inspect.getmembers(log, inspect.isfunction):
        assert name.startswith("_") or found.__module__ != log.__name__ or f"{name}(" in code, name
    with_figure = [
        kind for kind in (Comparison, Sweep, WarmUp, Market, Explanation) if hasattr(kind, "figure")
    ]
    assert code.count(".figure(") == len(with_figure) == 5


@pytest.mark.slow
def test_it_is_current(gallery):
    assert out_of_date({file_name(*key): figure for key, figure in gallery.items()}) == []


@pytest.mark.slow
def test_its_axes_tell_the_truth(gallery):
    found = {
        key: wrong
        for key, figure in gallery.items()
        if not hasattr(figure, "svg") and (wrong := lies(figure))
    }
    assert found == {}


@pytest.mark.slow
def test_each_picture_is_told_in_words_of_its_language(gallery):
    for (name, lang), figure in gallery.items():
        with i18n.using(lang):
            words = figure.words
        lines = words.splitlines()
        assert len(lines) > 1 and all(lines), name
        assert bool(re.search("[\u4e00-\u9fff]", words)) == (lang == "zh"), name
        if name == "log_groups":  # the places of a log are in its owner's words
            continue
        assert lang == "en" or not re.search("[A-Za-z]{3}", CODE.sub("", words)), (name, words)


@pytest.mark.slow
@pytest.mark.browser
def test_no_label_meets_another_one(gallery, page):
    found = {
        (*key, width): wrong
        for key, figure in gallery.items()
        for width in WIDTHS
        if (wrong := faults(page, figure, width))
    }
    assert found == {}


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_labels_of_lives_and_of_a_large_firm_do_not_meet(page, lang):
    year = shared_run("corner", weeks=52)
    orders = year.records["orders"]
    with i18n.using(lang):
        drawn = [plots.order_life(year, int(one)) for one in orders["order"].iloc[::700]]
        drawn += [plots.customer_life(year, customer) for customer in range(0, 190, 19)]
        drawn += [
            plots.delivery_map(shared_run("jiaying", weeks=2)),
            plots.on_time_by_week(year.window(10, 23)),
        ]
        found = [wrong for figure in drawn if (wrong := faults(page, figure, WIDTHS[0]))]
    assert found == []


@pytest.mark.browser
def test_labels_that_meet_are_found(page):
    figure = plots.stages(shared_run("corner", weeks=2))
    assert faults(page, figure, WIDTHS[0]) == []
    figure.add_annotation(x=0, y=0, text="here", showarrow=False)
    figure.add_annotation(x=0, y=0, text="there", showarrow=False)
    assert "here meets there" in faults(page, figure, WIDTHS[0])


def test_axes_that_lie_are_found():
    figure = plots.scorecard(shared_run("corner", weeks=2))
    assert lies(figure) == []
    figure.update_xaxes(range=[0.9, 1])
    assert lies(figure)
    line = plots.bonds({"a": [shared_run("corner", weeks=2)]}, [0])
    line.update_yaxes(range=[0.4, 0.5])
    assert len(lies(line)) == 1
