"""The invariants: what must hold of every plan, as `pathways/invariants.yaml` writes it."""

from __future__ import annotations

from dataclasses import dataclass

from services.recommender.proof import conditions as on
from services.recommender.proof.clauses import ClauseReader
from services.recommender.proof.conditions import Condition
from services.recommender.proof.invariants_file import Document, wrong
from services.recommender.proof.space import Space


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
    when: Condition
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


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An invariant that is no statement about offers: the check or test that holds it."""

    id: str
    title: str
    lives: str


class InvariantReader:
    """Reads invariants in the words of one space."""

    def __init__(self, document: Document, space: Space) -> None:
        self.clauses = ClauseReader(document, space)
        self.ranks = tuple(document["precedence"])
        self.entries = {entry["id"]: entry for entry in document["invariants"]}

    def invariants(self) -> list[Invariant]:
        every = self.entries.values()
        return [self._invariant(one) for one in every if "then" in one and "between" not in one]

    def relations(self) -> list[Relation]:
        return [self._relation(one) for one in self.entries.values() if "between" in one]

    def elsewhere(self) -> list[Elsewhere]:
        there = [one for one in self.entries.values() if "lives" in one]
        return [Elsewhere(one["id"], one["title"], one["lives"]) for one in there]

    def _invariant(self, entry: Document) -> Invariant:
        row, read = entry["id"], self.clauses.read
        exceptions = [read(one["when"], row) for one in entry.get("unless", ())]
        stronger = [self._when_of(name, row) for name in entry.get("yields_to", ())]
        apart = [on.opposite(found) for found in (*exceptions, *stronger)]
        when = on.every([read(entry["when"], row), *apart])
        broken = on.every([when, on.opposite(read(entry["then"], row))])
        return Invariant(row, entry["title"], self._rank(entry), when, broken)

    def _rank(self, entry: Document) -> str:
        rank = str(entry.get("rank", self.ranks[-1]))
        if rank not in self.ranks:
            raise wrong(entry["id"], "rank", rank, f"Write one of {', '.join(self.ranks)}.")
        return rank

    def _when_of(self, name: str, row: str) -> Condition:
        """When another invariant applies, to which this one gives way; it must stand higher."""
        other = self.entries.get(name)
        if other is None:
            raise wrong(row, "yields_to", name, "Write the id of an invariant of this file.")
        mine, theirs = self._rank(self.entries[row]), self._rank(other)
        if self.ranks.index(theirs) >= self.ranks.index(mine):
            lower = f"{theirs} does not stand above {mine}; see `precedence`."
            raise wrong(row, "yields_to", name, lower)
        return self.clauses.read(other["when"], name)

    def _relation(self, entry: Document) -> Relation:
        between, then, row = entry["between"], entry["then"], entry["id"]
        return Relation(
            row,
            entry["title"],
            between["finding"],
            between["from"],
            between.get("to", between["from"]),
            between.get("later") == "yes",
            self.clauses.read(entry.get("when", {}), row),
            self.clauses.named.bits(then.get("never_adds", ()), row),
            self.clauses.named.bits(then.get("never_removes", ()), row),
            self.clauses.named.bits(then.get("keeps", ()), row),
            str(then.get("urgency", "")),
        )
