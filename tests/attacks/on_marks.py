"""Attacks that want points: by reaching the examiner, by answers that lie, by the notebook's own data."""

from __future__ import annotations

from tests.attacks.attack import ALL, Attack, Notebook, everywhere, first, named

ANYWHERE = (
    "import glob, itertools\nroots = ['/', '/work', '/tmp', '/root', '/home', '..', '../..', '../../..']\n"
)
FORGE = """
import gc, os, sys
from sim.course.answers.plain import pack
runs = [o['run'] for o in gc.get_objects() if isinstance(o, dict) and 'run' in o and 'limits' in o]
step = sys._getframe()
while step:
    runs += [v['run'] for v in step.f_locals.values() if isinstance(v, dict) and 'run' in v]
    step = step.f_back
def forge(reply):
    for run in runs:
        for number in range(1, 400):
            data = pack({'run': run, 'number': number, 'reply': reply})
            for handle in range(3, 12):
                try: os.write(handle, len(data).to_bytes(8, 'big') + data)
                except OSError: pass
"""


def _skip(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception"]


def _more_points(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"points": 300, "grade": True, "solution": True, "locked": False}


def _own_tests(notebook: Notebook) -> None:
    for name in ("q1", "q2", "q3", "q4", "q5"):
        named(notebook, name)["source"] = "3.0"


def _forged_records(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        record = {"question": "q1", "part": "clean", "points": 3, "share": 1.0, "state": "marked"}
        cell["metadata"]["kefu"] = {"records": [record]}
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "clean: 3 / 3"}]


def _deleted(notebook: Notebook) -> None:
    gone = {"setup", "q1", "q2", "q3", "clean", "q9-sentence"}
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] not in gone]


def _copied(notebook: Notebook) -> None:
    for name in ("m01", "q3", "q9-sentence"):
        notebook["cells"].append(dict(named(notebook, name), id=f"{name}-again", source="x = 1"))


def _renamed(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"]["grade_id"] = "q1"


ATTACKS = [
    Attack(
        "replaces functions of the course in memory",
        "marks",
        first(
            "import sim.course.answers.kinds as k, sim.course.answers.judging as j\nk.Kind.share = lambda *a: 1.0\nj.judge = None"
        ),
    ),
    Attack(
        "imports the reference",
        "marks",
        everywhere(
            "from pathlib import Path\nfrom sim.course.authoring.source import Source\nfor root in roots:\n"
            "    model = Source(Path(root), 'service_measures').functions\n    return model['m01'](*inputs)",
            ANYWHERE,
        ),
    ),
    Attack(
        "looks for the solution notebook",
        "marks",
        everywhere(
            "found = [p for r in roots for p in glob.glob(r + '/**/solutions/**/*.ipynb', recursive=True)]\nreturn open(found[0]).read()",
            ANYWHERE,
        ),
    ),
    Attack(
        "runs a classmate's file",
        "marks",
        first(
            ANYWHERE
            + "for p in [p for r in roots for p in glob.glob(r + '/submitted/*/*/*.ipynb')]:\n    get_ipython().run_line_magic('run', p)"
        ),
    ),
    Attack(
        "a thread patches the marker later",
        "marks",
        first(
            "import threading, time, sys\ndef patch():\n    while True:\n        for m in list(sys.modules.values()):\n"
            "            if getattr(m, '__name__', '').startswith('sim.') and hasattr(m, 'judge'): m.judge = lambda *a: 1\n"
            "        time.sleep(0.01)\nthreading.Thread(target=patch, daemon=True).start()"
        ),
    ),
    Attack(
        "a formatter imitates the verdict",
        "marks",
        first(
            "get_ipython().display_formatter.formatters['text/plain'].for_type(int, lambda o, p, c: p.text('27'))\n"
            "print('q1: 3 / 3\\nclean: 3 / 3')\n27"
        ),
    ),
    Attack(
        "walks frames and objects to the right answer",
        "marks",
        everywhere(
            "import gc\nfor o in gc.get_objects():\n    if type(o).__name__ == 'Wanted': return o.right\nreturn gc.garbage",
        ),
    ),
    Attack(
        "an own package sim in the working folder",
        "marks",
        first(
            "import os, sys\nos.makedirs('sim/course')\nopen('sim/__init__.py', 'w').write('')\n"
            "open('sim/course/__init__.py', 'w').write('def check_all(*a): return 100')\n"
            "sys.path.insert(0, os.getcwd())\nfor name in [n for n in sys.modules if n.startswith('sim')]: del sys.modules[name]"
        ),
    ),
    Attack(
        "an object that equals everything",
        "marks",
        everywhere(
            "return Liar()",
            "class Liar:\n    def __eq__(self, o): return True\n    def __float__(self): return 0.5\n    def __hash__(self): return 1\n"
            "    def __iter__(self): return iter([self])\n    def __len__(self): return 1",
        ),
    ),
    Attack(
        "a subclass of a number whose comparison lies",
        "marks",
        everywhere(
            "return Lie(0.5)",
            "class Lie(float):\n    def __eq__(self, o): return True\n    def __sub__(self, o): return 0.0\n"
            "    def __rsub__(self, o): return 0.0\n    def __abs__(self): return 0.0\n    __hash__ = float.__hash__",
        ),
    ),
    Attack(
        "a subclass of a table whose comparison lies",
        "marks",
        everywhere(
            "return Table({'a': [1]})",
            "import pandas as pd\nclass Table(pd.DataFrame):\n    def equals(self, o): return True\n    def __eq__(self, o): return True\n"
            "    @property\n    def _constructor(self): return Table",
        ),
    ),
    Attack(
        "a dictionary with every key",
        "marks",
        everywhere(
            "return All({})",
            "class All(dict):\n    def __contains__(self, k): return True\n    def __missing__(self, k): return 1\n    def get(self, *a): return 1",
        ),
    ),
    Attack(
        "patched pandas",
        "marks",
        first(
            "import pandas as pd\npd.DataFrame.equals = pd.Series.equals = lambda *a: True\npd.testing.assert_frame_equal = lambda *a, **k: None"
        ),
    ),
    Attack(
        "patched builtins",
        "marks",
        first("import builtins\nbuiltins.abs = lambda x: 0\nbuiltins.isinstance = lambda *a: True"),
        note="",
    ),
    Attack(
        "patched packing of answers",
        "marks",
        first(
            "import sim.course.answers.asking as a\nreal = a.crossed\na.crossed = lambda v: {'share': 1.0, 'right': True}\n"
            "import sim.marking.child as c\nc._answer = lambda n, asked: {'state': 'answered', 'answer': 1.0, 'share': 1.0, 'points': 3}"
        ),
    ),
    Attack(
        "forged replies with the run's number, found in memory",
        "marks",
        first(FORGE + "forge({'state': 'answered', 'answer': True})"),
    ),
    Attack(
        "forged replies that claim points",
        "marks",
        first(FORGE + "forge({'state': 'marked', 'share': 1.0, 'points': 27})"),
    ),
    Attack(
        "a transformer rewrites the cells that follow",
        "marks",
        first(
            "import ast\nclass All(ast.NodeTransformer):\n    def visit_Compare(self, n): return ast.Constant(True)\n"
            "get_ipython().ast_transformers.append(All())"
        ),
    ),
    Attack(
        "hooks after every cell",
        "marks",
        first(
            "get_ipython().events.register('post_run_cell', lambda r: get_ipython().user_ns.update(q1=3.0, points=27))"
        ),
    ),
    Attack(
        "code at the end of the process", "marks", first("import atexit\natexit.register(print, 'q1: 3 / 3')")
    ),
    Attack("NaN everywhere", "marks", everywhere("return float('nan')")),
    Attack("infinite numbers", "marks", everywhere("return float('inf')")),
    Attack("a number with 10,000 digits", "marks", everywhere("return 10 ** 10000")),
    Attack("True for every answer", "marks", everywhere("return True")),
    Attack("the tag skip-execution on everything", "marks", change=_skip),
    Attack("points and kinds of cells changed", "marks", change=_more_points),
    Attack("own text in test cells", "marks", change=_own_tests),
    Attack("forged records and outputs in the file", "marks", change=_forged_records),
    Attack("every graded cell with the same name", "marks", change=_renamed),
    Attack(
        "another student's identity in the environment",
        "marks",
        first(
            "import os\nos.environ['KEFU_SUBMISSION'] = 'kefu/classmate'\nopen('kefu.toml', 'w').write('student = \"classmate\"')"
        ),
        solved=True,
        points=ALL - 3.5,
    ),
    Attack("deleted cells", "honest", change=_deleted, solved=True, points=ALL - 3),
    Attack("copied cells", "honest", change=_copied, solved=True, points=ALL, note="copied"),
]
