"""Variations: what would fire if one answer were another, without a full re-run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from services.recommender.engine.derived import DerivedTable
from services.recommender.engine.findings import known
from services.recommender.engine.knowledge import Change, Knowledge
from services.recommender.engine.match import Match
from services.recommender.engine.others import Others

Tables = Sequence[tuple[DerivedTable, int]]
"""Derived tables that may move, in order, each with the rows that its value now lets fire."""

Around = tuple[int, int, Tables]
"""Around a change: the rows that what stays lets fire, those it asks about, and what may move."""

Rows = tuple[int, int]
"""The rows that fire, and those of them that fire only if a blank is confirmed."""


@dataclass(slots=True)
class Variations:
    """
    Re-runs of one match with the answer to one question changed.

    The masks of all that the answers to a question cannot move are joined once; an answer
    then costs its own masks and the few derived tables that it can reach. What comes out is
    true of the rows that decide what is offered and how soon (`Knowledge.mattering`).

    Attributes:
        undecided: of these, the rows that some answers to the blanks let fire and others not.
    """

    matched: Match
    knowledge: Knowledge
    undecided: int = field(init=False)
    _others: Others = field(init=False)
    _settled: int = field(init=False)
    _live: Tables = field(init=False)
    _around: dict[str, Around] = field(default_factory=dict)
    _still: Around | None = None

    def __post_init__(self) -> None:
        matched, knowledge = self.matched, self.knowledge
        self.undecided = matched.may & ~matched.certain & knowledge.mattering
        self._others = Others(matched, knowledge)
        live = [table for table in knowledge.derived if self._may_move(table)]
        self._settled, self._live = self._parted(knowledge.derived, live)

    def _may_move(self, table: DerivedTable) -> bool:
        """Whether answers to blanks give it another value, and something undecided rests on it."""
        at = table.finding.index
        if known(self.matched.possible[at]):
            return False
        return self.knowledge.moved_by[at] & self.undecided != 0

    def _parted(
        self, tables: Iterable[DerivedTable], moving: Sequence[DerivedTable]
    ) -> tuple[int, Tables]:
        """The rows that the tables which stay let fire, and the tables that move."""
        found = {table.finding.index for table in moving}
        masks = self.matched.by_finding
        fires = -1
        for table in tables:
            if table.finding.index not in found:
                fires &= masks[table.finding.index].fires
        return fires, [(table, masks[table.finding.index].fires) for table in moving]

    def with_answer(self, question: str, change: Change) -> Rows:
        """Once a blank is answered."""
        around = self._around.get(question)
        if around is None:
            around = self._around[question] = self._around_blank(question, change)
        fires, asks = self._with(change, around)
        decided = self.matched.fires & ~self.undecided
        return fires & self.undecided | decided, asks & self.undecided

    def _around_blank(self, question: str, change: Change) -> Around:
        fires, asks = self._others.than(question)
        fires &= self._settled
        moving = []
        for table, now in self._live:
            if table in change.reaches:
                moving.append((table, now))
            else:
                fires &= now
        return fires, asks, moving

    def with_other(self, question: str, change: Change) -> Rows:
        """Where a known answer is changed for another."""
        return self._with(change, self._around_known(self._others.than(question), change))

    def with_clocks(self, change: Change) -> Rows:
        """When time has passed: a change of every finding that is a clock."""
        if self._still is None:
            still = self._others.than_all(change.values)
            self._still = self._around_known(still, change)
        return self._with(change, self._still)

    def _around_known(self, others: Rows, change: Change) -> Around:
        fires, moving = self._parted(self.knowledge.derived, change.reaches)
        return others[0] & fires, others[1], moving

    def _with(self, change: Change, around: Around) -> Rows:
        fires, asks, tables = around
        fires &= change.fires
        if fires and tables:
            fires &= self._moved(change, tables)
        return fires, (asks | change.asks) & fires

    def _moved(self, change: Change, tables: Tables) -> int:
        """The rows that these tables let fire once the values of the change are taken."""
        taken = self.matched.taken
        vector, reached = list(taken), 0
        for place, value in change.values.items():
            if value != taken[place]:
                vector[place] = value
                reached |= 1 << place
        fires = -1
        for table, now in tables:
            if table.reads & reached:
                at = table.finding.index
                value = table.taken(vector)
                if value != taken[at]:
                    vector[at] = value
                    reached |= 1 << at
                    now = self.knowledge.masks(at, value).fires
            fires &= now
        return fires
