"""The pages of the gallery: pictures, what each answers, and the code that draws it."""

from __future__ import annotations

import subprocess
import sys

from tools.gallery.entries import SECTIONS, in_language

_TEXTS = {
    "en": {
        "title": "Gallery",
        "other": "[中文](gallery.zh.md)",
        "head": "Every picture that Kefu draws, with the code that draws it. Drawn by `python -m tools.gallery update`.\n\n"
        "In a notebook, text below each picture says what it shows, and also what lies under the pointer. "
        "Axes begin at 0, or their title says where they begin.",
    },
    "zh": {
        "title": "图例",
        "other": "[English](gallery.md)",
        "head": "Kefu能画的每一种图，以及画图的代码。由`python -m tools.gallery update`生成。\n\n"
        "在笔记本中，每幅图下面都有文字说明；把鼠标移到图上，可以看到具体数值。坐标轴从0开始；不从0开始的，轴标题会写明起点。",
    },
}


def file_name(name: str, lang: str) -> str:
    """The file of a picture, below `docs/`."""
    return f"images/gallery/{name}.{lang}.{'svg' if name == 'causal_map' else 'png'}"


def page(lang: str) -> str:
    """The page in a language."""
    texts = _TEXTS[lang]
    lines = [f"# {texts['title']}", "", texts["other"], "", texts["head"], ""]
    for section in SECTIONS:
        lines += [f"## {section.en if lang == 'en' else section.zh}", ""]
        if section.prepare:
            lines += ["```python", in_language(section.prepare, lang), "```", ""]
        for entry in section.entries:
            question = entry.en if lang == "en" else entry.zh
            lines += [
                f"### {question}",
                "",
                "```python",
                in_language(entry.code, lang),
                "```",
                "",
                f"![{question}]({file_name(entry.name, lang)})",
                "",
            ]
    return _formatted("\n".join(lines).rstrip("\n") + "\n")


def _formatted(text: str) -> str:
    """The page with its Python as ruff writes it, which checks the pages, too."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", "docs/gallery.md", "-"]
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=True)
    return done.stdout
