"""`python -m sim` is `kefu`."""

import sys

from sim.cli import main

sys.exit(main())
