"""No label of a picture meets another one or is cut off, in either language."""

from __future__ import annotations

import pytest

from sim import plots
from sim.base import i18n
from tests.support.labels import WIDTHS, faults
from tests.support.shared_runs import shared_run
from tools.gallery.drawing import figures


@pytest.fixture(scope="module")
def page(chromium):
    from playwright.sync_api import sync_playwright
    from plotly.offline import get_plotlyjs

    with sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]).new_page()
        window.set_content("<body></body>")
        window.add_script_tag(content=get_plotlyjs())
        yield window


@pytest.mark.slow
@pytest.mark.browser
def test_labels_of_the_gallery_do_not_meet(page):
    found = {
        (name, lang, width): wrong
        for name, lang, figure in figures()
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


def test_labels_that_meet_are_found(page):
    figure = plots.stages(shared_run("corner", weeks=2))
    assert faults(page, figure, WIDTHS[0]) == []
    figure.add_annotation(x=0, y=0, text="here", showarrow=False)
    figure.add_annotation(x=0, y=0, text="there", showarrow=False)
    assert "here meets there" in faults(page, figure, WIDTHS[0])
