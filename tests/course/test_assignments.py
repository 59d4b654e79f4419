"""Every assignment: its source, its editions, its rubric. What holds for one must hold for all that follow."""

from __future__ import annotations

import ast
import json
import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
import yaml
from nbclient import NotebookClient

from sim.course.assignment import assignment_ids, find_assignment
from sim.course.authoring import minutes
from sim.course.authoring.cells import KEEP_GOING, complete
from sim.course.authoring.leaks import leaks, tree_files
from sim.course.authoring.release import differing, sources
from sim.course.curriculum import coverage
from sim.workspace.notebooks import grade_id, to_bytes
from tests.support.command_line import kefu
from tests.support.notebooks import MOST_BYTES, ROOT, offline, read, source
from tests.support.parameters import slow_after, thorough_after
from tests.support.reference_solution import source_of as files_of
from tools.course import released, solved

CHINESE = re.compile("[\u4e00-\u9fff]")
MOST_WORDS = 15
ALLOWED = {"pandas", "sim"}
NAMES = sources(ROOT)
CHEAP_FIRST = sorted(NAMES, key=lambda name: name not in ("service_measures", "needs_analysis"))

each = pytest.mark.parametrize("name", NAMES)
each_language = pytest.mark.parametrize("lang", ["en", "zh"])


def source_of(name):
    return complete(files_of(name))


def about(cell):
    return cell["metadata"].get("nbgrader", {})


def prose(name, lang):
    cells = released(name, lang)["cells"]
    return "\n".join(source(cell) for cell in cells if cell["cell_type"] == "markdown")


def sentences(text: str) -> list[str]:
    """English sentences of a cell, and cells of its tables; headings are none, what stands in code marks is one word."""
    text = re.sub(r"`[^`]*`", "code", re.sub(r"\*\*|\*", "", text))
    text = re.sub(r"^\|.*\|$", lambda row: row[0].replace("|", "\n\n"), text, flags=re.MULTILINE)
    lines = [line for line in text.splitlines() if not line.startswith(("#", "---"))]
    found = []
    for block in re.split(r"\n(?:\s*\n)?\s*(?:-|\d+\.) |\n\s*\n", "\n" + "\n".join(lines)):
        found += re.split(r"(?<=[.?!])\s+", " ".join(block.split()))
    return [sentence for sentence in found if sentence.strip()]


def test_there_are_assignments_and_each_has_its_module():
    assert assignment_ids() == NAMES and NAMES


@pytest.mark.parametrize("name", slow_after(1, CHEAP_FIRST[:2]))  # of all, `kefu assignment check`
def test_the_released_editions_are_those_of_the_sources(name):
    assert differing(ROOT, [name]) == []


def test_nothing_that_is_handed_out_leaks():
    assert leaks(ROOT, tree_files(ROOT)) == []


@each
def test_the_source_is_in_normal_form_without_outputs(name):
    path = ROOT / "solutions" / name / f"{name}.ipynb"
    notebook = read(path)
    nbformat.validate(nbformat.from_dict(source_of(name)))
    assert path.read_bytes() == to_bytes(notebook)
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
    assert not [
        cell["id"] for cell in notebook["cells"] if cell.get("outputs") or cell.get("execution_count")
    ]


@each
def test_prose_stands_in_both_languages_and_graded_cells_in_none(name):
    cells = source_of(name)["cells"]
    for cell in cells:
        tags = cell["metadata"].get("tags", [])
        prose = cell["cell_type"] == "markdown" and not about(cell)
        code = [KEEP_GOING] if about(cell).get("solution") and cell["cell_type"] == "code" else []
        assert tags == ([f"lang-{cell['id'][-2:]}"] if prose else code), cell["id"]
        if prose:
            assert bool(CHINESE.search(source(cell))) == (tags == ["lang-zh"]), cell["id"]
    for one, two in pairwise(cells):
        if one["metadata"].get("tags") == ["lang-en"]:
            assert two["metadata"].get("tags") == ["lang-zh"], one["id"]
            assert one["id"][:-3] == two["id"][:-3]
            assert one["metadata"].get("kefu") == two["metadata"].get("kefu")


@each
def test_english_sentences_are_short(name):
    for cell in source_of(name)["cells"]:
        if cell["metadata"].get("tags") == ["lang-en"]:
            long = [s for s in sentences(source(cell)) if len(s.split()) > MOST_WORDS]
            assert long == [], cell["id"]


@each
def test_english_sentences_of_checks_and_tables_are_short(name):
    """Hints, incidents and whatever else the assignment's module and the checks say."""
    package = ROOT / "sim" / "course" / "assignments"
    files = [
        package / f"{name}.py",
        *(package / name).glob("*.py"),
        *(package.parent / "answers").glob("*.py"),
    ]
    said = [text for path in files if path.is_file() for text in messages(path)]
    assert said
    assert [s for text in said for s in sentences(text) if len(s.split()) > MOST_WORDS] == []


def messages(path: Path) -> list[str]:
    """The texts of a module that are translated."""
    calls = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    ]
    return [
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id in ("_", "N_")
        and isinstance(call.args[0], ast.Constant)
    ]


def test_long_sentences_are_found():
    text = "One two. Three `a b c` four?\n\n- five six\n- seven\n\n| eight | nine ten |\n|---|---|\n| 11 | 12 13 14 |"
    assert [len(s.split()) for s in sentences(text)] == [2, 3, 2, 1, 1, 2, 1, 3]


@each
def test_code_is_plain(name):
    for cell in source_of(name)["cells"]:
        if cell["cell_type"] != "code":
            continue
        text = source(cell)
        lines = [line.strip() for line in text.splitlines()]
        comments = [line[:6] for line in lines if line.startswith("#") and not line.startswith("###")]
        assert comments == ["# en: ", "# zh: "] * (len(comments) // 2), cell["id"]
        assert not CHINESE.search("".join(line for line in lines if not line.startswith("# zh: "))), cell[
            "id"
        ]
        assert not (about(cell).get("locked") and comments), cell["id"]
        for node in ast.walk(ast.parse(text)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {imported.split(".")[0] for imported in names} <= ALLOWED, cell["id"]


@each
def test_parts_are_short_enough_for_a_class_and_their_minutes_are_counted(name):
    assert minutes.stated(files_of(name))
    assert minutes.faults(files_of(name)) == []


@each
def test_both_languages_state_the_same_minutes(name):
    headings = {
        lang: re.findall(r"^# .*[(（](\d+)(?: minutes|分钟)", prose(name, lang), re.MULTILINE)
        for lang in ("en", "zh")
    }
    assert (
        headings["en"]
        == headings["zh"]
        == [str(number) for number in minutes.stated(files_of(name)).values()]
    )


@each
def test_every_part_is_tried_and_every_question_marked_once(name):
    assignment, rubric = find_assignment(name), files_of(name).rubric
    cells = source_of(name)["cells"]
    graded = {grade_id(cell): about(cell)["points"] for cell in cells if about(cell).get("grade")}
    wanted = {q: sum(part.points for part in parts) for q, parts in assignment.questions.items()}
    assert graded == wanted | {cell: row["points"] for cell, row in rubric.items()}
    text = "\n".join(source(cell) for cell in cells if cell["cell_type"] == "code")
    assert all(text.count(f'try_out("{part.name}"') == 1 for part in assignment.parts)
    assert "{points}" not in "\n".join(source(cell) for cell in cells)


@each
def test_a_rubric_describes_every_level_in_both_languages(name):
    rubric = yaml.safe_load((ROOT / "solutions" / name / "rubric.yaml").read_text(encoding="utf-8"))
    for cell in rubric.values():
        for criterion in cell["criteria"]:
            assert set(criterion["name"]) == {"en", "zh"}
            levels = [level["points"] for level in criterion["levels"]]
            assert levels == sorted(set(levels), reverse=True)
            assert levels[0] == criterion["points"] and levels[-1] == 0
            assert all(level["en"] and CHINESE.search(level["zh"]) for level in criterion["levels"])


@each
@each_language
def test_an_edition_holds_every_graded_cell_and_one_language(name, lang):
    edition = released(name, lang)
    wanted = [grade_id(cell) for cell in source_of(name)["cells"] if grade_id(cell)]
    assert [grade_id(cell) for cell in edition["cells"] if grade_id(cell)] == wanted
    other = "lang-en" if lang == "zh" else "lang-zh"
    assert not [cell["id"] for cell in edition["cells"] if other in cell["metadata"].get("tags", [])]
    code = "\n".join(source(cell) for cell in edition["cells"] if cell["cell_type"] == "code")
    assert not re.search(r"# (en|zh): ", code)
    assert bool(CHINESE.search(code.replace("# YOUR CODE HERE 在此编写代码", ""))) == (lang == "zh")


@each
def test_both_editions_have_the_same_checksums(name):
    """Else nbgrader would take an unanswered written cell of one of them for an answer."""
    english, chinese = (
        {
            grade_id(cell): about(cell).get("checksum")
            for cell in released(name, lang)["cells"]
            if about(cell).get("grade")
        }
        for lang in ("en", "zh")
    )
    assert english == chinese


@pytest.mark.notebook
@pytest.mark.parametrize(
    ("name", "made", "lang"),
    [
        *slow_after(1, [(name, solved, "zh") for name in CHEAP_FIRST]),
        *thorough_after(2, [(name, released, "en") for name in CHEAP_FIRST]),
    ],
)
def test_an_edition_runs_to_its_end_without_network_or_warning(name, lang, made, tmp_path, monkeypatch):
    for key, value in offline(tmp_path, lang).items():
        monkeypatch.setenv(key, value)
    notebook = nbformat.reads(to_bytes(made(name, lang)).decode(), as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert [
        output["ename"] for cell in notebook.cells for output in cell.get("outputs", []) if "ename" in output
    ] == []
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    assert len(nbformat.writes(notebook).encode()) < MOST_BYTES
    said = "".join(output.get("text", "") for output in outputs)
    praise = said.count("✓ ")
    checked = sum(source(cell).count('try_out("') for cell in notebook.cells)
    parts = len(find_assignment(name).parts)
    # Each part once by try_out and once by check_all at the end of its question.
    assert checked == parts
    assert praise == (2 * parts if made is solved else 0)


def test_the_page_of_the_curriculum_is_up_to_date():
    page = (ROOT / "docs" / "curriculum.md").read_text(encoding="utf-8")
    assert page == coverage.as_markdown(coverage.coverage()), (
        "kefu curriculum --markdown > docs/curriculum.md"
    )


def test_the_curriculum_names_what_is_missing(tmp_path):
    done = kefu("curriculum", "--json", cwd=tmp_path)
    found = json.loads(done.out)
    assert done.code == 0
    assert set(found["not_taught"]) == {c for c, row in found["concepts"].items() if not row["taught"]}
    assert set(found["not_graded"]) == {c for c, row in found["concepts"].items() if not row["graded"]}
    assert {"assignment": "service_measures", "cell": "q6", "by": "machine"} in found["concepts"]["SVC-08"][
        "graded"
    ]
    assert "01_a_year_at_the_firm" in found["concepts"]["SVC-03"]["taught"]
    assert found["not_taught"] == [], "every concept of the course has a lesson"
    assert found["concepts"]["CRM-20"] == {
        "title": {"en": "Business process and its re-engineering", "zh": "业务流程与流程再造"},
        "taught": {"07_choosing_a_crm": ["process", "process-why"]},
        "graded": [],
    }


def test_a_cell_that_cites_no_concept_of_the_course_is_refused(monkeypatch):
    monkeypatch.setattr(coverage, "_lessons", lambda: [("lesson", "cell", ["SVC-99"])])
    with pytest.raises(ValueError, match="SVC-99"):
        coverage.coverage()


def test_concepts_have_title_and_words_in_both_languages():
    for concept in coverage.load_concepts().values():
        assert concept.title["en"] and concept.about["en"].endswith((".", "?"))
        assert CHINESE.search(concept.title["zh"] + concept.about["zh"])
