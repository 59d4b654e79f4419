"""English as it is written today, in code, docstrings and pages."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.notebooks import ROOT

ARCHAIC = (
    *("amiss", "anew", "dear", "dearer", "dearest", "hitherto", "likelier", "likeliest", "oftener"),
    *("reckon", "reckoned", "reckoning", "reckons", "rubbish", "thereof", "whence", "whoever"),
)
# Parts of a name with underscores are words too.
WORD = re.compile(rf"(?<![a-z])({'|'.join(ARCHAIC)})(?![a-z])", re.IGNORECASE)
PATTERNS = (
    *("sim/**/*.py", "tests/**/*.py", "tools/**/*.py", "tools/**/*.yaml", "docs/*.md", "README.md"),
    *("sim/**/*.yaml", "solutions/**/*.yaml", "solutions/**/*.ipynb", "notebooks/*.ipynb"),
)


def archaic(text: str) -> list[str]:
    """Line number and word, for each archaic word."""
    return [
        f"{number}: {match[0]}"
        for number, line in enumerate(text.splitlines(), start=1)
        for match in WORD.finditer(line)
    ]


def test_no_archaic_word_is_used():
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{line}"
        for pattern in PATTERNS
        for path in sorted(ROOT.glob(pattern))
        if path != Path(__file__)
        for line in archaic(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_words_are_found_in_sentences_and_in_names():
    assert archaic("Whoever comes.\n\ntest_a_dearer_firm") == ["1: Whoever", "3: dearer"]
    assert archaic("a new renewal, rubbishing nothing") == []
    assert archaic("Dear Ms Qin,") == ["1: Dear"]
