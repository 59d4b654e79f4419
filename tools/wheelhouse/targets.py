"""The computers that a folder is for: system and version of Python."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass

SYSTEMS = ("windows", "linux", "macos", "macos-intel")
MARKERS = {
    "windows": ("nt", "win32", "Windows", "AMD64"),
    "linux": ("posix", "linux", "Linux", "x86_64"),
    "macos": ("posix", "darwin", "Darwin", "arm64"),
    "macos-intel": ("posix", "darwin", "Darwin", "x86_64"),
}
"""What a requirement may ask of a system: os_name, sys_platform, platform_system, platform_machine."""
LINUX = ("manylinux1", "manylinux2010", "manylinux2014", *(f"manylinux_2_{n}" for n in range(5, 29)), "linux")
TAGS = {
    "windows": ("win_amd64",),
    "linux": tuple(f"{name}_x86_64" for name in LINUX),
    "macos": ("macosx_14_0_arm64",),
    "macos-intel": ("macosx_13_0_x86_64",),
}
"""The platforms of wheels that a system takes; pip adds the older ones of macOS."""


@dataclass(frozen=True)
class Target:
    """A system, one of `SYSTEMS`, with a version of Python such as "3.12"."""

    system: str
    python: str

    @property
    def markers(self) -> dict[str, str]:
        """What the conditions of requirements are judged by. The first release of a version stands for all, as for pip."""
        os_name, sys_platform, platform_system, machine = MARKERS[self.system]
        return {
            "os_name": os_name,
            "sys_platform": sys_platform,
            "platform_system": platform_system,
            "platform_machine": machine,
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_version": "",
        }

    @property
    def pip_options(self) -> list[str]:
        """What makes pip take the wheels for this target."""
        platforms = [word for tag in TAGS[self.system] for word in ("--platform", tag)]
        return [*platforms, "--python-version", self.python, "--implementation", "cp"]


def this_system() -> str:
    """The system that runs this program."""
    if sys.platform == "darwin":
        return "macos" if platform.machine() == "arm64" else "macos-intel"
    return "windows" if sys.platform == "win32" else "linux"


def this_python() -> str:
    """The version of the Python that runs this program."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"
