"""The widgets, without a browser: every lever can be moved, what is clicked happens, what is shown is complete."""

from __future__ import annotations

import re

import ipywidgets as widgets
import pytest

from sim import InputError, Policy, language, levers, load_case
from sim.ui import explore, game
from sim.ui.explorer import GAME, YEAR
from sim.ui.lever_controls import ChoiceControl, ClassControl, NumberRow, StaffControl, SwitchControl
from sim.ui.score_card import ALL, KEY
from sim.ui.still import page

CASE = load_case("corner")
TODAY = CASE.policy
SECONDS = 300
CODE = re.compile(r"<style>.*?</style>|<pre.*?</pre>|<code>.*?</code>|<[^>]*>|&\w+;", re.DOTALL)
NAMES = re.compile(r"[a-z]+(?:\.[a-z_]+)+(?:\.[ABC])?|kefu\.json|\((?:[a-z]+)\)|CRM|EDI|7Rs|CNY|\b[ABC]\b")
"""What may be Latin in a Chinese page: code, names of levers, words that they take, abbreviations of the course."""


@pytest.fixture(autouse=True)
def short_quarters(monkeypatch) -> None:
    monkeypatch.setattr(game, "QUARTER", 1)


@pytest.fixture
def explorer():
    """An explorer that is in the game, where levers run nothing."""
    made = explore("corner", weeks=2)
    made._tabs.selected_index = GAME
    return made


@pytest.fixture
def year():
    """An explorer of two weeks that runs."""
    made = explore("corner", weeks=2)
    made.session.rest = 0.01
    return made


def inside(widget: widgets.Widget):
    """A widget and all in it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


def all_controls(explorer):
    """The controls of all levers, each theme chosen in turn."""
    for _title, theme in explorer._levers._theme.options:
        explorer._levers._theme.value = theme
    return explorer._levers._controls


def button(explorer, text: str) -> widgets.Button:
    return next(
        one for one in inside(explorer.widget) if isinstance(one, widgets.Button) and one.description == text
    )


def test_every_lever_has_a_control_that_shows_todays_value_and_sets_another(explorer):
    controls = all_controls(explorer)
    assert set(controls) == set(levers())
    for name, control in controls.items():
        before = explorer.policy
        if isinstance(control, SwitchControl):
            assert control._box.value == before[name]
            control._box.value = expected = not before[name]
        elif isinstance(control, ChoiceControl):
            assert control._list.value == before[name]
            expected = next(value for value in levers()[name].choices if value != before[name])
            control._list.value = expected
        elif isinstance(control, ClassControl):
            assert {klass: row.value for klass, row in control._rows.items()} == before[name]
            span = control._rows["B"]._slider
            new = span.min if before[name]["B"] != span.min else span.max
            control._rows["B"]._slider.value = new
            expected = before[name] | {"B": new}
        else:
            row = control._row
            shown = max(before[name]) if isinstance(before[name], list) else before[name]
            assert row.value == row._slider.value == shown, name
            expected = row._slider.min if before[name] != row._slider.min else row._slider.max
            row._slider.value = expected
        assert explorer.policy[name] == expected, name
        assert explorer.policy.changed(before).keys() == {name}


def test_the_box_takes_what_the_slider_does_not_reach(explorer):
    row = all_controls(explorer)["desk.clerks"]._row
    row._box.value = 40
    assert explorer.policy["desk.clerks"] == 40 and row._slider.value == 40
    row._box.value = 99  # the bound is 60
    assert explorer.policy["desk.clerks"] == 60


def test_a_browser_that_rounds_to_a_step_does_not_move_the_lever():
    told = []
    row = NumberRow(levers()["stock.safety_factor"], TODAY, lambda value, moving: told.append(value), "", "")
    row._box.value = 2.53
    row._slider.value = 2.5500000000000003
    assert told == [2.53]
    row._slider.value = 2.6000000000000005
    assert told == [2.53, 2.6]


def test_staff_by_the_hour_is_written_and_a_mistake_is_a_sentence(explorer):
    control = all_controls(explorer)["desk.clerks"]
    assert isinstance(control, StaffControl)
    control._text.value = "8-12: 3, 12-20: 2"
    assert explorer.policy["desk.clerks"] == [0] * 8 + [3] * 4 + [2] * 8 + [0] * 4
    control._text.value = "8-12"
    assert (
        "8-12 is not staffing by the hour" in explorer._message.value and "alert" in explorer._message.value
    )
    assert explorer.policy["desk.clerks"][8] == 3
    control._row._slider.value = 4
    assert explorer.policy["desk.clerks"] == 4 and control._text.value == ""


def test_search_finds_levers_and_a_theme_ends_it(explorer):
    panel = explorer._levers
    panel._search.value = "safety"
    names = [name for name, one in panel._controls.items() if one.widget in panel._list.children]
    assert "stock.safety_factor" in names and "found" in panel._found.value
    panel._theme.value = "crm"
    assert panel._search.value == "" and len(panel._list.children) == 6


def test_undo_redo_reset_and_presets_move_the_controls(explorer):
    controls = all_controls(explorer)
    controls["desk.clerks"]._row._box.value = 7
    button(explorer, "Undo").click()
    assert controls["desk.clerks"]._row._slider.value == 2 == explorer.policy["desk.clerks"]
    button(explorer, "Redo").click()
    assert controls["desk.clerks"]._row._slider.value == 7
    explorer._levers._preset.value = "10% cheaper"
    assert explorer.policy == TODAY.replace(**{"price.level": 0.9})
    assert controls["price.level"]._row.value == 0.9 and explorer._levers._preset.value == ""
    button(explorer, "Reset").click()
    assert explorer.policy == TODAY and controls["price.level"]._row.value == 1.0
    assert explorer.session.worker.wait(SECONDS)


def test_what_i_changed_and_the_python_line_follow_each_click(explorer):
    all_controls(explorer)["desk.clerks"]._row._box.value = 3
    assert "desk.clerks: 2 → 3" in explorer._changes.value
    assert "run(&#x27;corner&#x27;, {&#x27;desk.clerks&#x27;: 3}, weeks=2)" in explorer._python.value
    assert repr(explorer).endswith("run('corner', {'desk.clerks': 3}, weeks=2)")


def test_a_year_is_shown_explained_and_kept_in_the_history(year):
    panel = year._levers
    panel._controls["stock.safety_factor"]._row._slider.value = 0.5
    assert year.session.worker.wait(SECONDS)
    assert "setting 2" in year._result._card.value and "worse" in year._result._card.value
    assert "kefu-preview" not in year._result._card.value
    year._result._buttons.children[KEY.index("m01")].click()
    assert year.session.worker.wait(SECONDS)
    assert "availability went from" in year._result._told.value
    assert "explain(run(" in year._python.value
    assert [line for line, _place in year._history._list.options][1].startswith(
        "2. stock.safety_factor: 3.3 → 0.5: long-run profit CNY"
    )
    year._history._list.value = 0
    assert year.session.worker.wait(SECONDS)
    assert year.policy == TODAY and panel._controls["stock.safety_factor"]._row.value == 3.3
    heads = year._result._card.value.split("</thead>")[
        0
    ]  # both columns show the same setting: two names all the same
    assert heads.count("as today") == 1 and heads.count("your setting") == 1
    year._before.value = 1
    assert year.session.worker.wait(SECONDS)
    assert year.session.exploration.before["stock.safety_factor"] == 0.5
    assert "better" in year._result._card.value


def test_all_numbers_have_a_row_and_a_button(year):
    next(one for one in inside(year.widget) if getattr(one, "description", "") == "All numbers").value = True
    assert year.session.worker.wait(SECONDS)
    assert len(year._result._buttons.children) == len(ALL) == year._result._card.value.count('scope="row"')


@pytest.mark.slow
def test_the_game_is_played_in_its_tab(explorer):
    all_controls(explorer)["stock.safety_factor"]._row._slider.value = 1.0
    button(explorer, "Play quarter 1").click()
    assert explorer.session.worker.wait(SECONDS)
    assert "attempt 1 (here)" in explorer._game._board.value
    assert "your quarter" in explorer._game.result._card.value
    assert explorer._game._play.description == "Play quarter 2"
    assert "firm = run(" in explorer._python.value
    explorer._game._back.value = 0
    explorer._game._go.click()
    assert explorer.session.worker.wait(SECONDS)
    assert explorer._game._play.description == "Play quarter 1" and explorer.policy == TODAY
    assert all_controls(explorer)["stock.safety_factor"]._row.value == 3.3
    button(explorer, "Play quarter 1").click()
    assert explorer.session.worker.wait(SECONDS)
    assert "attempt 2 (here)" in explorer._game._board.value
    assert [text for text, _node in explorer._game._back.options] == [
        "the start",
        "attempt 1, after quarter 1",
        "attempt 2, after quarter 1",
    ]


def test_a_second_click_plays_no_second_quarter(explorer):
    play = button(explorer, "Play quarter 1")
    play.click()
    assert play.disabled
    assert explorer.session.worker.wait(SECONDS)
    assert not play.disabled and len(explorer.session.game.quarters) == 1


def test_another_tab_drops_no_quarter(explorer):
    button(explorer, "Play quarter 1").click()
    explorer._tabs.selected_index = YEAR
    assert explorer.session.worker.wait(SECONDS)
    assert len(explorer.session.game.quarters) == 1


def test_only_explorations_are_saved_and_nothing_else_is_overwritten(explorer, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".kefu.json").write_text("{}", encoding="utf-8")
    (tmp_path / "corner.kefu.json").write_text("mine", encoding="utf-8")
    for name, said in (
        (".kefu.json", "ends in"),
        ("a.ipynb", "ends in"),
        ("corner.kefu.json", "exists already"),
    ):
        explorer._history._file.value = name
        button(explorer, "Save").click()
        assert said in explorer._message.value
    assert (tmp_path / "corner.kefu.json").read_text(encoding="utf-8") == "mine"
    explorer._history._file.value = "new.kefu.json"
    for _twice in range(2):
        button(explorer, "Save").click()
        assert "Saved as" in explorer._message.value
    assert explorer._history._file.options == ("corner.kefu.json", "new.kefu.json")


def test_what_is_saved_is_loaded_and_an_error_is_a_sentence(explorer, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    all_controls(explorer)["desk.clerks"]._row._box.value = 9
    button(explorer, "Save").click()
    assert (tmp_path / "corner.kefu.json").is_file() and "Saved as" in explorer._message.value
    other = explore("corner", weeks=2)
    other._history._file.value = "corner.kefu.json"
    button(other, "Load").click()
    assert other.session.worker.wait(SECONDS)
    assert other.policy["desk.clerks"] == 9
    other._history._file.value = "nothing.json"
    button(other, "Load").click()
    assert "nothing.json" in other._message.value and "kefu-error" in other._message.value


def test_the_last_picture_is_plain_html_that_says_how_to_go_on(year):
    year._levers._controls["stock.safety_factor"]._row._box.value = 0.5
    assert year.session.worker.wait(SECONDS)
    picture = page(year._picture())
    assert "<script" not in picture and "Run the cell to go on" in picture
    assert picture.count('scope="row"') == len(KEY) and picture.count("<svg") == 2
    assert len(picture.encode()) < 40_000


def test_the_chinese_edition_has_no_english_word_but_code():
    language("zh")
    explorer = explore("corner", weeks=2)
    controls = all_controls(explorer)
    explorer._levers._preset.value = "降价10%"
    assert explorer.session.worker.wait(SECONDS)
    explorer._tabs.selected_index = GAME
    explorer.session.play()
    assert explorer.session.worker.wait(SECONDS)
    explorer._tabs.selected_index = YEAR
    assert explorer.session.worker.wait(SECONDS)
    texts = []
    for widget in [
        *inside(explorer.widget),
        *(part for one in controls.values() for part in inside(one.widget)),
    ]:
        if isinstance(widget, widgets.HTML):
            texts.append(widget.value)
            texts += re.findall(r'(?:title|aria-label)="([^"]*)"', CODE.sub("", widget.value) or widget.value)
        for name in ("description", "placeholder", "tooltip"):
            texts.append(str(getattr(widget, name, "") or ""))
        options = getattr(widget, "options", ())
        texts += [option[0] if isinstance(option, tuple) else str(option) for option in options]
    texts += explorer._tabs.titles
    words = {
        word for text in texts for word in re.findall(r"[A-Za-z]{2,}", NAMES.sub("", CODE.sub(" ", text)))
    }
    assert words == set()


def test_arguments_are_checked():
    with pytest.raises(InputError):
        explore("corner", weeks=0)
    with pytest.raises(InputError):
        explore("nothing")


def test_all_levers_that_take_hours_have_a_text_for_them():
    controls = all_controls(explore("corner"))
    by_hour = {name for name, one in controls.items() if isinstance(one, StaffControl)}
    assert by_hour == {"desk.clerks", "warehouse.pickers", "warehouse.packers", "complaints.handlers"}
    assert Policy().replace(**{name: [1] * 24 for name in by_hour})
