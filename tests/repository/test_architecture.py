"""The layers of `docs/architecture.md` and the habits of the code, read from the sources with `ast`."""

from __future__ import annotations

import ast
import graphlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# The rooms of sim, from the ground up. A room imports only from lines above its own, and from itself.
FLOORS = (
    ("base",),
    ("luck", "words"),  # no rooms: they only say where these names have moved to
    ("policy", "records", "theory", "workspace"),
    ("case",),
    ("model", "measures"),
    ("plots",),
    ("experiments", "explanations"),
    ("orderlog", "reports"),
    ("course",),
    ("marking",),
    ("cli",),
)
# The same inside `model`: world, recording and warm_state see everything before them.
MODEL_FLOORS = (
    ("demand",),
    ("engine",),
    ("customers",),
    ("front_office",),
    ("operations",),
    ("firm",),
    ("world",),
    ("recording", "warm_state"),
)
# Libraries that only some rooms may import.
ONLY_IN = {"simpy": ("model",), "nbgrader": ("marking", "course.authoring"), "ipywidgets": ("ui",)}
NOT_AT_IMPORT = [
    "ipywidgets",
    "plotly",
    "IPython",
    "nbgrader",
    "scipy",
    "yaml",
    "rich",
    "joblib",
    "python_calamine",
    "filelock",
    "tomlkit",
]  # pandas loads pyarrow itself

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "sim").rglob("*.py"))


def room(module: str) -> str:
    """The room of a dotted module name: "sim.model.engine.desk" -> "model"; "" for `sim` itself and `sim.__main__`."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] != "__main__" else ""


def floor(name: str, floors: tuple[tuple[str, ...], ...]) -> int | None:
    """The number of the line that a room stands on, None if it stands on none."""
    return next((number for number, line in enumerate(floors) if name in line), None)


def name_of(path: Path, root: Path = ROOT) -> str:
    """Dotted name of the module in a file below ``root``."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: str, module: str, *, package: bool, known: set[str]) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import, also inside functions, relative ones resolved.

    `from sim.x import y` counts as `sim.x.y` where that is one of the known modules or rooms, else as `sim.x`.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                here = module.split(".") if package else module.split(".")[:-1]
                here = here[: len(here) - (node.level - 1)]
                base = ".".join([*here, base] if base else here)
            for alias in node.names:
                inside = f"{base}.{alias.name}"
                yield node.lineno, inside if inside in known else base
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in ("import_module", "__import__"):
                yield node.lineno, str(node.args[0].value)


def wrong_arrows(source: str, module: str, *, package: bool = False) -> list[str]:
    """A line for every import that goes to a room on the same line or above, or that loads what only others may."""
    mine = room(module)
    wrong = []
    rooms = {f"sim.{name}" for line in FLOORS for name in line} | {"sim.__main__"}
    for line, target in imports(source, module, package=package, known=rooms):
        top = target.split(".")[0]
        if top == "sim" and mine:
            theirs = room(target)
            if not theirs:
                wrong.append(f"{module}:{line} imports {target}: the public names are for users")
            elif theirs == mine == "model":
                wrong += _wrong_in_model(module, line, target)
            elif theirs != mine and not _below(theirs, mine, FLOORS):
                wrong.append(f"{module}:{line} imports {target}: {mine} -> {theirs} runs up")
        allowed = ONLY_IN.get(top)
        inside = ".".join(module.split(".")[1:])
        if allowed is not None and not any(inside == a or inside.startswith(a + ".") for a in allowed):
            wrong.append(f"{module}:{line} imports {top}: only {', '.join(allowed)} may")
    return wrong


def _below(lower: str, upper: str, floors: tuple[tuple[str, ...], ...]) -> bool:
    one, two = floor(lower, floors), floor(upper, floors)
    return one is not None and two is not None and one < two


def _wrong_in_model(module: str, line: int, target: str) -> list[str]:
    mine, theirs = (name.split(".")[2] if name.count(".") > 1 else "" for name in (module, target))
    if not theirs or mine == theirs or _below(theirs, mine, MODEL_FLOORS):
        return []
    return [f"{module}:{line} imports {target}: {mine} -> {theirs} runs up inside model"]


def circles(modules: dict[str, set[str]]) -> list[str]:
    """The modules that import each other in a circle, as far as one is found."""
    try:
        graphlib.TopologicalSorter(modules).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def bad_habits(source: str, module: str) -> list[str]:
    """Calls that go wrong on another machine: text without its encoding, a command through a shell."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        text = ast.unparse(node.func)
        last = text.rpartition(".")[2]
        words = {k.arg: k.value for k in node.keywords}
        constants = [str(a.value) for a in [*node.args, *words.values()] if isinstance(a, ast.Constant)]
        binary = any(re.fullmatch("[rwax+]*b[rwax+]*", c) for c in constants)
        opens = text == "open" or (last == "open" and text not in ("webbrowser.open", "os.open"))
        writes = last in ("read_text", "write_text", "fdopen") or (last == "run" and "text" in words)
        positional = len(node.args) > (last == "write_text") and last in ("read_text", "write_text")
        if (opens or writes) and not binary and "encoding" not in words and not positional:
            found.append(f"{module}:{node.lineno} {text}() without encoding")
        if "shell" in words and ast.unparse(words["shell"]) != "False":
            found.append(f"{module}:{node.lineno} {text}() through a shell")
        if text in ("os.system", "os.popen", "subprocess.getoutput"):
            found.append(f"{module}:{node.lineno} {text}()")
    return found


def test_there_are_sources_to_read():
    assert {"sim.base.errors", "sim.base.i18n", "sim.model"} <= {name_of(path) for path in SOURCES}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_only_run_down(path):
    module = name_of(path)
    assert not room(module) or floor(room(module), FLOORS) is not None, "a new room needs its line above"
    assert wrong_arrows(path.read_text(encoding="utf-8"), module, package=path.name == "__init__.py") == []


def test_no_modules_import_each_other_in_a_circle():
    names = {name_of(path): path for path in SOURCES}
    modules = {}
    for name, path in names.items():
        source = path.read_text(encoding="utf-8")
        found = {
            target
            for _line, target in imports(source, name, package=path.name == "__init__.py", known=set(names))
        }
        modules[name] = {target for target in found if target in names and target != name} - {"sim"}
    assert circles(modules) == []


def test_a_circle_is_found():
    assert set(circles({"a": {"b"}, "b": {"c"}, "c": {"a"}})) == {"a", "b", "c"}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_files_and_commands_behave_on_every_machine(path):
    assert bad_habits(path.read_text(encoding="utf-8"), name_of(path)) == []


@pytest.mark.parametrize(
    ("module", "source", "found"),
    [
        ("sim.records.schema", "from sim.case.case import Case", "records -> case"),
        ("sim.records.schema", "from sim import case", "records -> case"),
        ("sim.records.schema", "from .. import case", "records -> case"),
        ("sim.records.schema", "def f():\n    import sim.model.desk", "records -> model"),
        ("sim.model.operations.desk", "from ...measures import service", "model -> measures"),
        ("sim.model.operations.desk", "from sim import run", "public names"),
        (
            "sim.measures.money",
            "import importlib\nimportlib.import_module('sim.experiments.simulate')",
            "-> experiments",
        ),
        ("sim.plots", "import sim.cli", "plots -> cli"),
        ("sim.theory.queues", "from simpy import Environment", "only model"),
        ("sim.course.check", "import nbgrader", "only marking, course.authoring"),
        ("sim.model.engine.station", "from sim.model.firm import Firm", "engine -> firm"),
        ("sim.model.customers.taste", "from sim.model.operations import desk", "customers -> operations"),
    ],
)
def test_a_wrong_import_is_found(module, source, found):
    (only,) = wrong_arrows(source, module)
    assert found in only


@pytest.mark.parametrize(
    ("module", "source"),
    [
        (
            "sim.model.operations.desk",
            "import simpy\nfrom ..engine.log import Log\nfrom sim.case.case import Case",
        ),
        ("sim.cli.run", "import numpy\nfrom sim.experiments.simulate import run\nfrom . import start"),
        ("sim.course.authoring.release", "from nbgrader.apps import NbGraderAPI"),
    ],
)
def test_a_right_import_is_let_through(module, source):
    assert wrong_arrows(source, module) == []


@pytest.mark.parametrize(
    "call",
    [
        "open('a')",
        "open('a', 'w')",
        "path.open()",
        "path.read_text()",
        "path.write_text('x')",
        "subprocess.run(c, text=True)",
        "subprocess.run(c, shell=True)",
        "subprocess.Popen(c, shell=yes)",
        "os.system('ls')",
    ],
)
def test_a_bad_habit_is_found(call):
    assert len(bad_habits(call, "m")) == 1


@pytest.mark.parametrize(
    "call",
    [
        "open('a', 'rb')",
        "path.open('wb')",
        "open('a', encoding='utf-8')",
        "path.read_text('utf-8')",
        "path.write_text('x', encoding='utf-8')",
        "webbrowser.open(page)",
        "subprocess.run(c, shell=False)",
        "model.run(until=5)",
    ],
)
def test_a_good_habit_is_let_through(call):
    assert bad_habits(call, "m") == []


def test_importing_sim_loads_nothing_that_only_some_need():
    code = f"import sys, sim; print(*[m for m in {NOT_AT_IMPORT} if m in sys.modules], sim.__name__)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.split() == ["sim"]


def test_the_public_names_are_those_of_the_documentation():
    path = ROOT / "docs" / "architecture.md"
    if not path.exists():
        pytest.skip("docs/architecture.md is not written yet")
    import sim

    between = path.read_text(encoding="utf-8").partition("<!-- public:start -->")[2]
    listed = re.findall(r"^- `(\w+)`:", between.partition("<!-- public:end -->")[0], re.MULTILINE)
    assert sorted(sim.__all__) == sorted(listed) and listed
    assert [name for name in sim.__all__ if not hasattr(sim, name)] == []
