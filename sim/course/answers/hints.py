"""One hint after the other: a further one comes only when the answer has changed."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.base.i18n import _
from sim.course.answers.diagnosis import Verdict


@dataclass
class Talk:
    """What has been said about one part so far."""

    last: str = ""
    stages: dict[str, int] = field(default_factory=dict)

    def reply(self, name: str, verdict: Verdict) -> str:
        """What is said now. The same answer gets the same words; trying again without thinking brings nothing new."""
        if not verdict.hint:
            self.last = verdict.print_
            return _("{name}: nothing wrong was found. Your whole year is marked later.").format(name=name)
        again = verdict.print_ == self.last
        stage = self.stages.get(verdict.hint, -1)
        if not again or stage < 0:
            stage = self.stages[verdict.hint] = min(stage + 1, len(verdict.texts) - 1)
        self.last = verdict.print_
        said = f"{name}: {verdict.texts[stage]}"
        if again and stage + 1 < len(verdict.texts):
            said += "\n" + _("A further hint comes when your answer has changed.")
        return said
