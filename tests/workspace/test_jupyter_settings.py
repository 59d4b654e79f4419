"""JupyterLab's settings in a working copy: in its language, and nobody else's are touched."""

from __future__ import annotations

import json
import os

import pytest

from sim.workspace import jupyter_settings as module
from sim.workspace.jupyter_settings import DEFAULTS, FOLDER, LAYOUT, jupyter_environment, jupyter_settings
from tests.support.command_line import content

LOCALE = "@jupyterlab/translation-extension:plugin"


@pytest.mark.parametrize(("lang", "locale"), [("zh", "zh_CN"), ("en", "en")])
def test_jupyter_speaks_the_language_of_the_working_copy(lang, locale):
    settings = jupyter_settings(lang)
    assert settings[LOCALE] == {"locale": locale}
    assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def test_without_the_language_pack_jupyter_keeps_its_own_language(monkeypatch):
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda name: None)
    assert LOCALE not in jupyter_settings("zh") and jupyter_settings("en")[LOCALE] == {"locale": "en"}


def test_the_settings_are_files_of_the_working_copy_that_jupyter_is_told_of(tmp_path):
    given = {"JUPYTER_CONFIG_PATH": "mine", "HOME": "home"}
    environment = jupyter_environment(tmp_path, "zh", given)
    place = tmp_path / FOLDER
    assert environment["JUPYTER_CONFIG_PATH"] == os.pathsep.join([str(place), "mine"])
    assert environment["HOME"] == "home" and given["JUPYTER_CONFIG_PATH"] == "mine"
    assert json.loads((place / DEFAULTS).read_text(encoding="utf-8")) == jupyter_settings("zh")
    assert {name.split("/")[0] for name in content(tmp_path)} == {FOLDER}


def test_the_layout_is_jupyters_once_it_is_there_and_the_settings_are_renewed(tmp_path):
    jupyter_environment(tmp_path, "zh", {})
    (tmp_path / FOLDER / LAYOUT).write_text("changed", encoding="utf-8")
    jupyter_environment(tmp_path, "en", {})
    assert (tmp_path / FOLDER / LAYOUT).read_text(encoding="utf-8") == "changed"
    assert '"en"' in (tmp_path / FOLDER / DEFAULTS).read_text(encoding="utf-8")


def test_somebody_who_chose_a_folder_of_layouts_keeps_it(tmp_path):
    assert (
        jupyter_environment(tmp_path, "en", {"JUPYTERLAB_WORKSPACES_DIR": "w"})["JUPYTERLAB_WORKSPACES_DIR"]
        == "w"
    )


def test_a_folder_that_cannot_be_written_to_is_opened_all_the_same(tmp_path):
    (tmp_path / FOLDER).write_text("a file", encoding="utf-8")
    assert jupyter_environment(tmp_path, "zh", {"HOME": "home"}) == {"HOME": "home"}
