"""The language of all text for users: English in the source, gettext catalogues in ``sim/locale``.

Text for users is written ``_("one sentence with a {name}").format(name=...)``. Text that is defined before a
language is chosen (a table of labels, a title) is marked with ``N_`` and translated with ``_`` when it is shown.
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

#: Languages and the folders of their catalogues (English is the source: no catalogue).
LANGUAGES: dict[str, str | None] = {"en": None, "zh": "zh_CN"}

#: Written by ``kefu start`` into a working copy; its ``lang`` is the language of everything that runs there.
SETTINGS_FILE = "kefu.toml"

_chosen: str | None = None  # by language() or using(); None: from the environment


def language(code: str | None = None) -> str:
    """Return the current language; set it if a code is given.

    A language that is not set here comes from the environment variable ``KEFU_LANG``, else from ``lang`` in the
    ``kefu.toml`` of the working folder or the nearest folder above it, else from the system's locale, else it is
    English.

    Parameters
    ----------
    code : str, optional
        "en" or "zh"; forms such as "zh_CN", "zh-Hans" and "en_US.UTF-8" are accepted. None sets nothing.

    Returns
    -------
    str
        "en" or "zh".

    Raises
    ------
    InputError
        If Kefu does not have the language ``code``, or the one that ``KEFU_LANG`` names.

    Examples
    --------
    >>> from sim import language
    >>> language("zh_CN")
    'zh'
    >>> language("en")
    'en'
    """
    global _chosen
    if code is not None:
        _chosen = _checked(code)
        return _chosen
    _from_environment.cache_clear()  # settings may have changed since the last call
    if _chosen is None and (from_env := os.environ.get("KEFU_LANG")):
        return _checked(from_env)
    return _in_force()


@contextmanager
def using(code: str | None) -> Iterator[str]:
    """Use the language ``code`` (as in `language`; ``None``: the environment's) inside a ``with`` block.

    The previous choice is restored at the end. The choice holds for the whole process, not for one thread. Raises
    `InputError` if Kefu has no language ``code``.
    """
    global _chosen
    before = _chosen
    new = None if code is None else _checked(code)
    try:
        _chosen = new
        yield _in_force()
    finally:
        _chosen = before


def _(message: str) -> str:
    """Translate ``message`` into the current language; text without a translation stays English."""
    return _catalogue(_in_force()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate with the plural form for ``n``: ``ngettext("{n} order", "{n} orders", n).format(n=n)``."""
    return _catalogue(_in_force()).ngettext(singular, plural, n)


def N_(message: str) -> str:
    """Mark ``message`` for the catalogue and return it unchanged; translate it with `_` when it is shown."""
    return message


def _in_force() -> str:
    """The language of the next text. Never raises: the sentence that reports a bad setting needs it, too."""
    if _chosen is not None:
        return _chosen
    try:
        folder = os.getcwd()  # noqa: PTH109 - a string is a cheap key, and this runs for every text
    except OSError:  # the working folder was deleted
        folder = ""
    env = os.environ
    return _from_environment(
        env.get("KEFU_LANG", ""), env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or "", folder
    )


@lru_cache(maxsize=64)
def _from_environment(kefu_lang: str, posix_locale: str, folder: str) -> str:
    return (
        _parse(kefu_lang)
        or (_parse(_from_settings(Path(folder))) if folder else None)
        or _parse(posix_locale or _system_locale())
        or "en"
    )


def _from_settings(folder: Path) -> str:
    """``lang`` from the nearest settings file; "" if there is none or it cannot be read."""
    for place in (folder, *folder.parents):
        path = place / SETTINGS_FILE
        if not path.is_file():
            continue
        import tomllib  # loaded only where there is a settings file

        try:
            found = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("lang", "")
        except (OSError, ValueError):  # ValueError: not TOML or not UTF-8
            return ""
        return found if isinstance(found, str) else ""
    return ""


def _system_locale() -> str:
    """The locale of the system, such as "zh_CN", where no POSIX variable is set; "" if unknown."""
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
    except ValueError:  # a locale that Python does not know
        return ""


def sentences(*parts: str) -> str:
    """Join sentences, with a space between them except in Chinese. Empty ones are left out."""
    return ("" if language() == "zh" else " ").join(part for part in parts if part)


def _parse(text: str) -> str | None:
    """Kefu's code for "zh_CN.UTF-8", "zh-Hans", "Chinese (Simplified)_China", ...; None if there is none."""
    head = text.strip().lower().replace("-", "_").split(".")[0].split("@")[0].split("_")[0]
    head = {"english": "en", "chinese": "zh"}.get(head.split(" (")[0], head)
    return head if head in LANGUAGES else None


def _checked(code: str) -> str:
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
