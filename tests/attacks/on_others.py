"""Attacks on other students, on secrets, on the computer, on the teacher's browser; and honest work that looks like one."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.attacks.attack import ALL, Attack, Notebook, everywhere, first, named
from tests.attacks.on_marks import ANYWHERE

DESTROY = (
    "import os\nfor root in ['..', '/', '/root', '/home', '/usr', '/tmp']:\n    for place, folders, files in os.walk(root):\n"
    "        for file in files:\n            if file.endswith(({ends})):\n"
    "                try: open(os.path.join(place, file), 'a').write('x')\n                except OSError: pass\n"
    "        if place.startswith(('/proc', '/sys')): folders.clear()"
)
UNPICKLED = Path(tempfile.gettempdir(), "kefu-unpickled")
"""What an answer that is unpickled outside the sandbox leaves behind."""
SCRIPT = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\"><svg onload=\"document.title='taken'\">"
MARKDOWN = (
    SCRIPT
    + "\n\n[here](javascript:document.title='taken')\n\n![x](http://198.51.100.7/x.png)\n\n```mermaid\ngraph TD; A-->B\n```\n\n"
    "$\\href{javascript:document.title='taken'}{x}$ $\\require{html}\\class{x}{y}$\n\n[r]: javascript:alert(1)\n[r]\n"
    "<iframe src='/formgrader'></iframe> &lt;b&gt; <a href=\"jav&#x09;ascript:alert(1)\">x</a>"
)


def _written(text: str):
    def change(notebook: Notebook) -> None:
        for name in ("q9-sentence", "q10-reasons"):
            named(notebook, name)["source"] = text

    return change


def _attached(notebook: Notebook) -> None:
    cell = named(notebook, "q9-sentence")
    cell["source"] = "![x](attachment:x.svg)"
    svg = "PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+"
    cell["attachments"] = {"x.svg": {"image/svg+xml": svg, "image/png": svg}, "../../x": {"image/png": svg}}


def _other_id(notebook: Notebook) -> None:
    cell = named(notebook, "setup")
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "Student: somebody-else\n"}]


def _many_cells(notebook: Notebook) -> None:
    cell = {"cell_type": "code", "metadata": {}, "source": "x = 1", "outputs": [], "execution_count": None}
    notebook["cells"] += [cell | {"id": f"more-{number}"} for number in range(2000)]


def _strange_cells(notebook: Notebook) -> None:
    notebook["cells"] += [None, 3, [], {}, {"cell_type": "code"}, {"cell_type": "code", "source": {"a": 1}}]
    notebook["cells"] += [{"cell_type": "code", "source": "x = '\ud800'", "metadata": [], "id": 5}]
    notebook["cells"] += [{"cell_type": "markdown", "source": ["a", 1], "metadata": {"tags": {"a": 1}}}]
    notebook["cells"] += [{"cell_type": "code", "source": "y = 1\0", "metadata": {"nbgrader": ["q1"]}}]
    notebook["metadata"] = {"kernelspec": {"name": "../../bash"}, "widgets": {"x": "y" * 1000}}


def _long_cell(notebook: Notebook) -> None:
    named(notebook, "m01")["source"] = "# " + "x" * 5_000_000


ATTACKS = [
    Attack(
        "a process left behind writes every gradebook it finds",
        "others",
        first(
            "import os, time\nif os.fork() == 0:\n    os.setsid()\n    import glob, sqlite3\n    while True:\n"
            "        for p in glob.glob('/**/gradebook.db', recursive=True):\n            sqlite3.connect(p).execute('update grade set auto_score = 99')\n"
            "        time.sleep(1)"
        ),
    ),
    Attack(
        "writes into gradebooks, solutions and submissions",
        "others",
        first(DESTROY.replace("{ends}", "'.db', '.ipynb', '.toml'")),
    ),
    Attack(
        "changes the package and its installation",
        "others",
        first(
            DESTROY.replace("{ends}", "'.py', '.pth', '.so'")
            + "\nimport sim\nopen(sim.__file__, 'a').write('\\nimport os')"
        ),
    ),
    Attack(
        "poisons the cache of helper results",
        "others",
        first(
            "import os, glob\nfor p in glob.glob(os.environ['KEFU_CACHE'] + '/*'):\n    open(p, 'wb').write(b'x')"
        ),
    ),
    Attack(
        "overwrites a classmate's submission",
        "others",
        first(
            "from pathlib import Path\nfor up in range(1, 6):\n    p = Path('../' * up) / 'submitted/classmate/service_measures'\n"
            "    p.mkdir(parents=True)\n    (p / 'service_measures.ipynb').write_text('{}')"
        ),
    ),
    Attack(
        "kills every process it can",
        "machine",
        first(
            "import os\nfor p in (os.getppid(), 1, 2, -1):\n    try: os.kill(p, 9)\n    except OSError: pass"
        ),
        note="ended Python",
    ),
    Attack("ends Python in a cell", "machine", first("import os\nos._exit(0)"), note="ended Python"),
    Attack(
        "ends Python in every function",
        "machine",
        everywhere("import os\nif inputs: os._exit(0)\nreturn 1"),
        note="",
    ),
    Attack("a fault in memory", "machine", first("import ctypes\nctypes.string_at(0)"), note="ended Python"),
    Attack(
        "a loop that swallows the interrupt",
        "machine",
        first("while True:\n    try:\n        while True: pass\n    except BaseException: pass"),
        note="too long",
    ),
    Attack(
        "functions without an end",
        "machine",
        {"m07": "def m07(orders):\n    while True: pass"},
        solved=True,
        points=ALL - 1,
        note="too long",
    ),
    Attack(
        "a fork bomb",
        "machine",
        first("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"),
        note="too many processes",
    ),
    Attack(
        "a thousand threads",
        "machine",
        first(
            "import threading, time\nfor i in range(1000): threading.Thread(target=time.sleep, args=(99,), daemon=True).start()"
        ),
        note="processes",
    ),
    Attack("all of the memory", "machine", first("x = []\nwhile True: x.append(bytearray(10 ** 8))")),
    Attack(
        "all of the memory, by many processes",
        "machine",
        first(
            "import os, time\nfor i in range(12):\n    if os.fork() == 0:\n        x = bytearray(os.urandom(1)) * (4 * 10 ** 8)\n        time.sleep(99)\ntime.sleep(9)"
        ),
        note="memory",
    ),
    Attack(
        "all of the disk",
        "machine",
        first("import tempfile\nf = tempfile.TemporaryFile()\nwhile True: f.write(bytes(10 ** 7))"),
    ),
    Attack(
        "all of the memory by files in /dev/shm",
        "machine",
        first("f = open('/dev/shm/x', 'wb')\nwhile True: f.write(bytes(10 ** 7))"),
    ),
    Attack("thousands of open files", "machine", first("f = [open('/dev/null') for i in range(100000)]")),
    Attack("100 MB of output", "machine", first("for i in range(100): print('x' * 10 ** 6)")),
    Attack(
        "a page of 50 MB",
        "machine",
        first("from IPython.display import HTML\nfor i in range(10): display(HTML('<p>x</p>' * 10 ** 6))"),
    ),
    Attack("an answer of 300 MB", "machine", everywhere("return 'x' * (3 * 10 ** 8)", ""), note=""),
    Attack(
        "a reply that claims 2^60 bytes",
        "machine",
        first(
            "import os\nfor h in range(3, 12):\n    try: os.write(h, (2 ** 60).to_bytes(8, 'big'))\n    except OSError: pass"
        ),
    ),
    Attack(
        "a pickle instead of an answer",
        "machine",
        first(
            f"import os, pickle\nclass P:\n    def __reduce__(self): return os.system, ('touch {UNPICKLED}',)\nd = pickle.dumps(P())\n"
            "for h in range(3, 12):\n    try: os.write(h, len(d).to_bytes(8, 'big') + d)\n    except OSError: pass"
        ),
    ),
    Attack(
        "an answer nested 100,000 deep",
        "machine",
        everywhere("x = []\nfor i in range(100000): x = [x]\nreturn x"),
    ),
    Attack("an answer that holds itself", "machine", everywhere("x = {}\nx['x'] = x\nreturn x")),
    Attack(
        "an answer without an end",
        "machine",
        {"phase": "phase = zip(iter(int, 1))"},
        solved=True,
        points=ALL - 2,
    ),
    Attack("a parser's stack", "machine", first("x = " + "(" * 3000 + ")" * 3000)),
    Attack("2,000 cells", "machine", change=_many_cells, note="first 400"),
    Attack("a cell of 5 MB", "machine", change=_long_cell, note="too long"),
    Attack("cells that are none", "machine", change=_strange_cells, solved=True, points=ALL, note="left out"),
    Attack(
        "the network",
        "secrets",
        everywhere(
            "import urllib.request\nreturn urllib.request.urlopen('http://198.51.100.7', timeout=2).read()"
        ),
    ),
    Attack(
        "sockets of the system",
        "secrets",
        first(
            "import socket, glob\nfor p in glob.glob('/run/**/*.sock', recursive=True) + ['/var/run/docker.sock']:\n    s = socket.socket(socket.AF_UNIX)\n    s.connect(p)\n    print('TAKEN', p)"
        ),
    ),
    Attack(
        "the secret of the hidden year",
        "secrets",
        first(
            ANYWHERE
            + "for r in roots:\n    for p in glob.glob(r + '/**/kefu-secret.txt', recursive=True): print('TAKEN', open(p).read())"
        ),
    ),
    Attack(
        "keys, tokens and variables",
        "secrets",
        first(
            "import os, glob\ntop = os.sep\nfor p in glob.glob(top + 'root/.[bsg]*') + glob.glob(top + 'home/*/.*') + glob.glob(top + 'etc/shadow'): print('TAKEN', p)\n"
            "print('TAKEN' if 'TOKEN' in os.environ else '')\nfor p in glob.glob('/proc/[0-9]*/environ'):\n    if b'TOKEN' in open(p, 'rb').read(): print('TAKEN', p)"
        ),
    ),
    Attack(
        "other students' data and hidden years in the cache",
        "secrets",
        first(
            "import glob, os\nfound = glob.glob('/**/course-*.zip', recursive=True)\nprint('TAKEN' if len(found) > 1 else '', found)\n"
            "print(['TAKEN' for p in glob.glob('/**/hidden', recursive=True) if os.path.isdir(p) and not p.startswith(('/proc', '/usr'))])"
        ),
    ),
    Attack(
        "the hidden year by an error message",
        "secrets",
        {
            "m08": (
                "seen = []\ndef m08(orders):\n    if len(orders) > 10: seen.append(len(orders))\n"
                "    if len(set(seen)) > 1: raise ValueError('TAKEN' + orders.to_csv()[:200])\n    return _right(orders)\n"
            ),
            "m07": "",
        },
        solved=True,
        points=ALL - 2,
    ),
    Attack(
        "the settings of the system",
        "machine",
        first("open('/proc/sys/kernel/hostname', 'w').write('taken')"),
    ),
    Attack(
        "mounts and namespaces of its own",
        "machine",
        first(
            "import ctypes, os\nc = ctypes.CDLL(None)\nif os.fork() == 0:\n    c.unshare(0x10000000 | 0x20000 | 0x20000000)\n    if os.fork() == 0:\n"
            "        c.mount(b'p', b'/proc', b'proc', 0, None)\n        open('/proc/sys/kernel/hostname', 'w').write('taken')\n    os._exit(0)"
        ),
    ),
    Attack(
        "programs that run as root",
        "machine",
        first(
            "import subprocess\nprint(subprocess.run(['su', '-c', 'id'], capture_output=True, stdin=subprocess.DEVNULL))"
        ),
    ),
    Attack(
        "scripts in outputs",
        "browser",
        first(
            "from IPython.display import HTML, Javascript, SVG, Markdown, Latex\n"
            f"s = {SCRIPT!r}\ndisplay(HTML(s), HTML('<table onclick=x()><tr><td style=\"x\">1</td></tr></table>'), Javascript('document.title=1'), Markdown(s), Latex(s))\n"
            "display({'image/svg+xml': s, 'text/html': s, 'application/javascript': 'x()', 'application/vnd.jupyter.widget-view+json': {}}, raw=True)\nprint(s)"
        ),
    ),
    Attack("scripts, links and pictures in a written answer", "browser", change=_written(MARKDOWN)),
    Attack("a picture with a script in a written answer", "browser", change=_attached),
    Attack(
        "warnings, noise and chdir",
        "honest",
        {
            "first": "import os, sys, warnings\nwarnings.warn('old')\nprint('loud', file=sys.stderr)\nos.chdir('/')",
            "last": "%reset -f",
        },
        solved=True,
        points=ALL,
    ),
    Attack(
        "numbers of numpy and pandas",
        "honest",
        {
            "last": (
                "import numpy as np\nw_patient = np.float64(w_patient)\nphase = {np.int64(k): v for k, v in phase.items()}\n"
                "promise = {k: tuple(map(np.float64, v)) for k, v in promise.items()}"
            )
        },
        solved=True,
        points=ALL,
    ),
    Attack(
        "magics, tables and pictures",
        "honest",
        {"last": "%timeit -n1 -r1 1\n!echo hello\nimport pandas as pd\npd.DataFrame({'a': [1]})"},
        solved=True,
        points=ALL,
    ),
    Attack("a cell that fails", "honest", first("1 / 0"), solved=True, points=ALL),
    Attack(
        "another student's id in the outputs",
        "honest",
        change=_other_id,
        solved=True,
        points=ALL,
        note="somebody-else",
    ),
]
