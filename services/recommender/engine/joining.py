"""The join laid out: for each row the interventions that it touches, and who else does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.recommender.engine.findings import bits, union
from services.recommender.engine.rows import Moment, Row

Spoken = tuple[int, int]
"""The bit of an intervention, and the rows that speak of it as bits."""


@dataclass(slots=True)
class Joining:
    """
    What the join of rows looks up, made once from the rows.

    Rows stand by their index; rows and interventions in sets are bits.

    Attributes:
        offers, bars: the rows of the first pass that offer and that exclude.
        companions: the rows of the second pass; none stands before `companions_from`.
        parts: offers that count only beside another intervention.
        urgent: offers of the emergency stage, which a refusal does not take away.
        targets: row → the interventions that it speaks of.
        offered_by: row → its intervention and all rows of the first pass that offer it.
        barred_by: row → the same for each intervention that it excludes.
        voting: row that says by when → its intervention and all rows that offer it.
        seen: the interventions that companions look at or touch; `touched` only the latter.
        due: the rows that say by when, gathered by the moment that they say.
    """

    offers: int
    bars: int
    companions: int
    companions_from: int
    parts: int
    urgent: int
    targets: list[int]
    offered_by: list[Spoken]
    barred_by: list[list[Spoken]]
    voting: list[Spoken]
    seen: int
    touched: int
    due: Sequence[tuple[Moment, int]]


def joining(
    rows: Sequence[Row],
    *,
    offers_of: Sequence[int],
    bars_of: Sequence[int],
    urgent: int,
    parts: int,
) -> Joining:
    """
    Lay out the join of these rows.

    Args:
        offers_of, bars_of: the rows that offer each intervention, and that exclude it.
        urgent, parts: see `Joining`.
    """
    late = [row for row in rows if row.companion]
    first, seconds = (1 << len(rows)) - 1, union(1 << row.index for row in late)
    first ^= seconds
    offered, barred = [m & first for m in offers_of], [m & first for m in bars_of]
    return Joining(
        offers=union(offers_of) & first,
        bars=union(bars_of) & first,
        companions=seconds,
        companions_from=min((row.index for row in late), default=0),
        parts=parts,
        urgent=urgent,
        targets=[row.targets for row in rows],
        offered_by=[_spoken(row, offered) for row in rows],
        barred_by=[_each(row, barred) for row in rows],
        voting=[_spoken(row, offers_of) for row in rows],
        seen=_looked_at(late) | _targets(late),
        touched=_targets(late),
        due=_due(rows),
    )


def _spoken(row: Row, rows_of: Sequence[int]) -> Spoken:
    """Of a row that offers: it names one intervention."""
    return row.targets, rows_of[row.targets.bit_length() - 1] if row.targets else 0


def _each(row: Row, rows_of: Sequence[int]) -> list[Spoken]:
    return [(1 << item, rows_of[item]) for item in bits(row.targets)]


def _targets(rows: Iterable[Row]) -> int:
    return union(row.targets for row in rows)


def _looked_at(rows: Iterable[Row]) -> int:
    return union(row.if_offered | row.unless_offered for row in rows)


def _due(rows: Iterable[Row]) -> list[tuple[Moment, int]]:
    found: dict[Moment, int] = {}
    for row in rows:
        by = row.offer().by if row.verb == "offer" else None
        if by is not None:
            found[by] = found.get(by, 0) | 1 << row.index
    return list(found.items())
