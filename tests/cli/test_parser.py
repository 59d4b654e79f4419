"""Words and options of a command may stand in any order."""

import pytest

from sim.cli import main
from sim.cli.parser import Parser
from sim.course.authoring import release


@pytest.mark.parametrize("words", ["check --fast ID", "check ID --fast", "--fast check ID"])
def test_a_flag_may_stand_between_words(words: str) -> None:
    parser = Parser("assignment", "")
    parser.word("DO", "")
    parser.word("ID", "")
    parser.flag("--fast", "")
    values = parser.parse(words.split())
    assert (values.do, values.id, values.fast) == ("check", "ID", True)


def test_a_folder_without_its_option_is_told_the_option(capsys) -> None:
    assert main(["start", "my-folder"]) == 2
    assert "A folder is named after --dir: kefu start --dir my-folder" in capsys.readouterr().err
    assert main(["cases", "corner", "more"]) == 2
    assert "--dir" not in capsys.readouterr().err


def test_a_folder_that_is_no_course_is_told_where_to_go(tmp_path, capsys) -> None:
    assert main(["release", "--dir", str(tmp_path)]) == 2
    assert "a clone of Kefu, or name it after --dir." in capsys.readouterr().err
    (tmp_path / "nbgrader_config.py").write_text("", encoding="utf-8")
    for words in (["release"], ["mark"]):
        assert main([*words, "--dir", str(tmp_path)]) == 2
        assert "solutions holds no assignment" in capsys.readouterr().err


def test_a_release_says_where_it_is_and_that_it_is_done(tmp_path, capsys, monkeypatch) -> None:
    faults: list[str] = []
    (tmp_path / "roster.csv").write_text("student\nli01\n", encoding="utf-8")
    monkeypatch.setattr(release, "select", lambda root, name: ["one", "two"])
    monkeypatch.setattr(release, "release", lambda root, names: [f"exercises/en/{names[0]}"])
    monkeypatch.setattr(release, "try_roster", lambda root, name: list(faults))
    assert main(["release", "--dir", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1 of 2: one, ") and lines[-1] == "Done: 2 assignments are released."
    assert lines[1:3] == ["  exercises/en/one", "  Trying every student of roster.csv ..."]
    faults.append("li01: no fair year")
    with pytest.raises(SystemExit, match="1"):
        main(["release", "--dir", str(tmp_path)])
    assert capsys.readouterr().out.splitlines()[-1].startswith("Released, but there are 2 faults")


def test_where_kefu_is_not_found_the_help_says_what_to_write(monkeypatch, capsys) -> None:
    assert main(["--help"]) == 0
    assert "This terminal" not in capsys.readouterr().out
    monkeypatch.setenv("PATH", "")
    assert main(["submit", "--help"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("This terminal does not find `kefu`: write `") and "-m sim` in its place" in last
