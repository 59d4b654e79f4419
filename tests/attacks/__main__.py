"""The table of attacks in `docs/marking.md` and its Chinese twin.

python -m tests.attacks kefu    marks every attack with `kefu mark`'s examiner, and keeps what came of it (five minutes)
python -m tests.attacks stock   does so with `nbgrader autograde`, in a sandbox; goes on where it was stopped (an hour)
python -m tests.attacks table   writes the table of both
"""

from __future__ import annotations

import functools
import json
import sys
import tempfile
from pathlib import Path

from sim.marking import submission
from sim.marking.batch import examining
from sim.marking.sandbox import start
from tests.attacks import stock
from tests.attacks.attack import FEW, FEW_SECONDS, NAME
from tests.attacks.chinese import NAMES
from tests.attacks.every import ATTACKS
from tests.support.notebooks import ROOT
from tools.course import Course, released, solved

AIMS = {
    "marks": ("points", "分数"),
    "others": ("other students' work", "其他同学的作业"),
    "secrets": ("secrets", "机密"),
    "machine": ("the marking itself", "批改过程本身"),
    "browser": ("the teacher's browser", "教师的浏览器"),
    "honest": ("nothing: honest work", "无：正常作业"),
}
PAGES = {"docs/marking.md": 0, "docs/marking.zh.md": 1}
KEPT = Path(__file__).with_name("kefu.json")
BEGIN, END = "<!-- attacks:start -->", "<!-- attacks:end -->"


def main() -> int:
    """Do what the word says."""
    words = sys.argv[1:]
    if words == ["kefu"]:
        text = json.dumps(_with_kefu(), indent=1, ensure_ascii=False)
        KEPT.write_text(text + "\n", encoding="utf-8")
    elif words == ["table"]:
        _table()
    elif words == ["stock"]:
        stock.run_all(ATTACKS)
    else:
        print("usage: python -m tests.attacks kefu|stock|table", file=sys.stderr)
        return 2
    return 0


def _table() -> None:
    found = json.loads(KEPT.read_text(encoding="utf-8"))
    by_nbgrader = json.loads(stock.KEPT.read_text(encoding="utf-8")) if stock.KEPT.is_file() else {}
    for page, lang in PAGES.items():
        path = ROOT / page
        text = path.read_text(encoding="utf-8")
        head, rest = text.split(BEGIN)
        table = "\n".join(_rows(found, by_nbgrader, lang))
        path.write_text(f"{head}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}", encoding="utf-8", newline="\n")


def _rows(found: dict[str, tuple[float, str]], by_nbgrader: dict[str, str], lang: int) -> list[str]:
    heads = (
        (
            "submission",
            "what it wants",
            "due",
            "`kefu mark`: points",
            "what the teacher is told",
            "`nbgrader autograde`",
        ),
        ("提交内容", "目的", "应得", "`kefu mark`：得分", "教师看到的提示", "`nbgrader autograde`"),
    )[lang]
    rows = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    names = NAMES if lang else [attack.name for attack in ATTACKS]
    for name, attack in zip(names, ATTACKS, strict=True):
        points, notes = found[attack.name]
        cells = (
            name,
            AIMS[attack.aim][lang],
            f"{attack.points:g}",
            f"{points:g}",
            notes,
            by_nbgrader.get(attack.name, "–"),
        )
        rows.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return rows


def _with_kefu() -> dict[str, tuple[float, str]]:
    """Name of an attack -> points, and the first note for the teacher."""
    notebooks = released(NAME, "en"), solved(NAME, "en")
    found = {}
    examining.marker_of = functools.cache(examining.marker_of)  # all have the same student's data
    examining.LIMITS = FEW
    submission.CELL_SECONDS = FEW_SECONDS
    with tempfile.TemporaryDirectory() as folder:
        course = Course(Path(folder))
        for attack in ATTACKS:
            content = json.dumps(attack.notebook(*notebooks)).encode()
            job = examining.Job(course.folder, NAME, "kefu", "attacker", "key", content)
            result = examining.examine(job)
            notes = "; ".join(result.notes[:2])[:120]
            found[attack.name] = sum(points or 0.0 for points in result.points.values()), notes
            print(attack.name, found[attack.name], flush=True)
    start.close_nursery()
    return found


if __name__ == "__main__":
    raise SystemExit(main())
