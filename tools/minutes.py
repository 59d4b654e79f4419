"""How long each part of an assignment takes a novice: python -m tools.minutes [ASSIGNMENT ...]."""

from __future__ import annotations

import sys

from sim.course.authoring.minutes import counted, stated
from sim.course.authoring.release import sources
from sim.course.authoring.source import Source
from tests.support.notebooks import ROOT

if __name__ == "__main__":
    for assignment in sys.argv[1:] or sources(ROOT):
        source = Source(ROOT, assignment)
        minutes = counted(source)
        shown = {part: round(value, 1) for part, value in minutes.items()}
        print(assignment, shown, "stated", stated(source))
        print(f"together {sum(minutes.values()):.0f}")
