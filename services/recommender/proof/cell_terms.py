"""A cell as terms: whether it holds on a value that is not decided yet (engine/cells.py)."""

from __future__ import annotations

from services.recommender.engine.cells import Cell
from services.recommender.engine.findings import bits
from services.recommender.proof.choice import Value
from services.recommender.proof.circuit import FALSE, Circuit, Term


def fires(cell: Cell, taken: Value, circuit: Circuit) -> Term:
    """Whether it holds on the value taken, blanks treated as the cell says."""
    if cell.wanted == 0:
        return _unknown(taken, circuit)
    return _meets(cell, taken, circuit) if cell.blank != "hold" else _inside(cell, taken, circuit)


def may(cell: Cell, possible: Value, circuit: Circuit) -> Term:
    """Whether some completion of the blanks meets it."""
    return _unknown(possible, circuit) if cell.wanted == 0 else _meets(cell, possible, circuit)


def certain(cell: Cell, possible: Value, circuit: Circuit) -> Term:
    """Whether every completion of the blanks meets it."""
    return FALSE if cell.wanted == 0 else _inside(cell, possible, circuit)


def asks(cell: Cell, taken: Value, circuit: Circuit) -> Term:
    """Whether it holds only on condition that a blank is confirmed."""
    if cell.blank != "confirm":
        return FALSE
    return circuit.both(_meets(cell, taken, circuit), _inside(cell, taken, circuit) ^ 1)


def _unknown(value: Value, circuit: Circuit) -> Term:
    return circuit.every(value) if len(value) > 1 else FALSE


def _inside(cell: Cell, value: Value, circuit: Circuit) -> Term:
    outside = (term for place, term in enumerate(value) if not cell.wanted >> place & 1)
    return circuit.every(term ^ 1 for term in outside)


def _meets(cell: Cell, value: Value, circuit: Circuit) -> Term:
    return circuit.some(value[place] for place in bits(cell.wanted))
