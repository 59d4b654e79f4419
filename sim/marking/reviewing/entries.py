"""What a marker sends, on a page or in a table, and whether it may become a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.marking.audit import who
from sim.marking.reviewing.answers import Answer
from sim.marking.reviewing.decisions import Decision
from sim.marking.reviewing.rubric import Question

MOST_COMMENT = 2000
"""Characters of a comment."""


@dataclass(frozen=True)
class Entry:
    """What a marker sends for one answer.

    Attributes
    ----------
    slug, digest : str
        Which answer, and which text of it was read.
    levels : tuple of float
        Points of each criterion, for a question that has criteria.
    points : float
        For another question; None if there are none.
    comment : str
        For the student.
    seen : str
        The version of the decision that the marker saw there, "" if there was none; None: whatever there was.
    """

    slug: str
    digest: str
    levels: tuple[float, ...] = ()
    points: float | None = None
    comment: str = ""
    seen: str | None = None


def checked(
    one: Question, entry: Entry, answers: Mapping[str, Answer], there: Mapping[str, Decision], role: str
) -> Decision | None:
    """The decision that an entry makes; None if it was sent already. there: by student, in this role.

    Raises InputError if a level is none of the question's, the student has handed in another text meanwhile, or somebody has
    decided meanwhile.
    """
    answer = answers.get(entry.slug)
    if answer is None:
        raise InputError(_("There is no answer {slug} to this question.").format(slug=entry.slug))
    if answer.digest != entry.digest:
        raise InputError(_("This answer was handed in again meanwhile: read it once more."))
    comment = "\n".join(entry.comment.strip().splitlines())
    if len(comment) > MOST_COMMENT:
        text = _("The comment has {n} characters, but takes at most {most}.")
        raise InputError(text.format(n=len(comment), most=MOST_COMMENT))
    points = _points(one, entry)
    levels = entry.levels if one.criteria else ()
    found = Decision(answer.student, one.cell, levels, points, comment, entry.digest, who(), role)
    before = there.get(answer.student)
    if before is None or entry.seen in (None, before.version):
        return found
    if before.content == found.content:
        return None
    text = _("{marker} has decided on this answer meanwhile: look at it once more.")
    raise InputError(text.format(marker=before.marker))


def _points(one: Question, entry: Entry) -> float:
    if not one.criteria:
        return points_from(entry.points, one.most)
    if len(entry.levels) != len(one.criteria):
        raise InputError(_("Choose a level for each of the {n} criteria.").format(n=len(one.criteria)))
    for criterion, level in zip(one.criteria, entry.levels, strict=True):
        allowed = [each.points for each in criterion.levels]
        if level not in allowed:
            text = _("{name} is {value:g}, but takes {all}.")
            all_ = ", ".join(f"{each:g}" for each in allowed)
            raise InputError(text.format(name=criterion.name, value=level, all=all_))
    return round(sum(entry.levels), 4)


def points_from(points: float | None, most: float) -> float:
    """Points, if they are a number from 0 to the most. Raises InputError otherwise."""
    if points is None or not 0 <= points <= most:
        text = _("points are {value}, but take a number from 0 to {most:g}.")
        raise InputError(text.format(value="–" if points is None else f"{points:g}", most=most))
    return points
