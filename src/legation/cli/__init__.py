"""The command line: parse, call, print. `docs/cli.md` is its reference.

Exit 0: all done; 1: some sources failed, the rest is out; 2: wrong use, or nothing usable.
"""

from __future__ import annotations

import sys

try:
    # Each adds its commands.
    from legation.cli import asking, assisting, citing, deciding, exporting, keeping, reading, reporting, serving, updating, watching
    from legation.cli.group import main
    from legation.cli.saying import complain
except KeyboardInterrupt:  # loading them takes long enough for a Ctrl-C
    if sys.stderr:
        sys.stderr.write("legation: stopped\n")
    sys.exit(130)

__all__ = [
    "asking", "assisting", "citing", "complain", "deciding", "exporting", "keeping", "main", "reading", "reporting", "serving",
    "updating", "watching",
]  # fmt: skip
