"""A run of the tables over one side of the face, or over the whole face at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from services.recommender.engine.cells import Cell
from services.recommender.engine.clocks import Clock, time_since
from services.recommender.engine.deadlines import Deadlines
from services.recommender.engine.encode import Encoded, encode
from services.recommender.engine.facts import SIDES, Facts
from services.recommender.engine.findings import bits
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.match import Match, match
from services.recommender.engine.moments import Calendar
from services.recommender.engine.rows import Row
from services.recommender.engine.settle import NOTHING, Settled, settle, voters
from services.recommender.engine.telling import telling_rows
from services.recommender.engine.trace import Trace
from services.recommender.engine.variation import Variations


@dataclass(slots=True)
class Side:
    """
    One run.

    Attributes:
        name: left or right, or empty when one run serves the whole face.
        refused: interventions that the patient refuses, as bits.
        settled: the outcome of the join, once both sides were matched.
        fired: every row that counts, companions included, as bits.
        own_barring: the rows that bar and that this side's own findings let fire, as bits.
        certain_items: what was found of an item's certainty so far.
        nearest_cells: the same of what has to be otherwise for a derived finding to be wanted so.
        shared_may: rows that may bar for the whole face because of any side.
    """

    name: str
    facts: Facts
    encoded: Encoded
    matched: Match
    calendar: Calendar
    refused: int
    knowledge: Knowledge
    settled: Settled = NOTHING
    fired: int = field(init=False)
    own_barring: int = field(init=False)
    trace: Trace = field(init=False)
    certain_items: dict[int, bool] = field(default_factory=dict)
    nearest_cells: dict[tuple[int, int], list[Cell]] = field(default_factory=dict)
    shared_may: int = 0
    _voters: dict[int, list[Row]] = field(default_factory=dict)
    _deadlines: Deadlines | None = None
    _possible_offers: int | None = None
    _variations: Variations | None = None

    @property
    def variations(self) -> Variations:
        if self._variations is None:
            clocks = self.encoded.clocks
            self._variations = Variations(self.matched, self._telling(), clocks, self.knowledge)
        return self._variations

    def _telling(self) -> int:
        return telling_rows(
            self.matched,
            self.deadlines,
            refused=self.refused,
            alone=not self.name,
            knowledge=self.knowledge,
        )

    @property
    def deadlines(self) -> Deadlines:
        """When the rows that may offer something want it done."""
        if self._deadlines is None:
            self._deadlines = Deadlines(self.calendar, self.matched.may, self.knowledge)
        return self._deadlines

    @property
    def possible_offers(self) -> int:
        """The interventions that some answers to the blanks would have offered, as bits."""
        if self._possible_offers is None:
            self._possible_offers = 0
            for bit, offers, _, _ in self.knowledge.rows_by_item:
                if self.matched.may & offers:
                    self._possible_offers |= bit
        return self._possible_offers

    def offers(self, item: int) -> list[Row]:
        """The rows that offer an item."""
        return self._rows(self.settled.offering & self.knowledge.offers_of_item[item])

    def voters(self, item: int) -> list[Row]:
        """Those of them that decide its stage, strength and dates."""
        found = self._voters.get(item)
        if found is None:
            mask = voters(item, self.settled, self.matched.asks, self.knowledge)
            found = self._voters[item] = self._rows(mask)
        return found

    def bars(self, item: int) -> list[Row]:
        """The rows that bar an item."""
        return self._rows(self.settled.barring & self.knowledge.bars_of_item[item])

    def is_barred(self, item: int) -> bool:
        """Whether this side's own findings let some row bar an item."""
        return self.own_barring & self.knowledge.bars_of_item[item] != 0

    def own_bars(self, item: int) -> list[Row]:
        """Those of them that this side's own findings let fire."""
        return self._rows(self.own_barring & self.knowledge.bars_of_item[item])

    def _rows(self, mask: int) -> list[Row]:
        rows = self.knowledge.rows
        return [rows[place] for place in bits(mask)]


def run_sides(facts: Facts, knowledge: Knowledge, as_of: datetime) -> list[Side]:
    """Run the tables once, or once a side when two sides were recorded apart."""
    facts = facts.on_its_side(knowledge.vocabulary.one_sided)
    apart = facts.bilateral and facts.graded_apart
    named = [(side, facts.for_side(side)) for side in SIDES] if apart else [("", facts)]
    return settle_together(
        [matched_side(n, f, encode(f, knowledge, as_of), knowledge, as_of) for n, f in named]
    )


def matched_side(
    name: str, facts: Facts, encoded: Encoded, knowledge: Knowledge, as_of: datetime
) -> Side:
    """Match one side whose values are encoded; it has still to be settled."""
    local = as_of.astimezone(facts.assessed_at.tzinfo)
    return Side(
        name,
        facts,
        encoded,
        match(encoded.vector, knowledge),
        Calendar(local, _clocks(facts, encoded, knowledge, as_of)),
        refused_items(facts, knowledge),
        knowledge,
    )


def settle_together(sides: list[Side]) -> list[Side]:
    """Settle sides, each knowing the exclusions that hold for the whole face."""
    knowledge = sides[0].knowledge
    shared = shared_bars([side.matched.fires for side in sides], knowledge)
    shared_may = shared_bars([side.matched.may for side in sides], knowledge)
    for side in sides:
        side.shared_may = shared_may
        fires = side.matched.fires | shared
        side.settled = settle(fires, refused=side.refused, knowledge=knowledge)
        side.fired = side.matched.fires & knowledge.first_pass | side.settled.companions
        own = side.matched.fires | side.settled.companions
        side.own_barring = side.settled.barring & own
        side.trace = Trace(side.facts, side.matched, side.settled, knowledge)
    return sides


def shared_bars(fires: Iterable[int], knowledge: Knowledge) -> int:
    """The exclusion rows of any side that hold for both."""
    shared = 0
    for rows in fires:
        shared |= rows
    return shared & knowledge.whole_face


def refused_items(facts: Facts, knowledge: Knowledge) -> int:
    """Interventions that the patient refuses, by code or family, as bits."""
    refusals = facts.findings.get("refusals", ())
    families = knowledge.vocabulary.families
    return sum(
        1 << place
        for place, code in enumerate(knowledge.items)
        if code in refusals or families[code] in refusals
    )


def _clocks(
    facts: Facts, encoded: Encoded, knowledge: Knowledge, as_of: datetime
) -> Mapping[str, Clock | None]:
    now = Clock(0.0, 0.0)
    since = max((as_of - facts.assessed_at).total_seconds() / 3600, 0.0)
    return {
        "receipt": now,
        "assessed": Clock(since, since),
        "onset": encoded.onset,
        "last_toxin": _last_toxin(facts, knowledge, as_of),
        "surgery": _since_day(facts.findings.get("surgery_date"), facts, as_of),
    }


def _last_toxin(facts: Facts, knowledge: Knowledge, as_of: datetime) -> Clock | None:
    entries = facts.findings.get("prior_treatments")
    if not entries or entries == ["none"]:
        return None
    families = knowledge.vocabulary.families
    toxin = [e for e in entries if families.get(e["intervention"]) == "botulinum_toxin"]
    now = as_of.astimezone(facts.assessed_at.tzinfo)
    return time_since("last_given", toxin, (), now) if toxin else None


def _since_day(day: str | None, facts: Facts, as_of: datetime) -> Clock | None:
    if day is None:
        return None
    start = datetime.combine(date.fromisoformat(day), time(), facts.assessed_at.tzinfo)
    hours = (as_of - start).total_seconds() / 3600
    return Clock(hours, hours)
