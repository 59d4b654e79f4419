"""No submission gains, harms, or stops anything: each attack is marked as `kefu mark` marks it, with the sandbox."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from pathlib import Path

import pytest

from sim.base.files import write_atomic
from sim.course.course_folder import SECRET
from sim.marking.batch import examining
from sim.marking.batch.feedback import render
from sim.marking.batch.results import MARKED
from sim.marking.sandbox import bubblewrap, start
from sim.workspace.notebooks import grade_id, to_bytes
from tests.attacks import on_others
from tests.attacks.attack import ALL, FEW, FEW_SECONDS, NAME
from tests.attacks.every import ATTACKS
from tests.conftest import need_bubblewrap
from tests.support.parameters import thorough_after
from tools.course import Course, released, solved

STUDENT = "attacker"
OFTEN = ATTACKS[1::3]
"""What CI tries; some of the others take the whole time that a submission has."""
TRIED = thorough_after(len(OFTEN), [*OFTEN, *(attack for attack in ATTACKS if attack not in OFTEN)])


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    need_bubblewrap()
    made = Course(tmp_path_factory.mktemp("course"))
    write_atomic(made.folder / SECRET, "the-secret-of-this-course")
    (made.folder / "gradebook.db").write_bytes(b"marks")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOKEN", "of-the-teacher")
        patch.setattr(examining, "LIMITS", FEW)
        patch.setattr("sim.marking.submission.CELL_SECONDS", FEW_SECONDS)
        # All attacks have the same student's data, worked out once.
        patch.setattr(examining, "marker_of", functools.cache(examining.marker_of))
        examining.marker_of(made.folder, NAME, "kefu", STUDENT)
        made.notebooks = released(NAME, "en"), solved(NAME, "en")
        yield made
    start.close_nursery()


def examine(course, attack):
    notebook = attack.notebook(*course.notebooks)
    content = json.dumps(notebook).encode()
    return examining.examine(examining.Job(course.folder, NAME, "kefu", STUDENT, "key", content))


def total(result):
    return sum(points or 0.0 for points in result.points.values())


def test_there_are_enough_attacks():
    assert len(ATTACKS) >= 95
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.parametrize("attack", TRIED, ids=lambda attack: attack.name)
def test_an_attack_gains_nothing_and_its_end_is_told(course, attack):
    before = fingerprints(course)
    result = examine(course, attack)
    assert result.status == MARKED, result.reason
    assert total(result) == pytest.approx(attack.points), result.points
    assert attack.note in " ".join(result.notes), result.notes
    assert fingerprints(course) == before, "something was changed"
    notebook = json.dumps(result.notebook)
    page = render(result, [], closed=True)
    assert len(notebook) < 1_500_000 and len(page) < 300_000
    for text in (notebook, page):
        for secret in ("of-the-teacher", "the-secret-of-this-course", "### BEGIN SOLUTION"):
            assert secret not in text
    if attack.aim == "secrets":
        shown = "".join(text for cell in result.notebook["cells"] for text in texts(cell))
        assert "TAKEN" not in shown + page.split("</header>")[1]
    if attack.aim == "browser":
        harmless(result.notebook)


def texts(cell):
    """What a cell shows, without its source."""
    for output in cell.get("outputs", ()):
        yield output.get("text", "")
        yield from map(str, output.get("data", {}).values())


def harmless(notebook):
    """What formgrader makes of it holds no tag, link or picture of the student's."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown" and grade_id(cell):
            assert not re.search(
                r"<[a-zA-Z/!]|\]\((?!attachment:)|\]:|mermaid|\\href|\\require", cell["source"]
            ), cell["source"]
            assert "svg" not in json.dumps(cell.get("attachments", {}))
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            assert set(data) <= {"text/plain", "text/html", "image/png"}
            html = data.get("text/html", "")
            assert not re.search(r"<(script|img|svg|iframe|a|style|object)|\son\w+=|style=", html), html


def fingerprints(course):
    """A hash of everything that no submission may change: the course folder, the package, a setting of the system."""
    digest = hashlib.sha256(Path("/proc/sys/kernel/hostname").read_bytes())
    package = sorted(bubblewrap.PACKAGE.rglob("*.py"))
    inside = sorted(p for p in course.folder.rglob("*") if p.is_file() and f"{STUDENT}.json" != p.name)
    for path in [*package, *inside]:
        digest.update(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}".encode())
    return digest.hexdigest(), on_others.UNPICKLED.exists()


@pytest.mark.slow
def test_honest_work_after_all_of_that_gets_its_marks(course):
    from tests.attacks.attack import Attack

    assert total(examine(course, Attack("honest", "honest", solved=True))) == ALL
    assert total(examine(course, Attack("empty", "honest"))) == 0


@pytest.mark.slow
def test_files_of_every_kind_are_marked_or_named(course):
    from sim.marking.batch.plan import make_plan
    from tests.attacks.files import FILES

    for student, file in FILES.items():
        folder = course.folder / "submitted" / student / NAME
        folder.mkdir(parents=True)
        file.put(folder, to_bytes(course.notebooks[1]))
    jobs = {job.student: job for job in make_plan(course.folder, NAME).jobs}
    assert set(jobs) == set(FILES)
    unusable = {name: file for name, file in FILES.items() if file.points is None}
    for student, file in unusable.items():
        result = examining.examine(jobs[student])
        assert (result.status, result.points) == ("no notebook", {}) and file.note in result.reason, student
    assert total(examining.examine(jobs["beside"])) == FILES["beside"].points
    for student in ("bom", "renamed", "old"):
        assert not jobs[student].problem and FILES[student].note in " ".join(jobs[student].notes)
