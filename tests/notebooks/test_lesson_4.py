"""What lesson 4 says about its own year, its talk and its files is so: its cells are run as they stand, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from sim.base.i18n import using
from sim.course.lessons.needs import sentences, sorted_right, steps_right, talk
from sim.course.lessons.questions import find_prediction, find_reflection
from tests.support.lesson import ran
from tests.support.notebooks import SOURCES, read, source

pytestmark = [pytest.mark.notebook, pytest.mark.slow]


@pytest.fixture(scope="module", params=["en", "zh"])
def lesson(request: pytest.FixtureRequest) -> dict[str, Any]:
    return ran("04_", request.param)


def text() -> str:
    (path,) = (path for path in SOURCES if path.stem.startswith("04_"))
    return "\n".join(source(cell) for cell in read(path)["cells"])


@pytest.mark.parametrize(
    ("name", "question"),
    [("sentences", "six_sentences"), ("questions", "open_or_closed"), ("persons", "whose_need")],
)
def test_every_sentence_has_a_row_and_each_kind_occurs(name: str, question: str) -> None:
    rows = find_prediction(question)[1].rows
    right = sorted_right(name)
    assert [row.id for row in rows] == list(right)
    assert set(right.values()) == set(rows[0].choices)
    for lang in ("en", "zh"):
        with using(lang):
            assert len(sentences(name)) == len(rows)


def test_the_talk_goes_through_six_steps_and_one_sentence_comes_too_early() -> None:
    right = steps_right()
    rows = find_prediction("six_steps")[1].rows
    assert [row.id for row in rows] == list(right) and right["early"] == "n2"
    steps = [int(step.removeprefix("step_")) for row, step in right.items() if row != "early"]
    later = steps[:1] + steps[2:]
    assert later == sorted(later) and set(steps) == {1, 2, 3, 4, 5, 6} and steps[1] == 5
    with using("en"):
        assert "stain on the wall" in talk()["reply"].iloc[3] and "roof" in talk()["reply"].iloc[5]


def test_the_three_customers_lose_their_time_elsewhere_than_they_say(lesson: dict[str, Any]) -> None:
    assert lesson["asked"]["customer"].tolist() == [22, 18, 21]
    assert lesson["slow"] == {"c22": "desk", "c18": "stock", "c21": "road"}
    for name, ratios in lesson["ratios"].items():
        first, second = ratios.sort_values(ascending=False).iloc[:2]
        assert first > 1.7 and first / second > 1.4, name  # no matter of the second decimal
        hours = lesson["hours"]
        mean = hours.loc[hours["customer"] == name, lesson["stages"]].mean()
        assert mean.idxmax() in ("dispatch", "road")  # so hours alone tell nothing
        assert (hours["customer"] == name).sum() > 40  # "a few dozen orders"


def test_the_lightest_failure_costs_most_in_sum(lesson: dict[str, Any]) -> None:
    table = lesson["losses"]
    assert lesson["lightest"] == lesson["costliest"] == "contact"
    assert table.loc["contact", "severity"] == pytest.approx(1 / 3, abs=0.05)
    assert table.loc["contact", "frequency"] == pytest.approx(1 / 6, abs=0.02)
    assert table.loc["late", "severity"] > 4 * table.loc["contact", "severity"]
    assert table.loc["damaged", "severity"] == pytest.approx(table.loc["late", "severity"], abs=0.05)
    assert table.loc["damaged", "n_alone"] == 16 and "only 16 orders" in text() and "只有16张" in text()
    assert table["lost_of_100"].to_dict() == {"late": 2.2, "damaged": 0.5, "goods": 0.3, "contact": 6.4}
    answer = find_reflection("latent")[1].answer
    assert "2.2 points" in answer.en and "6.4" in answer.en and "2.2分" in answer.zh and "6.4分" in answer.zh


def test_two_files_become_one_and_one_firm_is_a_prospect(lesson: dict[str, Any]) -> None:
    file = lesson["file"]
    assert len(file) == 3 and len(lesson["rows"]) == 5
    fruit = file[file["mobile"] == "13900003333"]
    assert len(fruit) == 1 and fruit["ships"].iloc[0] in ("pears", "梨")
    assert fruit["contact"].iloc[0] in ("Mr Bai", "白先生")
    assert file["mobile"].isna().sum() == 1
    assert sorted(lesson["often"]) == [1, 2, 2]
    (prospect,) = lesson["prospects"]
    assert prospect not in set(file.index) and lesson["often"][prospect] == 2


def test_the_survey_has_one_answer_with_a_gap_one_of_zeros_and_some_on_ten(lesson: dict[str, Any]) -> None:
    answers, whole, columns = lesson["answers"], lesson["whole"], lesson["asked_for"]
    assert answers[columns].isna().any(axis=1).sum() == 1 and len(whole) == len(answers) - 2
    assert set(whole[columns].sum(axis=1)) == {10, 100}
    assert not set(columns) & {"damaged", "goods"}
