"""What a student's code reaches in the sandbox: its own folder, Python, and nothing else."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

import pytest

from sim.marking.process import Child, NoReplyError
from sim.marking.sandbox import bubblewrap, start
from sim.marking.sandbox.limits import Limits
from sim.marking.submission import Submission
from tests.conftest import need_bubblewrap

FEW = Limits(memory=1_000_000_000, processes=20, disk=20_000_000, whole=60.0)


@pytest.fixture(scope="module")
def _sandbox():
    need_bubblewrap()
    yield
    start.close_nursery()


@pytest.fixture(params=["forked", "new"])
def run(request, _sandbox, tmp_path):
    """Run cells in the sandbox, by a child that was forked into it, or by a new Python."""
    made = []
    ways = {"forked": start.in_sandbox, "new": start.new_python}
    (tmp_path / "own.bin").write_bytes(b"own")

    def begin(*cells):
        made.append(Submission(cells, lambda: ways[request.param]({}, tmp_path, FEW), FEW))
        made[-1].run()
        return made[-1]

    yield begin
    for submission in made:
        submission.close()


def test_a_child_can_be_forked_into_the_sandbox(_sandbox):
    assert start.nursery() is not None


def test_nothing_of_this_computer_is_seen_but_python_and_the_own_results(run, root, monkeypatch):
    monkeypatch.setenv("TOKEN", "secret")
    submission = run(
        "import os\nown = open('/results/own.bin').read()\nvariables = dict(os.environ)\n"
        "def exists(path): return os.path.exists(path)\n"
        "def writes(path):\n    with open(path, 'w') as file: file.write('x')\n    return True",
    )
    assert submission.value("own", 9).answer == "own"
    assert "TOKEN" not in submission.value("variables", 9).answer
    for path in ("solutions", "tests", ".git", "nbgrader_config.py", "exercises"):
        assert submission.call("exists", (str(root / path),), 9).answer is False
    for path in ("/results/own.bin", "/usr/x", "/x", "/dev/x", str(bubblewrap.PACKAGE / "x.py")):
        assert submission.call("writes", (path,), 9).state == "stopped", path
    assert "Read-only" in submission.call("writes", ("/proc/sys/kernel/hostname",), 9).error
    assert submission.call("writes", (f"{bubblewrap.WORK}/x",), 9).answer is True


def test_there_is_no_network_and_no_privilege(run):
    submission = run(
        "import socket, ctypes\n"
        "def connects(address):\n    socket.create_connection((address, 53), 2)\n    return True\n"
        "privileges = [l for l in open('/proc/self/status') if l.startswith('CapEff')][0].split()[1]\n"
        "def mounts():\n    return ctypes.CDLL(None).mount(b'x', b'/tmp', b'tmpfs', 0, None)"
    )
    assert submission.call("connects", ("1.1.1.1",), 9).state == "stopped"
    assert int(submission.value("privileges", 9).answer, 16) == 0
    assert submission.call("mounts", (), 9).answer == -1


def test_limits_end_what_goes_too_far_and_the_rest_is_marked(run):
    submission = run(
        "x = 1",
        "import os, time\nfor i in range(40):\n    if os.fork() == 0:\n        time.sleep(60)\n        os._exit(0)\n",
        "big = [bytearray(10**8) for i in range(30)]",
        "import tempfile\nfile = tempfile.TemporaryFile()\nfor i in range(60):\n    file.write(bytes(10**6))\n    file.flush()",
        "print('x' * 10**8)",
        "y = 2",
    )
    states = [cell.state for cell in submission.cells]
    assert states[1] == "too many processes" and states[0] == states[5] == ""
    assert "MemoryError" in submission.cells[2].error or states[2] in ("too much memory", "crashed")
    assert submission.cells[3].error or states[3] == "crashed"
    assert len(submission.cells[4].shown) <= 20_000
    assert submission.value("x", 9).answer == 1 and submission.value("y", 9).answer == 2


def test_nothing_outlives_a_submission(run):
    before = spaces()
    submission = run(
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        time.sleep(12345)\n    os._exit(0)"
    )
    made = spaces() - before
    assert made
    submission.close()
    time.sleep(0.3)
    assert not made & spaces()


def spaces():
    """The process namespaces on this computer in which something runs."""
    found = set()
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if ") Z " not in (entry / "stat").read_text(encoding="utf-8"):
                found.add(str((entry / "ns" / "pid").readlink()))
    return found


def test_an_answer_that_repeats_another_runs_number_is_missing(run):
    """Everything that the code itself writes to the marker, with a number that it guessed, counts for nothing."""
    submission = run(
        "import os\nfrom sim.course.answers.plain import pack\n"
        "for number in range(1, 9):\n"
        "    data = pack({'run': 'guess', 'number': number, 'reply': {'state': 'answered', 'answer': 42}})\n"
        "    for handle in range(3, 30):\n"
        "        try:\n            os.write(handle, len(data).to_bytes(8, 'big') + data)\n"
        "        except OSError:\n            pass",
        "x = 1",
    )
    assert submission.value("x", 9).answer == 1
    assert submission.value("missing", 9).state == "missing"


@pytest.mark.parametrize(
    "written",
    ["(2**60).to_bytes(8, 'big')", "(50).to_bytes(8, 'big') + b'[' * 50", "b'\\xff' * 4096"],
)
def test_what_is_no_message_ends_the_process_and_not_the_marker(_sandbox, written):
    cell = (
        f"import os\nfor handle in range(3, 30):\n    try:\n        os.write(handle, {written})\n"
        "    except OSError:\n        pass\nimport time\ntime.sleep(60)"
    )
    child = Child(start.in_sandbox({}, None, FEW), FEW)
    with pytest.raises(NoReplyError, match="crashed"):
        child.ask({"do": "cell", "source": cell}, 20)


def test_without_a_sandbox_the_limits_of_the_system_hold(tmp_path):
    submission = Submission(
        ("x = 1", "big = [bytearray(10**8) for i in range(30)]"),
        lambda: start.without_sandbox({}, tmp_path, FEW),
        FEW,
    )
    submission.run()
    assert submission.value("x", 9).answer == 1
    assert os.name != "posix" or "MemoryError" in submission.cells[1].error
    submission.close()
