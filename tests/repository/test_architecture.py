"""The rule which room imports which, the picture of the rooms, and habits of the code, read from the sources with `ast`."""

from __future__ import annotations

import ast
import graphlib
import re
import subprocess
import sys

import pytest

from tools.rooms import (
    FLOORS,
    PICTURE,
    ROOT,
    SOURCES,
    floor,
    imports,
    name_of,
    picture,
    room,
    wrong_imports,
)
from tools.rooms_picture import COLUMNS, essential

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
    "jinja2",
    "tomlkit",
]  # pandas loads pyarrow itself


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
        opens = text == "open" or (
            last == "open" and text not in ("webbrowser.open", "os.open", "archive.open")
        )
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


def test_every_room_has_its_floor():
    rooms = {room(name_of(path)) for path in SOURCES} - {""}
    assert [name for name in rooms if floor(name) is None] == [], (
        "a new room needs its line in tools/rooms.py"
    )


def test_imports_only_run_down():
    found = [
        fault
        for path in SOURCES
        for fault in wrong_imports(
            path.read_text(encoding="utf-8"), name_of(path), package=path.name == "__init__.py"
        )
    ]
    assert found == []


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


@pytest.mark.slow
def test_the_picture_of_the_rooms_is_that_of_the_imports():
    assert picture() == picture() == PICTURE.read_text(encoding="utf-8")
    shown = set(re.findall(r">([a-z]+)</text>", picture()))
    assert shown == set(COLUMNS) | set(FLOORS[0])


def test_arrows_that_follow_from_others_are_not_essential():
    arrows = {("a", "b"), ("b", "c"), ("a", "c"), ("a", "d"), ("d", "c")}
    assert essential(arrows) == arrows - {("a", "c")}
    assert essential({("a", "c")}) == {("a", "c")}


def test_files_and_commands_behave_on_every_machine():
    found = [
        fault for path in SOURCES for fault in bad_habits(path.read_text(encoding="utf-8"), name_of(path))
    ]
    assert found == []


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
    (only,) = wrong_imports(source, module)
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
    assert wrong_imports(source, module) == []


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
    import sim

    path = ROOT / "docs" / "architecture.md"

    between = path.read_text(encoding="utf-8").partition("<!-- public:start -->")[2]
    listed = re.findall(r"^- `(\w+)`:", between.partition("<!-- public:end -->")[0], re.MULTILINE)
    assert sorted(sim.__all__) == sorted(listed) and listed
    assert [name for name in sim.__all__ if not hasattr(sim, name)] == []
