"""The command line: parse, call, print. `docs/cli.md` is its reference.

Exit 0: all done; 1: some sources failed, the rest is out; 2: wrong use, or nothing usable.
"""

from __future__ import annotations

from legation.cli import asking, assisting, citing, deciding, keeping, reading, updating, watching  # each adds its commands
from legation.cli.group import main
from legation.cli.saying import complain

__all__ = ["asking", "assisting", "citing", "complain", "deciding", "keeping", "main", "reading", "updating", "watching"]
