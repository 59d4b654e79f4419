"""Results that several tests need: each is computed once a session and kept in a file, which all workers read."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim import Case, Policy, Run, load_case, run
from sim.base.files import write_atomic

FOLDER = "KEFU_TESTS_SHARED"
"""Environment variable with the folder of this session, see tests/conftest.py."""


def once(key: str, compute: Callable[[], Any]) -> Any:
    """The result of `compute`, which must depend on the key alone. Every call gives a copy of its own.

    Two workers that ask at the same time both compute it.
    """
    path = Path(os.environ[FOLDER]) / hashlib.sha256(key.encode()).hexdigest()
    if not path.exists():
        write_atomic(path, pickle.dumps(compute()))
    return pickle.loads(path.read_bytes())


def shared_run(case: Case | str, policy: Policy | None = None, **arguments: Any) -> Run:
    """`sim.run` with these arguments, simulated once a session."""
    case = load_case(case) if isinstance(case, str) else case
    policy = case.policy if policy is None else policy
    key = repr((case.content_hash, policy.flat(), sorted(arguments.items())))
    result: Run = once(key, lambda: run(case, policy, **arguments))
    return result
