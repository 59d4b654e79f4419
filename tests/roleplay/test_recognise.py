"""Typed lines: what is understood, what is asked back, what is never guessed."""

from __future__ import annotations

import pytest

from sim.base.i18n import using
from sim.roleplay.acts import act_of
from sim.roleplay.draw import draw
from sim.roleplay.hearing import heard
from sim.roleplay.load import load_scenario
from sim.roleplay.recognise import Understood, recognise

SHUNDA = load_scenario("r1_shunda")
DRAWN = draw(SHUNDA, 1, "V1")


def understood(line: str) -> Understood:
    return recognise(line, SHUNDA, DRAWN, SHUNDA.moves)


@pytest.mark.parametrize(
    ("code", "line", "move"),
    [
        ("en", "So who is in charge of the electrics now?", "q_who"),
        ("en", "Hello Mr Zheng. What gives you the biggest headache?", "q_hardest"),
        ("en", "Could you tell me about the most recent time it happened?", "q_last"),
        ("en", "What happens to the night shifts, how often is somebody called out?", "q_night"),
        ("en", "How much does it cost you every time?", "q_cost"),
        ("en", "Who has to sign?", "q_decider"),
        ("en", "Do you decide that alone?", "c_decider"),
        ("en", "Let me sum up what I have heard.", "s_summary"),
        ("en", "I was too quick, may I step back?", "x_back"),
        ("en", "Three other firms want him, decide today!", "x_pressure"),
        ("zh", "现在电上的活谁负责电这一块？", "q_who"),
        ("zh", "最让您头疼的是哪些事情？", "q_hardest"),
        ("zh", "上一次出事是什么情况，您讲讲", "q_last"),
        ("zh", "一回下来损失多少钱？", "q_cost"),
        ("zh", "这事谁拍板？", "q_decider"),
        ("zh", "您自己就能定吗？", "c_decider"),
        ("zh", "我总结一下您说的", "s_summary"),
        ("zh", "刚才我太急了，能不能退一步？", "x_back"),
        ("zh", "星期一我保证到岗！", "a_monday"),
        ("zh", "晚上停得多吗？", "c_evening"),
    ],
)
def test_lines_in_other_words_are_found(code: str, line: str, move: str) -> None:
    with using(code):
        assert [one.id for one in understood(line).moves] == [move]


@pytest.mark.parametrize("line", ["", "   ", "???", "asdf", "xyzzy plugh", "。。。"])
def test_what_is_not_understood_is_said_and_never_guessed(line: str) -> None:
    found = understood(line)
    assert found.moves == ()
    assert "not counted" in heard(found)


def test_a_question_without_a_topic_is_asked_back() -> None:
    assert heard(understood("What zebra?")) == (
        "Heard: open question, but not about what. Say it in another way, or choose a line."
    )


def test_a_line_that_can_be_several_is_asked() -> None:
    found = understood("Who?")
    assert [move.id for move in found.moves] == ["q_who", "q_decider", "q_blocker"]
    assert "Which of these" in heard(found)


@pytest.mark.parametrize(
    "line", ["What is one warehouse?", "How is the evening?", "How many people complain?"]
)
def test_an_open_question_is_never_offered_as_a_closed_one(line: str) -> None:
    found = understood(line)
    assert found.moves
    assert "closed" not in {move.act for move in found.moves}


def test_a_closed_question_is_not_turned_into_the_better_one() -> None:
    found = understood("Is anything new on those circuits?")
    assert found.yes_or_no
    assert found.moves == ()
    assert "yes or no" in heard(found)


@pytest.mark.parametrize(
    ("code", "line", "act"),
    [
        ("en", "Is there something?", "closed"),
        ("en", "You need a licence, right?", "closed"),
        ("en", "Could you describe it?", "open"),
        ("zh", "有没有什么要求？", "open"),
        ("zh", "有没有要求？", "closed"),
        ("zh", "没什么问题吧？", "closed"),
    ],
)
def test_open_and_closed_questions_are_told_apart(code: str, line: str, act: str) -> None:
    with using(code):
        assert act_of(line) == act


def test_full_width_and_capital_letters_make_no_difference() -> None:
    assert understood("ＷＨＯ has to SIGN？").moves == understood("who has to sign?").moves
