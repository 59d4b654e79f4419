"""Cases: what comes with the package, what the course says of it, and somebody's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from sim import InputError, load_case
from sim.base.i18n import using
from sim.case.load import case_names


def test_the_cases_that_come_with_the_package() -> None:
    assert set(case_names()) >= {"jiaying", "corner"}
    for name in case_names():
        case = load_case(name)
        assert case.name == name
        assert case.assumed
        for words in case.assumed.values():
            assert words.en.isascii() and words.en.endswith(".")
            assert not words.zh.isascii() and words.zh.endswith("。")


def test_jiaying_is_as_the_course_tells() -> None:
    case = load_case("jiaying")
    assert len(case.centres) == 26
    cities = {centre.name.en.split()[0] for centre in case.centres}
    assert len(cities) == 16
    assert {centre.mode for centre in case.centres} == {"road", "air"}
    assert sum(c.customers for c in case.classes.values()) == 2000
    assert sum(c.customers * c.needs_a_year for c in case.classes.values()) == 100_000
    for fact in ("84", "20,000", "2000", "26", "16"):
        assert fact in case.story.en
    for fact in ("84", "2万", "2000", "26", "16"):
        assert fact in case.story.zh


def test_equal_cases_have_equal_hashes() -> None:
    one = load_case("corner")
    assert one.content_hash == load_case("corner").content_hash
    assert one.content_hash != one.replace(**{"goods.lead_days": 3}).content_hash


def test_a_case_from_a_file(tmp_path: Path) -> None:
    content = load_case("corner").model_dump(mode="json")
    content["name"] = "mine"
    content["policy"] = {"desk.clerks": 3}
    path = tmp_path / "我的 公司.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    case = load_case(path)
    assert (case.name, case.policy["desk.clerks"]) == ("mine", 3)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("goods.lead_days", 0, ["goods.lead_days", "0"]),
        ("goods.lead_days", "soon", ["goods.lead_days", "soon"]),
        ("classes.A.wallet", 1.5, ["classes.A.wallet", "1.5"]),
        ("calendar.hours", [1] * 23, ["calendar.hours"]),
        ("calendar.hours", [0] * 24, ["calendar.hours"]),
        ("policy.desk", {"clerks": 99}, ["desk.clerks", "99"]),
        ("requests.delay_hours", [96, 24], ["requests.delay_hours"]),
        ("classes.A.needs_a_year", 1e8, ["needs a year"]),
        ("costs.slotting_week", {"popularity": 1}, ["costs.slotting_week"]),
    ],
)
def test_a_wrong_field_is_named(field: str, value: object, words: list[str]) -> None:
    with pytest.raises(InputError) as said:
        load_case("corner").replace(**{field: value})
    assert "\n" not in str(said.value)
    for word in words:
        assert word in str(said.value)


def test_a_field_that_does_not_exist() -> None:
    with pytest.raises(InputError, match=r"goods\.colour"):
        load_case("corner").replace(**{"goods.colour": 1})


def test_two_centres_of_one_name_are_refused() -> None:
    centre = load_case("corner").centres[0].model_dump(mode="json")
    with pytest.raises(InputError, match="Chengdu North"):
        load_case("corner").replace(centres=[centre, centre])


def test_a_name_that_no_file_can_have_is_no_case() -> None:
    with pytest.raises(InputError, match="There is no case"):
        load_case("x" * 5000)


def test_a_firm_without_any_share_of_wallet_is_refused() -> None:
    none = {f"classes.{klass}.wallet": 0 for klass in "ABC"}
    with pytest.raises(InputError, match="wallet"):
        load_case("corner").replace(**none)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_case_prints_its_story_and_size_in_ten_lines(lang: str) -> None:
    with using(lang):
        for name in case_names():
            case = load_case(name)
            text, html = repr(case), case._repr_html_()
            assert len(text.splitlines()) <= 10 and text == str(case)
            assert str(case.title) in text and f"{case.classes['C'].customers:,}" in text
            assert html.count("<tr>") == 7 and str(case.story).replace("'", "&#x27;") in html


def test_an_entry_of_a_list_is_edited_by_its_number() -> None:
    case = load_case("corner")
    higher = case.replace(**{"market.rivals.1.price": 1.05})
    assert [rival.price for rival in higher.market.rivals] == [case.market.rivals[0].price, 1.05]
    assert case.market.rivals[1].price != 1.05
    for wrong in ("market.rivals.2.price", "market.rivals.one.price", "market.rivals.-1.price"):
        with pytest.raises(InputError, match=re.escape(wrong)):
            case.replace(**{wrong: 1})


def test_the_rivals_of_before_stay_the_reference(tmp_path: Path) -> None:
    case = load_case("corner")
    assert case.market.reference_rivals is None
    once = case.replace(**{"market.rivals.0.price": 1.0})
    twice = once.replace(**{"market.rivals": []})
    assert once.market.reference_rivals == twice.market.reference_rivals == case.market.rivals
    path = tmp_path / "edited.yaml"
    path.write_text(yaml.safe_dump(once.model_dump(mode="json"), allow_unicode=True), encoding="utf-8")
    assert load_case(path).content_hash == once.content_hash
    assert once.replace(**{"market.reference_rivals": None}).market.reference_rivals is None
    assert case.replace(**{"goods.lead_days": 2}).market.reference_rivals is None
