"""Show a day at a firm in vidigi (published, for queues in simulations), in an environment of its own: it needs an older plotly.

python -m tools.in_vidigi [CASE] [--day D] [--out FILE]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from sim import run
from sim.measures.event_log import event_log

VIDIGI = "vidigi==2.0.0"
ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "vidigi"


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("case", nargs="?", default="corner")
    parser.add_argument("--day", type=int, default=1)
    parser.add_argument("--out", type=Path, default=FOLDER / "day.html")
    values = parser.parse_args()
    python = environment()
    events = event_log(run(values.case, weeks=values.day // 7 + 1).records, values.day)
    log = FOLDER / "events.csv"
    events.to_csv(log, index=False, encoding="utf-8")
    show = Path(__file__).with_name("show.py")
    subprocess.run([python, show, log, values.out], check=True)
    print(f"{len(events)} events: {values.out}")


def environment() -> Path:
    """The interpreter of the environment, which is made if it is not there."""
    place = FOLDER / "environment"
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    done = place / "installed"
    if not done.exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", VIDIGI], check=True)
        done.touch()
    return python


if __name__ == "__main__":
    main()
