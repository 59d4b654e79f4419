"""What stock nbgrader makes of the attacks. It runs as a whole in bubblewrap, since they would do what they say to this computer.

Inside there is no network, no home folder and nothing of `/tmp`; the course is a copy in memory that vanishes. A watch ends
everything if it uses too much memory or too many processes. What comes out is the gradebook, as text.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from sim.marking.sandbox import bubblewrap
from sim.marking.sandbox.limits import Limits
from sim.marking.sandbox.watch import Watch
from tests.attacks.attack import ALL, NAME, Attack
from tests.support.notebooks import ROOT
from tools.course import Course, released, solved

KEPT = Path(__file__).with_name("stock.json")
SECONDS = 120
"""For nbgrader with both submissions; honest ones take a tenth of it."""
LIMITS = Limits(memory=3_000_000_000, processes=200, disk=600_000_000)
ENDED = "stopped"
INSIDE = """
import base64, pathlib, shutil, subprocess, sys
shutil.copytree("/given", "/course", dirs_exist_ok=True)
with open("/tmp/log", "wb") as log:
    words = [sys.executable, "-m", "nbgrader", "autograde", sys.argv[1]]
    process = subprocess.Popen(words, cwd="/course", stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        code = process.wait(float(sys.argv[2]))
    except subprocess.TimeoutExpired:
        process.kill()
        code = "stopped"
print(code, base64.b64encode(pathlib.Path("/course/gradebook.db").read_bytes()).decode(), flush=True)
"""


def run_all(attacks: list[Attack]) -> None:
    """Mark every attack that was not marked yet, and keep what came of it after each: this takes half an hour."""
    found = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}
    with tempfile.TemporaryDirectory() as folder:
        given = Course(Path(folder))
        given.enter(NAME)
        given.submit("classmate", NAME, solved(NAME, "en"))
        given.submit("attacker", NAME, released(NAME, "en"))
        for attack in attacks:
            if attack.name not in found:
                found[attack.name] = _one(attack, given)
                print(attack.name, "->", found[attack.name], flush=True)
                text = json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True)
                KEPT.write_text(text + "\n", encoding="utf-8")


def _one(attack: Attack, given: Course) -> str:
    """Points of the attacker, and those of a classmate if they are not what is due."""
    place = given.folder / "submitted" / "attacker" / NAME / f"{NAME}.ipynb"
    notebook = attack.notebook(released(NAME, "en"), solved(NAME, "en"))
    place.write_text(json.dumps(notebook), encoding="utf-8")
    code, gradebook = _inside(given.folder)
    ended = {"0": "", ENDED: f"not done in {SECONDS} s; ", "": "ended by the watch"}.get(
        code, "ended with an error; "
    )
    if not gradebook:
        return ended
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "gradebook.db").write_bytes(gradebook)
        after = Course.__new__(Course)
        after.folder = Path(folder)
        try:
            marks = after.marks(NAME)
        except Exception:  # the attack broke it
            return f"{ended}no gradebook left"
    points = {name: sum(given or 0.0 for given, _m, _h in cells.values()) for name, cells in marks.items()}
    mate = points.get("classmate")
    other = "" if mate == ALL else f", classmate {'not marked' if mate is None else f'{mate:g}'}"
    return f"{ended}{points.get('attacker', 0.0):g}{other}"


def _inside(given: Path) -> tuple[str, bytes]:
    """How nbgrader ended, and the gradebook after it; nothing if everything was stopped."""
    words = [bubblewrap.PROGRAM, "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    words += ["--cap-drop", "ALL", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev"]
    for place in ("/tmp", "/home", "/root", "/run", "/var", "/mnt", "/opt", "/srv", "/work", "/dev/shm"):
        if Path(place).is_dir():
            words += ["--size", str(LIMITS.disk), "--tmpfs", place]
    words += ["--size", str(LIMITS.disk), "--tmpfs", "/tmp/home"]
    for folder in (*bubblewrap._python_folders(), ROOT / "sim", ROOT / "tests", ROOT / "tools"):
        words += ["--ro-bind", str(folder), str(folder)]
    words += ["--ro-bind", str(given), "/tmp/given", "--size", str(LIMITS.disk), "--tmpfs", "/tmp/course"]
    own = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": "/tmp/home", "LANG": "C.UTF-8"}
    own |= {"PYTHONPATH": str(ROOT), "KEFU_CACHE": "/tmp/home/cache", "KEFU_LANG": "en"}
    for name, value in own.items():
        words += ["--setenv", name, value]
    code = INSIDE.replace("/given", "/tmp/given").replace("/course", "/tmp/course")
    reads, writes = os.pipe()
    words[1:1] = ["--info-fd", str(writes)]
    words += ["--remount-ro", "/proc", "--remount-ro", "/", "--chdir", "/tmp/course"]
    process = subprocess.Popen(
        [*words, sys.executable, "-P", "-c", code, NAME, str(SECONDS)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=[writes],
    )
    os.close(writes)
    with os.fdopen(reads, "rb") as told:
        watch = Watch(int(json.loads(told.read())["child-pid"]), LIMITS, process.kill)
    watch.start()
    said = b""
    try:
        with suppress(subprocess.TimeoutExpired):
            said = process.communicate(timeout=SECONDS + 60)[0][:50_000_000]
    finally:
        watch.stop()
        process.kill()
        process.wait()
        time.sleep(0.1)
    code_text, _space, encoded = said.decode("ascii", "replace").strip().rpartition("\n")[2].partition(" ")
    with suppress(ValueError):
        return code_text, base64.b64decode(encoded, validate=True)
    return "", b""
