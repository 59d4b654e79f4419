"""Words and options of a command may stand in any order."""

import pytest

from sim.cli.parser import Parser


@pytest.mark.parametrize("words", ["check --fast ID", "check ID --fast", "--fast check ID"])
def test_a_flag_may_stand_between_words(words: str) -> None:
    parser = Parser("assignment", "")
    parser.word("DO", "")
    parser.word("ID", "")
    parser.flag("--fast", "")
    values = parser.parse(words.split())
    assert (values.do, values.id, values.fast) == ("check", "ID", True)
