"""Tracing: which findings, as assessed, a row rests on, and which blanks it leans on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.recommender.engine.cells import Cell
from services.recommender.engine.facts import TREATMENTS, Facts
from services.recommender.engine.findings import bits, known, lowest
from services.recommender.engine.grounds import Claim, Grounds, Supports
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.match import Match
from services.recommender.engine.rows import Row
from services.recommender.engine.settle import Settled
from services.recommender.engine.vocabulary import DAYS_OF_TESTS

Because = dict[str, Any]

ONSET_KEYS = ("duration", "onset_date", "onset_at")

AGE = "assessment_age_days"
"""How old the assessment is, which is read off `assessed_at`."""

DATES_OF_TESTS = frozenset(DAYS_OF_TESTS.values())

RENAMED = DATES_OF_TESTS | {"duration", AGE}


@dataclass(slots=True)
class Trace:
    """
    Explains rows for one match of one side's facts.

    What a reason names is a *minimal* set of findings. It is enough: whatever all other findings
    were, assessed or not, the row would fire. And none can be spared: without any one of them the
    row could fail. A finding that was not assessed is named where it counts that it was not.
    Often there are several such sets; the one is named that leaves out blanks first, then what
    stands first in the catalogue. Of a pathway, which is led by what graver ones leave, blanks
    are named only where they were taken as met: all others are what questions are for.

    What would bar an item is no part of its reasons: a blank that could stands in `must_confirm`.
    """

    facts: Facts
    matched: Match
    settled: Settled
    knowledge: Knowledge
    grounds: Grounds = field(init=False)
    _supports: Supports = field(default_factory=dict)
    _doubts: dict[int, frozenset[str]] = field(default_factory=dict)
    _because: dict[int, Because] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.grounds = self.knowledge.grounds(Grounds)

    def because(self, row: Row) -> Because:
        """The reason that a row gives: its sentence, the findings behind it, its sources."""
        found = self._because.get(row.index)
        if found is None:
            found = self.reason(row.id, row.text, self.names_of(row), row.sources)
            self._because[row.index] = found
        return found

    def reason(self, row: str, text: str, names: Sequence[str], sources: Sequence[str]) -> Because:
        """A reason, its findings under the names under which they were assessed."""
        findings: dict[str, Any] = {}
        for name in names:
            if name in RENAMED:
                for key in self._keys(name):
                    findings[key] = self.assessed(key)
            else:
                findings[name] = self.assessed(name)
        if TREATMENTS in findings and self.facts.counted_by_side:
            findings["side"] = self.assessed("side")
        return {"row": row, "text": text, "findings": findings, "sources": list(sources)}

    def names_of(self, row: Row) -> Sequence[str]:
        """The findings that a row which fires rests on, and the offers that it looks at."""
        if row.if_offered or row.unless_offered:
            return self._beside(row)
        names = self.grounds.of_row(row, self.matched.taken, self._supports)
        return self._telling(names, row.cells) if row.verb == "pathway" else names

    def failing(self, cells: Sequence[Cell]) -> Sequence[str]:
        """The findings for which none of these cells holds."""
        return self.grounds.of_failing(cells, self.matched.taken, self._supports)

    def behind(self, place: int) -> Sequence[str]:
        """The findings behind the pathway that was chosen, or another derived finding."""
        names = self.grounds.of_value(place, self.matched.taken, self._supports)
        table = self.knowledge.table_of[place]
        deciding = table.rows[table.row_taken(self.matched.taken)]
        return self._telling(names, deciding.cells)

    def _telling(self, names: Sequence[str], cells: Sequence[Cell]) -> Sequence[str]:
        """Without the blanks that were not taken as met, unless there is nothing else."""
        met = set(self._met(cells))
        return [name for name in names if self._is_assessed(name) or name in met] or names

    def _met(self, cells: Sequence[Cell]) -> Iterator[str]:
        """The blanks that these cells, and the rows that decide behind them, took as met."""
        taken, tables = self.matched.taken, self.knowledge.table_of
        for cell in cells:
            table = tables.get(cell.finding)
            if table is not None:
                yield from self._met(table.rows[table.row_taken(taken)].cells)
            elif cell.blank != "hold" and not cell.certain(taken[cell.finding]):
                yield self.knowledge.findings[cell.finding].reported_as

    def lacking(self, row: Row) -> Sequence[str]:
        """The findings for which a row whose cells hold lacks the offer that it looks for."""
        whole = row.offer().part_of if row.verb == "offer" else None
        missing = row.if_offered | (0 if whole is None else 1 << whole)
        unwanted = row.unless_offered & self.settled.offered
        holding = [cell for item in bits(unwanted) for cell in self._offering(item, row)]
        names = self._with_left_out(holding, missing if not unwanted else 0)
        return names or ("refusals",)

    def _beside(self, row: Row) -> Sequence[str]:
        """Behind a row that fires beside one offer that it looks for, and none that it must not."""
        holding = list(row.cells)
        offered = row.if_offered & self.settled.offered or row.if_offered
        for item in bits(offered & -offered):
            holding += self._offering(item, row)
        return self._with_left_out(holding, row.unless_offered)

    def _with_left_out(self, holding: Sequence[Cell], items: int) -> Sequence[str]:
        """Behind cells that hold, and these items that are barred, or that no row offers."""
        held, failing = list(holding), []
        for item in bits(items):
            bars = self.settled.barring & self.matched.fires & self.knowledge.bars_of_item[item]
            if bars:
                held += self.knowledge.rows[lowest(bars)].cells
            else:
                failing += [other.cells for other in self._silent(item)]
        claim = Claim(tuple(held), tuple(failing))
        return self.grounds.of(claim, self.matched.taken, self._supports)

    def _offering(self, item: int, row: Row) -> tuple[Cell, ...]:
        """The cells of the first row before this one that offers an item."""
        before = (1 << row.index) - 1
        offers = self.settled.offering & self.knowledge.offers_of_item[item] & before
        if not offers:
            return ()
        found = self.knowledge.rows[lowest(offers)]
        return (*found.cells, *self._offered_beside(found))

    def _offered_beside(self, row: Row) -> Sequence[Cell]:
        """The cells of the offer that a companion looks for."""
        earlier = row.if_offered & self.settled.offered
        return self._offering(lowest(earlier), row) if earlier else ()

    def _silent(self, item: int) -> list[Row]:
        """The rows that would offer an item and do not fire."""
        fires = self.matched.fires
        return [row for row in self.knowledge.rows_of_item[item] if not fires >> row.index & 1]

    def _keys(self, name: str) -> tuple[str, ...]:
        """The names under which a finding, or what is read off the record, was assessed."""
        if name == "duration":
            return (self._onset_key(),)
        if name == AGE:
            return ("assessed_at",)
        if name in DATES_OF_TESTS and self._is_assessed(name):
            # The day of a test is counted from onset.
            return (name, self._onset_key())
        return (name,)

    def _onset_key(self) -> str:
        return next((key for key in ONSET_KEYS if key in self.facts.findings), "duration")

    def _is_assessed(self, name: str) -> bool:
        return any(key in self.facts.findings for key in self._asked_for(name))

    def _asked_for(self, name: str) -> Sequence[str]:
        return ONSET_KEYS if name == "duration" else (name,)

    def assessed(self, name: str) -> Any:
        """A finding's value as assessed, or the word unknown."""
        if name == "possible_duplicate":
            return "yes" if self.facts.possible_duplicate else "no"
        if name == "sides_graded_apart":
            return "yes" if self.facts.graded_apart else "no"
        if name == "assessed_at":
            return self.facts.findings.get(name) or self.facts.assessed_at.isoformat()
        return self.facts.findings.get(name, "unknown")

    def doubts(self, cells: Sequence[Cell]) -> frozenset[str]:
        """The blanks that these cells were taken to meet, fail-safe, without being known."""
        return frozenset().union(*(self._doubt(cell) for cell in cells))

    def _doubt(self, cell: Cell) -> frozenset[str]:
        possible = self.matched.possible[cell.finding]
        if cell.certain(possible):
            return frozenset()
        if cell.finding in self.knowledge.table_of:
            return self._derived_doubt(cell.finding)
        return frozenset(self._keys(self.knowledge.findings[cell.finding].reported_as))

    def _derived_doubt(self, place: int) -> frozenset[str]:
        found = self._doubts.get(place)
        if found is None:
            table = self.knowledge.table_of[place]
            deciding = table.row_taken(self.matched.taken)
            cells = [c for row in table.rows[: deciding + 1] for c in row.cells]
            found = self.doubts([c for c in cells if self._open(c)])
            self._doubts[place] = found
        return found

    def _open(self, cell: Cell) -> bool:
        possible = self.matched.possible[cell.finding]
        return not known(possible) and possible & cell.wanted != 0


def shared_because(reasons: Sequence[Because]) -> list[Because]:
    """Reasons of several sides, the same row once; findings of the later side win."""
    if len(reasons) == 1:
        return [*reasons]
    return list({reason["row"]: reason for reason in reasons}.values())
