"""Thresholds and summaries that invariants name: a proof cuts its space there as well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.recommender.engine.cells import spans
from services.recommender.engine.vocabulary import Summary, Vocabulary
from services.recommender.proof.invariants_file import Document
from services.recommender.proof.space import SummaryKey, key_of


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
    named = {name: summary_named(entry) for name, entry in document.get("summaries", {}).items()}
    found: dict[SummaryKey, set[float]] = {key_of(one): set() for one in named.values()}
    for clause in _clauses(document["invariants"]):
        for name, cell in clause.items():
            if name in named and named[name].measure != "given":
                found[key_of(named[name])] |= set(_edges(cell, _unit(named[name])))
    return found


def _unit(summary: Summary) -> str:
    return "plain" if summary.measure == "sum" else "hours"


def _edges(cell: str, unit: str) -> Iterator[float]:
    for span in spans(cell, unit=unit, windows={}):
        yield from (edge for edge in span if edge is not None)


def _clauses(document: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(document, Mapping):
        yield document
        for part in document.values():
            yield from _clauses(part)
    elif isinstance(document, list):
        for part in document:
            yield from _clauses(part)


def summary_named(entry: Document) -> Summary:
    """A summary of earlier treatments, as an invariant file writes it."""
    measure = next(m for m in ("sum", "days_since", "days_of", "given") if m in entry)
    where = {name: frozenset(words) for name, words in entry["where"].items()}
    return Summary(measure, entry[measure], where)
