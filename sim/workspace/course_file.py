"""`course.toml`: a teacher's settings of a course. The part that students need is copied into their `kefu.toml`.

Only `id` is required::

    id = "autumn-2026"
    title = "Logistics customer service, autumn 2026"
    hand_in = "Moodle, section Assignments"
    timezone = "Asia/Shanghai"
    kefu = "0.1.0"

    [late]
    days = 3      # accepted so many days after the deadline
    loss = 0.1    # share of the points lost for each day begun

    [deadlines]
    service_measures = 2026-10-12T18:00:00
    needs_analysis = 2026-10-26    # until the end of that day
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, PlainValidator, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from sim.base.errors import InputError
from sim.base.i18n import SETTINGS_FILE, _, ngettext
from sim.base.validation import FrozenModel, expected, show_value
from sim.workspace.settings import course_id, read_settings, read_toml

COURSE_FILE = "course.toml"
TABLE = "handing_in"
"""The table of `kefu.toml` with this part."""
LAST_MOMENT = time(23, 59, 59)


def _deadline(value: Any) -> datetime | date:
    """A date or a moment, also as a text. Numbers are refused: pydantic would take them for seconds since 1970."""
    if isinstance(value, date):
        return value
    try:
        text = value.strip()
        return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
    except (AttributeError, ValueError):
        raise PydanticCustomError("date_type", "not a date") from None


class Late(FrozenModel):
    """days: how long after the deadline work is accepted; loss: share of the points lost for each day begun."""

    days: int = Field(ge=0, le=366)
    loss: float = Field(0.0, ge=0, le=1)

    def __str__(self) -> str:
        """The rule in a sentence."""
        if not self.days:
            return _("Late work is not accepted.")
        text = ngettext(
            "Late work is accepted for {n} day; each day begun costs {loss:.0%} of the points.",
            "Late work is accepted for {n} days; each day begun costs {loss:.0%} of the points.",
            self.days,
        )
        return text.format(n=self.days, loss=self.loss)


class HandingIn(FrozenModel):
    """Data for students: name of the course, where and until when to hand in, the version of Kefu that marks."""

    title: str = ""
    hand_in: str = ""
    timezone: str = "Asia/Shanghai"
    kefu: str = ""
    late: Late | None = None
    deadlines: dict[str, Annotated[datetime | date, PlainValidator(_deadline)]] = Field(default_factory=dict)

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise PydanticCustomError("timezone", "unknown") from None
        return name

    def deadline(self, assignment: str) -> datetime | None:
        """The last moment at which an assignment is in time, with its time zone; None if there is no deadline."""
        given = self.deadlines.get(assignment)
        if given is None:
            return None
        moment = given if isinstance(given, datetime) else datetime.combine(given, LAST_MOMENT)
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(self.timezone))


class CourseFile(HandingIn):
    """The content of `course.toml`."""

    id: str

    @field_validator("id")
    @classmethod
    def _canonical(cls, text: str) -> str:
        return course_id(text)


Model = TypeVar("Model", bound=HandingIn)


def read_course_file(path: Path) -> CourseFile:
    """Read `course.toml`; of a folder, the one in it. Raises InputError."""
    path = path / COURSE_FILE if path.is_dir() else path
    return _validated(CourseFile, read_toml(path), str(path))


def read_handing_in(folder: Path) -> HandingIn | None:
    """The settings of a working copy on handing in; None if there are none. Raises InputError."""
    table = read_settings(folder).get(TABLE)
    return None if table is None else _validated(HandingIn, table, str(folder / SETTINGS_FILE))


def for_students(course: CourseFile) -> dict[str, Any]:
    """The part of `course.toml` for a working copy's settings: everything but the id, in the order of the file."""
    return course.model_dump(exclude={"id"}, exclude_unset=True)


def _validated(model: type[Model], content: Any, source: str) -> Model:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise InputError(_sentence(error.errors()[0], source, model)) from None


def _sentence(error: Mapping[str, Any], source: str, model: type[FrozenModel]) -> str:
    """The first problem: where it is, the value, and what is allowed."""
    field = ".".join(map(str, error["loc"]))
    if error["type"] == "missing":
        return _("{source}: {field} is missing.").format(source=source, field=field)
    if error["type"] == "extra_forbidden":
        fields = (Late if len(error["loc"]) > 1 else model).model_fields
        return _("{source}: {field} is not a field; there are: {all}.").format(
            source=source, field=field, all=", ".join(fields)
        )
    if error["type"] == "value_error":  # an error of the id already says what is wrong
        return _("{source}: {problem}").format(source=source, problem=error["ctx"]["error"])
    allowed = (
        _("a name such as Asia/Shanghai or Europe/Berlin") if error["type"] == "timezone" else expected(error)
    )
    return _("{source}: {field} is {value}, but takes {allowed}.").format(
        source=source, field=field, value=show_value(error["input"]), allowed=allowed
    )
