"""One check of something that an author writes: an assignment, a scenario."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Checked:
    """The name of the check, the faults that it found, and a remark on what it measured."""

    name: str
    faults: list[str] = field(default_factory=list)
    remark: str = ""
