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

# Every module or subpackage of sim, and what of sim it may import. "sim" is the package itself: public names.
BASE = {"errors", "i18n"}
FILED = BASE | {"disk"}
DATA = BASE | {"case", "casedata", "classes", "policy", "records"}
RUNS = DATA | {"experiment", "luck", "measures"}
SHOWN = RUNS | {"explain", "plots", "theory"}
MANY = {"comparison", "intervals", "quantities", "replications", "rivalry", "verdict", "workers"}
WORDS = {"meanings", "shown", "words"}
EVERYTHING = (
    SHOWN
    | WORDS
    | MANY
    | {
        "causal_map",
        "causes",
        "designs",
        "store",
        "sweep",
        "precision",
        "selection",
        "warmup",
        "effects",
        "tempting",
        "disk",
        "editions",
        "export",
        "files",
        "fitting",
        "importing",
        "model",
        "page",
        "progress",
        "report",
        "roleplay",
        "start",
        "path",
        "stories",
        "summary",
        "trial",
        "ui",
        "course",
        "sim",
        "version",
    }
)
ARROWS: dict[str, set[str]] = {
    "errors": set(),
    "i18n": {"errors"},
    "version": set(),
    "words": {"i18n"},
    "meanings": {"i18n"},
    "shown": {"i18n"},
    "editions": {"i18n"},
    "files": BASE,
    "disk": BASE,
    "progress": BASE,
    "page": {"i18n"},
    "identity": FILED,
    "theory": BASE,
    "boundary": BASE,
    "classes": set(),
    "levergroups": {"boundary", "classes", "i18n"},
    "policy": FILED | {"boundary", "classes", "levergroups"},
    "casedata": {"boundary", "classes", "i18n"},
    "case": FILED | {"boundary", "casedata", "policy"},
    "records": BASE,
    "luck": {"errors", "case"},
    "trial": BASE | {"luck", "policy"},
    "path": BASE | {"policy"},
    "importing": FILED | DATA | {"measures"},
    "model": DATA | {"disk", "levergroups", "luck", "trial"},
    "measures": DATA,
    "experiment": DATA | {"boundary", "disk", "luck", "measures", "model", "progress", "trial"},
    "fitting": RUNS | FILED | {"casedata", "classes", "importing"},
    "intervals": BASE,
    "workers": BASE | {"boundary", "progress"},
    "quantities": RUNS | {"words"},
    "verdict": BASE | {"intervals", "quantities"},
    "precision": BASE | {"boundary", "intervals", "quantities"},
    "replications": RUNS | {"boundary", "intervals", "precision", "progress", "quantities", "workers"},
    "comparison": RUNS
    | {"boundary", "intervals", "plots", "progress", "quantities", "replications", "verdict"},
    "rivalry": RUNS | {"boundary", "classes", "model", "plots", "progress", "quantities", "replications"},
    "designs": BASE | {"boundary", "case", "policy"},
    "store": FILED,
    "sweep": RUNS
    | {
        "boundary",
        "designs",
        "intervals",
        "plots",
        "precision",
        "progress",
        "quantities",
        "replications",
        "shown",
        "store",
        "version",
        "workers",
    },
    "selection": RUNS | {"boundary", "progress", "quantities", "replications"},
    "warmup": RUNS | {"boundary", "intervals", "plots", "progress", "replications", "workers"},
    "causes": BASE | {"policy"},
    "effects": BASE,
    "causal_map": {"plots"},
    "tempting": RUNS | {"model"},
    "explain": RUNS | {"plots", "shown", "tempting", "words"},
    "stories": RUNS | WORDS,
    "plots": RUNS | WORDS | {"causes", "disk", "quantities", "stories", "theory"},
    "export": set(),
    "summary": RUNS | WORDS,
    "report": SHOWN | WORDS | {"page", "summary", "version"},
    "roleplay": BASE | {"files"},
    # Leaves: nothing but the command line may import them.
    "start": FILED | {"editions", "files", "identity", "version"},
    "ui": SHOWN | {"roleplay"},
    "course": SHOWN | {"disk", "editions", "files", "identity", "importing", "roleplay"},
    "cli": EVERYTHING,
    "__main__": {"cli"},
    "sim": EVERYTHING - {"sim", "cli", "ui", "course", "start", "report", "page", "plots"},
}
LEAVES = {"start", "ui", "course", "cli", "__main__"}
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
]  # pandas loads pyarrow itself

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "sim").rglob("*.py"))


def unit(module: str) -> str:
    """Row of the table for a dotted module name: "sim.model.desk" -> "model", "sim" -> "sim"."""
    return module.split(".")[1] if "." in module else module


def name_of(path: Path, root: Path = ROOT) -> str:
    """Dotted name of the module in a file below ``root``."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: str, module: str, *, package: bool, known: set[str]) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import, also inside functions, relative ones resolved.

    ``from sim import x`` counts as ``sim.x`` where ``x`` is in ``known``, else as the package ``sim`` itself.
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
            if base == "sim":
                for alias in node.names:
                    yield node.lineno, f"sim.{alias.name}" if alias.name in known else "sim"
            else:
                yield node.lineno, base
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in ("import_module", "__import__"):
                yield node.lineno, str(node.args[0].value)


def wrong_arrows(source: str, module: str, *, package: bool = False) -> list[str]:
    """A line for every import that the table does not allow."""
    mine = unit(module)
    allowed = ARROWS.get(mine, set())
    wrong = []
    for line, target in imports(source, module, package=package, known=set(ARROWS) - {"sim"}):
        top = target.split(".")[0]
        if top == "sim" and unit(target) != mine and unit(target) not in allowed:
            wrong.append(f"{module}:{line} imports {target}: {mine} -> {unit(target)} is no arrow")
        if top == "simpy" and mine != "model":
            wrong.append(f"{module}:{line} imports simpy: only sim.model does")
    return wrong


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
    assert {"sim.errors", "sim.i18n", "sim.model"} <= {name_of(path) for path in SOURCES}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_follow_the_arrows(path):
    module = name_of(path)
    assert unit(module) in ARROWS, "a new module needs its row in the table above and in docs/architecture.md"
    assert wrong_arrows(path.read_text(encoding="utf-8"), module, package=path.name == "__init__.py") == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_files_and_commands_behave_on_every_machine(path):
    assert bad_habits(path.read_text(encoding="utf-8"), name_of(path)) == []


def test_the_arrows_make_layers_and_nobody_imports_a_leaf():
    graphlib.TopologicalSorter(ARROWS).prepare()  # raises CycleError
    assert set().union(*ARROWS.values()) <= set(ARROWS)
    importers = {name for name, targets in ARROWS.items() if targets & LEAVES}
    assert importers <= {"cli", "__main__"}


@pytest.mark.parametrize(
    ("module", "source", "found"),
    [
        ("sim.records", "from sim.case import Case", "records -> case"),
        ("sim.records", "from sim import case", "records -> case"),
        ("sim.records", "from . import case", "records -> case"),
        ("sim.records", "def f():\n    import sim.model.desk", "records -> model"),
        ("sim.model.desk", "from ..measures import service", "model -> measures"),
        ("sim.model.desk", "from sim import run", "model -> sim"),
        (
            "sim.measures.money",
            "import importlib\nimportlib.import_module('sim.experiment')",
            "-> experiment",
        ),
        ("sim.plots", "import sim.ui", "plots -> ui"),
        ("sim.theory", "from simpy import Environment", "only sim.model"),
    ],
)
def test_a_wrong_import_is_found(module, source, found):
    (only,) = wrong_arrows(source, module)
    assert found in only


@pytest.mark.parametrize(
    ("module", "source"),
    [
        (
            "sim.model.desk",
            "import simpy\nfrom .log import Log\nfrom sim.case import Case\nfrom ..i18n import _",
        ),
        ("sim.cli", "import numpy\nfrom sim import run\nfrom . import start"),
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
