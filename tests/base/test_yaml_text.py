"""YAML and JSON are read as people mean them, or refused in one sentence that names the fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.base.errors import InputError
from sim.base.files import read_mapping
from sim.base.yaml_text import from_yaml
from sim.policy.policy import Policy


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", "a occurs twice"),
        ('{"a": 1, "a": 1}', "a occurs twice"),
        ("g:\n  a: 1\n  a: 2\n", "a occurs twice"),
        ("a: " + "9" * 5000, "a whole number with too many digits"),
        ("a: 2025-02-30", "a date that does not exist"),
    ],
)
def test_a_fault_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "file.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_mapping(tmp_path / "file.yaml")


@pytest.mark.parametrize(
    "text", ["desk.clerks: 4\ndesk:\n  clerks: 5\n", "desk:\n  clerks: 5\ndesk.clerks: 4\n"]
)
def test_a_lever_with_a_dotted_name_and_in_a_group_stands_twice(tmp_path: Path, text: str) -> None:
    (tmp_path / "file.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"desk\.clerks occurs twice"):
        Policy.load(tmp_path / "file.yaml")


def test_numbers_are_those_of_json_and_nothing_else() -> None:
    assert from_yaml("[10, -3, 0, 1.5, -.5, 1e3, 2.5e-1, 1.]") == [10, -3, 0, 1.5, -0.5, 1000.0, 0.25, 1.0]
    assert from_yaml("[010, 1:30, 1:30.5, 0x1f, 1_000, 0b11]") == [
        "010",
        "1:30",
        "1:30.5",
        "0x1f",
        "1_000",
        "0b11",
    ]
    assert from_yaml("[yes, no, true]") == [True, False, True]


def test_entries_that_are_merged_in_may_be_set_again() -> None:
    assert from_yaml("base: &b {a: 1}\nmine:\n  <<: *b\n  a: 2\n")["mine"] == {"a": 2}
