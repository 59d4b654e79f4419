"""The files of a working copy that hold a notebook in each language.

A notebook keeps the name under which it is handed out. If the student has worked in one language and goes on in another,
the notebooks in the new one get names that end in the language, such as `01_a_year.zh.ipynb`, and nothing is replaced.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from pathlib import Path

from sim.base.i18n import LANGUAGES
from sim.workspace.notebooks import Notebook, edition_language, read_or_none, source


def name_in(name: str, lang: str) -> str:
    """The name of a notebook that lies beside one in another language."""
    return f"{name.removesuffix('.ipynb')}.{lang}.ipynb"


def language_of(path: Path) -> str | None:
    """The language of a notebook; None if there is none, it cannot be understood, or it says nothing of a language."""
    notebook = read_or_none(path)
    try:
        return None if notebook is None else edition_language(notebook)
    except (AttributeError, TypeError):  # metadata of a form that no Jupyter writes
        return None


def file_in(folder: Path, name: str, lang: str) -> Path:
    """The file that holds a notebook in a language, or would hold it."""
    own, apart = folder / name, folder / name_in(name, lang)
    return apart if apart.exists() and language_of(own) != lang else own


def files_of(folder: Path, name: str, lang: str) -> list[Path]:
    """The files of a notebook in all languages that are there, that in `lang` first."""
    langs = [lang, *(other for other in LANGUAGES if other != lang)]
    files = dict.fromkeys(file_in(folder, name, one) for one in langs)
    return [path for path in files if path.exists()]


def relinked(notebook: Notebook, names: Iterable[str], lang: str) -> Notebook:
    """The notebook with links to the notebooks of its own language that lie beside those in another one."""
    new = copy.deepcopy(notebook)
    link = re.compile(r"\]\((?:\./)?(" + "|".join(map(re.escape, names)) + r")(?=[#)])")
    for cell in new["cells"]:
        if cell["cell_type"] == "markdown":
            text = source(cell)
            cell["source"] = link.sub(lambda found: f"]({name_in(found[1], lang)}", text)
    return new
