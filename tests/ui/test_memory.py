"""The memory of a kernel stays where it was, however long somebody clicks."""

from __future__ import annotations

import subprocess
import sys

import pytest

MOST = 100
"""MB."""


@pytest.mark.slow
def test_clicking_takes_no_more_and_more_memory():
    command = [sys.executable, "-m", "tests.benchmarks.explorer_memory", "--clicks", "60", "--weeks", "8"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert float(done.stdout.split()[-2]) < MOST
