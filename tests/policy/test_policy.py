"""Policies: frozen, replaceable by dotted name, saved and loaded."""

from __future__ import annotations

from pathlib import Path

import pydantic
import pytest

from sim import InputError, Policy, Trial, levers, load_case


def test_replace_makes_another_policy() -> None:
    before = Policy()
    after = before.replace(**{"desk.clerks": 7, "fleet.vehicles": 3})
    assert (before["desk.clerks"], after["desk.clerks"]) == (5, 7)
    assert after["fleet.vehicles"] == 3
    assert after["stock.review_days"] == before["stock.review_days"]
    with pytest.raises(pydantic.ValidationError):
        before.desk.clerks = 1  # type: ignore[misc]


def test_groups_and_dotted_names_mean_the_same() -> None:
    assert (
        Policy(desk={"clerks": 3}) == Policy(**{"desk.clerks": 3}) == Policy().replace(**{"desk.clerks": 3})
    )


def test_a_promise_by_class_or_for_all() -> None:
    assert Policy(**{"promise.hours": 30})["promise.hours"] == {"A": 30, "B": 30, "C": 30}
    one = Policy(**{"promise.hours": 30}).replace(**{"promise.hours.A": 20})
    assert one["promise.hours"] == {"A": 20, "B": 30, "C": 30}
    assert Policy(**{"promise.hours": {"B": 31}})["promise.hours"]["B"] == 31


def test_staff_by_the_hour() -> None:
    hours = [0] * 8 + [3] * 12 + [0] * 4
    assert Policy(**{"desk.clerks": hours})["desk.clerks"] == hours


def test_all_levers_survive_saving_and_loading(tmp_path: Path) -> None:
    path = tmp_path / "我的 方案.json"
    policy = Policy().replace(**{"desk.clerks": [1] * 24, "promise.hours.C": 99, "emergency.plan": "full"})
    policy.save(path)
    assert Policy.load(path) == policy
    assert Policy(**policy.flat()) == policy
    assert list(policy.flat()) == list(levers())


def test_a_file_may_name_only_some_levers(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text("desk.clerks: 3\nstock:\n  review_days: 5\n", encoding="utf-8")
    base = load_case("corner").policy
    loaded = Policy.load(path, base)
    assert loaded == base.replace(**{"desk.clerks": 3, "stock.review_days": 5})


def test_defaults_lie_within_their_bounds() -> None:
    for name, lever in levers().items():
        value = Policy()[name]
        for one in value.values() if isinstance(value, dict) else [value]:
            assert lever.choices is not None or lever.low <= one <= lever.high  # type: ignore[operator]


@pytest.mark.parametrize(
    ("levers", "words"),
    [
        ({"desk.clerk": 3}, ["desk.clerk", "desk.clerks"]),
        ({"desk.clerks": 61}, ["desk.clerks", "61", "0", "60"]),
        ({"desk.clerks": [1] * 23}, ["desk.clerks", "24"]),
        ({"stock.safety_factor": float("nan")}, ["stock.safety_factor", "nan", "6"]),
        ({"stock.review_days": 2.5}, ["stock.review_days", "2.5"]),
        ({"warehouse.slotting": "random"}, ["warehouse.slotting", "random", "popularity", "lift"]),
        ({"promise.hours": {"D": 3}}, ["promise.hours", "D"]),
        ({"promise.hours.A": 1}, ["promise.hours.A", "1", "4", "240"]),
    ],
)
def test_a_bad_value_of_a_lever_is_one_sentence(levers: dict[str, object], words: list[str]) -> None:
    with pytest.raises(InputError) as said:
        Policy(**levers)
    text = str(said.value)
    assert "\n" not in text
    for word in words:
        assert word in text


def test_a_policy_prints_what_differs_from_the_defaults_in_at_most_ten_lines() -> None:
    assert repr(Policy()) == "Policy: all levers have their defaults" == str(Policy())
    few = Policy(**{"desk.clerks": [0] * 8 + [3] * 12 + [0] * 4, "promise.hours.A": 30})
    assert repr(few) == (
        "Policy: 2 levers differ from their defaults\n"
        "  desk.clerks: 0–8 h: 0, 8–20 h: 3, 20–24 h: 0 (default 5)\n"
        "  promise.hours: A 30, B 52, C 64 (default A 44, B 52, C 64)"
    )
    numbers = {name: lever.low for name, lever in levers().items() if lever.low is not None}
    many = Policy(**numbers)
    lines = repr(many).splitlines()
    assert len(lines) == 10 and lines[-1] == f"... {len(many.changed()) - 8} more lines"
    assert few._repr_html_().count("<tr>") == 3 and "promise.hours" in few._repr_html_()


def test_the_levers_print_in_at_most_ten_lines_and_each_says_what_it_takes() -> None:
    assert len(repr(levers()).splitlines()) <= 10
    assert repr(levers()["warehouse.slotting"]).endswith("one of popularity, lift")
    assert "... 35 more rows" in levers()._repr_html_()


def test_a_trial_prints_on_one_line() -> None:
    trial = Trial("relations.visits", {"A": 4, "B": 1, "C": 0}, share=0.25)
    assert repr(trial) == "Trial: relations.visits = A 4, B 1, C 0 for 25% of the customers"
    assert "25%" in trial._repr_html_()
