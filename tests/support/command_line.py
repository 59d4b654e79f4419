"""The command line as somebody runs it: in a process of its own.

A process of Python's takes a second to import what Kefu needs. Where the system can fork, many commands share that second:
`python -m tests.support.command_line` imports once, then forks a process for each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Command:
    """words: after `kefu`; largest: how many bytes a file may have, None: any."""

    words: Sequence[str]
    cwd: str
    env: dict[str, str] = field(default_factory=dict)
    largest: int | None = None


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


def kefu(*words: str, cwd: Path, **env: str) -> Done:
    """Run `python -m sim WORDS` in a folder; in English, unless `env` has KEFU_LANG."""
    done = subprocess.run(
        [sys.executable, "-m", "sim", *words],
        cwd=cwd,
        env=_environment() | env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def kefus(commands: Sequence[Command]) -> list[Done]:
    """Run every command, one after the other, each in a process of its own."""
    if not hasattr(os, "fork"):
        return [kefu(*command.words, cwd=Path(command.cwd), **command.env) for command in commands]
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.command_line"],
        cwd=ROOT,
        env=_environment(),
        input=json.dumps([asdict(command) for command in commands]),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [Done(*row) for row in json.loads(done.stdout)]


def content(folder: Path) -> dict[str, bytes | None]:
    """Every file below a folder with its bytes, every folder with None."""
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
    }


def _environment() -> dict[str, str]:
    return {**os.environ, "KEFU_LANG": "en", "PYTHONIOENCODING": "utf-8"}


def _forked(command: Command) -> tuple[int, str, str]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        pid = os.fork()
        if not pid:
            os._exit(_child(command, out.fileno(), err.fileno()))
        _pid, status = os.waitpid(pid, 0)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8"))
    return os.waitstatus_to_exitcode(status), texts[0], texts[1]


def _child(command: Command, out: int, err: int) -> int:
    import resource

    from sim.cli import main

    os.dup2(out, 1)
    os.dup2(err, 2)
    try:
        os.chdir(command.cwd)
        os.environ.update(command.env)
        if command.largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (command.largest, command.largest))
        code = main(list(command.words))
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    import sim.cli.process  # noqa: F401 - once, before the forks

    print(json.dumps([_forked(Command(**row)) for row in json.load(sys.stdin)]))
