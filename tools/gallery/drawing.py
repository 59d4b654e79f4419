"""Runs the code of the gallery, and draws its figures with the Chromium of this machine."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sim.base.i18n import LANGUAGES, using
from tools.gallery.entries import SECTIONS, in_language

WIDTH = 880
"""Pixels: as wide as a picture is in JupyterLab on a screen of 1366."""
COLOURS = 64
"""Colours of a PNG: enough for letters with soft edges, and a third of the size."""
_DRAW = """async figure => {
  const box = document.createElement("div");
  box.style.width = "WIDTHpx";
  document.body.appendChild(box);
  await Plotly.newPlot(box, figure.data, figure.layout);
  const size = {format: "png", width: WIDTH, height: figure.layout.height, scale: 1};
  const image = await Plotly.toImage(box, size);
  box.remove();
  return image;
}"""


def figures() -> Iterator[tuple[str, str, Any]]:
    """Name, language and figure of every entry. What is prepared is shared by the languages as far as their code is equal."""
    shared: dict[str, Any] = {}
    spaces: dict[str, dict[str, Any]] = {lang: {} for lang in LANGUAGES}
    for section in SECTIONS:
        alike = len({in_language(section.prepare, lang) for lang in LANGUAGES}) == 1
        if alike:
            exec(section.prepare, shared)
        for lang in LANGUAGES:
            with using(lang):
                space = shared | spaces[lang]
                if not alike:
                    exec(in_language(section.prepare, lang), space)
                    spaces[lang] = {
                        name: value for name, value in space.items() if shared.get(name) is not value
                    }
                for entry in section.entries:
                    yield entry.name, lang, eval(in_language(entry.code, lang), space)


def fingerprint(figure: Any) -> str:
    """A short text that changes with the figure, but not with the last digits of its numbers."""
    content = figure.svg if hasattr(figure, "svg") else json.dumps(_rounded(json.loads(figure.to_json())))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return {name: _rounded(one) for name, one in value.items()} if isinstance(value, dict) else value


def draw(found: Mapping[str, Any], chromium: str) -> dict[str, bytes]:
    """The figures as PNG, by the same names."""
    from PIL import Image
    from playwright.sync_api import sync_playwright
    from plotly.offline import get_plotlyjs

    images = {}
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]).new_page()
        page.set_content("<body></body>")
        page.add_script_tag(content=get_plotlyjs())
        for name, figure in found.items():
            url = page.evaluate(_DRAW.replace("WIDTH", str(WIDTH)), json.loads(figure.to_json()))
            image = Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))).convert("RGB")
            small = io.BytesIO()
            image.quantize(COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
            images[name] = small.getvalue()
    return images
