"""The nine markets of lesson 3, part 5: sim/course/lessons/three_teams.json.

python -m tools.three_teams update  simulates them (a minute) and writes the file
python -m tools.three_teams check   says whether it still shows them
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sim.course.lessons.three_teams import FILE, MARKETS, TEAMS, run_teams
from tools.drift import update_or_check

ROOT = Path(__file__).resolve().parent.parent


def content() -> str:
    """The file: team -> for each market the points of share gained, by half year."""
    gains = [run_teams(number)[1] for number in range(MARKETS)]
    rows = {team: [[round(float(v), 4) for v in one.loc[team]] for one in gains] for team in TEAMS}
    return json.dumps(rows, indent=1) + "\n"


if __name__ == "__main__":
    sys.exit(update_or_check("tools.three_teams", {ROOT / FILE: content()}))
