"""Words and options of a command may stand in any order."""

import pytest

from sim.cli import main
from sim.cli.parser import Parser


@pytest.mark.parametrize("words", ["check --fast ID", "check ID --fast", "--fast check ID"])
def test_a_flag_may_stand_between_words(words: str) -> None:
    parser = Parser("assignment", "")
    parser.word("DO", "")
    parser.word("ID", "")
    parser.flag("--fast", "")
    values = parser.parse(words.split())
    assert (values.do, values.id, values.fast) == ("check", "ID", True)


def test_where_kefu_is_not_found_the_help_says_what_to_write(monkeypatch, capsys) -> None:
    assert main(["--help"]) == 0
    assert "This terminal" not in capsys.readouterr().out
    monkeypatch.setenv("PATH", "")
    assert main(["submit", "--help"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("This terminal does not find `kefu`: write `") and "-m sim` in its place" in last
