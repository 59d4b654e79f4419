"""One check of something that an author writes: an assignment, a scenario."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Checked:
    """Its name, what it found wrong, and a remark on what was measured."""

    name: str
    faults: list[str] = field(default_factory=list)
    remark: str = ""
