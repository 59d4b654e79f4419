"""Agreement of two markers beyond chance: Cohen's kappa with quadratic weights.

Source: J. Cohen, Weighted kappa, Psychological Bulletin 70 (1968), 213-220.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def kappa(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Quadratically weighted kappa of two markers' points for the same answers; the weight is the distance in points, squared.

    None if it has no meaning: no answers, or both gave all of them the same points.

    Examples
    --------
    >>> kappa([0, 0.5, 1, 1], [0, 0.5, 1, 1])
    1.0
    >>> kappa([0, 1], [1, 0])
    -1.0
    >>> kappa([1, 1], [1, 1]) is None
    True
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if len(a) == 0:
        return None
    by_chance = float(((a[:, None] - b[None, :]) ** 2).mean())
    if by_chance == 0:
        return None
    return round(1 - float(((a - b) ** 2).mean()) / by_chance, 6)
