"""Telling cells: whether a cell of a row ever makes a difference to that row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from services.recommender.engine.cells import Cell
from services.recommender.engine.derived import DerivedTable
from services.recommender.proof.circuit import Term
from services.recommender.proof.claims import Place, derived_row
from services.recommender.proof.prover import Prover


def telling(prover: Prover) -> Iterator[tuple[Place, Term]]:
    """
    The place of each cell, and for whom its row would match otherwise without it.

    Without it a row would fire, may fire, be certain or ask for somebody for whom it now does not;
    a derived finding would have another value, as taken or as possible.
    """
    names = [finding.name for finding in prover.knowledge.findings]
    for row in prover.knowledge.rows:
        for cell in row.cells:
            place = row.id, names[cell.finding]
            yield place, _matches_otherwise(row.cells, cell, prover)
    for table in prover.knowledge.derived:
        for at, derived in enumerate(table.rows):
            for cell in derived.cells:
                place = derived_row(table.finding.name, at), names[cell.finding]
                yield place, _derives_otherwise(table, at, cell, prover)


def _matches_otherwise(cells: tuple[Cell, ...], cell: Cell, prover: Prover) -> Term:
    now, then = (
        prover.plan.matched.matched(cells),
        prover.plan.matched.matched(_without(cells, cell)),
    )
    return _differ(now, then, prover)


def _derives_otherwise(table: DerivedTable, at: int, cell: Cell, prover: Prover) -> Term:
    rows = list(table.rows)
    rows[at] = replace(rows[at], cells=_without(rows[at].cells, cell))
    other = DerivedTable(table.finding, tuple(rows), table.inputs, chooses=table.chooses)
    now, then = prover.plan.matched.values(table, []), prover.plan.matched.values(other, [])
    return _differ([*now[0], *now[1]], [*then[0], *then[1]], prover)


def _without(cells: tuple[Cell, ...], cell: Cell) -> tuple[Cell, ...]:
    return tuple(other for other in cells if other is not cell)


def _differ(now: Iterable[Term], then: Iterable[Term], prover: Prover) -> Term:
    circuit = prover.circuit
    return circuit.some(circuit.differ(a, b) for a, b in zip(now, then, strict=True))
