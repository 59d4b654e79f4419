"""The steps of `kefu collect`: keep the given files, look at all that were ever kept, decide, place, report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sim.base.errors import InputError
from sim.base.files import write_atomic
from sim.base.i18n import _
from sim.base.spreadsheets import BOM, csv_text
from sim.course.course_folder import COLLECTED, is_course_folder
from sim.course.owner import course_of
from sim.course.roster import ROSTER, read_roster
from sim.marking.collecting import refused
from sim.marking.collecting.attempts import Attempt, Unplaced, attempts
from sim.marking.collecting.deciding import Decision, decide
from sim.marking.collecting.identity import People
from sim.marking.collecting.originals import keep, originals
from sim.marking.collecting.placing import Placed, place
from sim.marking.collecting.report import Row, csv_rows, rows
from sim.workspace.course_file import COURSE_FILE, HandingIn, read_course_file

REPORT = "report.csv"


@dataclass(frozen=True)
class Collected:
    """Everything that was found and done; new: how many of the given files were not known yet."""

    new: int
    decisions: tuple[Decision, ...]
    unplaced: tuple[Unplaced, ...]
    placed: Placed
    report: tuple[Row, ...]
    path: Path


def collect(root: Path, given: Sequence[Path], *, timed: bool = False) -> Collected:
    """Collect the given files; without any, look again at those collected before. Collecting twice changes nothing.

    timed: the times of the files that are given are when they were handed in.
    Raises InputError if this is no course folder, nothing was ever collected, or something given cannot be read.
    """
    if not is_course_folder(root) and not (root / COURSE_FILE).is_file():
        text = _("{folder} is not a course folder: go to the folder of your course, or name it with --dir.")
        raise InputError(text.format(folder=root))
    course = read_course_file(root) if (root / COURSE_FILE).is_file() else None
    people = People(read_roster(root) if (root / ROSTER).is_file() else ())
    new = sum(keep(root, path, timed=timed) for path in given)
    if not originals(root):
        raise InputError(_("Nothing was collected yet: name the zip or the folder from the LMS."))
    zone = ZoneInfo((course or HandingIn()).timezone)
    found = [one for original in originals(root) for one in attempts(original, people, course_of(root), zone)]
    decisions = decide((one for one in found if isinstance(one, Attempt)), people, course)
    unplaced = [one for one in found if isinstance(one, Unplaced)]
    placed = place(root, decisions)
    refused.note(root / COLLECTED, decisions)
    report = rows(decisions, unplaced, people, placed.by_hand, zone)
    path = root / COLLECTED / REPORT
    write_atomic(path, BOM + csv_text(csv_rows(report)))
    return Collected(new, tuple(decisions), tuple(unplaced), placed, tuple(report), path)
