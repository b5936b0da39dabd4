"""`python -m features.coverage [ROW …]`: an example for each row that no example visits."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from features.coverage.proposals import proposals


def main() -> None:
    """Print a proposed scenario for each row named, or for each that the last whole run misses."""
    missing = sys.argv[1:] or _missing()
    for row, example in proposals(missing, chance=Random(1)):
        print(f"# {row}")
        print(example or "# No patient was found; the row may be a backstop behind another.")
        print()


def _missing() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "pytest", "-q", "features", "--coverage", str(figures)]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
        without = json.loads(figures.read_text(encoding="utf-8"))["rows_without"]
        return [row for row, why in without.items() if not why]


if __name__ == "__main__":
    main()
