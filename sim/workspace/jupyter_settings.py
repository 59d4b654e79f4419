"""JupyterLab's and Notebook 7's settings in a working copy: its language, no questions about news, full names.

They are defaults for the JupyterLab that `kefu start` opens, in a folder of the working copy that Jupyter searches for
configuration. A user's own settings in JupyterLab stay in force, and other JupyterLabs do not see these.
"""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.files import atomic_folder
from sim.base.i18n import LANGUAGES

FOLDER = ".jupyter"
"""In the working copy. File browsers do not show names that begin with a dot."""
DEFAULTS = Path("labconfig", "default_setting_overrides.json")
LANGUAGE_PACK = "jupyterlab_language_pack_{locale}"
SEARCHED = "JUPYTER_CONFIG_PATH"
WORKSPACES = "JUPYTERLAB_WORKSPACES_DIR"
LAYOUT = Path("workspaces", "default-37a8.jupyterlab-workspace")
"""Where JupyterLab keeps what was open and how wide it was; the number is its own, made of the name."""
WIDTH_OF_FILES = 0.25
"""Of the window: names of 35 letters are whole at 1366 pixels. JupyterLab's own width is 250 pixels."""


def jupyter_environment(folder: Path, lang: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment in which Jupyter uses the settings of the working copy in `folder`, which are written first.

    If the folder cannot be written to, the notebooks open all the same, with Jupyter's own settings.
    """
    place = folder.resolve() / FOLDER
    try:
        _write(place / DEFAULTS, jupyter_settings(lang))
        if not (place / LAYOUT).exists():  # from then on the file belongs to JupyterLab
            _write(place / LAYOUT, _layout())
    except InputError:
        return dict(environment)
    searched = [str(place), *filter(None, [environment.get(SEARCHED)])]
    return {WORKSPACES: str(place / LAYOUT.parent), **environment, SEARCHED: os.pathsep.join(searched)}


def _write(path: Path, content: dict[str, Any]) -> None:
    with atomic_folder(path.parent) as work:
        text = json.dumps(content, indent=1, sort_keys=True) + "\n"
        (work / path.name).write_text(text, encoding="utf-8", newline="\n")


def _layout() -> dict[str, Any]:
    """The files on the left, wide enough for their names, and nothing open."""
    left = {"collapsed": False, "visible": True, "current": "filebrowser", "widgets": ["filebrowser"]}
    layout = {"left": left, "relativeSizes": [WIDTH_OF_FILES, 1 - WIDTH_OF_FILES, 0]}
    return {"data": {"layout-restorer:data": layout}, "metadata": {"id": "default"}}


def jupyter_settings(lang: str) -> dict[str, dict[str, Any]]:
    """Settings by Jupyter's plugin; those of the language only if its language pack is installed."""
    locale = LANGUAGES[lang]
    known = locale is None or importlib.util.find_spec(LANGUAGE_PACK.format(locale=locale)) is not None
    settings: dict[str, dict[str, Any]] = {
        # Neither JupyterLab's news nor its versions are fetched; "none" would ask in a window over the notebook.
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        # No column of times, which takes space from the names; lessons and exercises before other files.
        "@jupyterlab/filebrowser-extension:browser": {
            "showLastModifiedColumn": False,
            "sortNotebooksFirst": True,
        },
    }
    if known:
        settings["@jupyterlab/translation-extension:plugin"] = {"locale": locale or "en"}
    return settings
