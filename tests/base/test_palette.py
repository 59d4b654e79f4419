"""The colours of charts: different enough for those who see some of them alike."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from sim.base import palette
from sim.plots import desk, style

# Machado, Oliveira and Fernandes (2009), A physiologically-based model for simulation of color vision deficiency.
VISIONS = {
    "all": np.eye(3),
    "no red": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "no green": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "no blue": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}
LEAST = 15
"""Difference (CIE 1976) of colours that stand in one picture; about 2 can just be seen side by side."""
TOGETHER = {
    "stages": list(palette.STAGE_COLOURS.values()),
    "lines": list(style.LINES),
    "channels": list(desk.CHANNEL_COLOURS.values()),
    "causes of late orders": [palette.RED, palette.ORANGE, palette.PURPLE, palette.GREEN, palette.INK],
}


def lab(colour: str, vision: str):
    """The colour as somebody sees it, in CIE L*a*b*."""
    rgb = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(VISIONS[vision]) @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ seen
    f = np.cbrt(xyz / [0.9505, 1, 1.089])
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("name", TOGETHER)
def test_colours_of_one_picture_differ_for_everybody(name, vision):
    for one, other in combinations(TOGETHER[name], 2):
        assert np.linalg.norm(lab(one, vision) - lab(other, vision)) >= LEAST, (one, other)


def test_colours_are_stated_here_alone():
    sources = Path(palette.__file__).parent.parent
    for folder in ("plots", "explanations", "ui"):
        for path in sorted((sources / folder).rglob("*.py")):
            assert not re.search(r"#[0-9A-Fa-f]{6}\b", path.read_text(encoding="utf-8")), path.name
