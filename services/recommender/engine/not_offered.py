"""Not offered: for every intervention left out, why, and what would be nearest."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.recommender.engine.cells import Cell
from services.recommender.engine.clocks import NEVER
from services.recommender.engine.findings import bits
from services.recommender.engine.held import Held
from services.recommender.engine.horizon import Door
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.nearest import nearest
from services.recommender.engine.outcome import Outcome
from services.recommender.engine.rows import KINDS, Row
from services.recommender.engine.side import Side
from services.recommender.engine.trace import Because, shared_because

Entry = dict[str, Any]

_FAR = 1_000
"""More cells than any row has."""


def not_offered(
    sides: Sequence[Side],
    base: Outcome,
    waiting: Sequence[Held],
    ahead: Sequence[Door],
    knowledge: Knowledge,
) -> list[Entry]:
    """One entry for each intervention that is not offered, in the catalogue's order."""
    held_of = {entry.place: entry for entry in waiting}
    opens = _first_openings(ahead)
    return [
        _entry(place, sides, held_of.get(place), opens.get(place), base.offered, knowledge)
        for place in range(len(knowledge.items))
        if not base.offered >> place & 1
    ]


def _first_openings(ahead: Sequence[Door]) -> dict[int, Door]:
    found: dict[int, Door] = {}
    for door in ahead:
        for place in bits(door.adds):
            found.setdefault(place, door)
    return found


def _entry(
    place: int,
    sides: Sequence[Side],
    waiting: Held | None,
    opening: Door | None,
    offered: int,
    knowledge: Knowledge,
) -> Entry:
    entry = (
        _refused(place, sides, knowledge)
        or _barred(place, sides)
        or _held(waiting)
        or _missing(place, sides, opening, offered, knowledge)
    )
    return {"intervention": knowledge.items[place], **entry}


def _refused(place: int, sides: Sequence[Side], knowledge: Knowledge) -> Entry | None:
    if not sides[0].refused >> place & 1:
        return None
    said = knowledge.refusals
    reason = sides[0].trace.reason(said.row, said.text, ["refusals"], said.sources)
    urgent = _barred(place, sides)
    if urgent and KINDS.index(urgent["kind"]) < KINDS.index("refused"):
        return urgent
    return {"kind": "refused", "because": [reason], "nearest": []}


def _barred(place: int, sides: Sequence[Side]) -> Entry | None:
    if not any(side.is_barred(place) for side in sides):
        return None
    bars = [(side, row) for side in sides for row in side.own_bars(place)]
    for kind in KINDS:
        speaking = [(side, row) for side, row in bars if row.exclusion().kind == kind]
        if speaking:
            reasons = [side.trace.because(row) for side, row in speaking]
            because = shared_because(reasons)
            return {"kind": kind, **_until(speaking), "because": because, "nearest": []}
    return None


def _until(bars: Sequence[tuple[Side, Row]]) -> Mapping[str, str]:
    dues = [side.calendar.due(row.exclusion().until) for side, row in bars]
    if not dues or any(due is None or due.hours <= 0 for due in dues):
        return {}
    return {"until": max((d for d in dues if d is not None), key=lambda d: d.hours).written}


def _held(waiting: Held | None) -> Entry | None:
    if waiting is None:
        return None
    until = {"until": waiting.body["on"]} if "on" in waiting.body else {}
    return {"kind": "not_yet", **until, "because": list(waiting.because), "nearest": []}


def _missing(
    place: int, sides: Sequence[Side], opening: Door | None, offered: int, knowledge: Knowledge
) -> Entry:
    """
    No row offers it: the row that will, or else that comes nearest, says what it needs.

    Args:
        offered: what the plan offers, as bits.
    """
    side = sides[0]
    rows = knowledge.rows_of_item[place]
    if not rows:
        return {"kind": "not_indicated", "because": [], "nearest": []}
    row, failing = _nearest_row(_opening_rows(rows, opening) or rows, side)
    if _may_be_open(failing, side, knowledge):
        opening = None
    elif opening is not None and _waits_for_another(row, offered):
        # It comes with that one, later than its own cells alone would say.
        failing = []
    kind = _kind(failing, side, opening, knowledge)
    until = {"until": opening.on} if opening else {}
    because = _because(row, failing, kind, side, knowledge)
    return {
        "kind": kind,
        **until,
        "because": [because],
        "nearest": nearest(failing, side, knowledge),
    }


def _opening_rows(rows: Sequence[Row], opening: Door | None) -> list[Row]:
    """The rows that will offer it when its door opens."""
    if opening is None:
        return []
    then = [row for row in rows if opening.rows >> row.index & 1 and row.sees(opening.offered)]
    return [row for row in then if not row.companion] or then


def _nearest_row(rows: Sequence[Row], side: Side) -> tuple[Row, list[Cell]]:
    """
    Of rows that offer one item the nearest, with its cells that do not hold.

    Rows that fail only on blanks come nearer than rows that a known finding rules out; a row
    that waits for another intervention is further away than all that do not.
    """
    taken = side.matched.taken
    nearest, missed, least = rows[0], list(rows[0].cells), 2 * _FAR * _FAR
    for row in rows:
        ruled_out = 0
        failing = []
        for cell in row.cells:
            value = taken[cell.finding]
            if value & ~cell.wanted and not cell.fires(value):
                failing.append(cell)
                ruled_out += not value & cell.wanted
        distance = (row.companion * _FAR + ruled_out) * _FAR + len(failing)
        if distance < least:
            nearest, missed, least = row, failing, distance
    return nearest, missed


def _waits_for_another(row: Row, offered: int) -> bool:
    """Whether what this row stands beside, or is a part of, is not offered yet."""
    part_of = row.offer().part_of
    return not row.sees(offered) or (part_of is not None and not offered >> part_of & 1)


def _may_be_open(failing: Sequence[Cell], side: Side, knowledge: Knowledge) -> bool:
    """Whether nobody knows the onset, so that the time asked for may have come long ago."""
    timed = (cell for cell in failing if knowledge.timed[cell.finding])
    taken = side.matched.taken
    return side.encoded.onset.high == NEVER and any(taken[c.finding] & c.wanted for c in timed)


def _kind(failing: Sequence[Cell], side: Side, opening: Door | None, knowledge: Knowledge) -> str:
    if opening is not None:
        return "not_yet"
    timed = [cell for cell in failing if knowledge.timed[cell.finding]]
    if failing and len(timed) == len(failing):
        return _kind_by_time([(side.matched.taken[c.finding], c.wanted) for c in timed])
    return "not_indicated"


def _kind_by_time(missed: Sequence[tuple[int, int]]) -> str:
    """
    Where time alone stands between: too late, too early, or not known which.

    Args:
        missed: for each cell that does not hold the bands taken and the bands wanted.
    """
    if any(taken & wanted or not wanted for taken, wanted in missed):
        return "not_indicated"
    return "window_closed" if all(taken > wanted for taken, wanted in missed) else "not_yet"


def _because(
    row: Row, failing: Sequence[Cell], kind: str, side: Side, knowledge: Knowledge
) -> Because:
    needs = "; ".join(_needs(row, failing, knowledge))
    text = knowledge.wording[kind if kind in knowledge.wording else "nearest"]
    names = side.trace.failing(failing) if failing else side.trace.lacking(row)
    return side.trace.reason(row.id, text.replace("{needs}", needs), names, row.sources)


def _needs(row: Row, failing: Sequence[Cell], knowledge: Knowledge) -> list[str]:
    if failing:
        return [_need(cell, knowledge) for cell in failing]
    titles = [knowledge.cards[code].title for code in knowledge.codes(row.if_offered)]
    part_of = row.offer().part_of
    whole = [] if part_of is None else [knowledge.cards[knowledge.items[part_of]].title]
    return [" / ".join(whole or titles)]


def _need(cell: Cell, knowledge: Knowledge) -> str:
    finding = knowledge.findings[cell.finding]
    if not cell.wanted:
        return f"{finding.label} {knowledge.wording['not_assessed']}"
    words = " or ".join(knowledge.said(finding, cell.wanted)).replace("_", " ")
    return f"{finding.label} {words}"
