"""The invariants: what must hold of every plan, as `pathways/invariants.yaml` writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.recommender.engine.amounts import amount
from services.recommender.engine.cells import parts, read_cell, spans
from services.recommender.engine.errors import PathwayError
from services.recommender.engine.findings import Finding
from services.recommender.engine.vocabulary import Summary, Vocabulary
from services.recommender.proof import conditions as on
from services.recommender.proof import finding_conditions as assessed
from services.recommender.proof import plan_conditions as planned
from services.recommender.proof.conditions import Condition
from services.recommender.proof.space import Space, SummaryKey, key_of

FILE = "invariants.yaml"

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Invariant:
    """
    One thing that must hold of every plan.

    Attributes:
        id: INV-01; or INV-01.a where one number says several things.
        when: what must be so for it to apply, its exceptions taken out.
        broken: whether it applies and does not hold.
    """

    id: str
    title: str
    rank: str
    yields_to: tuple[str, ...]
    when: Condition
    exceptions: tuple[tuple[str, Condition], ...]
    broken: Condition


@dataclass(frozen=True, slots=True)
class Relation:
    """
    One thing that must hold between the plans of two assessments that differ in one finding.

    Attributes:
        finding: the one in which they differ; `before` and `after` say how.
        order: whether `after` must come later in the order of the finding than `before`.
        then: never_adds, never_removes, changes_nothing_of → interventions as bits; urgency.
        when: what holds of the first.
    """

    id: str
    title: str
    finding: str
    before: str
    after: str
    later: bool
    when: Condition
    never_adds: int
    never_removes: int
    keeps: int
    urgency: str
    unless_added: Condition | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An invariant that is no statement about offers: the check or test that holds it."""

    id: str
    title: str
    lives: str


def thresholds(document: Document, vocabulary: Vocabulary) -> dict[str, set[float]]:
    """The thresholds that invariants name, by finding: a proof cuts its atoms there as well."""
    found: dict[str, set[float]] = {}
    for clause in _clauses(document["invariants"]):
        for name, cell in clause.items():
            raw = vocabulary.findings.get(name)
            if isinstance(cell, str) and raw is not None and raw.kind in ("number", "elapsed"):
                unit = "hours" if raw.kind == "elapsed" else raw.unit or "plain"
                found.setdefault(name, set()).update(_edges(cell, unit))
    return found


def summaries(document: Document) -> dict[SummaryKey, set[float]]:
    """The summaries of earlier treatments that invariants make, each with its thresholds."""
    named = {name: _summary(entry) for name, entry in document.get("summaries", {}).items()}
    found: dict[SummaryKey, set[float]] = {key_of(one): set() for one in named.values()}
    for clause in _clauses(document["invariants"]):
        for name, cell in clause.items():
            if name in named and named[name].measure != "given":
                found[key_of(named[name])] |= set(_edges(cell, _unit(named[name])))
    return found


def _unit(summary: Summary) -> str:
    return "plain" if summary.measure == "sum" else "hours"


def _edges(cell: str, unit: str) -> Iterator[float]:
    inner = cell.strip().removeprefix("not ").strip("()")
    for span in spans(inner, unit=unit, windows={}):
        yield from (edge for edge in span if edge is not None)


def _clauses(document: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(document, Mapping):
        yield document
        for part in document.values():
            yield from _clauses(part)
    elif isinstance(document, list):
        for part in document:
            yield from _clauses(part)


def _summary(entry: Document) -> Summary:
    measure = next(m for m in ("sum", "days_since", "days_of", "given") if m in entry)
    where = {name: frozenset(words) for name, words in entry["where"].items()}
    return Summary(measure, entry[measure], where)


class InvariantReader:
    """Reads invariants in the words of one space."""

    def __init__(self, document: Document, space: Space) -> None:
        self.document, self.space = document, space
        self.codes = space.interventions
        self.families = space.vocabulary.families
        self.groups: Document = document.get("groups", {})
        self.summaries = {n: _summary(e) for n, e in document.get("summaries", {}).items()}
        self.ranks = tuple(document["precedence"])
        self.entries = {entry["id"]: entry for entry in document["invariants"]}

    def invariants(self) -> list[Invariant]:
        return [
            self._invariant(e) for e in self.entries.values() if "then" in e and "between" not in e
        ]

    def relations(self) -> list[Relation]:
        return [self._relation(e) for e in self.entries.values() if "between" in e]

    def elsewhere(self) -> list[Elsewhere]:
        return [
            Elsewhere(e["id"], e["title"], e["lives"])
            for e in self.entries.values()
            if "lives" in e
        ]

    # -- one entry -------------------------------------------------------------------------

    def _invariant(self, entry: Document) -> Invariant:
        row = entry["id"]
        exceptions = tuple(
            (one["why"], self.clause(one["when"], row)) for one in entry.get("unless", ())
        )
        yields_to = tuple(entry.get("yields_to", ()))
        stronger = [self._when_of(name, row) for name in yields_to]
        apart = [on.opposite(c) for c in (*(found for _, found in exceptions), *stronger)]
        when = on.every([self.clause(entry["when"], row), *apart])
        then = self.clause(entry["then"], row)
        broken = on.every([when, on.opposite(then)])
        return Invariant(
            row, entry["title"], self._rank(entry), yields_to, when, exceptions, broken
        )

    def _rank(self, entry: Document) -> str:
        rank = str(entry.get("rank", self.ranks[-1]))
        if rank not in self.ranks:
            raise self._wrong(entry["id"], "rank", rank, f"Write one of {', '.join(self.ranks)}.")
        return rank

    def _when_of(self, name: str, row: str) -> Condition:
        """When another invariant applies, to which this one gives way; it must stand higher."""
        other = self.entries.get(name)
        if other is None:
            raise self._wrong(row, "yields_to", name, "Write the id of an invariant of this file.")
        mine, theirs = self._rank(self.entries[row]), self._rank(other)
        if self.ranks.index(theirs) >= self.ranks.index(mine):
            raise self._wrong(
                row, "yields_to", name, f"{theirs} does not stand above {mine}; see `precedence`."
            )
        return self.clause(other["when"], name)

    def _relation(self, entry: Document) -> Relation:
        between, then, row = entry["between"], entry["then"], entry["id"]
        extra = then.get("unless_added")
        return Relation(
            row,
            entry["title"],
            between["finding"],
            between["from"],
            between.get("to", between["from"]),
            between.get("later") == "yes",
            self.clause(entry.get("when", {}), row),
            self.bits(then.get("never_adds", ()), row),
            self.bits(then.get("never_removes", ()), row),
            self.bits(then.get("keeps", ()), row),
            str(then.get("urgency", "")),
            self.clause(extra, row) if extra else None,
        )

    # -- conditions ------------------------------------------------------------------------

    def clause(self, clause: Document, row: str) -> Condition:
        """All that stands in a mapping must hold."""
        return on.every([self._part(key, value, row) for key, value in clause.items()])

    def _part(self, key: str, value: Any, row: str) -> Condition:
        reader = _PARTS.get(key)
        if reader is not None:
            return reader(self, value, row)
        if key in self.summaries:
            return self._on_history(key, value, row)
        raw = self.space.vocabulary.findings.get(key)
        if raw is None:
            raise self._wrong(row, key, str(value), "Write a finding, or what a plan has.")
        if raw.kind == "list":
            return self._on_list(key, value)
        return self._on_finding(key, value, row)

    def _on_finding(self, name: str, cell: str, row: str) -> Condition:
        finding = self.space.numbers.get(name) or self._words(name)
        return assessed.on_finding(name, self._cell(cell, finding, row, name))

    def _words(self, name: str) -> Finding:
        raw = self.space.vocabulary.findings[name]
        words = tuple(raw.words) if raw.kind == "word" else ("no", "yes")
        finding = Finding(0, name, name, name, words=words)
        finding.close()
        return finding

    def _on_list(self, name: str, cell: str) -> Condition:
        words, blank = parts(cell)
        negated = words[:1] != [] and words[0].startswith("not ")
        inner = " or ".join(words).removeprefix("not ").strip("()")
        wanted = frozenset(part.strip() for part in inner.split(" or ") if part.strip())
        if wanted == {"none"}:
            listed = frozenset(self.space.vocabulary.findings[name].words)
            return assessed.on_list(name, listed, negated=not negated, blank=blank == "take")
        return assessed.on_list(name, wanted, negated=negated, blank=blank == "take")

    def _on_history(self, name: str, cell: str, row: str) -> Condition:
        summary = self.summaries[name]
        key = key_of(summary)
        if summary.measure == "given":
            finding = Finding(0, name, name, name, words=("no", "yes"))
            finding.close()
        else:
            finding = self.space.summaries[key]
        return assessed.on_history(key, self._cell(cell, finding, row, name))

    def _cell(self, text: str, finding: Finding, row: str, column: str) -> Any:
        try:
            return read_cell(text, finding, windows={})
        except ValueError as error:
            raise self._wrong(row, column, text, f"{error}.") from error

    # -- interventions ---------------------------------------------------------------------

    def places(self, names: str | Sequence[str], row: str) -> list[tuple[int, str]]:
        """Interventions named by code, family or group of this file."""
        found: dict[str, int] = {}
        for name in [names] if isinstance(names, str) else names:
            for code in self._meant(name, row):
                found[code] = self.codes.index(code)
        return [(place, code) for code, place in found.items()]

    def _meant(self, name: str, row: str) -> list[str]:
        if name in self.groups:
            return [code for part in self.groups[name] for code in self._meant(part, row)]
        found = [name] if name in self.families else []
        found = found or [code for code, family in self.families.items() if family == name]
        if not found:
            raise self._wrong(row, "", name, "Write an intervention, a family or a group.")
        return found

    def bits(self, names: str | Sequence[str], row: str) -> int:
        return sum(1 << place for place, _ in self.places(names, row))

    def _wrong(self, row: str, column: str, found: str, write: str) -> PathwayError:
        return PathwayError(file=FILE, row=row, column=column, found=found, write=write)


# -- what may stand in a clause beside findings ------------------------------------------------

Part = Callable[[InvariantReader, Any, str], Condition]


def _each(
    make: Callable[[int, str], Condition], *, any_of: bool = False, none: bool = False
) -> Part:
    def read(reader: InvariantReader, names: Any, row: str) -> Condition:
        found = [make(place, code) for place, code in reader.places(names, row)]
        if none:
            return on.opposite(on.some(found))
        return on.some(found) if any_of else on.every(found)

    return read


def _by_item(make: Callable[[InvariantReader, int, str, str, str], Condition]) -> Part:
    """`{interventions: word}`: the word holds of each of them."""

    def read(reader: InvariantReader, mapping: Any, row: str) -> Condition:
        return on.every(
            [
                make(reader, place, code, word, row)
                for names, word in mapping.items()
                for place, code in reader.places([n.strip() for n in names.split(",")], row)
            ]
        )

    return read


def _listed(make: Callable[[InvariantReader, int, str, str], Condition]) -> Part:
    """`[{on: interventions, about: findings}]`: each of them, about each of these."""

    def read(reader: InvariantReader, entries: Any, row: str) -> Condition:
        found = []
        for entry in entries:
            about = entry["about"]
            for name in [about] if isinstance(about, str) else about:
                found += [make(reader, p, c, name) for p, c in reader.places(entry["on"], row)]
        return on.every(found)

    return read


def _several(join: Callable[[list[Condition]], Condition]) -> Part:
    return lambda reader, clauses, row: join([reader.clause(c, row) for c in clauses])


def _due(reader: InvariantReader, place: int, code: str, word: str, row: str) -> Condition:
    return planned.due_within(place, code, amount(word, unit="hours", windows={}))


def _part_of(reader: InvariantReader, place: int, code: str, word: str, row: str) -> Condition:
    ((whole, whole_code),) = reader.places(word, row)
    return planned.is_part_of(place, code, whole, whole_code)


_PARTS: Mapping[str, Part] = {
    "any": _several(on.some),
    "all": _several(on.every),
    "none": _several(lambda found: on.opposite(on.some(found))),
    "has": _each(planned.has),
    "has_any": _each(planned.has, any_of=True),
    "has_none": _each(planned.has, none=True),
    "begins_with": _each(planned.begins_with),
    "begins_with_any": _each(planned.begins_with, any_of=True),
    "holds_back": _each(planned.is_held),
    "earliest": _each(planned.earliest_with),
    "backed_up": _each(planned.backed_up),
    "ends": _each(planned.ends_some_day),
    "off_label": _each(planned.off_label),
    "closed": _each(planned.closed),
    "dated": _each(planned.dated),
    "in_stage": _by_item(lambda reader, p, c, word, row: planned.in_stage(p, c, word)),
    "strength": _by_item(lambda reader, p, c, word, row: planned.as_strong_as(p, c, word)),
    "comes_after": _by_item(lambda reader, p, c, word, row: planned.comes_after(p, c, word)),
    "bars": _by_item(lambda reader, p, c, word, row: planned.left_out_as(p, c, word)),
    "goes_to": _by_item(lambda reader, p, c, word, row: planned.goes_to(p, c, word)),
    "due": _by_item(_due),
    "part_of": _by_item(_part_of),
    "warned_of": _listed(lambda reader, p, c, name: planned.warned_of(p, c, name)),
    "confirms": _listed(lambda reader, p, c, name: planned.to_be_confirmed(p, c, name)),
    "urgency": lambda reader, word, row: planned.urgent_as(word),
    "alert": lambda reader, code, row: planned.says("alert", "code", code),
    "flag": lambda reader, code, row: planned.says("flag", "code", code),
    "other_causes": lambda reader, _, row: planned.says_any("consider"),
    "conflict": lambda reader, _, row: planned.in_conflict(),
    "led_by": lambda reader, names, row: planned.led_by(
        frozenset([names] if isinstance(names, str) else names)
    ),
    "empty": lambda reader, _, row: planned.is_empty(),
}
