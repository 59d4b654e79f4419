"""`python -m sim` is `kefu`."""

import os
import sys

# Python puts the current folder first. A student's random.py or simpy.py there must not be taken for the library.
_tree = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib may be such a file, too
if not sys.flags.safe_path and sys.path[0] != _tree:
    del sys.path[0]

from sim.cli import main  # noqa: E402

sys.exit(main())
