"""``python -m ops.compiled``: make the tree with the compiled engine, and print where it stands."""

from __future__ import annotations

import sys
from pathlib import Path

from ops.compiled.tree import NotCompiled, compiled_tree

ROOT = Path(__file__).parents[2]


def main() -> int:
    """Print the tree; where nothing can be compiled, say so and print the sources' own place."""
    kept = ROOT / ".compiled"
    try:
        print(compiled_tree(ROOT, kept / "tree", kept=kept))
    except NotCompiled as why:
        print(f"The engine stays as it is written: {why}", file=sys.stderr)
        print("To compile it, install a C compiler and Python's headers.", file=sys.stderr)
        print(ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
