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
    prints = {name: fingerprint(figure) for name, figure in found.items()}
    pages = {path: page(lang) for lang, path in PAGES.items()}
    known = json.loads(DRAWN.read_text(encoding="utf-8")) if DRAWN.exists() else {}
    old = [name for name in found if known.get(name) != prints[name] or not (DOCS / name).exists()]
    if words == ["update"]:
        _update(found, old, prints, pages)
        return 0
    kept = {path.relative_to(DOCS).as_posix() for path in DRAWN.parent.iterdir()} - {
        DRAWN.relative_to(DOCS).as_posix()
    }
    old += sorted(kept - set(found))
    old += [
        path.name
        for path, text in pages.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    print(*(f"{name} is out of date: python -m tools.gallery update" for name in old), sep="\n", end="")
    return 1 if old else 0


def _update(found: dict[str, Any], old: list[str], prints: dict[str, str], pages: dict[Path, str]) -> None:
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
    DRAWN.write_text(json.dumps(prints, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    print(*(f"drawn: {name}" for name in old), sep="\n")


if __name__ == "__main__":
    assert set(PAGES) == set(LANGUAGES)
    sys.exit(main(sys.argv[1:]))
