"""What is promised of hostile and unlucky input, checked in full: `python benchmarks/reliability.py [SUBJECT ...]`.

A subject is a file of benchmarks/reliability/ (addresses, bombs, fuzz …), run by itself or, without a name, all of them. Each prints a line
a check: what was tried, what came of it, and "ok" or "FAILS" in front; the exit code is 1 if one fails. `docs/reliability.md` has the last
figures. Options of a subject are given to it by itself: `python benchmarks/reliability/bombs.py --help`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).with_name("reliability")


def subjects() -> list[str]:
    """Every subject, by its file's name; files that begin with an underscore only help."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))


def main() -> None:
    asked = sys.argv[1:] or subjects()
    if unknown := set(asked) - set(subjects()):
        sys.exit(f"no subject {', '.join(sorted(unknown))}: there are {', '.join(subjects())}")
    failed = 0
    for subject in asked:
        print(f"{subject}:", flush=True)
        failed += subprocess.run([sys.executable, str(FOLDER / f"{subject}.py")], check=False).returncode != 0
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
