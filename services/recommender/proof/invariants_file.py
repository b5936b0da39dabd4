"""The file of the invariants: what it may say, where it is read, and a fault in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from schemas.yaml_table import TableError, read_table
from services.recommender.engine.cells import check_cell
from services.recommender.engine.columns import MEASURES, summary_columns
from services.recommender.engine.errors import PathwayError
from services.recommender.engine.findings import Finding
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import KINDS, STAGES, STRENGTHS, URGENCIES, Verb
from services.recommender.engine.shapes import (
    Misfit,
    Shape,
    check,
    distinct,
    exactly_one,
    line_of,
    listed,
    named,
    one_of,
    one_or_listed,
    parts,
    text,
    time_of,
)
from services.recommender.engine.vocabulary import RawFinding
from services.recommender.engine.words import YES, Words
from services.recommender.pathway_files import PATHWAYS

FILE = "invariants.yaml"

Document = Mapping[str, Any]
"""`invariants.yaml` as read, or a part of it."""

OF_ITEMS = (
    *("has", "has_any", "has_none", "begins_with", "begins_with_any", "holds_back", "earliest"),
    *("backed_up", "ends", "off_label", "closed", "dated"),
)
"""What a clause asks of interventions without a further word."""


def wrong(row: str, column: str, found: str, write: str) -> PathwayError:
    """A fault that whoever writes invariants can mend."""
    return PathwayError(file=FILE, row=row, column=column, found=found, write=write)


def read_invariants(knowledge: Knowledge, folder: Path = PATHWAYS) -> Document:
    """
    Read what must hold of every plan by this knowledge; whether it holds is not looked at.

    Raises:
        PathwayError: names the line of what is not known, and the nearest that is.
    """
    try:
        document: Document = read_table(folder / FILE)
    except TableError as error:
        raise PathwayError(
            file=FILE, line=error.line, found=error.what, write="Mend the file's form."
        ) from error
    check_invariants(document, knowledge)
    return document


def check_invariants(document: Document, knowledge: Knowledge) -> None:
    """See that invariants say only what is proved, in words that there are. Raises PathwayError."""
    check(FILE, document, _Invariants(document, knowledge).file)


def parts_of_a_plan(knowledge: Knowledge) -> set[str]:
    """The words under which a clause may say something of a plan."""
    return set(_Invariants({}, knowledge).of_a_plan())


class _Invariants:
    """What the file may say, in the words of the knowledge and of its own groups and summaries."""

    def __init__(self, document: Document, knowledge: Knowledge) -> None:
        self.document, self.knowledge = document, knowledge
        self.vocabulary = knowledge.vocabulary
        self.words = Words({"sources.yaml": knowledge.sources}, self.vocabulary)
        families = self.vocabulary.families
        self.name = one_of([*_keys(document, "groups"), *families, *families.values()])
        self.names = one_or_listed(self.name)
        self.finding = one_of(self.vocabulary.findings)
        self.clause: Shape = parts({f"{key}?": shape for key, shape in self._clause().items()})

    def file(self, found: Any) -> None:
        """The whole file; its summaries first, by which clauses are read."""
        summary = exactly_one(parts(summary_columns(self.words)), MEASURES)
        parts(
            {
                "precedence": listed(text, least=1),
                "groups?": named(listed(self.name)),
                "summaries?": named(summary),
                "invariants": distinct(self._invariant, "id"),
                "not_asked?": named(text, self.finding),
            }
        )(found)
        # Only now is it certain that each has an id.
        listed(self._gives_way)(found["invariants"])

    def _gives_way(self, found: Any) -> None:
        ids = [entry["id"] for entry in self.document["invariants"]]
        try:
            listed(one_of(ids))(found.get("yields_to", []))
        except Misfit as misfit:
            raise misfit.under("yields_to", line_of(found, "yields_to")) from None

    def _invariant(self, found: Any) -> None:
        related = "between" in found
        columns = {
            "id": text,
            "title": text,
            "source?": one_of(self.knowledge.sources),
            "rank?": one_of(self.document.get("precedence", ())),
            "when" if "then" in found and not related else "when?": self.clause,
            "then?": self._never() if related else self.clause,
            "between?": self._between,
            "unless?": listed(parts({"when": self.clause, "why": text})),
            "yields_to?": listed(text),
            "lives?": text,
        }
        exactly_one(parts(columns), ("then", "lives"))(found)

    def _never(self) -> Shape:
        """What may not happen between two plans."""
        kept = dict.fromkeys(("never_adds?", "never_removes?", "keeps?"), self.names)
        return parts({**kept, "urgency?": one_of(("same", "never_lower"))})

    def _between(self, found: Any) -> None:
        name = found.get("finding") if isinstance(found, Mapping) else None
        raw = self.vocabulary.findings.get(str(name))
        cell = text if raw is None else _cell_on(_domain(raw))
        parts({"finding": self.finding, "from": cell, "to?": cell, "later?": YES})(found)

    def _clause(self) -> dict[str, Shape]:
        """What a clause may say: of a plan, of findings, of earlier treatments."""
        joined = listed(lambda found: self.clause(found))
        kinds = ("word", "yes_no", "list", "number", "elapsed")
        findings = self.vocabulary.findings.values()
        return {
            **{raw.name: _cell_on(_domain(raw)) for raw in findings if raw.kind in kinds},
            **{
                name: _cell_on(_summed(name, entry))
                for name, entry in _keys(self.document, "summaries").items()
            },
            **dict.fromkeys(("any", "all", "none"), joined),
            **self.of_a_plan(),
        }

    def of_a_plan(self) -> dict[str, Shape]:
        """What a clause may say of a plan."""
        main = self.knowledge.main
        pathways = [word for row in main for word in (row.name, row.archetype)]
        return {
            **dict.fromkeys(OF_ITEMS, self.names),
            "in_stage": self._by_item(one_of(STAGES)),
            "strength": self._by_item(one_of(STRENGTHS)),
            "comes_after": self._by_item(self.words.item),
            "bars": self._by_item(one_of(KINDS)),
            "goes_to": self._by_item(self.words.plan("to")),
            "due": self._by_item(time_of({})),
            "part_of": self._by_item(self.words.item),
            **dict.fromkeys(("warned_of", "confirms"), self._about()),
            "urgency": one_of(URGENCIES),
            "alert": one_of(self._codes("alert")),
            "flag": one_of(self._codes("flag")),
            **dict.fromkeys(("other_causes", "conflict", "empty"), YES),
            "led_by": one_or_listed(one_of(dict.fromkeys(pathways))),
        }

    def _by_item(self, shape: Shape) -> Shape:
        """Of each of some interventions, their names between commas, such a word."""

        def several(found: Any) -> None:
            for name in found.split(","):
                self.name(name.strip())

        return named(shape, several)

    def _about(self) -> Shape:
        return listed(parts({"on": self.names, "about": one_or_listed(self.finding)}))

    def _codes(self, verb: Verb) -> list[str]:
        return [row.code for row in self.knowledge.rows if row.verb == verb]


def _keys(document: Document, key: str) -> Mapping[str, Any]:
    found = document.get(key, {})
    return found if isinstance(found, Mapping) else {}


def _domain(raw: RawFinding) -> Finding:
    """What cells on a finding of the catalogue may say."""
    words = {"yes_no": ("no", "yes"), "list": (*raw.words, "none")}.get(raw.kind, tuple(raw.words))
    unit = "hours" if raw.kind == "elapsed" else raw.unit or "plain"
    return Finding(0, raw.name, raw.name, raw.label, words=words, unit=unit)


def _summed(name: str, entry: Document) -> Finding:
    words = ("no", "yes") if "given" in entry else ()
    return Finding(0, name, name, name, words=words, unit="plain" if "sum" in entry else "hours")


def _cell_on(finding: Finding) -> Shape:
    def shape(found: Any) -> None:
        text(found)
        try:
            check_cell(found, finding, windows={})
        except ValueError as error:
            raise Misfit(repr(found), f"{error}. See the grammar in pathways/README.md.") from error

    return shape
