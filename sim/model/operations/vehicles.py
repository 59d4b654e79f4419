"""Vehicles as a heap of (time when the vehicle is back, its number)."""

from __future__ import annotations

from simpy import Environment


def fleet_of(env: Environment, count: int) -> list[tuple[int, int]]:
    """A heap of (time when the vehicle is back, its number)."""
    return [(int(env.now), number) for number in range(count)]


def changed_number(vehicles: list[tuple[int, int]], count: int, now: int) -> list[tuple[int, int]]:
    """The heap with so many vehicles: new ones are free now; of too many, those that are back first go."""
    numbers = {number for _back_at, number in vehicles}
    unused = (number for number in range(count) if number not in numbers)
    kept = sorted(vehicles)[max(0, len(vehicles) - count) :]
    return sorted(kept + [(now, next(unused)) for _missing in range(count - len(kept))])
