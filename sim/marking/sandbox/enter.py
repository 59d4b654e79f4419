"""Walk into the place that bubblewrap made (Linux): join its namespaces, then give up every privilege for good."""

from __future__ import annotations

import ctypes
import os
import platform
from pathlib import Path

NAMESPACES = ("mnt", "pid", "net", "ipc", "uts", "cgroup")
NS_GET_USERNS = 0xB701
"""The request of ioctl for the user namespace that owns a namespace (ioctl_ns(2))."""
PR_SET_NO_NEW_PRIVS, PR_CAPBSET_DROP, PR_SET_PDEATHSIG = 38, 24, 1
KEYCTL_JOIN_SESSION_KEYRING = 1
CAPABILITY_VERSION_3 = 0x20080522


def enter(pid: int) -> None:
    """Join the namespaces of a process. Only processes started from now on are in its process namespace.

    Raises OSError if the system refuses.
    """
    import fcntl

    own = _same("/proc/self/ns/user")
    handles = [os.open(path, os.O_RDONLY) for path in _namespaces(pid)]
    user = os.open(f"/proc/{pid}/ns/user", os.O_RDONLY)
    owner = fcntl.ioctl(handles[0], NS_GET_USERNS)
    last = _id(user)
    if _id(owner) != own:
        _join(owner)
    for handle in handles:
        _join(handle)
    if last not in (_id(owner), own):  # bubblewrap may put its processes one level deeper
        _join(user)


def give_up_privileges() -> None:
    """Drop all capabilities, also for programs that this process starts. Raises OSError if that fails."""
    libc = ctypes.CDLL(None, use_errno=True)
    for number in range(64):
        if libc.prctl(PR_CAPBSET_DROP, number, 0, 0, 0) and number < 32:
            raise OSError(ctypes.get_errno(), "prctl")
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    if libc.capset(ctypes.byref(header), ctypes.byref(nothing)):
        raise OSError(ctypes.get_errno(), "capset")


def leave_keys() -> None:
    """Take a key ring of its own: the one of the session that started the marker could hold passwords."""
    number = {"x86_64": 250, "aarch64": 219}.get(platform.machine())
    if number is not None:
        ctypes.CDLL(None).syscall(number, KEYCTL_JOIN_SESSION_KEYRING, None)


def end_with_parent() -> None:
    """Let the system end this process when the one that started it ends (Linux only)."""
    if hasattr(ctypes, "CDLL") and Path("/proc/self/ns").is_dir():
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, 9, 0, 0, 0)


def _namespaces(pid: int) -> list[str]:
    paths = [f"/proc/{pid}/ns/{name}" for name in NAMESPACES]
    return [path for path in paths if _same(path) != _same(f"/proc/self/ns/{path.rsplit('/', 1)[1]}")]


def _same(path: str) -> tuple[int, int]:
    found = Path(path).stat()
    return found.st_dev, found.st_ino


def _id(handle: int) -> tuple[int, int]:
    found = os.fstat(handle)
    return found.st_dev, found.st_ino


def _join(handle: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(handle, 0):
        raise OSError(ctypes.get_errno(), "setns")
