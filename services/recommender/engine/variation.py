"""Variations: what would fire if one answer were another, without a full re-run."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from services.recommender.engine.derived import DerivedTable
from services.recommender.engine.findings import known
from services.recommender.engine.knowledge import Change, Knowledge
from services.recommender.engine.match import Match
from services.recommender.engine.others import Others

Tables = list[tuple[int, DerivedTable, int, int]]
"""Derived tables that may move, in order: number, table, rows resting on it, rows it lets fire."""

Ground = tuple[list[int], tuple[int, ...]]
"""Where a change is made: a vector to make it in, and the values to which it is taken back."""

Around = tuple[int, int, Tables, Ground]
"""Around a change: the rows that what stays lets fire, that it asks about, what may move, where."""

Blank = tuple[int, int, Around]
"""A blank: the rows that fire and ask whatever is answered, and what is around the answers."""

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
        telling: the rows by which an answer to a blank could change the outcome.
        clocks: the raw findings that are clocks.
        moving_clocks: those of them that can move a row, whatever time they show.
        now: the rows as they stand.
    """

    matched: Match
    telling: int
    clocks: Collection[int]
    knowledge: Knowledge
    moving_clocks: list[int] = field(init=False)
    now: Rows = field(init=False)
    _here: Ground = field(init=False)
    _others: Others = field(init=False)
    _telling_still: int = field(init=False)
    _live: Tables = field(init=False)
    _blanks: dict[str, Blank] = field(default_factory=dict)
    _answered: dict[str, Around] = field(default_factory=dict)
    _known: dict[str, Around] = field(default_factory=dict)
    _still: Around = field(init=False)
    _shown: Change = field(init=False)

    def __post_init__(self) -> None:
        matched, knowledge = self.matched, self.knowledge
        self.now = matched.fires & knowledge.mattering, matched.asks & knowledge.mattering
        self._here = list(matched.taken), matched.taken
        self._others = Others(matched, knowledge)
        live = [table for table in knowledge.derived if self._may_move(table)]
        settled, self._live = self._parted(knowledge.derived, live)
        self._telling_still = settled & self.telling
        self._still = self._around_known(self._others.than_all(self.clocks), self.clocks)
        touching = knowledge.touching
        self.moving_clocks = [at for at in self.clocks if touching[at] & self._still[0]]
        self._shown = knowledge.change({at: matched.taken[at] for at in self.moving_clocks})

    def _may_move(self, table: DerivedTable) -> bool:
        """Whether answers to blanks give it another value, and a row that tells rests on it."""
        at = table.finding.index
        if known(self.matched.possible[at]):
            return False
        return self.knowledge.moved_by[at] & self.telling != 0

    def _parted(
        self, tables: Iterable[DerivedTable], moving: Sequence[DerivedTable]
    ) -> tuple[int, Tables]:
        """The rows that the tables which stay let fire, and the tables that move."""
        found = {table.finding.index for table in moving}
        masks, moved_by = self.matched.by_finding, self.knowledge.moved_by
        fires, moved = self.knowledge.mattering, []
        for table in tables:
            at = table.finding.index
            if at in found:
                number = at - self.knowledge.raw_count
                moved.append((number, table, moved_by[at], masks[at].fires))
            else:
                fires &= masks[at].fires
        return fires, moved

    def can_tell(self, question: str) -> bool:
        """Whether some answer to a blank could move a row that tells."""
        return self._blank(question)[2][0] != 0

    def with_answer(self, question: str, change: Change) -> Rows:
        """Once a blank is answered."""
        kept, asked, around = self._blank(question)
        if change.beside is not None:
            around = self._beside(question, change.beside, around)
        fires, asks = self._with(change, around)
        return kept | fires, asked | asks

    def _blank(self, question: str) -> Blank:
        found = self._blanks.get(question)
        if found is None:
            found = self._blanks[question] = self._around_blank(question)
        return found

    def _around_blank(self, question: str) -> Blank:
        fires, asks = self._others.than(question)
        movable = fires & self._telling_still & self.knowledge.touched_by[question]
        reach, moving = self.knowledge.reach_of[question], []
        for it in self._live:
            if it[0] in reach:
                moving.append(it)
            else:
                movable &= it[3]
        kept = self.now[0] & ~movable
        around = movable, asks, self._moving(moving, movable), self._here
        return kept, self.now[1] & kept, around

    def _beside(self, question: str, answer: Change, around: Around) -> Around:
        """Around an answer that was given to the question: others are read from there."""
        found = self._answered.get(question)
        if found is None:
            found = self._answered[question] = self._after(answer, around)
        return found

    def _after(self, answer: Change, around: Around) -> Around:
        fires, asks, tables, ground = around
        vector, moved = list(ground[1]), []
        for place, value in answer.values.items():
            vector[place] = value
        for number, table, resting, _ in tables:
            at = table.finding.index
            value = vector[at] = table.taken(vector)
            moved.append((number, table, resting, self.knowledge.masks(at, value).fires))
        return fires, asks, moved, (vector, tuple(vector))

    def with_other(self, question: str, change: Change) -> Rows:
        """Where a known answer is changed for another."""
        around = self._known.get(question)
        if around is None:
            others = self._others.than(question)
            around = self._known[question] = self._around_known(others, change.values)
        return self._with(change, around)

    def with_clocks(self, shown: dict[int, int]) -> Rows:
        """When time has passed, and this is what the clocks that can move a row show."""
        return self._with(self.knowledge.change(shown, beside=self._shown), self._still)

    def _around_known(self, others: Rows, places: Iterable[int]) -> Around:
        """Around raw findings that may change: only rows that decide what is offered matter."""
        knowledge = self.knowledge
        reached = knowledge.reached(tuple(places))
        settled, moving = self._parted(knowledge.derived, reached)
        fires = others[0] & settled & knowledge.mattering
        return fires, others[1], self._moving(moving, fires), self._here

    def _moving(self, tables: Tables, rows: int) -> Tables:
        """Those of the tables on which some of these rows rest."""
        return [it for it in tables if it[2] & rows]

    def _with(self, change: Change, around: Around) -> Rows:
        fires, asks, tables, ground = around
        fires &= change.fires
        if fires and tables:
            fires = self._moved(fires, change, tables, ground)
        asks |= change.asks
        return fires, asks & fires

    def _moved(self, fires: int, change: Change, tables: Tables, ground: Ground) -> int:
        """Those of the rows that these tables let fire once the values of the change are taken."""
        readers, vector, taken = self.knowledge.readers, ground[0], ground[1]
        moved, reached = list(change.values), change.reached
        for place, value in change.values.items():
            vector[place] = value
        for number, table, resting, now in tables:
            # On a table that is passed over no row rests that can still fire, however it is read.
            if number in reached and resting & fires:
                at = table.finding.index
                value = table.taken(vector)
                if value != taken[at]:
                    vector[at] = value
                    moved.append(at)
                    reached |= readers[at]
                    now = self.knowledge.masks(at, value).fires
            fires &= now
        # Taken back, since a vector of its own for each change costs more than all else here.
        for place in moved:
            vector[place] = taken[place]
        return fires
