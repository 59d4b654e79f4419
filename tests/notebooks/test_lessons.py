"""Lessons: both languages complete, executed through a real kernel without network, small when saved."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from itertools import pairwise

import nbformat
import pytest
from nbclient import NotebookClient

from sim.course.assignment import assignment_ids
from sim.workspace.notebooks import edition, to_bytes
from tests.support.notebooks import MOST_BYTES, SOURCES, offline, read, source
from tests.support.parameters import slow_after, thorough_after

ALLOWED = {"pandas", "sim"}
CHINESE = re.compile("[\u4e00-\u9fff]")
MOST_LINES = 4
"""Lines of a code cell besides comments and imports: a lesson is for people who look."""
WITHOUT_COMMENT = re.compile(r"(?:predict|reflect|reveal|plots\.\w+)\(.*\)")
"""A call that says itself what it does, or stands below a text that does."""
LEAST_PICTURES = {
    "00_python_for_this_course": 0,
    "01_a_year_at_the_firm": 15,
    "02_why_customers_leave": 7,
    "03_who_knows_the_customer": 6,
    "04_what_do_they_need": 2,
    "05_what_is_a_customer_worth": 3,
    "06_an_evening_for_customers": 5,
    "07_choosing_a_crm": 7,
    "08_listening_and_keeping": 5,
    "09_which_service_for_whom": 4,
}
REMARKS = ("Kernel is running over TCP without encryption", "resource_tracker", "  warnings.warn(")
"""What is no remark on a lesson: ipykernel's on itself, and joblib's when the test ends the kernel with its idle processes."""

pytestmark = pytest.mark.notebook
each_source = pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
each_language = pytest.mark.parametrize("lang", ["en", "zh"])
FIRST = 3
"""Lessons that run in a kernel in both languages. Of a later one the English cells run in its own tests, without a kernel."""
IN_A_KERNEL = [
    *slow_after(1, [(path, "en") for path in SOURCES[:FIRST]] + [(path, "zh") for path in SOURCES]),
    *thorough_after(0, [(path, "en") for path in SOURCES[FIRST:]]),
]


def lang_of(cell) -> str | None:
    tags = cell["metadata"].get("tags", [])
    return next((tag.removeprefix("lang-") for tag in tags if tag.startswith("lang-")), None)


def test_there_are_lessons():
    assert SOURCES


@each_source
def test_the_file_is_valid_normal_and_without_outputs(path):
    notebook = read(path)
    nbformat.validate(nbformat.from_dict(notebook))
    assert path.read_bytes() == to_bytes(notebook)
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(ids) == len(set(ids))
    for cell in notebook["cells"]:
        assert not cell.get("outputs") and cell.get("execution_count") is None


@each_source
def test_prose_stands_in_both_languages_at_the_same_place(path):
    cells = read(path)["cells"]
    prose = [cell for cell in cells if cell["cell_type"] == "markdown"]
    assert [lang_of(cell) for cell in prose] == ["en", "zh"] * (len(prose) // 2)
    for one, two in pairwise(cells):
        if lang_of(one) == "en":
            assert lang_of(two) == "zh"
            assert one["id"].removesuffix("-en") == two["id"].removesuffix("-zh")
            assert one["metadata"].get("kefu") == two["metadata"].get("kefu")
            assert source(one).count("\n\n") == source(two).count("\n\n"), one["id"]


@each_source
def test_code_in_both_languages_differs_in_what_is_shown_and_nowhere_else(path):
    """Where names are given that stand in tables and legends, a cell stands there once in each language."""
    cells = [cell for cell in read(path)["cells"] if cell["cell_type"] == "code"]
    tagged = [cell for cell in cells if lang_of(cell)]
    assert [lang_of(cell) for cell in tagged] == ["en", "zh"] * (len(tagged) // 2)
    for one, two in zip(tagged[::2], tagged[1::2], strict=True):
        assert cells.index(two) == cells.index(one) + 1
        assert one["id"].removesuffix("-en") == two["id"].removesuffix("-zh")
        assert without_texts(source(one)) == without_texts(source(two)), one["id"]
        assert CHINESE.search(source(two)) and not CHINESE.search(source(one))


def without_texts(code: str) -> str:
    """Code with every text in it replaced by the same one."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


@each_source
def test_the_last_cell_leads_on(path):
    """To the next lesson, or to the assignment for which it is needed."""
    for cell in read(path)["cells"][-2:]:
        links = re.findall(r"\]\((\w+)\.ipynb\)", source(cell))
        assert links, cell["id"]
        following = [one.stem for one in SOURCES if one.stem > path.stem][:1]
        assert links[0] in (*following, *assignment_ids())


@each_source
def test_metadata_say_what_the_lesson_is_for(path):
    notebook = read(path)
    about = notebook["metadata"]["kefu"]
    assert set(about) == {"title", "aims", "minutes", "concepts"}
    assert set(about["title"]) == set(about["aims"]) == {"en", "zh"}
    assert len(about["aims"]["en"]) == len(about["aims"]["zh"]) > 0
    taught = {c for cell in notebook["cells"] for c in cell["metadata"].get("kefu", {}).get("concepts", [])}
    assert about["concepts"] == sorted(taught)
    assert all(re.fullmatch(r"[A-Z]+-\d\d", concept) for concept in taught)


@each_source
def test_code_is_short_commented_and_imports_little(path):
    for cell in read(path)["cells"]:
        if cell["cell_type"] != "code":
            continue
        text = source(cell)
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        comments = [line for line in lines if line.startswith("# ")]
        code = [line for line in lines if line not in comments and not line.startswith(("import ", "from "))]
        assert len(code) <= MOST_LINES + ("def " in text), cell[
            "id"
        ]  # what is done with a function stands below it
        if not comments:
            assert WITHOUT_COMMENT.fullmatch(text), cell["id"]
        elif lang_of(cell) is None:
            assert [line[:6] for line in comments] == ["# en: ", "# zh: "], cell["id"]
        for node in ast.walk(ast.parse(text)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {name.split(".")[0] for name in names} <= ALLOWED, cell["id"]
            assert not (isinstance(node, ast.Name) and node.id == "input"), cell["id"]


@each_source
@each_language
def test_an_edition_speaks_one_language(path, lang):
    for cell in edition(read(path), lang)["cells"]:
        text = source(cell)
        comments = [line for line in text.splitlines() if line.startswith("# ")]
        if cell["cell_type"] == "markdown":
            assert bool(CHINESE.search(text)) == (lang == "zh"), cell["id"]
        elif comments:
            assert all(bool(CHINESE.search(line)) == (lang == "zh") for line in comments), cell["id"]
            assert "# en:" not in text and "# zh:" not in text


@pytest.mark.parametrize(("path", "lang"), IN_A_KERNEL, ids=lambda value: getattr(value, "stem", value))
def test_the_lesson_runs_without_network_or_warning(path, lang, tmp_path, monkeypatch):
    for name, value in offline(tmp_path, lang).items():
        monkeypatch.setenv(name, value)
    said = tmp_path / "stderr.txt"
    notebook = nbformat.reads(to_bytes(edition(read(path), lang)).decode(), as_version=4)
    with said.open("wb") as stderr:
        client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}})
        client.execute(stderr=stderr)  # raises if a cell fails
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    lines = said.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not any(remark in line for remark in REMARKS)] == []
    pictures = [output for output in outputs if "application/vnd.plotly.v1+json" in output.get("data", {})]
    assert len(pictures) >= LEAST_PICTURES[path.stem]
    assert all(set(output["data"]) == {"application/vnd.plotly.v1+json"} for output in pictures)
    assert len(nbformat.writes(notebook).encode()) < MOST_BYTES


def test_the_kernel_of_these_tests_reaches_no_network(tmp_path):
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=offline(tmp_path, "en"), capture_output=True, encoding="utf-8"
    )
    assert "no network in a lesson" in done.stderr
