"""How JupyterLab and Notebook 7 look in a working copy: in its language, without a question about news, names in full.

They are defaults of what `kefu start` opens, in a folder of the working copy that Jupyter searches for configuration. What
a user chose in JupyterLab's own settings stays in force, and another JupyterLab does not see them.
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


def jupyter_environment(folder: Path, lang: str, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment in which Jupyter uses the settings of the working copy in `folder`, which are written first.

    A folder that cannot be written to is no reason not to open the notebooks: Jupyter then has its own settings.
    """
    place = folder.resolve() / FOLDER
    try:
        with atomic_folder(place / DEFAULTS.parent) as work:
            text = json.dumps(jupyter_settings(lang), indent=1, sort_keys=True) + "\n"
            (work / DEFAULTS.name).write_text(text, encoding="utf-8", newline="\n")
    except InputError:
        return dict(environment)
    searched = [str(place), *filter(None, [environment.get(SEARCHED)])]
    return {**environment, SEARCHED: os.pathsep.join(searched)}


def jupyter_settings(lang: str) -> dict[str, dict[str, Any]]:
    """Settings by Jupyter's plugin; those of the language only if its language pack is installed."""
    locale = LANGUAGES[lang]
    known = locale is None or importlib.util.find_spec(LANGUAGE_PACK.format(locale=locale)) is not None
    settings: dict[str, dict[str, Any]] = {
        # Neither JupyterLab's news nor its versions are fetched; "none" would ask in a window over the notebook.
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        # The times of changes take the room of the names.
        "@jupyterlab/filebrowser-extension:browser": {"showLastModifiedColumn": False},
    }
    if known:
        settings["@jupyterlab/translation-extension:plugin"] = {"locale": locale or "en"}
    return settings
