"""Customer classes: A the key customers, B the medium ones, C the many small ones."""

from __future__ import annotations

from typing import Literal

ClassLetter = Literal["A", "B", "C"]
CLASSES: tuple[ClassLetter, ...] = ("A", "B", "C")
