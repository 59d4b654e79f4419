"""The pages on a comparison and on a sweep: the answer first, contents, each value once, small."""

from __future__ import annotations

import re

import pytest

import sim
from sim.base.i18n import using
from sim.experiments.wording import head_text
from sim.measures.kpis import kpi
from sim.reports.experiment_pages import comparison_page, sweep_page
from sim.reports.experiment_tables import sweep_table
from tests.reports.test_run_page import CHINESE, MOST_BYTES, Page


@pytest.fixture(scope="module")
def comparison():
    policies = {"今": {}, "三": {"desk.clerks": 3}, "少": {"stock.safety_factor": 0.5}}
    return sim.compare("corner", policies, weeks=2, replications=3, workers=1)


@pytest.fixture(scope="module")
def points():
    design = {"desk.clerks": [2, 3], "promise.hours.A": [30, 44]}
    return sim.sweep("corner", design, weeks=2, replications=3, workers=1)


@pytest.fixture(scope="module", params=["en", "zh"])
def pages(request, comparison, points):
    with using(request.param):
        swept = sweep_page(points, sweep_table(points, "cost", "m08"), "cost", "m08")
        return request.param, comparison_page(comparison, "profit"), swept


def test_pages_are_small_and_refer_to_nothing_outside(pages):
    for source in pages[1:]:
        assert len(source.encode()) < MOST_BYTES
        assert [address for address in Page(source).addresses if not address.startswith("#")] == []
        linked = re.findall(r'<a href="#([a-z0-9_-]+)">', source)
        assert linked == re.findall(r'<section id="([a-z0-9_-]+)">', source) and linked[0] == "choice"


def test_the_first_part_says_what_to_take(pages, comparison, points):
    lang, *sources = pages
    for source, found in zip(sources, (comparison, points), strict=True):
        with using(lang):
            assert f"<strong>{found.choice().sentence}</strong>" in source


def test_a_comparison_states_each_difference_and_each_mean_once(pages, comparison):
    lang, source, _swept = pages
    with using(lang):
        for name in comparison.shown:
            # A difference for each policy but the first; where there is no unit, the row of means has the same head.
            assert source.count(f"<td>{kpi(name).name}</td>") == 2 + (head_text(kpi(name)) == kpi(name).name)
    means = source.partition('<section id="means">')[2]
    assert means.count("<tr>") - 1 == len(comparison.shown)


def test_a_sweep_lists_each_point_once(pages, points):
    _lang, _compared, source = pages
    listed = re.findall(r'<tr><td class="number">(\d+)</td>', source)
    assert sorted(map(int, listed)) == list(range(len(points.points)))
    assert "promise.hours" in Page(source).texts


def test_chinese_pages_have_no_english_prose(pages):
    lang, *sources = pages
    if lang == "zh":
        for source in sources:
            texts = [text for text in Page(source).texts if not CHINESE.search(text)]
            assert [text for text in texts if re.search(r"[a-z]{3,} [a-z]{2,}", text)] == []
