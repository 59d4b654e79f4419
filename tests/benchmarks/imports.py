"""Time to import sim against importing what it stands on (SimPy, pandas, pydantic), interleaved.

python -m tests.benchmarks.imports [--rounds R]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys

_CLOCK = "from time import process_time as t; a = t(); {imports}; print(t() - a)"


def main() -> None:
    """Print both medians, and the ratio as the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    rounds = parser.parse_args().rounds
    ours, base = [], []
    for _ in range(rounds):
        ours.append(_seconds("import sim"))
        base.append(_seconds("import simpy, pandas, pydantic"))
    print(
        f"sim {statistics.median(ours):.3f} s CPU, simpy + pandas + pydantic {statistics.median(base):.3f} s CPU"
    )
    print(f"ratio {statistics.median(a / b for a, b in zip(ours, base, strict=True)):.2f}")


def _seconds(imports: str) -> float:
    code = _CLOCK.format(imports=imports)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    return float(done.stdout)


if __name__ == "__main__":
    main()
