"""A key for what a function computes, so that results kept under it never come from another version of the function."""

from __future__ import annotations

import dis
import functools
import hashlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from sim.base.parallel import as_sent

HERE = Path(__file__).resolve().parent.parent


def function_key(function: Callable[..., Any]) -> str:
    """SHA-256 of a function's code, its defaults, and the functions and data that it refers to.

    Its name and its place do not count: the same function in a new notebook has the same key. If two versions cannot
    be shown to be the same, their keys differ.
    """
    digest = hashlib.sha256()
    for part in _parts(function, set()):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:16]


def _parts(value: Any, seen: set[int]) -> Iterator[bytes]:
    if isinstance(value, FunctionType) and not _of_a_library(value.__module__):
        if id(value) in seen:
            return
        seen.add(id(value))
        yield from _code_parts(value.__code__)
        cells = [cell.cell_contents for cell in value.__closure__ or ()]
        names = sorted(set(_globals_of(value.__code__)) & value.__globals__.keys())
        defaults = [value.__defaults__, value.__kwdefaults__]
        for part in (*defaults, *cells, *(value.__globals__[name] for name in names)):
            yield from _parts(part, seen)
    elif isinstance(value, functools.partial):
        for part in (value.func, value.args, value.keywords):
            yield from _parts(part, seen)
    elif isinstance(value, ModuleType):
        file = getattr(value, "__file__", None)
        own = file is not None and not _of_a_library(value.__name__)
        yield Path(file).read_bytes() if own and file else value.__name__.encode()
    else:
        yield as_sent(value)


def _code_parts(code: CodeType) -> Iterator[bytes]:
    """The parts of a code object that decide what it does, without file and line numbers."""
    yield code.co_code
    yield repr((code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars, code.co_flags)).encode()
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _code_parts(constant)
        else:  # the order of a set differs from process to process
            yield repr(sorted(map(repr, constant)) if isinstance(constant, frozenset) else constant).encode()


def _globals_of(code: CodeType) -> Iterator[str]:
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _globals_of(constant)


def _of_a_library(module: str | None) -> bool:
    """Whether a module is part of Python, of an installed package or of Kefu, whose version is kept anyway."""
    top = (module or "").split(".")[0]
    if top == "__main__":
        return False
    file = getattr(sys.modules.get(top), "__file__", None)
    if top in sys.stdlib_module_names or file is None:
        return top in sys.stdlib_module_names
    path = Path(file).resolve()
    return "site-packages" in path.parts or "dist-packages" in path.parts or HERE in path.parents
