"""A process that has loaded what every submission needs, and forks a child for each: `python -m sim.marking.sandbox.nursery FD`.

It holds no secret and no answer, since a child has a copy of its memory. A request is JSON with the number of a
process in the place to walk into, and the child's environment; two file handles come with it, for the child's
questions and answers.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

LOADED = (
    "IPython.core.interactiveshell",
    "numpy",
    "pandas",
    "pyarrow",
    "sim.course",
    "sim.course.my_case",
    "sim.course.answers.plain",
    "sim.experiments.simulate",
)
MOST_REQUEST = 60_000


def main() -> None:
    """Serve requests until the other side closes."""
    from sim.marking import child
    from sim.marking.sandbox.enter import end_with_parent

    end_with_parent()
    for name in LOADED:
        importlib.import_module(name)
    child.warm_up()
    gc.collect()
    gc.freeze()  # a child copies no memory because of the collector
    signal.signal(signal.SIGCHLD, _take_away)
    asked = socket.socket(fileno=int(sys.argv[1]))
    asked.send(b"ready")
    while True:
        request, handles, _flags, _address = socket.recv_fds(asked, MOST_REQUEST, 2)
        if not request:
            return
        if os.fork() == 0:
            try:
                _become_child(json.loads(request), handles)
            finally:
                os._exit(1)
        for handle in handles:
            os.close(handle)


def _take_away(*_signal: object) -> None:
    """Wait for children that ended, so that the system counts the time they used."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _become_child(request: dict[str, object], handles: list[int]) -> None:
    """Walk in, and go on there as the process of one submission."""
    from sim.marking import child
    from sim.marking.sandbox.enter import end_with_parent, enter, give_up_privileges, leave_keys

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    end_with_parent()
    leave_keys()
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(
            "1000", encoding="ascii"
        )  # the first to go if memory runs out
    enter(int(str(request["pid"])))
    inside = os.fork()
    if inside:  # this one stays outside, and only waits
        for handle in handles:
            os.close(handle)
        os.waitpid(inside, 0)
        return
    os.dup2(handles[0], 0)
    os.dup2(handles[1], 1)
    with open(os.devnull, "r+b") as nowhere:  # noqa: PTH123 - a device
        os.dup2(nowhere.fileno(), 2)
    os.closerange(3, 65536)
    os.setsid()  # a signal to its process group would reach the marker
    os.environ.clear()
    environment = request["environment"]
    assert isinstance(environment, dict)
    os.environ.update(environment)
    os.chdir(str(request["folder"]))
    give_up_privileges()
    child.main()


if __name__ == "__main__":
    main()
