"""Rows as their authors wrote them → rows as the engine reads them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.recommender.engine.amounts import amount
from services.recommender.engine.compile_findings import FindingReader
from services.recommender.engine.errors import PathwayError
from services.recommender.engine.knowledge import Card
from services.recommender.engine.rows import (
    DATES,
    STAGES,
    STRENGTHS,
    VERBS,
    ExcludeTerms,
    HoldTerms,
    Moment,
    OfferTerms,
    Opening,
    Prerequisite,
    Row,
    StageTerms,
    Verb,
)
from services.recommender.engine.shapes import line_of
from services.recommender.engine.vocabulary import Vocabulary

Document = Mapping[str, Any]


def row_documents(
    documents: Mapping[str, Document], row_files: Sequence[str]
) -> Iterator[tuple[str, Document]]:
    """Each row with its file: row files, the tables of one verb, companions last."""
    for file in row_files:
        yield from ((file, row) for row in documents[file]["rows"])
    yield from (("pathways.yaml", row) for row in documents["pathways.yaml"].get("modules", []))
    for file in ("stages.yaml", "headlines.yaml", "urgency.yaml", "gaps.yaml", "companions.yaml"):
        yield from ((file, row) for row in documents[file]["rows"])


def _remarks(row: Row) -> bool:
    # Sets of the rows that decide, with which most of the work is done, are short numbers then.
    return not row.decides


class RowReader:
    """Reads rows, in the order in which they count, and the cards that offers inherit from."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        vocabulary: Vocabulary,
        windows: Mapping[str, str],
        findings: FindingReader,
    ) -> None:
        self.documents, self.windows, self.findings = documents, windows, findings
        self.items = tuple(vocabulary.families)
        self.families = vocabulary.families
        self.cards = {code: self._card(code) for code in self.items}
        self._seen: dict[str, str] = {}

    def read(self, rows: Iterable[tuple[str, Document]]) -> tuple[Row, ...]:
        """
        Read rows, each with its file, those that decide before those that remark on it.

        Raises:
            PathwayError: an id stands twice, or a cell cannot be read.
        """
        found = sorted((self._row(file, row) for file, row in rows), key=_remarks)
        return tuple(replace(row, index=place) for place, row in enumerate(found))

    def targets(self, codes: str | Sequence[str]) -> int:
        """
        Interventions named by code or family, as bits.

        A word that is both (`physical_therapy`) means the intervention.
        """
        named = [codes] if isinstance(codes, str) else codes
        return sum(1 << at for at in {at for code in named for at in self._places(code)})

    def _places(self, code: str) -> list[int]:
        if code in self.families:
            return [self.items.index(code)]
        every = enumerate(self.families.values())
        return [at for at, family in every if code in (family, "all")]

    def _row(self, file: str, row: Document) -> Row:
        row_id = row.get("id") or f"gap.{row['stale_after']}"
        verb = _verb(file, row)
        self._check_id(file, row, row_id)
        base = Row(
            0,
            row_id,
            verb,
            self.findings.cells(row.get("when", {}), file=file, row=row_id),
            row.get("text", {}).get("en", ""),
            tuple(row.get("sources", ())),
            row.get("evidence", ""),
            confirm=row.get("confirm") == "yes",
            companion=file == "companions.yaml",
            if_offered=self.targets(row.get("if_offered", ())),
            unless_offered=self.targets(row.get("unless_offered", ())),
        )
        return self._with_terms(base, file, row)

    def _check_id(self, file: str, row: Document, row_id: str) -> None:
        if row_id in self._seen:
            raise PathwayError(
                file=file,
                line=line_of(row, "id"),
                row=row_id,
                found=f"the same id as in {self._seen[row_id]}",
                write="Give each row an id of its own.",
            )
        self._seen[row_id] = file

    def _with_terms(self, base: Row, file: str, row: Document) -> Row:
        reader = getattr(self, f"_{base.verb}")
        found: Row = reader(base, row, file)
        return found

    def _offer(self, base: Row, row: Document, _: str) -> Row:
        card = self.cards[row["offer"]]
        part_of = self.items.index(row["part_of"]) if "part_of" in row else None
        terms = OfferTerms(
            stage=STAGES.index(row["stage"]),
            strength=STRENGTHS.index(row["strength"]),
            dates=self._dates(row),
            side=row.get("side", card.side),
            off_label=row.get("off_label", "yes" if card.off_label else "no") == "yes",
            zone=row.get("zone", card.zone),
            part_of=part_of,
            to=tuple(row.get("to", card.to)),
            together=tuple(row.get("with", ())),
            after=tuple(row.get("after", ())),
            backup=tuple(row.get("backup", ())),
            aims=tuple(row.get("aims", card.aims)),
            prerequisites=(*card.prerequisites, *_prerequisites(row)),
        )
        evidence = base.evidence or card.evidence
        return replace(base, terms=terms, targets=self.targets(row["offer"]), evidence=evidence)

    def _exclude(self, base: Row, row: Document, _: str) -> Row:
        terms = ExcludeTerms(row["as"], self._moment(row.get("until")))
        return replace(base, terms=terms, targets=self._named_items(row, "exclude"))

    def _caution(self, base: Row, row: Document, _: str) -> Row:
        return replace(base, targets=self._named_items(row, "caution"))

    def _named_items(self, row: Document, verb: str) -> int:
        return self.targets(row[verb]) & ~self.targets(row.get("except", ()))

    def _hold(self, base: Row, row: Document, file: str) -> Row:
        for opening in row["opens_when"]:
            self.findings.check_opening(opening, file=file, row=base.id)
        opens_when = tuple(
            Opening(opening["finding"], opening["must_be"], opening["text"]["en"])
            for opening in row["opens_when"]
        )
        terms = HoldTerms(STAGES.index(row["stage"]), self._moment(row.get("on")), opens_when)
        return replace(base, terms=terms, targets=self.targets(row["hold"]))

    def _flag(self, base: Row, row: Document, _: str) -> Row:
        return replace(base, code=row["flag"])

    def _alert(self, base: Row, row: Document, _: str) -> Row:
        return replace(base, code=row["alert"], title=row["urgency"])

    def _consider(self, base: Row, row: Document, _: str) -> Row:
        return replace(base, code=row["consider"])

    def _pathway(self, base: Row, row: Document, _: str) -> Row:
        name = base.id.rpartition(".")[2]
        return replace(base, code=name, title=row["title"]["en"], archetype=row["archetype"])

    def _stage(self, base: Row, row: Document, _: str) -> Row:
        terms = StageTerms(
            STAGES.index(row["stage"]),
            row["entry"]["en"],
            row["succeeds_when"]["en"],
            row["escalates_when"]["en"],
            int(row["reassess_in_days"]),
            row["responsible"],
        )
        return replace(base, terms=terms)

    def _headline(self, base: Row, row: Document, _: str) -> Row:
        return replace(base, title=row["text"]["en"])

    def _urgency(self, base: Row, row: Document, _: str) -> Row:
        within = row.get("earliest_by")
        hours = self._hours(within.removeprefix("within ")) if within else None
        return replace(base, code=row["is"], hours=hours)

    def _gap(self, base: Row, row: Document, _: str) -> Row:
        return replace(base, hours=self._hours(row["stale_after"]))

    def _hours(self, text: str) -> float:
        return amount(text, unit="hours", windows=self.windows)

    def _dates(self, row: Document) -> tuple[tuple[str, Moment], ...]:
        said = [(key, self._moment(row.get(key))) for key in DATES]
        return tuple((key, moment) for key, moment in said if moment is not None)

    def _moment(self, text: str | None) -> Moment | None:
        if text is None:
            return None
        clock, _, added = (part.strip() for part in text.partition("+"))
        if not added:
            return Moment(clock, 0.0, counts_hours=True)
        written = self.windows.get(added, added).strip()
        in_hours = written.lstrip("0123456789. ") in ("h", "hours")
        return Moment(clock, self._hours(added), counts_hours=in_hours)

    def _card(self, code: str) -> Card:
        document = self.documents["interventions.yaml"]
        if code not in document:
            raise PathwayError(
                file="interventions.yaml", row=code, found="no card", write=f"Write one for {code}."
            )
        card = document[code]
        return Card(
            code,
            self.families[code],
            card["title"]["en"],
            tuple(card.get("to", ())),
            tuple(card.get("aims", ())),
            card.get("zone"),
            card.get("side", "affected"),
            card.get("off_label") == "yes",
            card.get("evidence", ""),
            _prerequisites(card),
            tuple(text["text"]["en"] for text in card.get("cautions", ())),
            card.get("weighs", "yes") == "yes",
        )


_OF_FILE: Mapping[str, Verb] = {
    "pathways.yaml": "pathway",
    "stages.yaml": "stage",
    "headlines.yaml": "headline",
    "urgency.yaml": "urgency",
    "gaps.yaml": "gap",
}
"""Files whose rows all do the same."""


def _verb(file: str, row: Document) -> Verb:
    return _OF_FILE[file] if file in _OF_FILE else next(verb for verb in VERBS if verb in row)


def _prerequisites(document: Document) -> tuple[Prerequisite, ...]:
    return tuple(
        Prerequisite(entry["text"]["en"], entry.get("intervention"))
        for entry in document.get("prerequisites", ())
    )
