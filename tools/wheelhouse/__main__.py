"""Make a folder for a stick, from which Kefu is installed without a network.

python -m tools.wheelhouse FOLDER                                   for computers like this one
python -m tools.wheelhouse FOLDER --system windows --python 3.12    for others; several of each can be named

On the computer: `python install.py` in the folder, on Windows a double click on `install.cmd`. See docs/install.md.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from packaging.utils import canonicalize_name, parse_wheel_filename

from sim.base.files import atomic_folder, write_atomic
from tools.wheelhouse.collect import collect, read_pins
from tools.wheelhouse.targets import SYSTEMS, Target, this_python, this_system

ROOT = Path(__file__).resolve().parents[2]
INSTALL = Path(__file__).with_name("install.py")
EXTRA = "notebook"
CMD = '@echo off\r\npy -{python} "%~dp0install.py" %*\r\npause\r\n'
README = """Kefu {version}

Python: {pythons} (64 bit). Systems: {systems}.
Windows: double-click install.cmd. Others: python3 install.py
The whole is installed into the folder kefu-env in your home folder; no network is needed.

Python：{pythons}（64位）。系统：{systems}。
Windows：双击install.cmd。其他系统：运行 python3 install.py
全部安装到个人文件夹中的kefu-env，不需要联网。
"""


def main(words: list[str] | None = None) -> None:
    """Make the folder, or make it again."""
    parser = argparse.ArgumentParser(prog="tools.wheelhouse", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--system", nargs="+", choices=SYSTEMS, default=[this_system()])
    parser.add_argument("--python", nargs="+", default=[this_python()], metavar="3.X")
    values = parser.parse_args(words)
    targets = [Target(system, python) for system in values.system for python in values.python]
    with atomic_folder(values.folder / "wheels") as work:
        kefu = build(work)
        for target in targets:
            found = gather(kefu, target, work)
            size = sum(path.stat().st_size for path in found) / 1e6
            print(f"{target.system}, Python {target.python}: {len(found)} packages, {size:.0f} MB")
        wanted = {path.name for path in work.iterdir()}
    for old in set((values.folder / "wheels").glob("*.whl")):
        if old.name not in wanted:
            old.unlink()
    write_rest(values.folder, kefu, values.system, values.python)
    print(f"Kefu can now be installed from {values.folder}: see README.txt there.")


def build(folder: Path) -> Path:
    """Build the wheel of Kefu. Needs `build` and `hatchling`, which are in the extra `dev`."""
    command = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
    (wheel,) = folder.glob("kefu-*.whl")
    return wheel


def gather(kefu: Path, target: Target, folder: Path) -> list[Path]:
    """Put every wheel that Kefu needs on a target into a folder; returns them."""
    pins = read_pins((ROOT / "constraints.txt").read_text(encoding="utf-8"), target)
    with tempfile.TemporaryDirectory() as place:  # of its own, for a name to have one wheel
        found = collect(kefu, EXTRA, target, pins, lambda names: fetch(target, names, Path(place)))
        return [Path(shutil.copy(path, folder)) for path in found.values()]


def fetch(target: Target, names: list[str], folder: Path) -> dict[str, Path]:
    """Download wheels for a target: "name==version" -> by name. Ends the program if there is none for it."""
    options = ["download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", str(folder)]
    done = subprocess.run([sys.executable, "-m", "pip", *options, *target.pip_options, *names])
    if done.returncode:
        sys.exit(f"Not every package has a wheel for {target.system} and Python {target.python}: see above.")
    wheels = {parse_wheel_filename(path.name)[0]: path for path in folder.glob("*.whl")}
    return {name: wheels[canonicalize_name(name)] for name in (one.partition("==")[0] for one in names)}


def write_rest(folder: Path, kefu: Path, systems: Sequence[str], pythons: Sequence[str]) -> None:
    """What stands beside the wheels: the program that installs, and how to use it."""
    version = str(parse_wheel_filename(kefu.name)[1])
    about = {"kefu": version, "extra": EXTRA, "python": list(pythons)}
    words = {"version": version, "pythons": ", ".join(pythons), "systems": ", ".join(systems)}
    write_atomic(folder / "wheels.json", json.dumps(about, indent=1) + "\n")
    write_atomic(folder / "install.py", INSTALL.read_bytes())
    write_atomic(folder / "README.txt", "\ufeff" + README.format(**words).replace("\n", "\r\n"))
    if "windows" in systems:
        write_atomic(folder / "install.cmd", CMD.format(python=pythons[0]))


if __name__ == "__main__":
    main()
