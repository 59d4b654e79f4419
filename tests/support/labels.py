"""Whether the labels of a figure can be read: drawn in Chromium, compared as turned rectangles."""

from __future__ import annotations

import json
from typing import Any

WIDTHS = (880, 1100)
"""Pixels: a picture in JupyterLab on a screen of 1366, and on a page."""
_FAULTS = """async ([figure, width]) => {
  const box = document.createElement("div");
  box.style.width = width + "px";
  document.body.replaceChildren(box);
  if (typeof figure === "string") box.innerHTML = figure;
  else await Plotly.newPlot(box, figure.data, figure.layout);
  const frame = box.getBoundingClientRect(), found = [];
  const labels = [...box.querySelectorAll("text")].filter(one => one.textContent.trim() && one.getBBox().width > 0
      && getComputedStyle(one).opacity !== "0" && getComputedStyle(one).visibility !== "hidden").map(one => {
    const b = one.getBBox(), m = one.getScreenCTM(), at = (x, y) => [m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f];
    const s = 2;  // the space around letters may meet
    return {text: one.textContent, corners: [at(b.x + s, b.y + s), at(b.x + b.width - s, b.y + s),
            at(b.x + b.width - s, b.y + b.height - s), at(b.x + s, b.y + b.height - s)]};
  });
  const apart = (p, q) => [p, q].some(r => [0, 1].some(side => {
    const [x, y] = [r[side + 1][0] - r[side][0], r[side + 1][1] - r[side][1]];
    const along = corners => corners.map(c => c[0] * x + c[1] * y);
    return Math.max(...along(p)) <= Math.min(...along(q)) || Math.max(...along(q)) <= Math.min(...along(p));
  }));
  labels.forEach((one, number) => {
    if (one.corners.some(c => c[0] < frame.left - 1 || c[0] > frame.right + 1 || c[1] < frame.top - 1 || c[1] > frame.bottom + 1))
      found.push(one.text + " is cut off");
    labels.slice(number + 1).forEach(other => {
      if (!apart(one.corners, other.corners)) found.push(one.text + " meets " + other.text);
    });
  });
  return found;
}"""


def faults(page: Any, figure: Any, width: int) -> list[str]:
    """Labels of a figure or of an SVG that meet or are cut off at a width. page: of Chromium, with plotly's script."""
    content = figure.svg if hasattr(figure, "svg") else json.loads(figure.to_json())
    return list(page.evaluate(_FAULTS, [content, width]))
