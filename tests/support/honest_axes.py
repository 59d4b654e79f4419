"""Whether the axes of a figure tell the truth: bars begin at 0, and whatever is cut says so."""

from __future__ import annotations

import json
from typing import Any

BARS = ("bar", "waterfall")
SAID = ("axis from", "坐标轴从")


def lies(figure: Any) -> list[str]:
    """What is wrong with the axes of a figure."""
    content = json.loads(figure.to_json())
    layout, house = content["layout"], content["layout"]["template"]["layout"]
    found = []
    for trace in content["data"]:
        sideways = trace.get("orientation") == "h"
        for letter in "xy":
            short = trace.get(f"{letter}axis", letter)
            name = letter + "axis" + short[1:]
            axis = house.get(f"{letter}axis", {}) | layout.get(name, {})
            values = [v for v in trace.get(letter) or [] if isinstance(v, int | float)]
            if axis.get("type") in ("date", "category") or axis.get("visible") is False or not values:
                continue
            of_bars = trace["type"] in BARS
            is_length = of_bars and (letter == "x") == sideways
            if of_bars and not is_length:
                continue  # the places of the bars
            low, high = _shown(axis, values, of_bars)
            says = any(text in (axis.get("title") or {}).get("text", "") for text in SAID)
            if is_length and not low <= 0 <= high:
                found.append(f"{name}: bars begin at {low}")
            elif not is_length and letter == "y" and not low <= 0 <= high and not says:
                found.append(f"{name}: from {low} and does not say so")
    return found


def _shown(axis: dict[str, Any], values: list[float], of_bars: bool) -> tuple[float, float]:
    """From where to where an axis goes; plotly begins bars at 0 of itself."""
    if axis.get("range"):
        low, high = sorted(axis["range"])
        return low, high
    low, high = min(values), max(values)
    if of_bars or axis.get("rangemode") == "tozero":
        return min(low, 0), max(high, 0)
    return low, high
