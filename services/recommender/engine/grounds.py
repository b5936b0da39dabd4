"""Grounds: the fewest findings that settle whether cells hold, whatever else was found or not."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from services.recommender.engine.bounds import (
    BoundedTable,
    Bounds,
    may_fire,
    surely_fires,
)
from services.recommender.engine.by_value import ByValue
from services.recommender.engine.cells import Blank, Cell
from services.recommender.engine.findings import Finding, bits, union
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.leaning import Ask, Leaning, to_fail, to_fire
from services.recommender.engine.rows import Row

MEMO_LIMIT = 50_000
"""Claims, and readings of findings, remembered, so that a long-lived station stays small."""

Cells = tuple[Cell, ...]

Supports = dict[Ask, int]
"""What is asked of derived findings → raw findings that are enough for it, as bits."""


class Claim(NamedTuple):
    """
    What is to be explained.

    Attributes:
        holding: cells that all fire.
        failing: rows of cells, of which none fires.
        as_blank: whether it is claimed only while what was not assessed stays so.
    """

    holding: Cells
    failing: tuple[Cells, ...] = ()
    as_blank: bool = False


class _Kinds(ByValue[int]):
    """A value of one finding → its kind: values of a kind are the same to some cells."""

    def __init__(self, finding: Finding, cells: list[Cell]) -> None:
        super().__init__(finding.size)
        self.place, self._full, self._cells = finding.index, finding.full, cells
        self._kinds: dict[tuple[bool, ...], int] = {}

    def worked_out(self, value: int) -> int:
        kind = [bool(self._cells) and value == self._full]
        kind += [cell.fires(value) for cell in self._cells]
        kind += [cell.may(value) for cell in self._cells]
        return self._kinds.setdefault(tuple(kind), len(self._kinds))


@dataclass(slots=True)
class _Known:
    """
    What is known of a set of findings that is enough for a claim.

    Attributes:
        parts: finding of the catalogue → the raw findings that come of it, as bits.
        spare: those of them of which the claim itself does not speak.
        all_needed: whether none is tried to be left out.
        kinds: of each of the raw findings the kinds of its values.
        needed: kinds that were met → the findings that are needed.
    """

    parts: dict[str, int]
    spare: list[str]
    all_needed: bool = False
    kinds: list[_Kinds] = field(default_factory=list)
    needed: dict[tuple[int, ...], tuple[str, ...]] = field(default_factory=dict)
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.names = tuple(self.parts)


@dataclass(slots=True)
class _Case:
    """
    A claim laid out.

    Attributes:
        reads, order: the raw findings that it can rest on, as bits, and as they are named.
        tables: the derived tables between them and the claim, in order.
        spoken_of: the findings of which all have to be as the claim says, as bits.
        plain: what it rests on in any case, where it speaks of raw findings alone.
        known: raw findings that are enough (bits) → what is known of them.
        kinds: raw finding → the kinds of its values; made when first needed.
    """

    claim: Claim
    reads: int
    order: list[int]
    tables: list[BoundedTable]
    spoken_of: int
    plain: tuple[str, ...] | None
    known: dict[int, _Known] = field(default_factory=dict)
    kinds: dict[int, _Kinds] = field(default_factory=dict)


class Grounds:
    """
    Finds for claims about one set of tables the findings that they rest on.

    A set of findings is enough for a claim when it stands whatever all other findings are, blanks
    included. From a set that is surely enough one finding after the other is left out as long as
    it stays so; what remains can spare none. What was worked out for the same values of the same
    findings before is looked up.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._roots = [sum(1 << root for root in roots) for roots in knowledge.roots]
        self._tables = {t.finding.index: BoundedTable(t) for t in knowledge.derived}
        self._leaning = {t.finding.index: Leaning(t) for t in knowledge.derived}
        self._free = Bounds([0] * len(knowledge.findings), [it.full for it in knowledge.findings])
        for table in self._tables.values():
            table.read(self._free)
        self._free.keep()
        self._cases: dict[Any, _Case] = {}
        self._remembered = 0

    def of(self, claim: Claim, taken: tuple[int, ...], supports: Supports) -> tuple[str, ...]:
        """
        The findings of the assessment behind a claim that stands, in the order of its cells.

        Args:
            taken: the values taken, one for each finding.
            supports: filled with what stands behind derived findings; to be kept for the next
                claim about the same values.
        """
        # Cells are slow to compare as wholes, and live as long as the claim that is kept.
        failing = (tuple(map(id, cells)) for cells in claim.failing)
        key = (*map(id, claim.holding), claim.as_blank, *failing)
        return self._of(self._laid_out(key, lambda: claim), taken, supports)

    def of_failing(
        self, cells: Sequence[Cell], taken: tuple[int, ...], supports: Supports
    ) -> tuple[str, ...]:
        """The same behind the claim that none of these cells fires."""
        key = tuple(map(id, cells))
        case = self._laid_out(key, lambda: Claim((), tuple((cell,) for cell in cells)))
        return self._of(case, taken, supports)

    def of_value(self, place: int, taken: tuple[int, ...], supports: Supports) -> tuple[str, ...]:
        """
        The same behind the value that a derived finding has, while what was not assessed stays so.

        Of those that were not assessed some are named that it would have to stay so of.
        """
        value, full = taken[place], self._knowledge.findings[place].full
        case = self._laid_out(
            (place, value),
            lambda: Claim((Cell(place, value, full, "hold", ""),), as_blank=True),
        )
        return self._of(case, taken, supports)

    def of_row(self, row: Row, taken: tuple[int, ...], supports: Supports) -> tuple[str, ...]:
        """The same behind the claim that a row fires."""
        case = self._laid_out(row.index, lambda: Claim(row.cells, as_blank=row.verb == "pathway"))
        return self._of(case, taken, supports)

    def _laid_out(self, key: Any, make: Callable[[], Claim]) -> _Case:
        found = self._cases.get(key)
        if found is None:
            self._make_room()
            found = self._cases[key] = self._case(make())
        return found

    def _of(self, case: _Case, taken: tuple[int, ...], supports: Supports) -> tuple[str, ...]:
        if case.plain is not None:
            return case.plain
        start = self._start(case.claim, taken, supports)
        known = case.known.get(start) or self._starting(case, start)
        if known.all_needed:
            return known.names
        kinds = tuple([it.of(taken[it.place]) for it in known.kinds])
        found = known.needed.get(kinds)
        if found is None:
            self._make_room()
            found = known.needed[kinds] = self._fewest(case, known, taken)
        return found

    def _make_room(self) -> None:
        """Before one thing more is remembered: forget all when there would be too much."""
        self._remembered += 1
        if self._remembered > MEMO_LIMIT:
            self._cases.clear()
            self._remembered = 0

    # -- a claim laid out ------------------------------------------------------------------

    def _case(self, claim: Claim) -> _Case:
        places = dict.fromkeys(cell.finding for cell in _cells(claim))
        reads = union(self._roots[place] for place in places)
        order = [at for place in places for at in bits(self._roots[place])]
        tables = [self._tables[at] for at in self._between(places)]
        plain = None if tables or claim.failing else tuple(self._parts(reads, order))
        spoken_of = union(1 << cell.finding for cell in claim.holding)
        return _Case(claim, reads, order, tables, spoken_of, plain)

    def _between(self, places: Iterable[int]) -> list[int]:
        """The derived findings at or behind these places, each after those that it reads."""
        behind = set(places)
        for table in reversed(self._knowledge.derived):
            if table.finding.index in behind:
                behind.update(finding.index for finding in table.inputs)
        return [at for at in self._tables if at in behind]

    def _starting(self, case: _Case, start: int) -> _Known:
        places = start if case.claim.as_blank else self._whole(start) & case.reads
        parts = self._parts(places, case.order)
        self._make_room()
        spare = [name for name, at in parts.items() if not at & case.spoken_of]
        spare.sort(key=lambda name: parts[name] & -parts[name])
        found = case.known[start] = _Known(parts, spare)
        if case.claim.as_blank or len(parts) == 1 or not spare:
            found.all_needed = True
            return found
        kinds = self._kinds(case)
        found.kinds = [kinds[at] for at in bits(places)]
        return found

    def _kinds(self, case: _Case) -> dict[int, _Kinds]:
        if not case.kinds:
            told: dict[int, dict[tuple[int, Blank], Cell]] = {at: {} for at in bits(case.reads)}
            for cell in (*_cells(case.claim), *(c for table in case.tables for c in table.cells)):
                if cell.finding in told:
                    told[cell.finding][cell.wanted, cell.blank] = cell
            findings = self._knowledge.findings
            case.kinds = {at: _Kinds(findings[at], list(of.values())) for at, of in told.items()}
        return case.kinds

    def _whole(self, places: int) -> int:
        """All that comes of the same findings of the catalogue."""
        names = {self._knowledge.findings[place].reported_as for place in bits(places)}
        return union(1 << at for name in names for at in self._knowledge.units[name])

    # -- enough ----------------------------------------------------------------------------

    def _start(self, claim: Claim, taken: tuple[int, ...], supports: Supports) -> int:
        """Raw findings that are enough for a claim, as bits."""
        asked = [to_fire(cell, taken[cell.finding]) for cell in claim.holding]
        for cells in claim.failing:
            failed = [cell for cell in cells if not cell.fires(taken[cell.finding])]
            asked += [to_fail(cell, taken[cell.finding]) for cell in failed[:1]]
        found = 0
        for ask in asked:
            found |= self._support(ask, taken, supports)
        return found

    def _support(self, ask: Ask, taken: tuple[int, ...], supports: Supports) -> int:
        """Raw findings that are enough for what is asked of a finding."""
        leaning = self._leaning.get(ask[0])
        if leaning is None:
            return 1 << ask[0]
        found = supports.get(ask)
        if found is None:
            found = 0
            for behind in leaning.asks(ask, taken):
                found |= self._support(behind, taken, supports)
            supports[ask] = found
        return found

    # -- no more than enough ---------------------------------------------------------------

    def _fewest(self, case: _Case, known: _Known, taken: tuple[int, ...]) -> tuple[str, ...]:
        parts, bounds, free = dict(known.parts), self._free.copy(), self._free
        for it in known.kinds:
            bounds.put(it.place, taken[it.place], taken[it.place])
        self._read(case, union(parts.values()), bounds)
        if not _stands(case.claim, bounds):
            return known.names
        bounds.keep()
        # What was not assessed is left out first.
        for name in sorted(known.spare, key=lambda name: self._found(parts[name], taken)):
            for place in bits(parts[name]):
                bounds.put(place, free.least[place], free.most[place])
            self._read(case, parts[name], bounds)
            if _stands(case.claim, bounds):
                bounds.keep()
                del parts[name]
            else:
                bounds.take_back()
        return tuple(parts)

    def _parts(self, places: int, order: Iterable[int]) -> dict[str, int]:
        """Finding of the catalogue → the raw findings that come of it, as bits."""
        found: dict[str, int] = {}
        for place in order:
            if places >> place & 1:
                name = self._knowledge.findings[place].reported_as
                found[name] = found.get(name, 0) | 1 << place
        return found

    def _found(self, places: int, taken: tuple[int, ...]) -> bool:
        return any(taken[at] != self._knowledge.findings[at].full for at in bits(places))

    def _read(self, case: _Case, moved: int, bounds: Bounds) -> None:
        """Read the tables anew that rest on findings which were moved (bits)."""
        for table in case.tables:
            if table.reads & moved and table.read(bounds):
                moved |= 1 << table.place


def _stands(claim: Claim, bounds: Bounds) -> bool:
    if not all(surely_fires(cell, bounds) for cell in claim.holding):
        return False
    return not any(all(may_fire(cell, bounds) for cell in cells) for cells in claim.failing)


def _cells(claim: Claim) -> Iterator[Cell]:
    yield from claim.holding
    for cells in claim.failing:
        yield from cells
