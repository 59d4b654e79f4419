"""A PostgreSQL server of its own for tests: in a folder that goes away, on a free port of this computer."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def available() -> bool:
    """Whether the programs are there."""
    return bool(_program("initdb") and _program("postgres"))


def _program(name: str) -> str:
    """Where a program is: Debian puts those of the server beside the path. "" if it is missing."""
    found = [shutil.which(name), *map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))]
    return next(filter(None, found), "")


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a server. Yields the address of its database for SQLAlchemy."""
    data = folder / "data"
    # It refuses to run as root; in a user namespace this user has another number.
    prefix = [
        "bwrap",
        "--dev-bind",
        "/",
        "/",
        "--unshare-user",
        "--uid",
        "1000",
        "--gid",
        "1000",
        "--die-with-parent",
    ]
    words = prefix if os.geteuid() == 0 else []
    made = [*words, _program("initdb"), "-D", str(data), "-U", "teacher", "--auth=trust", "--no-sync"]
    subprocess.run(made, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        "-p",
        str(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        f"unix_socket_directories={folder}",
        "-F",
    ]
    process = subprocess.Popen(
        [*words, _program("postgres"), "-D", str(data), *options], stderr=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield f"postgresql+psycopg://teacher@127.0.0.1:{port}/postgres"
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    import psycopg

    for _attempt in range(300):
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="teacher", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise TimeoutError("the server did not start")
