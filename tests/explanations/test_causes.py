"""The map of causes: complete, true to the levers, drawn the same everywhere."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from sim import InputError, causal_map, levers
from sim.base.i18n import using
from sim.explanations.causal_links import CAUSES, COLUMNS, downstream
from tools.causal_map import pictures

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


def test_a_lever_is_highlighted_with_all_it_reaches() -> None:
    plain, crm = causal_map().svg, causal_map("crm.backing").svg
    for svg in (plain, crm):
        assert ET.fromstring(svg).get("width") == "100%"  # as wide as the page, not wider
    assert plain.count('opacity="0.35"') == 0
    assert crm.count('<g opacity="1">') == len(downstream(["crm.backing"]))
    with using("zh"):
        assert "in the firm" not in causal_map().svg
    with pytest.raises(InputError, match=r"did you mean crm\.backing"):
        causal_map("crm.bakcing")
