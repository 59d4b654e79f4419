"""The warning that a table of many lines shows some differences by chance."""

from __future__ import annotations

from sim import compare
from sim.base.i18n import using
from sim.experiments.chance import by_chance
from sim.experiments.wording import SHOWN


def test_one_line_in_twenty() -> None:
    assert by_chance(9) == ""
    for lines, count in ((10, "1"), (20, "1"), (33, "1 or 2"), (40, "2"), (63, "3 or 4")):
        assert by_chance(lines).startswith(
            f"Of {lines} lines about {count} would show a difference by chance alone"
        )
    with using("zh"):
        assert "33行" in by_chance(33) and "1至2行" in by_chance(33)


def test_a_comparison_warns_once_where_it_shows_many_lines() -> None:
    policies = {"today": {}, "new": {"desk.clerks": 3}}
    found = compare("corner", policies, weeks=1, replications=2, workers=1)
    assert found._repr_html_().count("by chance alone") == 1
    assert "by chance" not in repr(found)  # four lines only
    many = compare("corner", {str(n): {} for n in range(6)}, weeks=1, replications=2, workers=1)
    assert repr(many).count("Of 10 lines about 1 would show") == 1
    assert many._repr_html_().count(by_chance(5 * len(SHOWN))) == 1
