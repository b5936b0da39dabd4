"""Rows as their authors wrote them → rows as the engine reads them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from services.recommender.engine.amounts import amount
from services.recommender.engine.compile_findings import FindingReader, line_of
from services.recommender.engine.errors import PathwayError
from services.recommender.engine.knowledge import Card
from services.recommender.engine.rows import (
    KINDS,
    STAGES,
    STRENGTHS,
    URGENCIES,
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
from services.recommender.engine.vocabulary import Vocabulary

Document = Mapping[str, Any]

MOMENT_CLOCKS = ("receipt", "onset", "assessed", "last_toxin", "surgery")
_VERBS: tuple[Verb, ...] = ("offer", "exclude", "caution", "hold", "flag", "alert", "consider")


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

        Raises PathwayError.
        """
        found = sorted((self._row(file, row) for file, row in rows), key=_remarks)
        return tuple(replace(row, index=place) for place, row in enumerate(found))

    def targets(self, codes: str | Sequence[str], *, file: str, row: str) -> int:
        """
        Interventions named by code or family, as bits.

        A word that is both (`physical_therapy`) means the intervention.
        """
        mask = 0
        for code in [codes] if isinstance(codes, str) else codes:
            named = [code] if code in self.families else self._family(code)
            if not named:
                raise self._unknown(code, file=file, row=row)
            mask |= sum(1 << self.items.index(item) for item in named)
        return mask

    def _family(self, code: str) -> list[str]:
        return [item for item, family in self.families.items() if code in (family, "all")]

    def _unknown(self, code: str, *, file: str, row: str) -> PathwayError:
        near = get_close_matches(code, [*self.items, *set(self.families.values())], n=1)
        hint = f"Did you mean {near[0]}?" if near else "Write a code of interventions.yaml."
        return PathwayError(
            file=file, row=row, found=f"no intervention or family {code!r}", write=hint
        )

    def _row(self, file: str, row: Document) -> Row:
        row_id = row.get("id") or f"gap.{row.get('stale_after', '?')}"
        verb = _verb(file, row, row_id)
        self._check(file, row, row_id, verb)
        base = Row(
            0,
            row_id,
            verb,
            self.findings.cells(row.get("when", {}), file=file, row=row_id, line=line_of(row)),
            row.get("text", {}).get("en", ""),
            tuple(row.get("sources", ())),
            row.get("evidence", ""),
            confirm=row.get("confirm") == "yes",
            companion=file == "companions.yaml",
            if_offered=self.targets(row.get("if_offered", ()), file=file, row=row_id),
            unless_offered=self.targets(row.get("unless_offered", ()), file=file, row=row_id),
        )
        try:
            return self._with_terms(base, file, row)
        except (KeyError, ValueError) as error:
            raise PathwayError(
                file=file,
                line=line_of(row),
                row=row_id,
                found=f"{type(error).__name__}: {error}",
                write="See the grammar in pathways/README.md for what this kind of row needs.",
            ) from error

    def _check(self, file: str, row: Document, row_id: str, verb: Verb) -> None:
        if row_id in self._seen and verb != "gap":
            raise PathwayError(
                file=file,
                line=line_of(row),
                row=row_id,
                found=f"the same id as in {self._seen[row_id]}",
                write="Give each row an id of its own.",
            )
        self._seen[row_id] = file
        strange = [key for key in row.get("sources", ()) if key not in self._sources]
        if strange or (verb in _VERBS and not row.get("sources")):
            near = get_close_matches(strange[0], self._sources, n=1) if strange else []
            raise PathwayError(
                file=file,
                line=line_of(row),
                row=row_id,
                column="sources",
                found=", ".join(strange) or "no source",
                write=f"Did you mean {near[0]}?" if near else "Name a key of sources.yaml.",
            )

    @property
    def _sources(self) -> Document:
        found: Document = self.documents["sources.yaml"]
        return found

    def _with_terms(self, base: Row, file: str, row: Document) -> Row:
        reader = getattr(self, f"_{base.verb}")
        found: Row = reader(base, row, file)
        return found

    def _offer(self, base: Row, row: Document, file: str) -> Row:
        card = self.cards.get(row["offer"])
        if card is None:
            raise self._unknown(row["offer"], file=file, row=base.id)
        part_of = self.items.index(row["part_of"]) if "part_of" in row else None
        terms = OfferTerms(
            stage=_place(row["stage"], STAGES),
            strength=_place(row["strength"], STRENGTHS),
            by=self._moment(row.get("by")),
            opens=self._moment(row.get("opens")),
            closes=self._moment(row.get("closes")),
            until=self._moment(row.get("until")),
            side=row.get("side", card.side),
            off_label=row.get("off_label", "yes" if card.off_label else "no") == "yes",
            zone=row.get("zone", card.zone),
            part_of=part_of,
            to=tuple(row.get("to", card.to)),
            together=self._codes(row.get("with", ()), file=file, row=base.id),
            after=self._codes(row.get("after", ()), file=file, row=base.id),
            backup=self._codes(row.get("backup", ()), file=file, row=base.id),
            aims=tuple(row.get("aims", card.aims)),
            prerequisites=(*card.prerequisites, *_prerequisites(row)),
        )
        evidence = base.evidence or card.evidence
        targets = self.targets(row["offer"], file=file, row=base.id)
        return replace(base, terms=terms, targets=targets, evidence=evidence)

    def _codes(self, codes: Sequence[str], *, file: str, row: str) -> tuple[str, ...]:
        self.targets(codes, file=file, row=row)
        return tuple(codes)

    def _exclude(self, base: Row, row: Document, file: str) -> Row:
        terms = ExcludeTerms(KINDS[_place(row["as"], KINDS)], self._moment(row.get("until")))
        return replace(base, terms=terms, targets=self._named_items(row, "exclude", base, file))

    def _caution(self, base: Row, row: Document, file: str) -> Row:
        return replace(base, targets=self._named_items(row, "caution", base, file))

    def _named_items(self, row: Document, verb: str, base: Row, file: str) -> int:
        spared = self.targets(row.get("except", ()), file=file, row=base.id)
        return self.targets(row[verb], file=file, row=base.id) & ~spared

    def _hold(self, base: Row, row: Document, file: str) -> Row:
        opens_when = tuple(
            Opening(opening["finding"], opening["must_be"], opening["text"]["en"])
            for opening in row["opens_when"]
        )
        terms = HoldTerms(_place(row["stage"], STAGES), self._moment(row.get("on")), opens_when)
        return replace(base, terms=terms, targets=self.targets(row["hold"], file=file, row=base.id))

    def _flag(self, base: Row, row: Document, _: str) -> Row:
        return replace(base, code=row["flag"])

    def _alert(self, base: Row, row: Document, _: str) -> Row:
        return replace(base, code=row["alert"], title=URGENCIES[_place(row["urgency"], URGENCIES)])

    def _consider(self, base: Row, row: Document, _: str) -> Row:
        return replace(base, code=row["consider"])

    def _pathway(self, base: Row, row: Document, _: str) -> Row:
        name = base.id.rpartition(".")[2]
        return replace(base, code=name, title=row["title"]["en"], archetype=row["archetype"])

    def _stage(self, base: Row, row: Document, _: str) -> Row:
        terms = StageTerms(
            _place(row["stage"], STAGES),
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
        return replace(base, code=URGENCIES[_place(row["is"], URGENCIES)], hours=hours)

    def _gap(self, base: Row, row: Document, _: str) -> Row:
        return replace(base, hours=self._hours(row["stale_after"]))

    def _hours(self, text: str) -> float:
        return amount(text, unit="hours", windows=self.windows)

    def _moment(self, text: str | None) -> Moment | None:
        if text is None:
            return None
        clock, _, added = (part.strip() for part in text.partition("+"))
        if clock not in MOMENT_CLOCKS:
            raise ValueError(f"{text!r} counts from no clock: {', '.join(MOMENT_CLOCKS)}")
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


def _verb(file: str, row: Document, row_id: str) -> Verb:
    of_file: dict[str, Verb] = {
        "pathways.yaml": "pathway",
        "stages.yaml": "stage",
        "headlines.yaml": "headline",
        "urgency.yaml": "urgency",
        "gaps.yaml": "gap",
    }
    if file in of_file:
        return of_file[file]
    found = [verb for verb in _VERBS if verb in row]
    if len(found) != 1:
        raise PathwayError(
            file=file,
            line=line_of(row),
            row=row_id,
            found=" and ".join(found) or "nothing that it does",
            write=f"Write exactly one of {', '.join(_VERBS)}.",
        )
    return found[0]


def _place(word: str, words: Sequence[str]) -> int:
    if word not in words:
        raise ValueError(f"{word!r} is not one of {', '.join(words)}")
    return words.index(word)


def _prerequisites(document: Document) -> tuple[Prerequisite, ...]:
    return tuple(
        Prerequisite(entry["text"]["en"], entry.get("intervention"))
        for entry in document.get("prerequisites", ())
    )
