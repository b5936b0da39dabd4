"""The plan as terms: what the compiled tables make of a patient of whom nothing is decided yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.recommender.engine.cells import Cell
from services.recommender.engine.derived import DerivedRow, DerivedTable
from services.recommender.engine.findings import bits
from services.recommender.engine.held import stands_against
from services.recommender.engine.knowledge import EMERGENCY, Knowledge
from services.recommender.engine.rows import STRENGTHS, URGENCIES, Moment, Row
from services.recommender.proof.circuit import FALSE, TRUE, Circuit, Replaced, Term
from services.recommender.proof.patient import Patient, Value, answers_to, first_of, last_of


@dataclass(slots=True)
class PlanTerms:
    """
    What the engine would say of one side of a patient, as terms.

    It follows `match`, `settle`, `standing` and `urgency_of` of the engine step by step, over the
    same compiled tables; the agreement test holds the two against each other.

    Attributes:
        taken, possible: for each finding of the tables its value taken, and all that is possible.
        fires, may, certain, asks: for each row.
        offered: for each intervention; `barred` and `closed` likewise.
        offering, barring, beside: for each row whether it offers, bars, or counts as companion.
    """

    knowledge: Knowledge
    patient: Patient
    shared: Mapping[int, Term]
    shared_may: Mapping[int, Term]
    circuit: Circuit = field(init=False)
    taken: list[Value] = field(default_factory=list)
    possible: list[Value] = field(default_factory=list)
    fires: list[Term] = field(default_factory=list)
    may: list[Term] = field(default_factory=list)
    certain: list[Term] = field(default_factory=list)
    asks: list[Term] = field(default_factory=list)
    offered: list[Term] = field(default_factory=list)
    closed: list[Term] = field(default_factory=list)
    offering: dict[int, Term] = field(default_factory=dict)
    barring: dict[int, Term] = field(default_factory=dict)
    beside: dict[int, Term] = field(default_factory=dict)
    refused: list[Term] = field(default_factory=list)
    table_rows: dict[int, list[Term]] = field(default_factory=dict)
    _certain_items: dict[int, Term] = field(default_factory=dict)
    _votes: dict[int, Term] = field(default_factory=dict)
    _firm: dict[int, Term] = field(default_factory=dict)
    _held: dict[int, Term] = field(default_factory=dict)
    _answered: dict[str, Sequence[Replaced]] = field(default_factory=dict)
    _urgent: dict[int, Term] = field(default_factory=dict)
    _due_within: dict[float, Term] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.circuit = self.patient.circuit
        self._read()
        self._derive()
        self._match()
        self._settle()

    # -- findings --------------------------------------------------------------------------

    def _read(self) -> None:
        for finding in self.knowledge.findings[: self.knowledge.raw_count]:
            value = self.patient.reading(finding, self.knowledge)
            self.taken.append(value)
            self.possible.append(value)

    def _derive(self) -> None:
        for table in self.knowledge.derived:
            reached = self.table_rows[table.finding.index] = []
            taken, possible = self.values(table, reached)
            self.taken.append(taken)
            self.possible.append(possible)

    def values(self, table: DerivedTable, reached: list[Term]) -> tuple[Value, Value]:
        """The value of a derived finding as taken and as possible; adds which row is reached."""
        taken, possible = self._taken(table, reached), self._possible(table)
        joined = (self.circuit.either(a, b) for a, b in zip(possible, taken, strict=True))
        return taken, tuple(joined)

    def _taken(self, table: DerivedTable, reached: list[Term]) -> Value:
        circuit, above = self.circuit, TRUE
        ways: list[list[Term]] = [[] for _ in range(table.finding.size)]
        for row in table.rows:
            fires = self._every(row, self._fires)
            held = fires if table.chooses else circuit.either(fires, self._every(row, self._meets))
            reached.append(circuit.both(above, fires))
            self._add(ways, row, circuit.both(above, held))
            above = circuit.both(above, fires ^ 1)
        return tuple(circuit.some(way) for way in ways)

    def _possible(self, table: DerivedTable) -> Value:
        circuit, above = self.circuit, TRUE
        ways: list[list[Term]] = [[] for _ in range(table.finding.size)]
        for row in table.rows:
            may = self._every(row, self._may)
            sure = self._every(row, self._sure)
            self._add(ways, row, circuit.both(above, circuit.either(sure, may)))
            above = circuit.both(above, sure ^ 1)
        return tuple(circuit.some(way) for way in ways)

    def _add(self, ways: list[list[Term]], row: DerivedRow, held: Term) -> None:
        for place in bits(row.value):
            ways[place].append(held)

    def _every(self, row: DerivedRow, reads: object) -> Term:
        return self.circuit.every(reads(cell) for cell in row.cells)  # type: ignore[operator]

    # -- cells (engine/cells.py) -----------------------------------------------------------

    def _fires(self, cell: Cell) -> Term:
        value = self.taken[cell.finding]
        if cell.wanted == 0:
            return self._unknown(value)
        return self._meet(value, cell) if cell.blank != "hold" else self._inside(value, cell)

    def _meets(self, cell: Cell) -> Term:
        return self._may_be(self.taken[cell.finding], cell)

    def _may(self, cell: Cell) -> Term:
        return self._may_be(self.possible[cell.finding], cell)

    def _sure(self, cell: Cell) -> Term:
        if cell.wanted == 0:
            return FALSE
        return self._inside(self.possible[cell.finding], cell)

    def _asks(self, cell: Cell) -> Term:
        if cell.blank != "confirm":
            return FALSE
        value = self.taken[cell.finding]
        return self.circuit.both(self._meet(value, cell), self._inside(value, cell) ^ 1)

    def _may_be(self, value: Value, cell: Cell) -> Term:
        return self._unknown(value) if cell.wanted == 0 else self._meet(value, cell)

    def _unknown(self, value: Value) -> Term:
        return self.circuit.every(value) if len(value) > 1 else FALSE

    def _inside(self, value: Value, cell: Cell) -> Term:
        return self.circuit.every(
            term ^ 1 for place, term in enumerate(value) if not cell.wanted >> place & 1
        )

    def _meet(self, value: Value, cell: Cell) -> Term:
        return self.circuit.some(value[place] for place in bits(cell.wanted))

    # -- rows (engine/match.py) ------------------------------------------------------------

    def _match(self) -> None:
        for row in self.knowledge.rows:
            fires, may, certain, asks = self.matched(row.cells)
            self.fires.append(fires)
            self.may.append(may)
            self.certain.append(certain)
            self.asks.append(asks)

    def matched(self, cells: Sequence[Cell]) -> tuple[Term, Term, Term, Term]:
        """Whether a row of these cells fires, may fire, is certain, asks."""
        circuit = self.circuit
        fires = circuit.every(map(self._fires, cells))
        either = (circuit.either(self._may(c), self._fires(c)) for c in cells)
        may = circuit.either(fires, circuit.every(either))
        asked = circuit.some(map(self._asks, cells))
        return fires, may, circuit.every(map(self._sure, cells)), circuit.both(fires, asked)

    # -- the join (engine/settle.py) -------------------------------------------------------

    def _settle(self) -> None:
        self._refusals()
        self._first_pass()
        self._second_pass()

    def _counts(self, row: Row) -> Term:
        """Whether a row fires here, or on the other side where it holds for both."""
        return self.circuit.either(self.fires[row.index], self.shared.get(row.index, FALSE))

    def _refusals(self) -> None:
        families = self.knowledge.vocabulary.families
        for code in self.knowledge.items:
            self.refused.append(self.patient.refuses((code, families[code])))

    def _first_pass(self) -> None:
        circuit, knowledge = self.circuit, self.knowledge
        first = [row for row in knowledge.rows if not row.companion]
        self.barring = {r.index: self._counts(r) for r in first if r.verb == "exclude"}
        self.offering = {r.index: self._counts(r) for r in first if r.verb == "offer"}
        urgent = [
            circuit.some(
                self.offering[at]
                for at in bits(knowledge.urgent_offers & knowledge.offers_of_item[place])
                if at in self.offering
            )
            for place in range(len(knowledge.items))
        ]
        for place in range(len(knowledge.items)):
            declined = FALSE
            if not knowledge.refusals.still_offered >> place & 1:
                declined = circuit.both(self.refused[place], urgent[place] ^ 1)
            bars = (self.barring[at] for at in self._bars(place) if at in self.barring)
            self.closed.append(circuit.some([declined, *bars]))
        self._offer()
        self._drop_parts_without_whole()

    def _bars(self, place: int) -> Iterator[int]:
        return bits(self.knowledge.bars_of_item[place])

    def _offer(self) -> None:
        self.offered = [self._offered(place) for place in range(len(self.knowledge.items))]

    def _offered(self, place: int) -> Term:
        offers = bits(self.knowledge.offers_of_item[place])
        offering = self.circuit.some(self.offering[at] for at in offers if at in self.offering)
        return self.circuit.both(offering, self.closed[place] ^ 1)

    def _drop_parts_without_whole(self) -> None:
        before = list(self.offered)
        for at in bits(self.knowledge.parts):
            whole = self.knowledge.rows[at].offer().part_of
            if at in self.offering and whole is not None:
                self.offering[at] = self.circuit.both(self.offering[at], before[whole])
        self._offer()

    def _second_pass(self) -> None:
        for _, row in self.knowledge.companions:
            counts = self.circuit.both(self._counts(row), self.sees(row))
            self.beside[row.index] = counts
            if row.verb == "offer":
                self._offer_beside(row, counts)
            elif row.verb == "exclude":
                self._bar_beside(row, counts)

    def sees(self, row: Row) -> Term:
        circuit, offered = self.circuit, self.offered
        wanted = circuit.some(offered[place] for place in bits(row.if_offered))
        unwanted = circuit.some(offered[place] for place in bits(row.unless_offered))
        return circuit.both(wanted if row.if_offered else TRUE, unwanted ^ 1)

    def _offer_beside(self, row: Row, counts: Term) -> None:
        self.offering[row.index] = counts
        for place in bits(row.targets):
            open_to = self.circuit.both(counts, self.closed[place] ^ 1)
            self.offered[place] = self.circuit.either(self.offered[place], open_to)

    def _bar_beside(self, row: Row, counts: Term) -> None:
        self.barring[row.index] = counts
        for place in bits(row.targets):
            self.closed[place] = self.circuit.either(self.closed[place], counts)
            self.offered[place] = self.circuit.both(self.offered[place], counts ^ 1)

    # -- items (engine/items.py) -----------------------------------------------------------

    def votes(self, at: int) -> Term:
        """Whether an offer row decides its item's stage, strength and dates."""
        found = self._votes.get(at)
        if found is None:
            row = self.knowledge.rows[at]
            place = row.targets.bit_length() - 1
            stands_back = self.circuit.both(self.asks[at], self._has_firm(place))
            found = self.circuit.every([self.offering[at], stands_back ^ 1, self.offered[place]])
            self._votes[at] = found
        return found

    def _has_firm(self, place: int) -> Term:
        found = self._firm.get(place)
        if found is None:
            offers = bits(self.knowledge.offers_of_item[place])
            firm = (self.circuit.both(self.offering[at], self.asks[at] ^ 1) for at in offers)
            found = self._firm[place] = self.circuit.some(firm)
        return found

    def stage_at_most(self, place: int, stage: int) -> Term:
        """Whether an item is offered in this stage or an earlier one."""
        return self._some_voter(place, lambda row: row.offer().stage <= stage)

    def in_stage(self, place: int, stage: int) -> Term:
        earlier = self.stage_at_most(place, stage - 1) if stage else FALSE
        return self.circuit.both(self.stage_at_most(place, stage), earlier ^ 1)

    def strength_at_most(self, place: int, strength: int) -> Term:
        """Whether an item is offered as strongly as this, or more strongly."""
        return self._some_voter(place, lambda row: row.offer().strength <= strength)

    def _some_voter(self, place: int, fits: object) -> Term:
        offers = bits(self.knowledge.offers_of_item[place])
        rows = (self.knowledge.rows[at] for at in offers)
        return self.circuit.some(self.votes(r.index) for r in rows if fits(r))  # type: ignore[operator]

    def voters(self, place: int) -> list[tuple[Row, Term]]:
        offers = bits(self.knowledge.offers_of_item[place])
        return [(self.knowledge.rows[at], self.votes(at)) for at in offers]

    # -- standing (engine/standing.py) -----------------------------------------------------

    def is_certain(self, place: int) -> Term:
        """Whether an offered item survives every answer to every blank."""
        found = self._certain_items.get(place)
        if found is None:
            self._certain_items[place] = FALSE
            offers = bits(self.knowledge.offers_of_item[place])
            declined = FALSE
            if not self.knowledge.refusals.still_offered >> place & 1:
                declined = self.refused[place]
            sure = self.circuit.some(self._row_is_sure(at, declined) for at in offers)
            barred = self.circuit.some(self._may_bar(at) for at in self._bars(place))
            parts = (self.offered[place], sure, barred ^ 1)
            found = self._certain_items[place] = self.circuit.every(parts)
        return found

    def _row_is_sure(self, at: int, declined: Term) -> Term:
        circuit, row = self.circuit, self.knowledge.rows[at]
        kept = TRUE
        if row.if_offered:
            kept = circuit.some(self.is_certain(place) for place in bits(row.if_offered))
        clear = circuit.some(self.may_be_offered(place) for place in bits(row.unless_offered))
        stays = TRUE if self.knowledge.urgent_offers >> at & 1 else declined ^ 1
        return circuit.every([self.offering[at], self.certain[at], kept, clear ^ 1, stays])

    def may_be_offered(self, place: int) -> Term:
        """Whether some row may offer it, whatever bars it."""
        return self.circuit.some(self.may[at] for at in bits(self.knowledge.offers_of_item[place]))

    def _may_bar(self, at: int) -> Term:
        circuit, row = self.circuit, self.knowledge.rows[at]
        may = circuit.either(self.may[at], self.shared_may.get(at, FALSE))
        if not row.companion:
            return may
        wanted = TRUE
        if row.if_offered:
            wanted = circuit.some(self.may_be_offered(place) for place in bits(row.if_offered))
        sure = circuit.some(self.is_certain(place) for place in bits(row.unless_offered))
        return circuit.every([may, wanted, sure ^ 1])

    def conditional_on(self, place: int, name: str) -> Term:
        """Whether the item needs an answer to a finding of the catalogue."""
        found = []
        for row, votes in self.voters(place):
            for cell in row.cells:
                if self.knowledge.findings[cell.finding].reported_as == name:
                    found.append(self.circuit.both(votes, self._asks(cell)))
        return self.circuit.some(found)

    def asked_before(self, place: int, name: str) -> Term:
        """Whether a caution that may hold has a blank confirmed before the item."""
        circuit, knowledge, found = self.circuit, self.knowledge, []
        for at in bits(knowledge.verbs.get("caution", 0)):
            row = knowledge.rows[at]
            if row.confirm and row.targets >> place & 1:
                open_to = circuit.both(self.may[at], self.fires[at] ^ 1)
                found += [circuit.both(open_to, blank) for blank in self._blanks(row, name)]
        return circuit.some(found)

    def _blanks(self, row: Row, name: str) -> Iterator[Term]:
        knowledge, circuit = self.knowledge, self.circuit
        for cell in row.cells:
            for root in sorted(knowledge.roots[cell.finding]):
                if knowledge.findings[root].reported_as == name:
                    open_to = circuit.at_most_one(self.possible[root]) ^ 1
                    blank = self.patient.given(name) ^ 1
                    yield circuit.every([self._sure(cell) ^ 1, open_to, blank])

    def answered(self, name: str) -> Sequence[Replaced]:
        """The plan under each single answer to a finding, the others as they are."""
        found = self._answered.get(name)
        if found is None:
            answers = answers_to(name, self.patient)
            found = self._answered[name] = [self.circuit.replaced(answer) for answer in answers]
        return found

    def own_bar(self, at: int) -> Term:
        """Whether a bar speaks for this side, by its own findings."""
        row = self.knowledge.rows[at]
        own = self.beside[at] if row.companion else self.fires[at]
        return self.circuit.both(own, self.barring[at])

    def stage_shown(self, stage: int) -> Term:
        """Whether a stage holds anything, offered or held."""
        found = [self.in_stage(place, stage) for place in range(len(self.offered))]
        for at in bits(self.knowledge.verbs.get("hold", 0)):
            row = self.knowledge.rows[at]
            if row.hold().stage == stage:
                waits = self.held(row.targets.bit_length() - 1)
                found.append(self.circuit.both(self.says(row), waits))
        return self.circuit.some(found)

    # -- what else is said -----------------------------------------------------------------

    def says(self, row: Row) -> Term:
        """Whether a row of any verb counts."""
        return self.beside[row.index] if row.companion else self.fires[row.index]

    def said(self, verb: str, code: str) -> Term:
        rows = (self.knowledge.rows[at] for at in bits(self.knowledge.verbs.get(verb, 0)))  # type: ignore[call-overload]
        return self.circuit.some(self.says(row) for row in rows if row.code == code)

    def held(self, place: int) -> Term:
        """Whether an item is held: named as what comes next, and neither offered nor barred."""
        found = self._held.get(place)
        if found is None:
            found = self._held[place] = self._is_held(place)
        return found

    def _is_held(self, place: int) -> Term:
        rows = (self.knowledge.rows[at] for at in bits(self.knowledge.verbs.get("hold", 0)))
        named = self.circuit.some(self._stands(row) for row in rows if row.targets >> place & 1)
        return self.circuit.every([named, self.offered[place] ^ 1, self.refused[place] ^ 1])

    def _stands(self, row: Row) -> Term:
        """Whether a hold row speaks and no bar takes away what it holds."""
        place = row.targets.bit_length() - 1
        against = (at for at in self._bars(place) if stands_against(self.knowledge.rows[at], row))
        bars = self.circuit.some(self.barring[at] for at in against)
        return self.circuit.both(self.says(row), bars ^ 1)

    def is_value(self, name: str, word: str) -> Term:
        """Whether the value taken of a finding of words is that word and no other."""
        finding = self.knowledge.findings[self.knowledge.index[name]]
        value = self.taken[finding.index]
        return self.circuit.every(
            term if place == finding.words.index(word) else term ^ 1
            for place, term in enumerate(value)
        )

    # -- urgency (engine/outcome.py) -------------------------------------------------------

    def urgency_at_most(self, urgency: int) -> Term:
        """Whether the plan is as urgent as this place in `URGENCIES`, or more."""
        known = self._urgent.get(urgency)
        if known is None:
            known = self._urgent[urgency] = self._urgency_at_most(urgency)
        return known

    def _urgency_at_most(self, urgency: int) -> Term:
        circuit, above, found = self.circuit, TRUE, []
        for at in bits(self.knowledge.verbs["urgency"]):
            row = self.knowledge.rows[at]
            in_time = TRUE if row.hours is None else self.due_within(row.hours)
            holds = circuit.every([self.says(row), in_time, self.sees(row)])
            if URGENCIES.index(row.code) <= urgency:
                found.append(circuit.both(above, holds))
            above = circuit.both(above, holds ^ 1)
        if urgency >= len(URGENCIES) - 1:
            found.append(above)
        return circuit.some(found)

    def due_within(self, hours: float) -> Term:
        """Whether some offered item is wanted within so many hours of receipt."""
        found = self._due_within.get(hours)
        if found is None:
            dated = bits(self.knowledge.dated)
            found = self.circuit.some(self._due(at, hours) for at in dated)
            self._due_within[hours] = found
        return found

    def item_due_within(self, place: int, hours: float) -> Term:
        """Whether this item is wanted within so many hours of receipt."""
        mine = bits(self.knowledge.dated & self.knowledge.offers_of_item[place])
        return self.circuit.some(self._due(at, hours) for at in mine)

    def _due(self, at: int, hours: float) -> Term:
        row = self.knowledge.rows[at]
        moment = row.offer().by
        assert moment is not None
        return self.circuit.both(self.votes(at), self._within(moment, hours))

    def _within(self, moment: Moment, hours: float) -> Term:
        """Whether a deadline lies within so many hours from receipt."""
        if moment.clock == "receipt":
            return TRUE if moment.hours <= hours else FALSE
        if moment.clock != "onset":
            raise ValueError(f"the proof knows no deadline counted from {moment.clock}")
        return self.circuit.both(self._bounded(), self._aged(moment.hours - hours))

    def _bounded(self) -> Term:
        """Whether the onset does not lie anywhere before."""
        onset = self.patient.choices["duration"]
        first, last = first_of(onset), last_of(onset)
        exact = self.circuit.every(
            self.circuit.differ(a, b) ^ 1 for a, b in zip(first, last, strict=True)
        )
        return self.circuit.either(exact, last[-2] ^ 1)

    def _aged(self, hours: float) -> Term:
        """Whether the palsy may be so old."""
        if hours <= 0:
            return TRUE
        cuts = self.patient.space.numbers["duration"].cuts
        return last_of(self.patient.choices["duration"])[cuts.index(hours) + 1]

    def begins_with(self, place: int) -> Term:
        """
        Whether the plan's first item is this one, wanted at once.

        Items stand by stage, then by how soon they are wanted, then by strength, then in the
        order of the catalogue. A deadline that has passed stands before one that is now.
        """
        circuit = self.circuit
        at_once = self._some_voter(place, lambda row: _at_once(row))
        now = circuit.both(self.in_stage(place, EMERGENCY), at_once)
        first = [now]
        for other in range(len(self.knowledge.items)):
            if other != place:
                first.append(self._goes_before(other, place) ^ 1)
        return circuit.every(first)

    def _goes_before(self, other: int, place: int) -> Term:
        circuit = self.circuit
        emergency = self.stage_at_most(other, EMERGENCY)
        passed, now = [], []
        for row, votes in self.voters(other):
            due = row.offer().by
            if due is not None and due.clock == "onset":
                late = circuit.both(votes, self._past(due.hours))
                passed.append(late)
                now.append(circuit.every([votes, self._aged_over(due.hours), late ^ 1]))
            elif _at_once(row):
                now.append(votes)
        tied = circuit.some(now)
        stronger = circuit.some(
            circuit.both(self.strength_at_most(other, s), self.strength_at_most(place, s) ^ 1)
            for s in range(len(STRENGTHS))
        )
        alike = circuit.every(
            circuit.differ(self.strength_at_most(other, s), self.strength_at_most(place, s)) ^ 1
            for s in range(len(STRENGTHS))
        )
        by_order = alike if other < place else FALSE
        ahead = circuit.both(tied, circuit.either(stronger, by_order))
        return circuit.both(emergency, circuit.some([*passed, ahead]))

    def _past(self, hours: float) -> Term:
        """Whether a deadline counted from onset has surely passed."""
        cuts = self.patient.space.numbers["duration"].cuts
        edge = next(at for at, cut in enumerate(cuts, start=1) if cut > hours)
        aged = first_of(self.patient.choices["duration"])[edge]
        return self.circuit.both(self._bounded(), aged)

    def _aged_over(self, hours: float) -> Term:
        cuts = self.patient.space.numbers["duration"].cuts
        edge = next(at for at, cut in enumerate(cuts, start=1) if cut >= hours)
        aged = last_of(self.patient.choices["duration"])[edge]
        return self.circuit.both(self._bounded(), aged)


def _at_once(row: Row) -> bool:
    due = row.offer().by
    return due is not None and due.clock == "receipt" and due.hours == 0
