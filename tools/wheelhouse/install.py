"""Install Kefu from this folder, without a network: python install.py [FOLDER]

FOLDER gets an environment of its own for Kefu; kefu-env in the home folder if left out. An older one there is brought up
to date. This file needs nothing but Python.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHOW = "from sim.base.commands import kefu_command; print(kefu_command('start', *{words!r}))"


def main(words):
    """Install, and print the commands that start Kefu. Returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    about = json.loads((HERE / "wheels.json").read_text(encoding="utf-8"))
    mine = "{}.{}".format(*sys.version_info[:2])
    if mine not in about["python"] or sys.maxsize < 2**32:
        versions = ", ".join(about["python"])
        print(f"This is Python {mine}, but the folder is for Python {versions}, 64 bit.", file=sys.stderr)
        print(f"这里运行的是Python {mine}，而这个文件夹适用于Python {versions}（64位）。", file=sys.stderr)
        return 2
    folder = Path(words[0] if words else Path.home() / "kefu-env").resolve()
    print(f"Kefu {about['kefu']} -> {folder}")
    try:
        python = make_environment(folder)
        install(python, f"kefu[{about['extra']}]=={about['kefu']}")
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"It did not work: {error}\n没有成功：{error}", file=sys.stderr)
        return 1
    print("\nDone. This opens the course:\n安装完毕。打开笔记本的命令：\n")
    for extra in ([], ["--lang", "zh"]):
        print("    " + run(python, "-c", SHOW.format(words=extra)).strip())
    return 0


def make_environment(folder):
    """Make the environment, or take the one that is there. Returns its Python."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        import venv

        venv.create(folder, with_pip=True)
    return python


def install(python, requirement):
    """Install with pip, from the wheels in this folder and from nowhere else."""
    options = ["--isolated", "install", "--quiet", "--no-index", "--find-links", str(HERE / "wheels")]
    print("...")
    run(python, "-m", "pip", *options, "--upgrade", "--upgrade-strategy", "eager", requirement, show=True)
    run(python, "-m", "pip", "--isolated", "check")


def run(python, *words, show=False):
    """Run the environment's Python; returns what it prints. Settings of this computer's pip do not count."""
    environment = {**os.environ, "PIP_CONFIG_FILE": os.devnull, "PYTHONUTF8": "1"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [str(python), *words],
        env=environment,
        check=True,
        stdout=None if show else subprocess.PIPE,
        encoding="utf-8",
    )
    return done.stdout or ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
