"""Limits on the code of one submission. The process sets them on itself before any of that code runs."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Limits:
    """Limits of one submission.

    Attributes
    ----------
    memory : int
        Bytes, all its processes together.
    processes : int
        Processes and threads at the same time.
    files : int
        Open files of a process.
    disk : int
        Bytes of all files.
    cpu : int
        Seconds of a processor, for a process.
    output : int
        Bytes that all cells together may show; the rest is cut.
    reply : int
        Bytes of one answer.
    part, whole : float
        Seconds on the clock for one part, and for everything.
    """

    memory: int = 2_000_000_000
    processes: int = 64
    files: int = 256
    disk: int = 100_000_000
    cpu: int = 400
    output: int = 500_000
    reply: int = 20_000_000
    part: float = 60.0
    whole: float = 600.0

    @property
    def as_dict(self) -> dict[str, float]:
        """As plain data."""
        return asdict(self)


LIMITS = Limits()


def apply(limits: Limits) -> None:
    """Set the limits that the system has on this process and its children. Windows has none."""
    try:
        import resource
    except ImportError:
        return
    wanted = {
        "RLIMIT_CPU": limits.cpu,
        "RLIMIT_DATA": limits.memory + _reserved("VmData"),
        "RLIMIT_AS": 4 * limits.memory + _reserved("VmSize"),
        "RLIMIT_FSIZE": limits.disk,
        "RLIMIT_NOFILE": limits.files,
        "RLIMIT_CORE": 0,
    }
    for name, most in wanted.items():
        number = getattr(resource, name, None)
        if number is None:
            continue
        _soft, hard = resource.getrlimit(number)
        ceiling = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(number, (ceiling, ceiling))


def keep_within(memory: int) -> None:
    """Let this process have no more than so many bytes; asking for more is then a MemoryError. Windows has no such limit."""
    try:
        import resource
    except ImportError:
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory + _reserved("VmData"), hard))


def _reserved(name: str) -> int:
    """Bytes of address space that this process has reserved so far, most of which it never uses; 0 where this is not known."""
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) * 1024
    return 0
