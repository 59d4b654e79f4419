"""The widget for handing in: a click makes the file, says what is missing, and says it in the notebook for good."""

from __future__ import annotations

import pytest

from sim.base.errors import InputError
from sim.ui import submit
from tests.course.handing_in.test_submit import NAME, answer, copy  # noqa: F401


@pytest.fixture
def clicked(monkeypatch):
    """Click the button without running the notebook; returns what is shown below it and what it says."""

    def click(widget) -> tuple[str, str]:
        shown = []
        monkeypatch.setattr(widget, "_show", shown.append)
        monkeypatch.setattr(widget, "_say_running", None)  # so that nothing is run
        widget._button.click()
        assert not widget._button.disabled
        return shown[-1], widget._said.value

    return click


def test_a_click_makes_the_file_and_says_where_it_is(copy, clicked):  # noqa: F811
    page, said = clicked(submit(NAME))
    assert said == "" and "Nothing is written in clean, " in page and str(copy) in page
    assert f'href="{NAME}-李01.zip" download=' in page and (copy / f"{NAME}-李01.zip").is_file()


def test_findings_stand_above_and_are_text(copy, clicked):  # noqa: F811
    (copy / "random.py").write_text("", encoding="utf-8")
    page, _said = clicked(submit(NAME))
    assert "<li>random.py: Python takes it for the library" in page


def test_what_cannot_be_handed_in_is_said_in_the_widget(copy, clicked):  # noqa: F811
    (copy / f"{NAME}.ipynb").unlink()
    page, said = clicked(submit(NAME))
    assert page == "" and 'role="alert"' in said and "cannot be handed in like this" in said


def test_an_unknown_assignment_is_refused_at_once():
    with pytest.raises(InputError, match="There is no assignment nothing"):
        submit("nothing")


def test_in_a_console_it_says_how_to_do_without_a_button():
    assert repr(submit(NAME)) == f"Hand in: {NAME}. Without a button: submit().make()"
