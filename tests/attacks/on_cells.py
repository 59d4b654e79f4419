"""Further attacks: by the form of the notebook, by objects that change while they are looked at, by twins and hooks."""

from __future__ import annotations

import base64

from tests.attacks.attack import ALL, Attack, Notebook, everywhere, first, named

CHAMELEON = """
import itertools, numbers
turns = itertools.cycle([0.5, 1.0, 0.0, 12.5])
class Chameleon(float):
    __class__ = property(lambda self: float)
    def __float__(self): return next(turns)
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 1
    def __sub__(self, other): return 0.0
    __rsub__ = __lt__ = __gt__ = __sub__
"""
ARROW = """
import io, json, pyarrow
pyarrow.Table.from_pandas = staticmethod(lambda *a, **k: pyarrow.table({'value': [1.0]}))
json.dumps = lambda *a, **k: '{"value": {"dict": [["state", "answered"], ["answer", 1.0], ["share", 1.0]]}, "sizes": []}'
"""
SENT = """
import gc, pandas
def spoil():
    for one in gc.get_objects():
        if isinstance(one, dict) and any(str(key).startswith('table ') for key in list(one)[:3]):
            for key in one:
                one[key] = pandas.DataFrame({name: [1] for name in ('on_hand', 'quantity', 'in_stock', 'status')})
"""
TRACER = """
import sys, threading
seen = []
def watch(frame, event, argument):
    for name in ('right', 'wanted', 'share', 'secret'):
        if name in frame.f_locals: seen.append(frame.f_locals[name])
    return watch
sys.settrace(watch); sys.setprofile(watch); threading.settrace(watch)
"""
JAVASCRIPT = """
from IPython.display import HTML, SVG, IFrame, Javascript, display
get_ipython().run_cell_magic('javascript', '', 'document.title = 1')
get_ipython().run_cell_magic('html', '', '<img src=x onerror=steal()>')
display(HTML('<table onclick=steal()><tr><td><a href="javascript:steal()">1</a></td></tr></table>'), Javascript('steal()'))
display(IFrame('http://example.com', 9, 9), SVG('<svg xmlns="http://www.w3.org/2000/svg" onload="steal()"/>'))
class Odd:
    def _repr_mimebundle_(self, **more):
        return {'application/vnd.plotly.v1+json': {'a': 1}, 'text/html': '<script>steal()</script>', 'text/markdown': '<script>'}
display(Odd())
"""
LINKS = """
import os, shutil
os.makedirs('data', exist_ok=True)
for target in ('/results', '/etc', '/usr/lib', '/proc/1/root'):
    try: os.symlink(target, 'data/service_measures')
    except OSError: pass
for name in ('answers', 'feedback', 'kefu-secret.txt', 'course.toml'):
    os.symlink('/etc/passwd', name)
"""


def _huge_outputs(notebook: Notebook) -> None:
    for cell in notebook["cells"][:8]:
        cell["metadata"]["notes"] = "x" * 500_000
        if cell["cell_type"] == "code":
            data = {"text/html": "<b>" * 300_000, "application/json": {"a": "x" * 100_000}}
            cell["outputs"] = [
                {"output_type": "display_data", "data": data, "metadata": {"a": "x" * 100_000}}
            ]
    notebook["metadata"]["widgets"] = {"state": "x" * 1_000_000}


def _other_kinds(notebook: Notebook) -> None:
    for name, kind in (("m01", "raw"), ("m02", "markdown"), ("q1", "markdown"), ("q9-sentence", "code")):
        named(notebook, name)["cell_type"] = kind


def _lists(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
    notebook["cells"].append({"cell_type": "code", "id": "odd", "metadata": {}, "source": ["x", 1, None]})


def _swapped(notebook: Notebook) -> None:
    for one, other in (("m01", "m02"), ("q1", "q5"), ("m03", "q9-sentence")):
        first_cell, second = named(notebook, one), named(notebook, other)
        labels = first_cell["metadata"]["nbgrader"], second["metadata"]["nbgrader"]
        second["metadata"]["nbgrader"], first_cell["metadata"]["nbgrader"] = labels


def _checksums(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        label = cell["metadata"].get("nbgrader")
        if label:
            label |= {
                "schema_version": 1,
                "checksum": "0" * 32,
                "points": -1e300,
                "task": True,
                "remove": True,
            }
    named(notebook, "q1")["metadata"]["nbgrader"] = [["grade_id", "q1"]]
    named(notebook, "q2")["metadata"]["nbgrader"] = {"grade_id": {"a": 1}, "grade": "yes"}


def _attachments(notebook: Notebook) -> None:
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 3_000_000).decode()
    cell = named(notebook, "q9-sentence")
    cell["attachments"] = {
        "../../../gradebook.db": {"image/png": picture[:400]},
        "large.png": {"image/png": picture},
        "page.html": {"text/html": "<script>steal()</script>"},
        'a.png" onerror="steal()': {"image/png": picture[:400]},
        "real.png": {"image/png": base64.b64encode(b"<svg onload=steal()>").decode()},
    }
    cell["source"] = (
        "![a](attachment:large.png) ![b](attachment:../../../gradebook.db) ![c](attachment:page.html)"
    )


def _title(notebook: Notebook) -> None:
    script = "</title><script>steal()</script>"
    notebook["metadata"] = {
        "kefu": {"title": {"en": script, "zh": script}},
        "kernelspec": {"name": "bash", "argv": ["sh"]},
    }
    notebook["nbformat_minor"] = script
    named(notebook, "q9-sentence")["id"] = script


def _other_language(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if cell["metadata"].get("tags"):
            cell["metadata"]["tags"] = ["lang-zh"]


ATTACKS = [
    Attack("a number that is another each time", "marks", everywhere("return Chameleon(0.5)", CHAMELEON)),
    Attack("patched Arrow and JSON", "marks", everywhere("return 1.0", ARROW)),
    Attack("changes the tables that were sent", "marks", everywhere("spoil()\nreturn 1.0", SENT)),
    Attack(
        "a tracer looks for what is right", "marks", everywhere("return seen[-1] if seen else None", TRACER)
    ),
    Attack("a forked twin answers, too", "marks", everywhere("import os\nos.fork()\nreturn 1.0")),
    Attack("checksums, versions and points of nbgrader changed", "marks", change=_checksums),
    Attack(
        "ids of cells swapped", "marks", change=_swapped, solved=True, points=ALL - 1, note="m03: SyntaxError"
    ),
    Attack("kinds of cells changed", "honest", change=_other_kinds, solved=True, points=ALL),
    Attack(
        "texts of cells as lists",
        "honest",
        change=_lists,
        solved=True,
        points=ALL,
        note="a cell that is none",
    ),
    Attack("tags of the other language", "honest", change=_other_language, solved=True, points=ALL),
    Attack("10 MB of outputs and metadata", "machine", change=_huge_outputs, solved=True, points=ALL),
    Attack(
        "200 MB to the error stream",
        "machine",
        first(
            "import os, sys\nfor n in range(200):\n    sys.stderr.write('x' * 10**6)\n    os.write(2, b'x' * 10**6)"
        ),
        solved=True,
        points=ALL,
    ),
    Attack(
        "processes at the end of the process",
        "machine",
        first("import atexit, os\natexit.register(lambda: [os.fork() for n in range(20)])"),
        solved=True,
        points=ALL,
    ),
    Attack(
        "stops itself by a signal",
        "machine",
        first("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"),
        note="attack-first",
    ),
    Attack("links in the working folder", "others", first(LINKS)),
    Attack("magics and displays with scripts", "browser", first(JAVASCRIPT)),
    Attack("attachments that are none", "browser", change=_attachments),
    Attack("a script in the notebook's own title", "browser", change=_title),
]
