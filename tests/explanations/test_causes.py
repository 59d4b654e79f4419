"""The map of causes: complete, true to the levers, drawn the same everywhere."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from sim import InputError, causal_map, levers
from sim.base.i18n import using
from sim.explanations.causal_links import CAUSES, COLUMNS, downstream
from tools.causal_map import pictures

WIDTH, SCREEN = 880, 560
"""Pixels of a picture in JupyterLab on a screen of 1366 x 768: as wide as a cell, no higher than what is left for cells."""
NODES = {name for _title, nodes in COLUMNS for name in nodes}


def test_every_lever_and_every_node_has_its_arrows() -> None:
    sources, targets = {cause.source for cause in CAUSES}, {cause.target for cause in CAUSES}
    assert set(levers()) <= sources
    assert sources <= set(levers()) | NODES
    assert targets <= NODES
    assert NODES - sources == {"profit"}  # all else leads somewhere
    assert {cause.sign for cause in CAUSES} == {"+", "-"}
    assert len({(cause.source, cause.target) for cause in CAUSES}) == len(CAUSES)


@pytest.mark.parametrize("name", list(levers()))
def test_every_lever_ends_in_profit(name: str) -> None:
    assert "profit" in downstream([name])


def test_levers_act_on_value_and_satisfaction_only_through_events() -> None:
    direct = {(c.source, c.target) for c in CAUSES if c.source in levers() and c.target not in COLUMNS[0][1]}
    felt = {(source, target) for source, target in direct if target in COLUMNS[1][1]}
    # A word in time softens the blow; a built-in link spares the customer work.
    assert felt == {("delays.announced", "satisfaction"), ("loyalty.integration", "energy")}
    assert not {target for _source, target in direct} & {"value", "orders", "kept_customers", "profit"}


def test_the_pictures_in_docs_are_current() -> None:
    for path, svg in pictures().items():
        assert path.read_text(encoding="utf-8") == svg, "python -m tools.causal_map update"


def test_a_lever_is_shown_with_all_it_reaches_and_nothing_else() -> None:
    one = ET.fromstring(causal_map("crm.backing").svg)
    shown = {text.text for text in one.iter("{http://www.w3.org/2000/svg}text")}
    names = {name: text for _title, nodes in COLUMNS for name, text in nodes.items()}
    reached = downstream(["crm.backing"])
    assert {text for name, text in names.items() if name in reached} <= shown
    assert not {text for name, text in names.items() if name not in reached} & shown
    assert "crm.backing" in shown and not set(levers()) & shown - {"crm.backing"}
    with using("zh"):
        assert "in the firm" not in causal_map().svg
    with pytest.raises(InputError, match=r"did you mean crm\.backing"):
        causal_map("crm.bakcing")


@pytest.mark.parametrize("name", ["", "crm", *levers()])
def test_every_map_fits_on_a_screen(name: str) -> None:
    picture = ET.fromstring(causal_map(name).svg)
    _x, _y, width, height = map(int, picture.get("viewBox", "").split())
    assert picture.get("width") == "100%" and height * WIDTH / width < SCREEN


def test_the_whole_map_shows_every_theme_and_every_node() -> None:
    svg = causal_map().svg
    themes = {name.partition(".")[0] for name in levers()}
    assert svg.count("<rect") == 1 + len(themes) + len(NODES)
    assert svg.count(">complaints</text>") == 2  # the theme and what customers do


def test_a_map_is_told_in_words() -> None:
    first, *lines = causal_map("desk.clerks").words.splitlines()
    assert first == "What desk.clerks acts on"
    assert "desk.clerks: wait at the order desk (−), load of the staff (−)" in lines
    html = causal_map("desk.clerks")._repr_html_()
    assert (
        html.startswith("<svg")
        and "<details>" in html
        and "load of the staff" in html.partition("<details>")[2]
    )
    theme = causal_map("crm").words
    assert "crm.training_hours" in theme and "desk.clerks" not in theme
