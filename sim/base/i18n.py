"""The language people are addressed in: English in the source, gettext catalogues in ``sim/locale``.

Text for people is written ``_("one sentence with a {name}").format(name=...)``. Text that must exist before
a language is chosen (a table of labels, a title) is marked with ``N_``, and whoever shows it calls ``_``.
"""

from __future__ import annotations

import gettext
import locale
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sim.base.errors import InputError

__all__ = ["LANGUAGES", "N_", "_", "language", "ngettext", "using"]

#: The languages there are, and the folder of each one's catalogue (English is the source: none).
LANGUAGES: dict[str, str | None] = {"en": None, "zh": "zh_CN"}

#: Written by ``kefu start`` into a working copy; its ``lang`` is the language of everything run in there.
SETTINGS_FILE = "kefu.toml"

_chosen: str | None = None  # by language() or using(); None: ask the surroundings


def language(code: str | None = None) -> str:
    """Choose the language of every later text, or ask which one is in force.

    ``code`` is "en" or "zh"; forms such as "zh_CN", "zh-Hans", "en_US.UTF-8" mean the same. ``None`` chooses
    nothing. Returns "en" or "zh". What was not chosen here comes from the environment variable ``KEFU_LANG``,
    else ``lang`` in the ``kefu.toml`` of the working folder or the nearest folder above it that has one, else
    the machine's locale, else English. Raises `InputError` when ``code`` or ``KEFU_LANG`` is no language of
    Kefu's.
    """
    global _chosen
    if code is not None:
        _chosen = _known(code)
        return _chosen
    _surroundings.cache_clear()  # whoever asks wants to know how things stand now
    if _chosen is None and (from_env := os.environ.get("KEFU_LANG")):
        return _known(from_env)
    return _in_force()


@contextmanager
def using(code: str | None) -> Iterator[str]:
    """Speak ``code`` (as in `language`; ``None``: what the surroundings say) inside a ``with`` block.

    Afterwards the earlier choice holds again, whatever happened inside. There is one choice for the whole
    process, not one a thread. Raises `InputError` when ``code`` is no language of Kefu's.
    """
    global _chosen
    before = _chosen
    new = None if code is None else _known(code)
    try:
        _chosen = new
        yield _in_force()
    finally:
        _chosen = before


def _(message: str) -> str:
    """Translate ``message`` into the language in force now; text without a translation stays English."""
    return _catalogue(_in_force()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate the form that fits ``n`` things: ``ngettext("{n} order", "{n} orders", n).format(n=n)``."""
    return _catalogue(_in_force()).ngettext(singular, plural, n)


def N_(message: str) -> str:
    """Mark ``message`` for the catalogue and return it as it is; whoever shows it calls `_`."""
    return message


def _in_force() -> str:
    """The language of the next text. Never raises: it also serves the sentence that reports a bad setting."""
    if _chosen is not None:
        return _chosen
    try:
        folder = os.getcwd()  # noqa: PTH109 - a string is a cheap key, and this runs for every text
    except OSError:  # the folder was deleted under us
        folder = ""
    env = os.environ
    return _surroundings(
        env.get("KEFU_LANG", ""), env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or "", folder
    )


@lru_cache(maxsize=64)
def _surroundings(kefu_lang: str, posix_locale: str, folder: str) -> str:
    return (
        _parse(kefu_lang)
        or (_parse(_from_settings(Path(folder))) if folder else None)
        or _parse(posix_locale or _system_locale())
        or "en"
    )


def _from_settings(folder: Path) -> str:
    """``lang`` of the nearest settings file, "" where there is none that can be read."""
    for place in (folder, *folder.parents):
        path = place / SETTINGS_FILE
        if not path.is_file():
            continue
        import tomllib  # only who has a settings file pays for it

        try:
            found = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("lang", "")
        except (OSError, ValueError):  # ValueError: no TOML, or no UTF-8
            return ""
        return found if isinstance(found, str) else ""
    return ""


def _system_locale() -> str:
    """What the system says, e.g. "zh_CN", where the POSIX variables are silent; "" if it is silent too."""
    if sys.platform == "win32":
        import ctypes

        try:
            number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        except (AttributeError, OSError):
            number = 0
        if name := locale.windows_locale.get(number):
            return name
    try:
        return locale.getlocale()[0] or ""
    except ValueError:  # a locale that Python cannot make sense of
        return ""


def sentences(*parts: str) -> str:
    """Sentences one after the other; with a space between them where the language has one. Empty ones are left out."""
    return ("" if language() == "zh" else " ").join(part for part in parts if part)


def _parse(text: str) -> str | None:
    """Kefu's code for "zh_CN.UTF-8", "zh-Hans", "Chinese (Simplified)_China", ...; None if it has none."""
    head = text.strip().lower().replace("-", "_").split(".")[0].split("@")[0].split("_")[0]
    head = {"english": "en", "chinese": "zh"}.get(head.split(" (")[0], head)
    return head if head in LANGUAGES else None


def _known(code: str) -> str:
    found = _parse(code) if isinstance(code, str) else None
    if found is None:
        raise InputError(
            _("There is no language {code!r}: choose one of {known}.").format(
                code=code, known=", ".join(LANGUAGES)
            )
        )
    return found


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(code: str) -> gettext.NullTranslations:
    folder = LANGUAGES[code]
    if folder is None:
        return gettext.NullTranslations()
    return gettext.translation(
        "kefu", Path(__file__).parent.parent / "locale", languages=[folder], fallback=True
    )
