"""Clauses: what an invariant asks of findings and of a plan, read into one condition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.recommender.engine.cells import Cell, parts, read_cell
from services.recommender.engine.findings import Finding
from services.recommender.proof import conditions as on
from services.recommender.proof import finding_conditions as assessed
from services.recommender.proof.clause_parts import PARTS
from services.recommender.proof.conditions import Condition
from services.recommender.proof.invariants_file import Document, wrong
from services.recommender.proof.named_interventions import NamedInterventions
from services.recommender.proof.named_thresholds import summary_named
from services.recommender.proof.space import Space, in_words, key_of

JOINED: Mapping[str, on.Join] = {"any": on.some, "all": on.every, "none": on.none}
"""Words under which several clauses stand, and how they are joined."""


class ClauseReader:
    """Reads clauses in the words of one space, and in the groups and summaries of a document."""

    def __init__(self, document: Document, space: Space) -> None:
        self.space = space
        self.named = NamedInterventions(space.vocabulary.families, document.get("groups", {}))
        summaries = document.get("summaries", {})
        self.summaries = {name: summary_named(entry) for name, entry in summaries.items()}

    def read(self, clause: Document, row: str) -> Condition:
        """
        All that stands in a clause must hold.

        Raises:
            PathwayError: it says something unknown; `row` is the invariant that it belongs to.
        """
        return on.every([self._part(key, value, row) for key, value in clause.items()])

    def _part(self, key: str, value: Any, row: str) -> Condition:
        if key in JOINED:
            return JOINED[key]([self.read(clause, row) for clause in value])
        if key in PARTS:
            return PARTS[key](self.named, value, row)
        if key in self.summaries:
            return self._on_history(key, value, row)
        return self._on_finding(key, value, row)

    def _on_finding(self, name: str, cell: str, row: str) -> Condition:
        raw = self.space.vocabulary.findings.get(name)
        if raw is None:
            raise wrong(row, name, str(cell), "Write a finding, or what a plan has.")
        if raw.kind == "list":
            return _on_list(name, cell, frozenset(raw.words))
        finding = self.space.numbers.get(name) or in_words(name, self.space.words_of(name))
        return assessed.on_finding(name, _cell(cell, finding, row))

    def _on_history(self, name: str, cell: str, row: str) -> Condition:
        summary = self.summaries[name]
        key, yes_no = key_of(summary), summary.measure == "given"
        finding = in_words(name) if yes_no else self.space.summaries[key]
        return assessed.on_history(key, _cell(cell, finding, row))


def _on_list(name: str, cell: str, every: frozenset[str]) -> Condition:
    """Some of these words, none of them (`not`), or nothing at all (`none`)."""
    words, blank = parts(cell)
    inner = " or ".join(words)
    negated, inner = inner.startswith("not "), inner.removeprefix("not ").strip("()")
    wanted = frozenset(part.strip() for part in inner.split(" or ") if part.strip())
    if wanted == {"none"}:
        negated, wanted = not negated, every
    return assessed.on_list(name, wanted, negated=negated, blank=blank == "take")


def _cell(text: str, finding: Finding, row: str) -> Cell:
    try:
        return read_cell(text, finding, windows={})
    except ValueError as error:
        raise wrong(row, finding.name, text, f"{error}.") from error
