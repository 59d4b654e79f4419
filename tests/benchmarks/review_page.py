"""How long the pages of `kefu review` take with a class.

    python -m tests.benchmarks.review_page [--students 500]

Prints seconds of processor for the first page and for later ones: a list of questions, an answer, a decision.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

from sim.marking.reviewing.desk import Desk
from sim.marking.reviewing.entries import Entry
from tests.marking.reviewing.class_ import NAME, SENTENCE, make_class
from tools.course import quick_folder, released

TIMES = 5


def seconds(act) -> float:
    start = time.process_time()
    act()
    return round(time.process_time() - start, 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=500)
    count = parser.parse_args().students
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        course = make_class(Path(folder), {f"s{n:03d}": f"Answer {n}. " * 40 for n in range(count)})
        notebook = released(NAME, "en")
        for path in (course.folder / "marks" / NAME).glob("*.json"):
            found = json.loads(path.read_bytes())
            found["notebook"] = {**notebook, "cells": found["notebook"]["cells"] + notebook["cells"]}
            path.write_text(json.dumps(found), encoding="utf-8")
        desk = Desk(course.folder, NAME)
        figures = {"first": seconds(desk.progress)}
        figures["list"] = min(seconds(desk.progress) for _n in range(TIMES))
        figures["answer"] = min(seconds(lambda: desk.shown(SENTENCE)) for _n in range(TIMES))
        slug, answer = next(iter(desk.answers.of(SENTENCE).items()))
        entries = [Entry(slug, answer.digest, (0.5, (0.5, 0.25)[n % 2])) for n in range(TIMES)]
        figures["decision"] = min(seconds(lambda one=one: desk.decide(SENTENCE, one)) for one in entries)
    print(json.dumps({"students": count, **figures}))


if __name__ == "__main__":
    main()
