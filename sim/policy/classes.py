"""Customer classes: A the key customers, B the middle, C the many small ones."""

from __future__ import annotations

from typing import Literal

Klass = Literal["A", "B", "C"]
CLASSES: tuple[Klass, ...] = ("A", "B", "C")
