"""The list of effects: every lever leads to some, every effect to some lever, and the pages of levers are current."""

from __future__ import annotations

from sim import levers
from sim.cli import main
from sim.policy.effects import EFFECTS
from tools.levers_page import pages


def test_levers_and_effects_name_each_other() -> None:
    assert list(EFFECTS) == list(range(1, 25))
    named = {number for lever in levers().values() for number in lever.effects}
    assert named == set(EFFECTS)


def test_the_pages_of_levers_are_current() -> None:
    for path, text in pages().items():
        assert path.read_text(encoding="utf-8") == text, "python -m tools.levers_page update"


def test_the_command_prints_the_page_of_a_case(capsys) -> None:  # type: ignore[no-untyped-def]
    assert main(["levers", "corner", "--markdown"]) == 0
    out = capsys.readouterr().out
    assert all(f"| `{name}` |" in out for name in levers())
    assert "| `flex.capacity` |" in out and "| 2 |" in out  # corner's own value
