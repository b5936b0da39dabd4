"""Claims: what is to be proved of a folder of tables, and what may stay as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from schemas.yaml_table import read_table
from services.recommender.engine.knowledge import Knowledge
from services.recommender.pathway_files import PATHWAYS
from services.recommender.proof import door
from services.recommender.proof.invariants_file import read_invariants
from services.recommender.proof.named_thresholds import summaries, thresholds
from services.recommender.proof.prover import Prover, prover_for
from services.recommender.proof.space import Limits

Wanted = Callable[[str], bool]
"""Tells by its id whether a claim is looked at."""

Place = tuple[str, str]
"""A row and the column of one of its cells."""


@dataclass(frozen=True, slots=True)
class Claims:
    """
    What is to be proved.

    Attributes:
        document: `invariants.yaml` as read; without entries only the tables themselves are proved.
        redundant: row → why it may stay although it never changes a plan.
        idle: row and column → why that cell may stay although the row matches alike without it.
        limits, sided, required: what the door takes.
    """

    knowledge: Knowledge
    document: Mapping[str, Any]
    redundant: Mapping[str, str]
    limits: Mapping[str, Limits]
    sided: Sequence[str]
    required: Sequence[str]
    idle: Mapping[Place, str] = field(default_factory=dict)


NOTHING: Mapping[str, Any] = {"precedence": ["other"], "invariants": []}


def claims_of(knowledge: Knowledge, folder: Path = PATHWAYS) -> Claims:
    """What the project claims of a folder of tables. Raises PathwayError."""
    return Claims(
        knowledge,
        read_invariants(knowledge, folder),
        allowed(folder),
        door.limits(),
        door.sided(),
        door.required(),
        allowed_cells(folder),
    )


def allowed(folder: Path = PATHWAYS) -> dict[str, str]:
    """Rows that say of themselves why they stay although they never change a plan."""
    said = {name: row.get("redundant") for name, row in _written_rows(folder)}
    return {name: why for name, why in said.items() if isinstance(why, str)}


def allowed_cells(folder: Path = PATHWAYS) -> dict[Place, str]:
    """Cells of which their row says why they stay although it matches alike without them."""
    every = [*_written_rows(folder), *_written_derived(folder)]
    said = [(name, row.get("redundant")) for name, row in every]
    marked = [(name, cells) for name, cells in said if isinstance(cells, Mapping)]
    return {(name, column): why for name, cells in marked for column, why in cells.items()}


def _written_rows(folder: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in (*sorted((folder / "rows").glob("*.yaml")), folder / "companions.yaml"):
        yield from ((row["id"], row) for row in read_table(path)["rows"])


def _written_derived(folder: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in sorted(folder.glob("derived*.yaml")):
        for name, table in read_table(path).items():
            for at, row in enumerate(table["rows"]):
                yield derived_row(name, at), row


def derived_row(table: str, at: int) -> str:
    """What a row of a derived table, counted from 0, is called."""
    return f"{table} row {at + 1}"


def prover_of(claims: Claims) -> Prover:
    """The prover for some claims, its space cut where they name thresholds."""
    vocabulary = claims.knowledge.vocabulary
    return prover_for(
        [claims.knowledge],
        limits=claims.limits,
        sided=claims.sided,
        required=claims.required,
        cuts=thresholds(claims.document, vocabulary),
        summaries=summaries(claims.document),
    )
