"""The index: what is there without a kernel, that nothing a student wrote in it is lost, the glossary."""

from __future__ import annotations

import json
import re

import nbformat
import pytest

from sim.base.i18n import using
from sim.cli import main
from sim.course.curriculum.coverage import load_concepts
from sim.course.guide.glossary import load_terms
from sim.course.guide.index import write_index
from sim.workspace.handed_out import lessons
from sim.workspace.working_copy import update_working_copy

SETTINGS = """id = "autumn"
title = "Service *2026*"
hand_in = "Moodle"
[deadlines]
service_measures = 2026-10-12T18:00:00
"""


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A working copy as `kefu start` makes it, with a course."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "course.toml").write_text(SETTINGS, encoding="utf-8")
    assert (
        main(["start", "--no-browser", "--student", "li01", "--course", "course.toml", "--lang", "en"]) == 0
    )
    return tmp_path / "kefu-work"


def read(copy) -> dict:
    return json.loads((copy / "index.ipynb").read_bytes())


def shown(copy) -> str:
    """Everything that is seen of the index without a kernel."""
    texts = []
    for cell in read(copy)["cells"]:
        texts.append(cell["source"] if cell["cell_type"] == "markdown" else "")
        texts += [output["data"]["text/markdown"] for output in cell.get("outputs", ())]
    return "\n".join(texts)


def test_without_a_kernel_it_shows_lessons_assignments_deadline_and_place(copy):
    nbformat.validate(nbformat.read(copy / "index.ipynb", as_version=4))
    text = shown(copy)
    for name in lessons("en"):
        assert f"]({name})" in text
    assert "2026-10-12 18:00" in text and "Hand in here: Moodle" in text
    assert "Next step:" in text and "li01 · Service \\*2026\\*" in text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_glossary_has_every_concept_and_term_in_both_languages(copy, lang):
    with using(lang):
        update_working_copy(copy, lang)
        write_index(copy)
    text = shown(copy)
    for concept in load_concepts().values():
        assert f"{concept.title['en']} |" in text and f"{concept.title['zh']} |" in text
        assert concept.about[lang] in text
    for term in load_terms():
        assert f"| {term.en} |" in text and f"| {term.zh} |" in text
    assert "张订单" not in text  # a rule of style


def test_in_the_chinese_edition_all_prose_is_chinese(copy):
    with using("zh"):
        update_working_copy(copy, "zh")
        write_index(copy)
    text = shown(copy).split("###")  # without the English column of the glossary
    prose = re.sub(
        r"\]\([^)]*\)|Service \\\*2026\\\*|Service \*2026\*|Moodle|Ctrl \+ \w|Shift \+ Enter",
        "",
        "".join(text[:3]),
    )
    assert not re.findall(r"(?<![\w.-])(?!li01|zip|service_measures|Python)[A-Za-z]{3,}", prose)


def test_a_second_start_changes_no_byte(copy):
    before = (copy / "index.ipynb").read_bytes()
    assert write_index(copy) is None and (copy / "index.ipynb").read_bytes() == before


def test_an_index_that_was_only_run_is_replaced(copy):
    book = read(copy)
    book["cells"][1] |= {"execution_count": 3, "outputs": []}
    (copy / "index.ipynb").write_text(json.dumps(book), encoding="utf-8")
    assert write_index(copy) is None
    assert "Next step:" in shown(copy) and not list(copy.glob("index-*.ipynb"))


@pytest.mark.parametrize("spoil", ["note", "no notebook"])
def test_what_a_student_wrote_in_it_is_kept(copy, spoil, monkeypatch, capsys):
    book = read(copy)
    book["cells"][0]["source"] += "\nMy note."
    text = json.dumps(book) if spoil == "note" else "My note."
    (copy / "index.ipynb").write_text(text, encoding="utf-8")
    monkeypatch.chdir(copy)
    assert main(["start", "--no-browser"]) == 0
    assert "index-1.ipynb" in capsys.readouterr().out
    assert (copy / "index-1.ipynb").read_text(encoding="utf-8") == text and "My note" not in shown(copy)
    (copy / "index.ipynb").write_text("again", encoding="utf-8")
    kept = write_index(copy)
    assert kept is not None and kept.name == "index-2.ipynb" and (copy / "index-1.ipynb").exists()


def test_start_opens_it(copy):
    assert update_working_copy(copy, "en").first == copy / "index.ipynb"
