"""RandomStreams: random numbers that belong to things, not to the order in which they are asked for.

A number is a hash of (seed, replication, purpose, keys), for example of the purpose "patience" and the keys customer 17,
need 3. So the same need has the same luck under every policy, in any block, in any process. One uniform makes
one variate, by inversion. The mixing function is the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.floating[Any]]

BITS = 53
ONE = 1 << BITS
"""RandomStreams as whole numbers lies in 0 .. ONE - 1; `threshold` turns a probability into such a number."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


def threshold(probability: float | Floats) -> Any:
    """Probability (0 to 1) -> whole number t, so that `luck < t` has that probability."""
    return np.asarray(np.asarray(probability) * ONE).astype(np.int64)[()]


class RandomStreams:
    """All luck of one (seed, replication). The same arguments give the same numbers, always and everywhere."""

    def __init__(self, seed: int, replication: int = 0) -> None:
        self._root = f"kefu/{seed}/{replication}/"

    def of(self, *keys: Any) -> Stream:
        """The luck of things named by whole numbers (arrays that broadcast), such as (customer, need)."""
        return Stream(self._root, np.zeros(1, dtype=np.uint64)).of(*keys)


class Stream:
    """The luck of certain things; every purpose gives each of them one number, the same whenever asked."""

    def __init__(self, root: str, state: NDArray[np.uint64]) -> None:
        self._root = root
        self._state = state

    def of(self, *keys: Any) -> Stream:
        """The luck of parts of these things, named by further whole numbers: of (customer, need) the lines."""
        state = self._state
        for key in keys:
            state = _mix(
                state + (np.atleast_1d(key).astype(np.int64).astype(np.uint64) + np.uint64(1)) * _GOLDEN
            )
        return Stream(self._root, state)

    def take(self, rows: Any) -> Stream:
        """The luck of the things in these rows (indices, or true for each)."""
        return Stream(self._root, self._state[rows])

    def whole(self, purpose: str) -> Ints:
        """Whole numbers in 0 .. ONE - 1."""
        digest = hashlib.sha256((self._root + purpose).encode()).digest()
        return (_mix(self._state ^ np.uint64(int.from_bytes(digest[:8], "little"))) >> _S11).astype(np.int64)

    def uniform(self, purpose: str) -> Floats:
        """Uniform on (0, 1), both ends excluded."""
        return (self.whole(purpose) + 0.5) * (1.0 / ONE)

    def exponential(self, purpose: str) -> Floats:
        """Exponential with mean 1."""
        return -np.log(self.uniform(purpose))

    def lognormal(self, sigma: Any, purpose: str) -> Floats:
        """Lognormal with mean 1 and the given sigma of its logarithm (0: always 1)."""
        from scipy.special import ndtri

        return np.exp(sigma * ndtri(self.uniform(purpose)) - 0.5 * np.square(sigma))

    def normal(self, purpose: str) -> Floats:
        """Standard normal."""
        from scipy.special import ndtri

        return np.asarray(ndtri(self.uniform(purpose)))

    def choice(self, weights: Any, purpose: str) -> Ints:
        """Index into weights, with probability proportional to them."""
        ladder = np.cumsum(np.asarray(weights, dtype=float))
        steps = threshold(ladder[:-1] / ladder[-1])
        return np.searchsorted(steps, self.whole(purpose), side="right")


def _mix(z: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of SplitMix64; wraps around at 64 bits, as meant."""
    z = (z ^ (z >> _S30)) * _MIX_1
    z = (z ^ (z >> _S27)) * _MIX_2
    return z ^ (z >> _S31)
