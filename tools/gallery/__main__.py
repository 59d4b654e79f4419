"""The gallery in `docs/`.

python -m tools.gallery update  runs the code, draws the pictures that have changed (needs Chromium), and writes both pages
python -m tools.gallery check   runs the code, and says which pictures or pages are out of date (draws nothing)

Pictures are not compared byte by byte, for fonts differ between machines: `docs/images/gallery/figures.json` says of which
figures they were drawn.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.base.i18n import LANGUAGES
from tools.gallery.drawing import draw, figures, fingerprint
from tools.gallery.pages import file_name, page

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
DRAWN = DOCS / "images" / "gallery" / "figures.json"
PAGES = {"en": DOCS / "gallery.md", "zh": DOCS / "gallery.zh.md"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(words: list[str]) -> int:
    """Do what the command line says. Returns the exit code."""
    if words not in (["update"], ["check"]):
        print("usage: python -m tools.gallery update|check", file=sys.stderr)
        return 2
    found = {file_name(name, lang): figure for name, lang, figure in figures()}
    if words == ["update"]:
        _update(found)
        return 0
    old = out_of_date(found)
    print(*(f"{name} is out of date: python -m tools.gallery update" for name in old), sep="\n", end="")
    return 1 if old else 0


def out_of_date(found: Mapping[str, Any]) -> list[str]:
    """Pictures and pages that are not as they should be. found: file name -> figure."""
    kept = {path.relative_to(DOCS).as_posix() for path in DRAWN.parent.iterdir()} - {
        DRAWN.relative_to(DOCS).as_posix()
    }
    pages = [
        path.name
        for lang, path in PAGES.items()
        if not path.exists() or path.read_text(encoding="utf-8") != page(lang)
    ]
    return [*_changed(found), *sorted(kept - set(found)), *pages]


def _changed(found: Mapping[str, Any]) -> list[str]:
    """Pictures that were drawn from another figure, or not at all."""
    known = json.loads(DRAWN.read_text(encoding="utf-8")) if DRAWN.exists() else {}
    return [
        name
        for name, figure in found.items()
        if known.get(name) != fingerprint(figure) or not (DOCS / name).exists()
    ]


def _update(found: Mapping[str, Any]) -> None:
    old = _changed(found)
    DRAWN.parent.mkdir(parents=True, exist_ok=True)
    for path in DRAWN.parent.iterdir():
        if path.relative_to(DOCS).as_posix() not in found and path != DRAWN:
            path.unlink()
    by_plotly = {name: found[name] for name in old if name.endswith(".png")}
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if by_plotly and browser is None:
        sys.exit("There is no Chromium on this machine (Debian: apt-get install chromium fonts-noto-cjk).")
    for name, image in (draw(by_plotly, browser) if by_plotly and browser else {}).items():
        (DOCS / name).write_bytes(image)
    for name in set(old) - set(by_plotly):
        found[name].save(DOCS / name)
    prints = {name: fingerprint(figure) for name, figure in found.items()}
    DRAWN.write_text(json.dumps(prints, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
    for lang, path in PAGES.items():
        path.write_text(page(lang), encoding="utf-8", newline="\n")
    print(*(f"drawn: {name}" for name in old), sep="\n")


if __name__ == "__main__":
    assert set(PAGES) == set(LANGUAGES)
    sys.exit(main(sys.argv[1:]))
