"""Variations: what would fire if one answer were another, without a full re-run."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from services.recommender.engine.derived import DerivedTable
from services.recommender.engine.findings import known, without
from services.recommender.engine.knowledge import Change, Knowledge
from services.recommender.engine.masks import Masks
from services.recommender.engine.match import Match
from services.recommender.engine.others import Others


class Moving:
    """
    A derived table that may move.

    Attributes:
        number: which of the derived tables it is, counted from 0.
        place: the place of its finding.
        resting: the rows that rest on it.
        now: the rows that it lets fire as it stands.
        idle: whether as it stands it keeps no row that decides from firing.
    """

    __slots__ = ("idle", "now", "number", "place", "resting", "table")

    # Written out, since some dozens are made for every patient.
    def __init__(self, table: DerivedTable, number: int, resting: int, masks: Masks) -> None:
        self.table, self.number, self.place = table, number, table.finding.index
        self.resting, self.now, self.idle = resting, masks.fires, not masks.against


Tables = list[Moving]
"""Derived tables that may move, in order."""


class Around:
    """
    What is around a change.

    Attributes:
        fires, asks: the rows that all that stays lets fire, and that it asks about.
        tables: what the change may move.
        unmoved: the rows that they let fire as long as none of them moves.
        vector: values to make the change in.
        taken: the same values, to which `vector` is taken back.
    """

    __slots__ = ("asks", "fires", "tables", "taken", "unmoved", "vector")

    def __init__(
        self, fires: int, asks: int, tables: Tables, vector: list[int], taken: tuple[int, ...]
    ) -> None:
        self.fires, self.asks, self.tables = fires, asks, tables
        self.vector, self.taken = vector, taken
        for it in tables:
            if not it.idle:
                fires &= it.now
        self.unmoved = fires


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
    _vector: list[int] = field(init=False)
    _others: Others = field(init=False)
    _telling_still: int = field(init=False)
    _live: Tables = field(init=False)
    _blanks: dict[str, Blank] = field(default_factory=dict)
    _answered: dict[str, Around] = field(default_factory=dict)
    _known: dict[str, Around] = field(default_factory=dict)
    _still: Around = field(init=False)
    _due: list[int] = field(init=False)
    _turn: int = 0
    _shown: Change = field(init=False)

    def __post_init__(self) -> None:
        matched, knowledge = self.matched, self.knowledge
        self.now = matched.fires & knowledge.mattering, matched.asks & knowledge.mattering
        self._vector, self._due = list(matched.taken), [0] * len(knowledge.derived)
        self._others = Others(matched, knowledge)
        live = [table for table in knowledge.derived if self._may_move(table)]
        settled, self._live = self._parted(knowledge.derived, live)
        self._telling_still = settled & self.telling
        self._still = self._around_known(self._others.than_clocks(self.clocks), self.clocks)
        touching = knowledge.touching
        self.moving_clocks = [at for at in self.clocks if touching[at] & self._still.fires]
        self._shown = knowledge.change({at: matched.taken[at] for at in self.moving_clocks})

    def _may_move(self, table: DerivedTable) -> bool:
        """Whether answers to blanks give it another value, and a row that tells rests on it."""
        at = table.finding.index
        if known(self.matched.possible[at]):
            return False
        return self.knowledge.moved_by[at] & self.telling != 0

    def _parted(
        self, tables: tuple[DerivedTable, ...], moving: Sequence[DerivedTable]
    ) -> tuple[int, Tables]:
        """The rows that the tables which stay let fire, and the tables that move."""
        masks, knowledge = self.matched.by_finding, self.knowledge
        against, moved = 0, []
        first, moves = knowledge.raw_count, [False] * len(knowledge.derived)
        for table in moving:
            moves[table.finding.index - first] = True
        for table in tables:
            at = table.finding.index
            if moves[at - first]:
                moved.append(Moving(table, at - first, knowledge.moved_by[at], masks[at]))
            elif masks[at].against:
                against |= masks[at].against
        return knowledge.mattering ^ against, moved

    def can_tell(self, question: str) -> bool:
        """Whether some answer to a blank could move a row that tells."""
        return self._blank(question)[2].fires != 0

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
            if reach[it.number]:
                moving.append(it)
            elif not it.idle:
                movable &= it.now
        kept = without(self.now[0], movable)
        return kept, self.now[1] & kept, self._around(movable, asks, moving)

    def _around(self, fires: int, asks: int, tables: Tables) -> Around:
        """Around a change by which some of these rows and tables may move."""
        moving = [it for it in tables if it.resting & fires]
        return Around(fires, asks, moving, self._vector, self.matched.taken)

    def _beside(self, question: str, answer: Change, around: Around) -> Around:
        """Around an answer that was given to the question: others are read from there."""
        found = self._answered.get(question)
        if found is None:
            found = self._answered[question] = self._after(answer, around)
        return found

    def _after(self, answer: Change, around: Around) -> Around:
        vector, moved = list(around.taken), []
        for place, value in answer.values.items():
            vector[place] = value
        for it in around.tables:
            value = vector[it.place] = it.table.taken(vector)
            masks = self.knowledge.masks(it.place, value)
            moved.append(Moving(it.table, it.number, it.resting, masks))
        return Around(around.fires, around.asks, moved, vector, tuple(vector))

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
        return self._around(fires, others[1], moving)

    def _with(self, change: Change, around: Around) -> Rows:
        fires = around.fires & change.fires
        if fires and around.tables:
            fires = self._moved(fires, change, around)
        return fires, (around.asks | change.asks) & fires

    def _moved(self, fires: int, change: Change, around: Around) -> int:
        """Those of the rows that these tables let fire once the values of the change are taken."""
        readers, due = self.knowledge.readers, self._due
        vector, taken = around.vector, around.taken
        self._turn = turn = self._turn + 1
        for number in change.reached:
            due[number] = turn
        for place, value in change.values.items():
            vector[place] = value
        moved = False
        for it in around.tables:
            if due[it.number] == turn:
                value = it.table.taken(vector)
                if value != taken[it.place]:
                    vector[it.place] = value
                    moved = True
                    for number in readers[it.place]:
                        due[number] = turn
        fires &= self._let_fire(around) if moved else around.unmoved
        # Taken back, since a vector of its own for each change costs more than all else here.
        for place in change.values:
            vector[place] = taken[place]
        if moved:
            for it in around.tables:
                vector[it.place] = taken[it.place]
        return fires

    def _let_fire(self, around: Around) -> int:
        """The rows that tables let fire of which some have moved."""
        fires = around.fires
        for it in around.tables:
            value = around.vector[it.place]
            if value != around.taken[it.place]:
                fires &= self.knowledge.masks(it.place, value).fires
            elif not it.idle:
                fires &= it.now
        return fires
