"""What is alike and what is not, whose value a wrong one is, how questions did: on classes made by hand."""

from __future__ import annotations

import copy

import pytest

from sim.base.i18n import using
from sim.course.authoring.source import Source
from sim.marking.batch.results import MARKED, Result
from sim.marking.evidence.foreign import foreign_values
from sim.marking.evidence.similarity import pairs
from sim.marking.evidence.statistics import chart, part_statistics, write
from sim.marking.marker import Figures, Record
from sim.reports.html import render_plain
from sim.workspace.notebooks import grade_id
from tests.support.notebooks import ROOT
from tools.course import released

NAME = "service_measures"
RELEASED = [released(NAME, "en"), released(NAME, "zh")]
MODEL = Source(ROOT, NAME).notebook
OWN = """def m01(lines):
    good = lines[lines['shipped'] >= lines['quantity'] - 0.001]
    wanted_rows = lines.shape[0] or 1
    return len(good.index) / wanted_rows"""
RENAMED = """def m01(lines):
    # my own work
    x=lines[ lines['shipped']>=lines['quantity']-0.001 ]
    y = lines.shape[0] or 1
    return len(x.index)/y"""
OTHERS = [
    f"def m01(lines):\n    part_{n} = lines.assign(ok{n}=lines['shipped'] + {n})\n    return float(part_{n}['ok{n}'].mean())"
    for n in range(6)
]


def notebook(answer):
    made = copy.deepcopy(RELEASED[0])
    next(cell for cell in made["cells"] if grade_id(cell) == "m01")["source"] = answer
    return made


def class_of(*answers):
    return {f"s{n}": notebook(answer) for n, answer in enumerate([*answers, *OTHERS])}


def test_a_copy_with_other_names_comments_and_spaces_is_found_with_its_lines():
    (pair,) = pairs(class_of(OWN, RENAMED), RELEASED, MODEL)
    assert (pair.first, pair.second) == ("s0", "s1") and len(pair.lines) == 3
    assert pair.letter_by_letter == 0 and pair.bits > 5
    assert {count for _a, _b, count in pair.lines} == {2}


def test_a_copy_letter_by_letter_says_so():
    (pair,) = pairs(class_of(OWN, OWN), RELEASED, MODEL)
    assert pair.letter_by_letter == 3


def test_own_work_what_was_handed_out_and_what_many_have_is_no_evidence():
    assert pairs(class_of(), RELEASED, MODEL) == []
    assert pairs(class_of(RELEASED[0]["cells"][0]["source"]), RELEASED, MODEL) == []
    many = {f"m{n}": notebook(OWN) for n in range(5)} | class_of()
    assert pairs(many, RELEASED, MODEL) == [], "five of eleven"


def test_two_who_have_the_model_solution_are_not_said_to_copy_from_each_other():
    right = next(cell["source"] for cell in MODEL["cells"] if cell["id"] == "m01")
    assert pairs(class_of(right, right), RELEASED, MODEL) == []


def test_code_that_is_no_python_is_compared_by_its_letters():
    broken = "def m01(lines)\n    gut = lines.query('shipped > 0.9999')  # so\n    return gut"
    (pair,) = pairs(class_of(broken, broken), RELEASED, MODEL)
    assert pair.lines[0][0].cell == "m01"


def result(student, *records, **figures):
    return Result(student, NAME, "en", "key", MARKED, records=records, figures=figures)


def test_a_wrong_value_that_is_right_for_one_other_is_told():
    rights = {f"s{n}": {"m05": f"{n + 10}.3456", "m06": "0.5", "m07": "12.34"} for n in range(30)}
    found = foreign_values(
        [
            result("s1", m05=Figures("12.3456", "11.3456")),
            result("s2", m05=Figures("99.9999", "12.3456"), m06=Figures("0.5", "0.4")),
            result("s3", m07=Figures("12.34", "13.00")),
        ],
        rights,
    )
    assert [(one.student, one.part, one.fits) for one in found] == [("s1", "m05", ("s2",))]


def record(part, share, hint="", state="marked", question="q2"):
    return Record(question, part, 1.0, share, state, hint=hint)


def class_results():
    """Twelve students: m01 tells good from weak ones, m02 the wrong way round, m03 all alike; m05 could not be marked."""
    found = []
    for n in range(12):
        good = n >= 6
        found.append(
            result(
                f"s{n}",
                record("m01", 1.0 if good else 0.0, "" if good else "lines_orders"),
                record(
                    "m02", 0.0 if good and n % 2 else 1.0, state="missing" if good and n % 2 else "marked"
                ),
                record("m03", 0.5),
                record("m04", 1.0 if good else 0.2, question="q3"),
                Record("q3", "m05", 1.0, None, "marker error"),
            )
        )
    return found


def test_difficulty_discrimination_and_the_commonest_mistake():
    with using("en"):
        found = {one.part: one for one in part_statistics(NAME, class_results())}
    assert found["m01"].share == 0.5 and found["m01"].discrimination > 0.3 and found["m01"].with_it == 6
    assert found["m02"].discrimination < 0 and found["m02"].no_answer == 3 and found["m02"].with_it == 3
    assert found["m03"].discrimination is None and found["m03"].mistake == ""
    assert found["m05"].students == 0 and found["m05"].share is None, "what could not be marked is no 0"
    few = {one.part: one for one in part_statistics(NAME, class_results()[:9])}
    assert few["m01"].discrimination is None


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_statistics_as_page_picture_and_table(tmp_path, lang):
    with using(lang):
        found = part_statistics(NAME, class_results())
        page, table = write(tmp_path, NAME, found)
        first = page.read_bytes()
        write(tmp_path, NAME, found)
    assert page.read_bytes() == first
    assert table.read_bytes().startswith(b"\xef\xbb\xbf") and b"plotly" in first
    fig = chart(found)
    assert list(fig.data[0].y)[:2] == ["clean", "m01"] and fig.data[0].x[1] == 0.5


def test_the_page_of_what_is_alike_shows_lines_as_text():
    bad = OWN.replace("wanted_rows = lines.shape[0] or 1", "wanted_rows = '<script>alert(1)</script>'")
    with using("en"):
        page = render_plain(
            "similarity.html.j2",
            templates="marking/evidence/templates",
            title="x",
            pairs=pairs(class_of(bad, bad), RELEASED, MODEL),
            foreign=[],
        )
    assert "<script>" not in page and "&lt;script&gt;" in page
