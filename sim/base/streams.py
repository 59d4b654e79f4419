"""Random streams: every random number belongs to one thing and one purpose, whatever the order of the draws.

A number is a hash of (seed, replication, purpose, keys), for example of the purpose "patience" and the keys customer 17,
need 3. The same need therefore gets the same number under every policy (common random numbers), in every block and in
every process. Each variate takes one uniform, by inversion. The mixing function is the finaliser of SplitMix64.

Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
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
"""Random integers are in 0 .. ONE - 1; `threshold` turns a probability into a bound for them."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


def threshold(probability: float | Floats) -> Any:
    """The integer t for which a random integer is below t with this probability (0 to 1)."""
    return np.asarray(np.asarray(probability) * ONE).astype(np.int64)[()]


class RandomStreams:
    """The random numbers of one seed and replication: the same arguments give the same numbers on every machine."""

    def __init__(self, seed: int, replication: int = 0) -> None:
        self._root = f"kefu/{seed}/{replication}/"

    def of(self, *keys: Any) -> Stream:
        """The stream of things identified by integers (arrays that broadcast), such as (customer, need)."""
        return Stream(self._root, np.zeros(1, dtype=np.uint64)).of(*keys)


class Stream:
    """Random numbers for a list of things, one for each thing and purpose; asking again gives the same number."""

    def __init__(self, root: str, state: NDArray[np.uint64]) -> None:
        self._root = root
        self._state = state

    def of(self, *keys: Any) -> Stream:
        """The stream of parts of these things, identified by further integers: the lines of (customer, need)."""
        state = self._state
        for key in keys:
            state = _mix(
                state + (np.atleast_1d(key).astype(np.int64).astype(np.uint64) + np.uint64(1)) * _GOLDEN
            )
        return Stream(self._root, state)

    def take(self, rows: Any) -> Stream:
        """The stream of the things in these rows (indices or a boolean mask)."""
        return Stream(self._root, self._state[rows])

    def whole(self, purpose: str) -> Ints:
        """Integers in 0 .. ONE - 1."""
        digest = hashlib.sha256((self._root + purpose).encode()).digest()
        return (_mix(self._state ^ np.uint64(int.from_bytes(digest[:8], "little"))) >> _S11).astype(np.int64)

    def uniform(self, purpose: str) -> Floats:
        """Uniform on the open interval (0, 1)."""
        return (self.whole(purpose) + 0.5) * (1.0 / ONE)

    def exponential(self, purpose: str) -> Floats:
        """Exponential with mean 1."""
        return -np.log(self.uniform(purpose))

    def lognormal(self, sigma: Any, purpose: str) -> Floats:
        """Lognormal with mean 1; sigma: standard deviation of the logarithm (0: always 1)."""
        from scipy.special import ndtri

        return np.exp(sigma * ndtri(self.uniform(purpose)) - 0.5 * np.square(sigma))

    def normal(self, purpose: str) -> Floats:
        """Standard normal."""
        from scipy.special import ndtri

        return np.asarray(ndtri(self.uniform(purpose)))

    def choice(self, weights: Any, purpose: str) -> Ints:
        """An index into `weights`, with probability proportional to the weight."""
        cumulative = np.cumsum(np.asarray(weights, dtype=float))
        bounds = threshold(cumulative[:-1] / cumulative[-1])
        return np.searchsorted(bounds, self.whole(purpose), side="right")


def _mix(z: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of SplitMix64; overflow at 64 bits is intended."""
    z = (z ^ (z >> _S30)) * _MIX_1
    z = (z ^ (z >> _S27)) * _MIX_2
    return z ^ (z >> _S31)
