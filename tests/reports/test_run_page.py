"""The report page: whole by itself, the same every time, readable in both languages."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import plotly.graph_objects as go
import pytest

import sim
from sim.base.i18n import using
from sim.measures.goals import judge
from sim.measures.service_registry import BY_ID, EXPLAINED
from sim.measures.trouble import levers_of, troubles
from sim.policy.levers.registry import levers
from sim.reports.html import picture
from sim.reports.run_page import run_page

PICTURES = 4
MOST_BYTES = 1_500_000
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Page(HTMLParser):
    """Addresses, ids and visible texts of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.texts: list[str] = []
        self._hidden = 0
        self.feed(source)

    def handle_starttag(self, tag, attributes):
        self._hidden += tag in ("script", "style")
        found = dict(attributes)
        self.addresses += [found[name] for name in ("src", "href", "action", "data") if name in found]
        self.ids += [found["id"]] if "id" in found else []

    def handle_endtag(self, tag):
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data):
        if not self._hidden and data.strip():
            self.texts.append(data.strip())


@pytest.fixture(scope="module")
def run():
    case = sim.load_case("corner")
    return sim.run(case, case.policy.replace(**{"desk.clerks": 3}), weeks=8)


@pytest.fixture(scope="module", params=["en", "zh"])
def lang(request):
    return request.param


@pytest.fixture(scope="module")
def source(run, lang):
    with using(lang):
        return run_page(run)


@pytest.fixture(scope="module")
def page(source):
    return Page(source)


def test_the_page_refers_to_nothing_outside_itself(page, source):
    assert [address for address in page.addresses if not address.startswith("#")] == []
    assert "default-src 'none'" in source
    assert "@import" not in source and "url(" not in source.split("</style>")[0]


def test_plotly_stands_in_it_once(source):
    assert source.count("* plotly.js (") == 1
    assert len(source.encode()) < MOST_BYTES


def test_the_same_run_gives_the_same_bytes(run, lang, source):
    again = sim.run(run.case, run.policy, weeks=8)
    with using(lang):
        assert run_page(again) == source


def test_ids_are_unique(page):
    assert len(page.ids) == len(set(page.ids)) >= PICTURES


def test_every_measure_is_shown_and_explained(page, lang):
    with using(lang):
        from sim.base.i18n import _

        for measure in EXPLAINED:
            shown = " ".join(page.texts)
            for text in (measure.label, measure.concept, measure.counted, measure.meaning):
                assert _(text) in shown


def test_the_levers_that_were_changed_are_shown_and_no_others(run, page, lang):
    assert re.search("desk.clerks 2 3 ", " ".join(page.texts))
    used = {name for measure in EXPLAINED for name in measure.levers}
    looked_at = {name for found in judge(run) for name in levers_of(run, found.goal.id)}
    looked_at |= {name for found in troubles(run) for name in found.levers}
    assert set(levers()) & set(page.texts) <= used | looked_at | {"desk.clerks"}


def test_the_page_begins_with_what_is_bad_where_to_look_and_what_is_good(run, source, lang):
    places = [
        source.index(f'<section id="{part}">') for part in ("bad", "look", "good", "levers", "measures")
    ]
    assert places == sorted(places)
    with using(lang):
        good = source[places[2] : places[3]]
        for found in judge(run):
            if found.state == "good":
                assert f"<td>{found.name}</td>" in good and f"<b>{found.shown}</b>" in good


def test_the_contents_lead_to_every_part(source):
    linked = re.findall(r'<a href="#([a-z-]+)">', source)
    assert linked == re.findall(r'<section id="([a-z-]+)">', source) and len(linked) == 10


def test_every_value_stands_once(run, source, lang):
    """In the tables; pictures have labels of their own."""
    with using(lang):
        for measure in EXPLAINED:
            assert source.count(f"<td>{measure.name}</td>") == 1
    money = source.partition('<section id="money">')[2].partition("</section>")[0]
    amounts = re.findall(r'<td class="number">([^<]*)</td>', money)
    assert len(amounts) > 10 and "0" not in amounts


def test_a_figure_that_the_page_cannot_draw_is_refused():
    with pytest.raises(ValueError, match="violin"):
        picture("x", go.Figure(go.Violin(y=[1, 2])))


def test_a_chinese_page_has_no_english_prose(run):
    with using("zh"):
        texts = Page(run_page(run)).texts
    prose = [text for text in texts if not CHINESE.search(text) and re.search(r"[a-z]{3,} [a-z]{2,}", text)]
    assert prose == []


def test_html_in_a_case_is_shown_as_text(run):
    case = run.case.replace(**{"title.en": "<script>alert(1)</script>"})
    with using("en"):
        source = run_page(sim.run(case, weeks=1))
    assert "<h1>&lt;script&gt;" in source


def test_the_assumptions_of_the_case_are_listed_in_the_language_of_the_page(run, page, lang):
    for words in run.case.assumed.values():
        assert getattr(words, lang) in page.texts


def test_measures_without_orders_say_why(run):
    nobody = {f"classes.{name}.special": 0 for name in "ABC"}
    with using("en"):
        page = Page(run_page(sim.run(run.case.replace(**nobody), weeks=1)))
    assert "nothing to count in the window" in page.texts
    assert not re.search(r"\bnan\b", " ".join(page.texts))


def test_every_measure_is_explained_and_names_real_levers():
    assert {measure.id for measure in EXPLAINED} == set(BY_ID) - {"censored"}
    for measure in EXPLAINED:
        assert measure.summary and measure.counted and measure.meaning
        assert measure.levers and set(measure.levers) <= set(levers())


COLOURS = """() => {
    const style = getComputedStyle(document.body), red = colour => Number(colour.match(/\\d+/)[0]);
    const picture = document.querySelector(".picture .main-svg");
    return [red(style.backgroundColor), red(style.color), getComputedStyle(picture).filter];
}"""
"""Red of the page and of its letters, 0 to 255, and the filter of a picture."""


@pytest.mark.browser
def test_pictures_are_drawn_in_a_browser_without_a_network(source, chromium, tmp_path):
    from playwright.sync_api import sync_playwright

    path = tmp_path / "report.html"
    path.write_text(source, encoding="utf-8")
    said: list[str] = []
    asked: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        drawn = page.locator(".js-plotly-plot:has(.main-svg .trace)")
        drawn.nth(PICTURES - 1).wait_for()
        count = drawn.count()
        too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        colours = {}
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            colours[scheme] = page.evaluate(COLOURS)
        browser.close()
    assert count == PICTURES
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert too_wide <= 0
    page_light, ink_light, filter_light = colours["light"]
    page_dark, ink_dark, filter_dark = colours["dark"]
    assert (page_light > 250, ink_light < 50, filter_light) == (True, True, "none")
    assert (page_dark < 50, ink_dark > 200, "invert" in filter_dark) == (True, True, True)
