"""The knowledge, compiled: what `decide` reads and the prover reads too."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.recommender.engine.bands import value_texts
from services.recommender.engine.cells import Cell
from services.recommender.engine.derived import DerivedTable
from services.recommender.engine.findings import Finding, bits, union
from services.recommender.engine.joining import Joining, joining
from services.recommender.engine.masks import Masks, MasksOf
from services.recommender.engine.rows import STAGES, STRENGTHS, Prerequisite, Row, Verb
from services.recommender.engine.vocabulary import Group, Summary, Vocabulary

YES = 0b10
"""The bit of "yes" in a yes/no finding."""

EMERGENCY, PROTECT = STAGES.index("emergency"), STAGES.index("protect")

SAID_LIMIT = 5_000
"""Values remembered in words; those that cells name are some hundreds."""

DAYS_KEPT = 3
"""Days for which histories are kept: at any moment the earth has two, and one of them ends."""

WHOLE_FACE = ("emergency_first", "conflict_first")
"""Kinds of exclusion that, where one side has them, hold for both."""


Questions = tuple[tuple[str, tuple[int, ...]], ...]
"""Questions, with the raw findings that the answer to each settles."""


@dataclass(frozen=True, slots=True)
class Card:
    """
    An intervention as the knowledge describes it; offers inherit from it.

    Attributes:
        weighs: whether a question comes sooner because an answer would add or remove it.
    """

    code: str
    family: str
    title: str
    to: tuple[str, ...]
    aims: tuple[str, ...]
    zone: str | None
    side: str
    off_label: bool
    evidence: str
    prerequisites: tuple[Prerequisite, ...]
    cautions: tuple[str, ...]
    weighs: bool


@dataclass(frozen=True, slots=True)
class MainPathway:
    """A row of the table that chooses the main pathway."""

    id: str
    name: str
    archetype: str
    title: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusals:
    """What a refused intervention is shown as, and which are offered all the same."""

    still_offered: int
    row: str
    text: str
    caution: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HorizonLimits:
    """How far ahead the horizon looks, in hours from receipt or, when early, from onset."""

    ends: float
    early_until: float
    early_ends: float


@dataclass(slots=True, eq=False)
class Change:
    """
    Other values for some raw findings, and what they do by themselves.

    Attributes:
        values: place of a raw finding → its value; only those that `beside` has otherwise.
        fires: of the rows that decide those that all its values let fire.
        asks: the rows that they ask about.
        reached: the numbers of the derived tables that read `values`, once for each that they read.
        beside: another answer to the same question, from which this one is soonest read.
    """

    values: dict[int, int]
    fires: int
    asks: int
    reached: list[int]
    beside: "Change | None" = None


@dataclass(slots=True)
class Knowledge:
    """
    Tables, sources and words of one version, compiled and never changed again.

    Attributes:
        digest: sha256 over everything that can change a plan.
        findings: the vector: raw, grouped, summed and computed ones first, then derived.
        raw_count: how many of them are not derived.
        rows: every row; a row's bit in a mask is its index.
        items: the interventions, by bit.
        whole_face: exclusion rows that hold for both sides where one has them.
        urgent_offers: offer rows of the emergency stage, which a refusal does not take away.
        rows_by_item: for each intervention its bit, the rows that offer it, bar it, do either.
        settled: what companion rows did in situations met before; whoever adds to it bounds it.
        terms: what rows met before say of an item together; whoever adds to it bounds it.
        timed: for each finding whether nothing but time moves it.
        cited: each source as a plan shows it.
        strongest: for each intervention how strongly it may be offered, 0 when never.
        weighing: interventions for which a question comes sooner, as bits.
        protective: those of them that some row offers in emergency or protect.
        urgent_within: the hours that the urgency table asks about, ascending.
    """

    version: str
    digest: str
    about: Mapping[str, str]
    vocabulary: Vocabulary
    findings: tuple[Finding, ...]
    raw_count: int
    index: Mapping[str, int]
    groups: Mapping[str, Group]
    summaries: Mapping[str, Summary]
    derived: tuple[DerivedTable, ...]
    rows: tuple[Row, ...]
    items: tuple[str, ...]
    cards: Mapping[str, Card]
    main: tuple[MainPathway, ...]
    refusals: Refusals
    sources: Mapping[str, Mapping[str, str]]
    stage_titles: tuple[str, ...]
    wording: Mapping[str, str]
    horizon: HorizonLimits
    cited: dict[str, dict[str, Any]] = field(init=False, repr=False)
    cells_of: tuple[tuple[tuple[int, Cell], ...], ...] = field(default=(), repr=False)
    read: tuple[int, ...] = field(default=(), repr=False)
    masks_of: tuple[MasksOf, ...] = field(default=(), repr=False)
    verbs: dict[Verb, int] = field(default_factory=dict, repr=False)
    first_pass: int = field(default=0, repr=False)
    settled: dict[Any, Any] = field(default_factory=dict, repr=False)
    terms: dict[Any, Any] = field(default_factory=dict, repr=False)
    rows_of_item: tuple[tuple[Row, ...], ...] = field(default=(), repr=False)
    offers_of_item: tuple[int, ...] = field(default=(), repr=False)
    bars_of_item: tuple[int, ...] = field(default=(), repr=False)
    rows_by_item: tuple[tuple[int, int, int, int], ...] = field(default=(), repr=False)
    companions: tuple[Row, ...] = field(default=(), repr=False)
    cautions_of_item: tuple[int, ...] = field(default=(), repr=False)
    urgencies: tuple[tuple[int, Row], ...] = field(default=(), repr=False)
    urgent_within: tuple[float, ...] = field(default=(), repr=False)
    parts: int = field(default=0, repr=False)
    whole_face: int = field(default=0, repr=False)
    urgent_offers: int = field(default=0, repr=False)
    dated: int = field(default=0, repr=False)
    joining: Joining = field(init=False, repr=False)
    table_of: dict[int, DerivedTable] = field(default_factory=dict, repr=False)
    units: dict[str, tuple[int, ...]] = field(default_factory=dict, repr=False)
    asked_untimed: Questions = field(default=(), repr=False)
    asked_timed: Questions = field(default=(), repr=False)
    touching: tuple[int, ...] = field(default=(), repr=False)
    touched_by: dict[str, int] = field(default_factory=dict, repr=False)
    reach_of: dict[str, list[bool]] = field(default_factory=dict, repr=False)
    readers: list[list[int]] = field(default_factory=list, repr=False)
    moved_by: tuple[int, ...] = field(default=(), repr=False)
    mattering: int = field(default=0, repr=False)
    roots: tuple[frozenset[int], ...] = field(default=(), repr=False)
    timed: tuple[bool, ...] = field(default=(), repr=False)
    weighing: int = field(default=0, repr=False)
    protective: int = field(default=0, repr=False)
    strongest: tuple[int, ...] = field(default=(), repr=False)
    _reaches: dict[tuple[int, ...], tuple[DerivedTable, ...]] = field(default_factory=dict)
    _alike: dict[str, list[list[Any]]] = field(default_factory=dict, repr=False)
    _readings: Any = None
    _grounds: Any = None
    _said: dict[tuple[int, int], list[str]] = field(default_factory=dict, repr=False)
    _answers: dict[str, Any] | None = field(default=None, repr=False)
    _histories: dict[date, tuple[Any, ...]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.cited = {key: _cited(source) for key, source in self.sources.items()}
        self._index_rows()
        self._index_cells()
        self._index_derived()

    def masks(self, place: int, value: int) -> Masks:
        """The rows that this value of this finding lets fire, and so on; remembered."""
        return self.masks_of[place].of(value)

    def plain_answers(self, make: Callable[["Knowledge"], dict[str, Any]]) -> dict[str, Any]:
        """The possible answers to each question, made once."""
        if self._answers is None:
            self._answers = make(self)
        return self._answers

    def readings(self, make: Callable[["Knowledge"], Any]) -> Any:
        """How each raw finding is read off an assessment, made once."""
        if self._readings is None:
            self._readings = make(self)
        return self._readings

    def grounds(self, make: Callable[["Knowledge"], Any]) -> Any:
        """What finds the findings behind rows, made once."""
        if self._grounds is None:
            self._grounds = make(self)
        return self._grounds

    def treatment_answers(
        self, make: Callable[["Knowledge", date], tuple[Any, ...]], today: date
    ) -> tuple[Any, ...]:
        """The histories that could be answered on this day, made once for the last days seen."""
        found = self._histories.get(today)
        if found is None:
            if len(self._histories) >= DAYS_KEPT:
                self._histories.clear()
            found = self._histories[today] = make(self, today)
        return found

    def bar(self, predicate: Callable[[Row], bool]) -> int:
        return sum(1 << row.index for row in self.rows if predicate(row))

    def said(self, finding: Finding, value: int) -> list[str]:
        """The words, or the bands in words, that a value of a finding may be."""
        key = (finding.index, value)
        found = self._said.get(key)
        if found is None:
            if len(self._said) >= SAID_LIMIT:
                self._said.clear()
            found = self._said[key] = self._in_words(finding, value)
        return list(found)

    def _in_words(self, finding: Finding, value: int) -> list[str]:
        group = self.groups.get(finding.name)
        if group is not None:
            return sorted(group.any) if value & YES else ["none"]
        if finding.words:
            return [finding.words[place] for place in bits(value)]
        return value_texts(finding, value)

    def codes(self, items: int) -> list[str]:
        """The codes of interventions given as bits, in the catalogue's order."""
        return [self.items[place] for place in bits(items)]

    def _index_cells(self) -> None:
        cells: list[list[tuple[int, Cell]]] = [[] for _ in self.findings]
        for row in self.rows:
            for cell in row.cells:
                cells[cell.finding].append((row.index, cell))
        self.cells_of = tuple(tuple(found) for found in cells)
        self.read = tuple(place for place, found in enumerate(cells) if found)
        everything = (1 << len(self.rows)) - 1
        self.masks_of = tuple(
            MasksOf(found, finding.size, everything, self.mattering)
            for finding, found in zip(self.findings, self.cells_of, strict=True)
        )

    def _index_rows(self) -> None:
        for row in self.rows:
            self.verbs[row.verb] = self.verbs.get(row.verb, 0) | 1 << row.index
        self.companions = tuple(row for row in self.rows if row.companion)
        self.urgencies = tuple((1 << r.index, r) for r in self.rows if r.verb == "urgency")
        hours = {row.hours for _, row in self.urgencies if row.hours is not None}
        self.urgent_within = tuple(sorted(hours))
        self.first_pass = self.bar(lambda row: not row.companion)
        self.mattering = self.bar(lambda row: row.decides)
        offers = [row for row in self.rows if row.verb == "offer"]
        places = range(len(self.items))
        self.rows_of_item = tuple(
            tuple(row for row in offers if row.targets >> place & 1) for place in places
        )
        self.weighing = sum(
            1 << place for place, code in enumerate(self.items) if self.cards[code].weighs
        )
        self.protective = self.weighing & sum(
            1 << place
            for place, found in enumerate(self.rows_of_item)
            if any(row.offer().stage <= PROTECT for row in found)
        )
        self.offers_of_item = tuple(
            sum(1 << row.index for row in found) for found in self.rows_of_item
        )
        self.whole_face = self.bar(
            lambda row: row.verb == "exclude" and row.exclusion().kind in WHOLE_FACE
        )
        self.urgent_offers = self.bar(
            lambda row: row.verb == "offer" and row.offer().stage == EMERGENCY
        )
        self.parts = self.bar(lambda row: row.verb == "offer" and row.offer().part_of is not None)
        self.dated = self.bar(lambda row: row.verb == "offer" and row.offer().by is not None)
        self.strongest = tuple(
            max((len(STRENGTHS) - row.offer().strength for row in found), default=0)
            for found in self.rows_of_item
        )
        self.bars_of_item = self._bits_of_items("exclude")
        self.cautions_of_item = self._bits_of_items("caution")
        self.rows_by_item = tuple(
            (1 << place, offers, bars, offers | bars)
            for place, (offers, bars) in enumerate(
                zip(self.offers_of_item, self.bars_of_item, strict=True)
            )
        )
        self.joining = joining(
            self.rows,
            offers_of=self.offers_of_item,
            bars_of=self.bars_of_item,
            urgent=self.urgent_offers,
            parts=self.parts,
        )

    def _bits_of_items(self, verb: Verb) -> tuple[int, ...]:
        """For each intervention the rows of that verb that speak of it."""
        found = [0] * len(self.items)
        for row in self.rows:
            if row.verb == verb:
                for place in bits(row.targets):
                    found[place] |= 1 << row.index
        return tuple(found)

    def change(self, values: dict[int, int], *, beside: Change | None = None) -> Change:
        """Other values for some raw findings; with `beside`, for the same as that one has."""
        fires, asks = self.mattering, 0
        for place, value in values.items():
            mask = self.masks(place, value)
            fires &= mask.fires
            asks |= mask.asks
        if beside is not None:
            values = {at: value for at, value in values.items() if value != beside.values[at]}
        reached = [number for place in values for number in self.readers[place]]
        return Change(values, fires, asks, reached, beside)

    def reached(self, places: tuple[int, ...]) -> tuple[DerivedTable, ...]:
        """The derived tables that these raw findings can move, in order."""
        found = self._reaches.get(places)
        if found is None:
            changed = frozenset(places)
            found = self._reaches[places] = tuple(
                table for table in self.derived if changed & self.roots[table.finding.index]
            )
        return found

    def alike(self, question: str, answers: Sequence[Any]) -> list[list[Any]]:
        """Answers to a question gathered by what the tables can tell apart; made once."""
        found = self._alike.get(question)
        if found is None:
            gathered: dict[Any, list[Any]] = {}
            for answer in answers:
                gathered.setdefault(self._signature(answer.change.values), []).append(answer)
            found = self._alike[question] = list(gathered.values())
        return found

    def _signature(self, values: Mapping[int, int]) -> tuple[Any, ...]:
        """All that rows and derived tables see of these raw values."""
        seen: list[Any] = []
        for place, value in values.items():
            mask = self.masks(place, value)
            seen += [mask.fires, mask.asks]
            seen += [
                bool(cell.wanted & value)
                for table in self.derived
                for row in table.rows
                for cell in row.cells
                if cell.finding == place
            ]
        return tuple(seen)

    def _index_derived(self) -> None:
        self.table_of = {table.finding.index: table for table in self.derived}
        roots: list[frozenset[int]] = [frozenset([f.index]) for f in self.findings]
        for table in self.derived:
            above = [finding.index for finding in table.inputs]
            roots[table.finding.index] = frozenset().union(*(roots[i] for i in above))
        self.roots = tuple(roots)
        self.timed = tuple(all(self.findings[root].clock for root in found) for found in roots)
        self.units = self._units()
        read = {n: at for n, at in self.units.items() if any(self.cells_of[it] for it in at)}
        timed = {n: at for n, at in read.items() if any(self.findings[it].clock for it in at)}
        self.asked_untimed = tuple((n, at) for n, at in read.items() if n not in timed)
        self.asked_timed = tuple(timed.items())
        self.moved_by = self._moved_by()
        self.touching = self.moved_by[: self.raw_count]
        self.touched_by = {
            name: union(self.touching[at] for at in places) for name, places in self.units.items()
        }
        self.reach_of = {name: self._reach(places) for name, places in self.units.items()}
        self.readers = self._readers()

    def _reach(self, places: tuple[int, ...]) -> list[bool]:
        """For each derived table whether these raw findings can move it."""
        reached = {table.finding.index for table in self.reached(places)}
        return [table.finding.index in reached for table in self.derived]

    def _readers(self) -> list[list[int]]:
        """For each finding the numbers of the derived tables that read it."""
        reads = [table.reads for table in self.derived]
        return [
            [number for number, places in enumerate(reads) if places >> at & 1]
            for at in range(len(self.findings))
        ]

    def _units(self) -> dict[str, tuple[int, ...]]:
        """Question → the raw findings that its answer settles."""
        found: dict[str, tuple[int, ...]] = {}
        for finding in self.findings[: self.raw_count]:
            found[finding.reported_as] = (*found.get(finding.reported_as, ()), finding.index)
        return found

    def _moved_by(self) -> tuple[int, ...]:
        """The rows with a cell that a finding can move, itself or through derived ones."""
        found = [sum(1 << row for row, _ in cells) for cells in self.cells_of]
        for table in reversed(self.derived):
            for above in table.inputs:
                found[above.index] |= found[table.finding.index]
        return tuple(found)


def _cited(source: Mapping[str, Any]) -> dict[str, Any]:
    keys = ["citation", *(["doi"] if source.get("doi") else []), "year", "status"]
    return {key: source[key] for key in keys}
