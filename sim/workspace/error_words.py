"""Explains Python errors that beginners meet, in the student's language."""

from __future__ import annotations

import builtins
import re

from sim.base.i18n import N_, _
from sim.workspace.typed_marks import foreign_marks

CHINESE = re.compile("[\u4e00-\u9fff]")
SAYS = (
    (
        SyntaxError,
        r"instead of '='|cannot assign to",
        N_("= gives a name a value. To ask whether two things are equal, write ==."),
    ),
    (
        SyntaxError,
        r"was never closed|unmatched|does not match",
        N_("Count the brackets: each one that opens must close."),
    ),
    (SyntaxError, r"string literal", N_("A text must end with the quotation mark with which it begins.")),
    (SyntaxError, r"expected ':'", N_("The line with def, if or for ends with a colon.")),
    (
        SyntaxError,
        r"outside function",
        N_("return must stand inside a function: move the line in by four spaces, below def."),
    ),
    (
        IndentationError,
        r"",
        N_(
            "Lines that belong to def, if or for are moved in by four spaces, and all by the same number; "
            "others are not."
        ),
    ),
    (
        SyntaxError,
        r"",
        N_(
            "Python cannot read this line or the one above. Is a bracket, a quotation mark, a comma or a colon missing?"
        ),
    ),
    (
        NameError,
        r"'(?P<name>[^']+)'",
        N_(
            "Nothing is called {name} yet. Is it misspelt? Has the cell or line that makes it been run? Is it a "
            "text? Then put it in quotation marks."
        ),
    ),
    (
        ValueError,
        r"truth value",
        N_(
            "`and`, `or`, `not` and `if` take one True or False. Between columns write &, | and ~, and each "
            "condition in round brackets."
        ),
    ),
    (
        TypeError,
        r"rand_|ror_|unsupported operand type\(s\) for [&|]",
        N_(
            "Put each condition in round brackets: (...) & (...). Without them Python joins with & first, and "
            "compares later."
        ),
    ),
    (
        TypeError,
        r"(reduction|operation) '(?P<name>\w+)'|agg function failed|to numeric",
        N_(
            'There are words in it, not only numbers. Take one column of numbers first, with ["..."] '
            "in front of the function."
        ),
    ),
    (
        TypeError,
        r"'DataFrame' object is not callable",
        N_('A column is taken with square brackets: table["column"].'),
    ),
    (
        TypeError,
        r"object is not callable",
        N_(
            "Round brackets call a function, and this is none. Are square brackets meant, or is a sign missing "
            "between the two?"
        ),
    ),
    (
        TypeError,
        r"'(method|function)' object is not subscriptable|'(method|function)' and",
        N_("The function is not called: round brackets are missing behind its name."),
    ),
    (
        TypeError,
        r"'NoneType'",
        N_(
            "Something is None: a function without return, or one that only prints or shows, gives nothing back."
        ),
    ),
    (
        TypeError,
        r"Invalid comparison|not supported between",
        N_(
            "Two things of different kinds are compared, such as a word and a number, or a time and a number."
        ),
    ),
    (
        TypeError,
        r"unsupported operand|can only concatenate|must be str",
        N_(
            "Two things of different kinds cannot be calculated with, such as a text and a number. A number has "
            "no quotation marks."
        ),
    ),
    (
        TypeError,
        r"positional argument|required argument|unexpected keyword",
        N_("The function is given more or fewer things than the brackets behind its def name."),
    ),
    (
        TypeError,
        r"",
        N_(
            "Something here is of another kind than it must be: a text, a number, a column or a whole table. "
            "Look at it with show(...) or print(...)."
        ),
    ),
    (
        AttributeError,
        r"'(numpy\.)?(float|int|bool)\w*' object has no attribute '(?P<name>\w+)'",
        N_(
            "In front of .{name} stands a single number, but a column is needed there. Was .mean() or another "
            "function taken too early?"
        ),
    ),
    (
        AttributeError,
        r"'NoneType'",
        N_(
            "In front of the dot stands None: a function without return, or one that only prints or shows, "
            "gives nothing back."
        ),
    ),
    (
        AttributeError,
        r"TimedeltaProperties",
        N_(
            "A difference of two times has .dt.total_seconds(). Divided by 3600 these are hours, by 60 minutes."
        ),
    ),
    (
        AttributeError,
        r"DatetimeProperties",
        N_(
            "Two times are subtracted first, in round brackets; then comes .dt and what is wanted: (later - "
            "earlier).dt.total_seconds()."
        ),
    ),
    (
        AttributeError,
        r"attribute '(?P<name>\w+)'",
        N_(
            "Nothing behind the dot is called {name}. Compare it letter by letter; a column stands in square "
            "brackets and quotation marks."
        ),
    ),
    (
        IndexError,
        r"",
        N_("There is no such place: there are fewer rows or values than that. Is the table empty?"),
    ),
    (ZeroDivisionError, r"", N_("You divide by 0. Is the table empty?")),
    (ValueError, r"", N_("The kind is right, but the value cannot be used here.")),
)
"""Kind of error, what its message holds, what to say."""


def in_words(error: BaseException, code: str = "") -> str:
    """Say what an error means, and what to look at.

    Parameters
    ----------
    error : BaseException
        What Python raised.
    code : str, optional
        The cell in which it was raised.

    Returns
    -------
    str
        One or two sentences in the user's language; "" if there is nothing to add to the error's own words.

    Examples
    --------
    >>> in_words(SyntaxError("invalid character"), "guess = “up”")
    'Line 1 has marks of a Chinese keyboard: “”. Python knows only "": switch the keyboard to English, and type them again.'
    >>> in_words(KeyError("类别"))
    'There is nothing under “类别”. Code takes the English name of a column, in quotation marks.'
    """
    if isinstance(error, SyntaxError) and (found := foreign_marks(code)):
        line, marks, plain = found
        text = _(
            "Line {line} has marks of a Chinese keyboard: {marks}. Python knows only {plain}: switch the "
            "keyboard to English, and type them again."
        )
        return text.format(line=line, marks=marks.replace("\u3000", "□"), plain=plain.replace(" ", "␣"))
    return in_words_of(type(error), _message(error))


def in_words_of(kind: type[BaseException] | str, message: str) -> str:
    """The same for an error of which only its class, or the name of that, and its message are known.

    Examples
    --------
    >>> in_words_of("ZeroDivisionError", "division by zero")
    'You divide by 0. Is the table empty?'
    """
    known = getattr(builtins, kind, Exception) if isinstance(kind, str) else kind
    if not isinstance(known, type) or not issubclass(known, BaseException):
        return ""
    if issubclass(known, KeyError):
        return _missing_key(message.strip("\"'[]"))
    for said_of, pattern, text in SAYS:
        match = re.search(pattern, message) if issubclass(known, said_of) else None
        if match:
            return _(text).format(**match.groupdict())
    return ""


def _missing_key(key: str) -> str:
    if CHINESE.search(key):
        text = _(
            "There is nothing under “{key}”. Code takes the English name of a column, in quotation marks."
        )
    elif key in ("True", "False"):
        text = _(
            'A condition has become {key}. The column stands in brackets of its own: table[table["column"] == ...].'
        )
    else:
        text = _("There is no column and no key “{key}”. Compare it letter by letter with the table.")
    return text.format(key=key)


def _message(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return error.msg or ""
    try:
        return str(error)
    except Exception:  # an exception of the student's own whose text cannot be made
        return ""
