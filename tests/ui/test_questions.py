"""Predictions, reflections and tables as a student meets them: kept, shown again, judged, and without widgets, too."""

from __future__ import annotations

import json
import subprocess
import sys

import pandas as pd
import pytest

from sim.base.errors import InputError
from sim.base.i18n import using
from sim.case.load import load_case
from sim.course.lessons.kept_answers import forget_all
from sim.ui import check_step, predict, reflect, reveal, show
from sim.ui.forms import PredictionForm, ReflectionForm
from sim.workspace.typed_marks import with_plain_marks
from tests.support.command_line import ROOT

FILE = "answers/01_a_year_at_the_firm.json"


@pytest.fixture
def copy(tmp_path, monkeypatch):
    (tmp_path / "kefu.toml").write_text('lang = "en"\nstudent = "li01"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    forget_all()
    with using("en"):
        yield tmp_path
    forget_all()


def content(copy):
    return json.loads((copy / FILE).read_text(encoding="utf-8"))


def test_a_prediction_is_kept_and_shown_again_after_a_restart(copy):
    predict("stock", m01="“up”", profit="下降", reason=" Stock costs money. ")
    assert content(copy)["predictions"]["stock"] == {
        "guess": {"m01": "up", "profit": "down"},
        "reason": "Stock costs money.",
    }
    forget_all()  # a new kernel
    again = predict("stock")
    assert again.guesses == {"m01": "up", "profit": "down"} and again.reason == "Stock costs money."
    assert "goes up" in again.picture() and "Stock costs money." in repr(again)
    predict("stock", m08="same")
    assert content(copy)["predictions"]["stock"]["guess"] == {"m01": "up", "m08": "same", "profit": "down"}


def test_a_wrong_guess_is_refused_and_nothing_is_lost(copy):
    predict("stock", m01="up")
    with pytest.raises(InputError, match="takes"):
        predict("stock", m01="sideways")
    with pytest.raises(InputError, match="m99"):
        predict("stock", m99="up")
    assert content(copy)["predictions"]["stock"]["guess"] == {"m01": "up"}


def test_what_cannot_be_understood_in_the_file_is_left_out(copy):
    (copy / "answers").mkdir()
    kept = {"stock": {"guess": {"m01": "sideways", "m08": "up"}, "reason": 3}, "third_clerk": "x"}
    text = json.dumps({"format": 1, "checks": {}, "predictions": kept, "reflections": {}})
    (copy / FILE).write_text(text, encoding="utf-8")
    assert predict("stock").guesses == {"m08": "up"}
    assert predict("third_clerk").guesses == {}


def test_the_result_stands_beside_the_guess_with_a_mark_and_the_threshold(copy):
    predict("stock", m01="up", m08="down", reason="more <b>goods</b>")
    shown = reveal("stock", m01=0.005, m08=0.0, profit=-500_000.0)
    assert [row.mark for row in shown.rows] == ["right", "wrong", "none"]
    page = shown._repr_html_()
    assert "✓ as you predicted" in page and "✗ not as you predicted" in page
    assert "0.1 points" in page and "more &lt;b&gt;goods" in page
    with pytest.raises(InputError, match="profit"):
        reveal("stock", m01=0.005, m08=0.0)


def test_two_runs_or_a_name_in_the_language_are_results(copy, corner_half_years):
    today, bold = corner_half_years
    predict("bold_promise", m05="same", m08="down", satisfaction="down")
    assert [row.mark for row in reveal("bold_promise", today, bold).rows] == ["right"] * 3
    predict("where_late", where="the stock")
    assert reveal("where_late", where="the stock").rows[0].mark == "right"


@pytest.fixture(scope="module")
def corner_half_years():
    from sim import run

    return [run("corner", levers, weeks=26, market="frozen") for levers in ({}, {"promise.hours": 28})]


def test_a_model_answer_is_shown_only_after_an_own_one(copy):
    model = str(reflect("lost_sales").question.answer)
    assert model not in repr(reflect("lost_sales")) and model not in reflect("lost_sales").picture()
    assert model not in repr(reflect("lost_sales", "No idea"))
    assert "at least 8 letters (4 Chinese characters)" in reflect("lost_sales").model
    assert reflect("traits", "需求波动").answered and not reflect("traits", "不知道").answered
    answered = reflect("lost_sales", "Those who gave up waiting.")
    assert model in repr(answered) and answered.answered
    assert content(copy)["reflections"]["lost_sales"] == "Those who gave up waiting."
    forget_all()
    assert reflect("lost_sales").text == "Those who gave up waiting."


def test_every_change_in_a_form_is_kept_at_once(copy):
    form = PredictionForm(predict("stock"))
    form.controls["m01"].value = "up"
    assert content(copy)["predictions"]["stock"]["guess"] == {"m01": "up"}
    assert "on time" in form.message.value  # what is still open
    form.reason.value = "More goods are there."
    forget_all()
    assert PredictionForm(predict("stock")).controls["m01"].value == "up"
    box = ReflectionForm(reflect("pareto"))
    assert not box.model.value.count("kefu-model")
    box.text.value = "The first five of them."
    assert "kefu-model" in box.model.value and content(copy)["reflections"]["pareto"]


def test_a_number_that_cannot_be_meant_is_said_and_what_was_kept_stays(copy):
    form = PredictionForm(predict("silence"))
    form.controls["complain"].value = "5"
    form.controls["complain"].value = "many"
    assert 'role="alert"' in form.message.value
    kept = json.loads((copy / "answers/02_why_customers_leave.json").read_text(encoding="utf-8"))
    assert kept["predictions"]["silence"]["guess"] == {"complain": 5.0}


def test_controls_have_labels_and_messages_are_heard(copy):
    form = PredictionForm(predict("stock"))
    assert all(control.description for control in (*form.controls.values(), form.reason))
    form.clicked()
    assert 'role="status"' in form.message.value


def test_without_widgets_the_questions_are_printed(copy):
    code = """
import sys
sys.modules["ipywidgets"] = None
from sim.ui import predict, reflect
predict("stock")._ipython_display_()
reflect("pareto")._ipython_display_()
try:
    from sim.ui import explore
except Exception as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        env=plain_environment(),
        check=True,
    )
    assert 'predict("stock", m01="up"' in done.stdout and 'reflect("pareto", "...")' in done.stdout
    assert "pip install" in done.stdout


def plain_environment() -> dict[str, str]:
    import os

    return {**os.environ, "KEFU_LANG": "en", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


def test_a_step_is_kept_with_its_share(copy):
    assert repr(check_step("days", 50 / 24)) == "✓ Right."
    kept = json.loads((copy / "answers/00_python_for_this_course.json").read_text(encoding="utf-8"))
    assert kept["checks"]["days"]["share"] == 1.0
    with pytest.raises(InputError, match="dais"):
        check_step("dais", 1)


def test_a_table_has_heads_units_dates_and_separators(copy):
    table = pd.DataFrame(
        {
            "order": [1234, 5],
            "placed": [0, 90_061],
            "quoted": [1_234_567, None],
            "status": ["delivered", "lost"],
        }
    )
    text = repr(show(table, case=load_case("corner")))
    assert "2025-01-06 00:00" in text and "2025-01-07 01:01" in text
    assert "12,346" in text and "(CNY)" in text and "1,234 " not in text and "–" in text
    assert "day 2, 01:01" in repr(show(table))
    with using("zh"):
        chinese = repr(show(table))
    assert "送达" in chinese and "丢失" in chinese and "（元）" in chinese and "delivered" not in chinese
    coded = show(table, codes=True)
    assert "delivered" in repr(coded) and "<small>placed</small>" in coded._repr_html_()


def test_a_unit_does_not_stand_twice_in_a_head(copy):
    with using("zh"):
        assert show(pd.Series([1.0], ["profit"], name="CNY").to_frame(), unit="CNY").heads == ("元",)


def test_dates_without_a_time_of_the_day_are_shown_without_one(copy):
    days = pd.DataFrame({"updated": pd.to_datetime(["2024-03-05", None])})
    assert show(days).cells == (("2024-03-05",), ("–",))
    assert show(pd.DataFrame({"time": pd.to_datetime(["2024-03-05 09:00"])})).cells == (
        ("2024-03-05 09:00",),
    )


def test_a_table_that_is_long_is_cut_and_says_so(copy):
    shown = show(pd.DataFrame({"order": range(100)}), most=5)
    assert len(shown.cells) == 5 and "95" in repr(shown) and "95" in shown._repr_html_()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("predict（“stock”，m01=“up”）", 'predict("stock",m01="up")'),
        ("x = ‘a’  # “b”", "x = 'a'  # “b”"),
        ("print('“up”')", "print('“up”')"),
        ("x = “他说：‘好’”", 'x = "他说：‘好’"'),
        ("%matplotlib inline", "%matplotlib inline"),
        ("x = “never closed", "x = “never closed"),
    ],
)
def test_marks_of_a_chinese_keyboard_are_understood_where_they_are_no_python(typed, meant):
    assert with_plain_marks(typed) == meant
