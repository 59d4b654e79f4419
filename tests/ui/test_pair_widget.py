"""Two at one computer: what each of them sees, and when."""

from __future__ import annotations

import ipywidgets as widgets
import pytest

from sim import InputError
from sim.base.i18n import using
from sim.ui import talk
from sim.ui.pair_widget import PairWidget

MINE = "You are one contract short this month"
THEIRS = "You have never put the two together"


def pair(observer: bool = False, name: str = "r1_shunda") -> PairWidget:
    widget = talk(name, pair=True, observer=observer, variant="V1")
    assert isinstance(widget, PairWidget)
    return widget


def seen(widget: PairWidget) -> str:
    """All that stands on the screen."""

    def texts(one: widgets.Widget) -> str:
        if one.layout is not None and one.layout.display == "none":
            return ""
        inside = " ".join(map(texts, getattr(one, "children", ())))
        return f"{getattr(one, 'value', '')} {getattr(one, 'description', '')} {inside}"

    return texts(widget.widget)


def begun(observer: bool = False) -> PairWidget:
    widget = pair(observer)
    for _screen in range(5):
        widget.go_on()
    return widget


def test_each_card_is_seen_after_the_computer_was_handed_over() -> None:
    widget = pair()
    pages = [seen(widget)]
    for _screen in range(5):
        widget.go_on()
        pages.append(seen(widget))
    assert ["Give the computer to" in page for page in pages] == [True, False, True, False, True, False]
    assert [MINE in page for page in pages] == [False, True, False, False, False, False]
    assert [THEIRS in page for page in pages] == [False, False, False, True, False, False]
    assert "Your line" in pages[5]


def test_the_other_student_answers_in_own_words() -> None:
    widget = begun()
    widget.type("What is your site like?")
    widget.say()
    assert "the player of “Manager Zheng" in seen(widget) and "Two yards" not in seen(widget)
    widget.go_on()
    assert "Two yards" in seen(widget) and "What is your site like?" in seen(widget)
    widget.answer("Oh, two yards and a belt.")
    assert "Sales consultant" in seen(widget) and "two yards and a belt" not in seen(widget)
    widget.go_on()
    assert "Oh, two yards and a belt." in seen(widget)
    assert "two yards, one sorting line" in seen(widget)  # the notes hold the fact however it was said


def test_the_observer_writes_before_the_points_are_seen() -> None:
    widget = begun(observer=True)
    widget._lines.value = "x_bye"
    widget.say()
    widget.go_on()
    widget.answer("")
    assert "the observer" in seen(widget)
    widget.go_on()
    entries = [one for one in widget.widget.children if isinstance(one, widgets.Textarea)]
    assert len(entries) == 4 and "of 30 points" not in seen(widget)
    entries[0].value = "“Two yards” <b>"
    widget.go_on()
    widget.go_on()
    assert "“Two yards” &lt;b&gt;" in seen(widget) and "of 30 points" in seen(widget)


def test_at_the_desk_nobody_answers_for_a_record() -> None:
    widget = pair(name="r2_complaints")
    for _screen in range(5):
        widget.go_on()
    widget._lines.value = "take_k1"
    widget.say()
    assert "the player of “Mr Feng" in seen(widget)
    widget.go_on()
    widget.answer("")
    widget.go_on()
    widget._lines.value = "look_waybill"
    widget.say()
    assert "Your line" in seen(widget)


def test_nothing_is_kept_and_nothing_secret_stays_in_the_notebook() -> None:
    widget = begun()
    assert widget.session.path is None
    assert MINE not in widget._picture() and THEIRS not in widget._picture()


def test_in_chinese() -> None:
    with using("zh"):
        widget = pair()
    assert "请把电脑交给" in seen(widget)


def test_an_observer_needs_a_pair() -> None:
    with pytest.raises(InputError, match="pair=True"):
        talk("r1_shunda", observer=True)
