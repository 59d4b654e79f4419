"""The lines to try are those of the scenarios, and what the page shows of them is what the command prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.typed_lines.__main__ import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_the_page_shows_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    main()
    table = capsys.readouterr().out.split("\n\n")[0]
    assert table in (ROOT / "docs" / "roleplay.md").read_text(encoding="utf-8")
