"""The talk in a notebook: typed and chosen lines, what is kept, what is seen."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sim import InputError
from sim.base.i18n import using
from sim.ui import TalkWidget, talk


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A student's working copy, as the current folder."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "kefu.toml").write_text('student = "s01"\nlang = "en"\n', encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def practice(variant: str = "V1") -> TalkWidget:
    return talk("r1_shunda", practice=True, variant=variant)


def test_a_typed_line_waits_to_be_confirmed() -> None:
    widget = practice()
    widget.type("What is your site like?")
    assert widget.session.talk.exchanges == []
    assert "open question" in widget._told.value
    widget.say()
    assert [one.move.id for one in widget.session.talk.exchanges] == ["q_site"]
    assert "two yards, one sorting line" in widget._so_far.value


def test_what_was_not_meant_is_taken_back() -> None:
    widget = practice()
    widget.type("What is your site like?")
    widget._take_back()
    widget.say()
    assert widget.session.talk.exchanges == []


def test_the_list_of_lines_opens_after_two_lines_that_are_not_understood() -> None:
    widget = practice()
    widget.type("asdf")
    assert widget._lists.selected_index is None
    widget.type("qwer")
    assert widget._lists.selected_index == 0
    assert widget.session.talk.exchanges == []


def test_several_lines_are_offered_and_one_is_chosen() -> None:
    widget = practice()
    widget.type("Who?")
    assert {name for _line, name in widget._choices.options} == {"q_who", "q_decider", "q_blocker"}
    widget.say()
    assert widget.session.talk.exchanges == []
    widget._choices.value = "q_decider"
    widget.say()
    assert widget.session.talk.exchanges[0].move.id == "q_decider"


def test_a_chosen_line_is_not_a_typed_one() -> None:
    widget = practice()
    widget._input.value = "something else"
    widget._lines.value = "q_who"
    widget.say()
    assert widget.session.talk.exchanges[0].typed == ""


def test_facts_are_laid_beside_a_proposal() -> None:
    widget = practice("V1")
    for name in ("q_who", "q_hardest", "q_when", "q_new", "q_cost"):
        widget._lines.value = name
        widget.say()
    widget._lines.value = "p_audit"
    boxes = widget._facts.children
    assert [box.fact for box in boxes] == ["explicit", "cause", "cost"]
    for box in boxes:
        box.value = True
    widget.say()
    assert widget.session.talk.exchanges[-1].evidence == ("explicit", "cause", "cost")
    assert widget.session.talk.score().points["fit"] == 6


def test_the_end_shows_points_and_what_was_missed_and_goes_on_from_a_line() -> None:
    widget = practice("V1")
    for name in ("q_who", "p_one", "x_bye"):
        widget._lines.value = name
        widget.say()
    assert "of 30 points" in widget._ending.value
    assert "Not found out" in widget._ending.value
    assert widget._entry.layout.display == "none"
    widget._from.value = 2
    widget._play_on()
    assert [one.move.id for one in widget.session.talk.exchanges] == ["q_who"]
    assert widget._entry.layout.display == ""


def test_a_talk_is_kept_line_by_line_and_goes_on(copy: Path) -> None:
    widget = talk("r1_shunda")
    widget._lines.value = "q_site"
    widget.say()
    kept = json.loads((copy / "talks" / "r1_shunda.json").read_text(encoding="utf-8"))
    assert [row["move"] for row in kept["exchanges"]] == ["q_site"]
    assert kept["student"] == "s01"
    again = talk("r1_shunda")
    assert [one.move.id for one in again.session.talk.exchanges] == ["q_site"]


def test_a_talk_goes_on_in_its_own_language(copy: Path) -> None:
    with using("zh"):
        first = talk("r1_shunda")
        first.type("园区里有哪些设备用电？")
        first.say()
    again = talk("r1_shunda")
    assert "东库西库" in again._so_far.value
    again.type("现在谁在管电？")
    again.say()
    assert [one.typed for one in again.session.talk.exchanges] == ["园区里有哪些设备用电？", "现在谁在管电？"]
    assert talk("r1_shunda").session.code == "zh"


def test_practice_keeps_nothing(copy: Path) -> None:
    widget = talk("r1_shunda", practice=True)
    widget._lines.value = "q_site"
    widget.say()
    assert not (copy / "talks").exists()


def test_going_on_from_a_line_leaves_what_was_kept(copy: Path) -> None:
    widget = talk("r1_shunda")
    for name in ("q_site", "x_bye"):
        widget._lines.value = name
        widget.say()
    before = (copy / "talks" / "r1_shunda.json").read_bytes()
    widget._from.value = 1
    widget._play_on()
    widget._lines.value = "q_who"
    widget.say()
    assert (copy / "talks" / "r1_shunda.json").read_bytes() == before


@pytest.mark.parametrize("content", ["", "no json", "[]", '{"format": 1}'])
def test_a_broken_file_is_said_and_left_as_it_is(copy: Path, content: str) -> None:
    path = copy / "talks" / "r1_shunda.json"
    path.parent.mkdir()
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="is not your talk as it was kept"):
        talk("r1_shunda")
    assert path.read_text(encoding="utf-8") == content


def test_texts_are_escaped() -> None:
    widget = practice()
    widget.type("<script>alert(1)</script>")
    assert "<script>" not in widget._told.value


def test_wrong_arguments_get_one_sentence() -> None:
    with pytest.raises(InputError, match="for practice only"):
        talk("r1_shunda", variant="V1")
    with pytest.raises(InputError, match="variant is V7, but takes one of V1, V2, V3"):
        talk("r1_shunda", practice=True, variant="V7")


def test_chinese_shows_no_english_word() -> None:
    with using("zh"):
        widget = practice()
        widget.type("园区里有哪些设备用电？")
        shown = widget._told.value + widget._card.value + widget._so_far.value
        titles = [one.description for one in (widget._say, widget._not, widget._input, widget._lines)]
    text = re.sub(r"<[^>]*>", " ", shown) + " ".join(titles)
    assert re.findall(r"[A-Za-z]{2,}", text) == []
