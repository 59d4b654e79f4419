"""Pictures of what is known of customers: drawn from the records, in one language, readable without colours."""

from __future__ import annotations

from collections.abc import Iterator

import plotly.graph_objects as go
import pytest

from sim import Run, load_case, plots, run, run_market
from sim.base import i18n
from sim.base.errors import InputError
from sim.model.front_office.knowledge import FIELDS as KNOWN
from sim.plots.relations import MARKS
from sim.records.labels import FIELDS
from tests.notebooks.test_lessons import CHINESE

SIGNS = {known: sign for known, (sign, _colour) in MARKS.items()}


@pytest.fixture(scope="module")
def half() -> Run:
    policy = load_case("corner").policy.replace(
        **{"relations.managers": 4, "relations.visits": {"A": 12, "B": 6, "C": 0}, "crm.operational": True}
    )
    return run("corner", policy, weeks=26, seed=100)


def texts(figure: go.Figure) -> Iterator[str]:
    yield figure.layout.title.text
    yield figure.layout.title.subtitle.text
    for trace in figure.data:
        yield from (text for text in [trace.name] if text)


def test_every_fact_has_a_name() -> None:
    assert tuple(FIELDS) == KNOWN


@pytest.mark.parametrize(("customer", "facts"), [(0, 10), (15, 5), (100, 1)])
def test_knowledge_shows_each_fact_in_its_place(half: Run, customer: int, facts: int) -> None:
    (grid,) = plots.knowledge({"us": half}, customer).data
    rows = half.records["knowledge"].query("customer == @customer")
    assert len(grid.x) == facts
    for line, part in zip(
        grid.text, (rows[rows["holder"].notna()], rows[rows["holder"].isna()]), strict=True
    ):
        known = dict(zip(part["field"].astype(str), part["correct"].astype(bool), strict=True))
        assert list(line) == [SIGNS[known.get(name)] for name in KNOWN[:facts]]
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_an_unknown_customer_is_an_empty_grid() -> None:
    (grid,) = plots.knowledge({"us": run("corner", weeks=1)}, 0).data
    assert {sign for line in grid.text for sign in line} == {""}


def test_bonds_begin_at_the_start_and_go_on_to_each_end(half: Run) -> None:
    short = run("corner", half.policy, weeks=4, seed=100)
    chosen = [0, 3, 15]
    (line,) = plots.bonds({"us": [short, half]}, chosen).data
    customers = [r.records["customers"].set_index("customer").loc[chosen] for r in (short, half)]
    assert list(line.x) == [0, 4, 26]
    expected = [customers[0]["bond_start"], *(table["bond_end"] for table in customers)]
    assert list(line.y) == pytest.approx([column.mean() for column in expected], abs=1e-4)


def test_shares_are_those_of_the_market_and_add_up_with_the_rest() -> None:
    market = run_market("corner", {"red": {}, "blue": {"price.level": 0.95}}, weeks=13, seed=100)
    lines = {line.name: line for line in plots.shares(market.firms).data}
    assert {name: line.y[0] for name, line in lines.items()} == pytest.approx(
        market.shares["share"][["red", "blue"]].to_dict(), abs=1e-4
    )
    assert len({line.line.dash for line in lines.values()}) == len(lines)


def test_shares_of_some_customers_are_theirs_alone(half: Run) -> None:
    (line,) = plots.shares({"us": half}, [0, 1]).data
    needs = half.records["needs"].query("time >= 0 and customer < 2")
    assert len(line.y) == 2
    first = needs[needs["time"] < 13 * 7 * 86_400]
    assert line.y[0] == pytest.approx((first["state"] != "elsewhere").mean(), abs=1e-4)
    nobody = plots.shares({"us": half}, [])
    assert not nobody.data and "othing" in nobody.layout.annotations[0].text


def test_an_impossible_picture_is_one_sentence(half: Run) -> None:
    with pytest.raises(InputError, match="no run"):
        plots.knowledge({}, 0)
    with pytest.raises(InputError, match="no run"):
        plots.bonds({"us": []}, [0])
    with pytest.raises(InputError, match="no run"):
        plots.shares({})
    with pytest.raises(InputError, match="999"):
        plots.knowledge({"us": half}, 999)


def test_the_pictures_speak_chinese(half: Run) -> None:
    with i18n.using("zh"):
        drawn = [
            plots.knowledge({"甲": half}, 0),
            plots.bonds({"甲": [half]}, [0]),
            plots.shares({"甲": half}),
        ]
    for figure in drawn:
        assert all(CHINESE.search(text) for text in texts(figure))
    assert all(CHINESE.search(name) for name in [*drawn[0].data[0].x, *drawn[0].data[0].y])
