"""Unmoved: the rows and cells whose loss changes no plan, with what their row says of that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.mutants.trying import Fate
from services.recommender.pathway_files import PATHWAYS
from services.recommender.proof.claims import allowed, allowed_cells

HEAD = """
## Rows and cells that change no plan

The solver proved of each of these that the tables without it give every patient the same plan, the
reasons left aside: the rows above or beside it say the same, or what it asks is settled already. A
row may stand there for the reason that it gives, a cell for the finding that it names; what stands
there as a guard says so. The rest is for a clinician to read, and to keep or to take out.

"""

Why = Mapping[str, str]
"""Name of a mutant up to `dropped` → why what it drops may stay."""


def unmoved(fates: Sequence[Fate], why: Why) -> Iterator[str]:
    """The list, row by row; nothing where every row and cell changes some plan."""
    names = [fate.name for fate in fates if fate.equivalent and fate.kind in _DROPPED]
    if names:
        yield HEAD
        yield from (_line(name.removesuffix(" dropped"), why) for name in sorted(names))


_DROPPED = ("row dropped", "cell dropped")


def _line(name: str, why: Why) -> str:
    said = why.get(_place(name))
    return f"- `{name}`" + (f" (redundant: {said})" if said else "") + "\n"


def reasons(folder: Path = PATHWAYS) -> Why:
    """What rows say of themselves and of their cells under `redundant`."""
    rows = {f"{name}: the row": said for name, said in allowed(folder).items()}
    cells = allowed_cells(folder)
    return rows | {f"{row}: {column}": said for (row, column), said in cells.items()}


def _place(name: str) -> str:
    """`table, row 2: finding: word` as the tables' own words have it: `table row 2: finding`."""
    where, _, what = name.partition(": ")
    return f"{where.replace(', row ', ' row ')}: {what.partition(': ')[0]}"
