"""A text in both languages, as files hold it."""

from __future__ import annotations

from sim.base.i18n import language
from sim.base.validation import FrozenModel


class BilingualText(FrozenModel):
    """A text in both languages."""

    en: str
    zh: str

    def __str__(self) -> str:
        """The text in the current language."""
        return getattr(self, language())
