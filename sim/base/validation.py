"""Validation of input: frozen models, checks of single values, and error messages that say what is allowed."""

from __future__ import annotations

import difflib
import math
import operator
from collections.abc import Iterable, Mapping
from numbers import Real
from typing import Any

import numpy as np
from pydantic import (
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext

SIGNS = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}


class FrozenModel(BaseModel):
    """Base class of all data read from files and command lines."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The JSON schema, with only the first paragraph of the docstring as its description."""
        schema = handler.resolve_ref_schema(handler(core))
        if "description" in schema:
            schema["description"] = schema["description"].partition("\n\n")[0]
        return schema

    @field_validator("*", mode="before")
    @classmethod
    def _no_bool_for_a_number(cls, value: Any, info: ValidationInfo) -> Any:
        """Reject YAML's yes, no, true and false where a number is expected: Python would accept them as 1 and 0."""
        values = value if isinstance(value, list | tuple) else (value,)
        is_bool_field = cls.model_fields[str(info.field_name)].annotation is bool
        if any(isinstance(part, bool) for part in values) and not is_bool_field:
            raise PydanticCustomError("float_type", "not a number")
        return value


def show_value(value: Any) -> str:
    """A value as the user may have written it, shortened."""
    if isinstance(value, Mapping | BaseModel):
        return _("a group")
    if isinstance(value, list | tuple):
        return ngettext("a list of {n} value", "a list of {n} values", len(value)).format(n=len(value))
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "..."


def expected(error: Mapping[str, Any]) -> str:
    """The values that a field accepts, from pydantic's error about it."""
    kind, limit = error["type"], error.get("ctx", {})
    if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        key = next(key for key in SIGNS if key in limit)
        return _("a number {sign} {value:g}").format(sign=SIGNS[key], value=limit[key])
    if kind.startswith("int_"):
        return _("a whole number")
    if kind.startswith(("float_", "finite_")):
        return _("a number")
    if kind == "literal_error":
        return _("one of {choices}").format(choices=limit["expected"].replace("'", "").replace(" or ", ", "))
    if kind in ("too_short", "too_long"):
        length = limit.get("min_length", limit.get("max_length"))
        return ngettext("a list of {n} value", "a list of {n} values", length).format(n=length)
    if kind == "string_pattern_mismatch":
        return _("small letters, digits and _, a letter first")
    if kind.startswith("date"):
        return _("a date such as 2025-01-06")
    if kind.startswith("string"):
        return _("a text")
    if kind.startswith(("tuple", "list")):
        return _("a list")
    return _("a group of names and values")


def first_problem(error: ValidationError, unknown: str) -> str:
    """The first problem of data from a file: the field, its value, what is allowed. Without a full stop.

    unknown: what to say of a field that does not exist, with {field}.
    """
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"] if part != "[key]")
    if first["type"] == "missing":
        return _("{field} is missing").format(field=field)
    if first["type"] == "extra_forbidden":
        return unknown.format(field=field)
    if first["type"] == "value_error":  # from our own validator, in the user's language
        problem = str(first["ctx"]["error"]).removesuffix(".").removesuffix("。")
        return _("{field}: {problem}").format(field=field, problem=problem) if field else problem
    return _("{field} is {value}, but takes {allowed}").format(
        field=field or _("the whole"), value=show_value(first["input"]), allowed=expected(first)
    )


def invalid(name: str, value: Any, allowed: str) -> InputError:
    """The error for a value that is not allowed: one sentence that says what is."""
    return InputError(
        _("{name} is {value}, but takes {allowed}.").format(
            name=name, value=show_value(value), allowed=allowed
        )
    )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A suggestion of a similar name, as a further sentence that begins with a space; "" if none is similar.

    Examples
    --------
    >>> did_you_mean("cornr", ["corner", "tianye"])
    ' Did you mean corner?'
    """
    near = difflib.get_close_matches(word, list(known), n=1)
    return _(" Did you mean {near}?").format(near=near[0]) if near else ""


def check_int(name: str, value: Any, low: int, high: int | None = None) -> int:
    """The value as an int from `low` to `high` (None: no upper bound). Raises InputError."""
    try:
        number = None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        number = None
    if number is None or number < low or (high is not None and number > high):
        allowed = (
            _("a whole number from {low} upwards").format(low=low)
            if high is None
            else _("a whole number from {low} to {high}").format(low=low, high=high)
        )
        raise invalid(name, value, allowed)
    return number


def check_number(
    name: str, value: Any, low: float, high: float = math.inf, *, open_ends: bool = False
) -> float:
    """The value as a finite float from `low` to `high`; open_ends: the ends are not allowed. Raises InputError."""
    number = float(value) if isinstance(value, Real) and not isinstance(value, bool | np.bool_) else math.nan
    inside = low < number < high if open_ends else low <= number <= high
    if not inside or math.isinf(number):
        if math.isinf(high):
            text = _("a number above {low:g}") if open_ends else _("a number from {low:g} upwards")
        else:
            text = (
                _("a number between {low:g} and {high:g}")
                if open_ends
                else _("a number from {low:g} to {high:g}")
            )
        raise invalid(name, value, text.format(low=low, high=high))
    return number
