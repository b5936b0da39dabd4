"""Tables as their authors wrote them → knowledge, or an error that its author can mend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.recommender.engine.amounts import amount
from services.recommender.engine.answers import prepare
from services.recommender.engine.columns import check_columns, check_reasons, places
from services.recommender.engine.compile_derived import in_order, name_derived, read_derived
from services.recommender.engine.compile_findings import FindingReader
from services.recommender.engine.compile_rows import RowReader, row_documents
from services.recommender.engine.knowledge import HorizonLimits, Knowledge, MainPathway, Refusals
from services.recommender.engine.rows import STAGES
from services.recommender.engine.vocabulary import Vocabulary
from services.recommender.engine.windows import Windows

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Files:
    """
    The folder of tables as read: every scalar a string, file name → its content.

    `rows` are the row files in the order in which they are read; `companions` come last.
    """

    documents: Mapping[str, Document]
    rows: Sequence[str]
    digest: str


def compile_knowledge(files: Files, vocabulary: Vocabulary) -> Knowledge:
    """
    Compile the tables.

    Raises:
        PathwayError: with file, line, row, column, what was found and what to write.
    """
    documents = files.documents
    check_columns(documents, files.rows, vocabulary)
    windows = Windows(documents["windows.yaml"])
    findings = FindingReader(vocabulary, windows, places(documents))
    _name_findings(findings, documents)
    raw_count = len(findings.findings)
    derived = in_order(_derived_documents(documents))
    for _, name, table in derived:
        name_derived(name, table, findings)
    _cut(findings, derived, files)
    rows = RowReader(documents, vocabulary, windows, findings)
    knowledge = Knowledge(
        version=documents["knowledge.yaml"]["version"],
        digest=files.digest,
        about=_texts(documents["knowledge.yaml"]),
        horizon=_horizon(documents["knowledge.yaml"]["horizon"]),
        vocabulary=vocabulary,
        findings=tuple(findings.findings),
        raw_count=raw_count,
        index=findings.index,
        groups=findings.groups,
        summaries=findings.summaries,
        derived=tuple(read_derived(*entry, findings) for entry in derived),
        rows=rows.read(row_documents(documents, files.rows)),
        items=tuple(vocabulary.families),
        cards=rows.cards,
        main=_main_pathways(documents["pathways.yaml"]["main"]),
        refusals=_refusals(documents["refusals.yaml"], rows),
        sources=documents["sources.yaml"],
        stage_titles=tuple(documents["stages.yaml"]["titles"][stage]["en"] for stage in STAGES),
        wording={key: text["en"] for key, text in documents["wording.yaml"].items()},
    )
    windows.check_all_named()
    prepare(knowledge)
    return knowledge


def _name_findings(findings: FindingReader, documents: Mapping[str, Document]) -> None:
    findings.name_raw()
    for file in ("observations.yaml", "observations_rows.yaml"):
        findings.name_observations(documents.get(file, {}))
    findings.name_computed(documents["wording.yaml"])


def _derived_documents(documents: Mapping[str, Document]) -> dict[str, tuple[str, Document]]:
    found = {
        name: (file, table)
        for file in ("derived.yaml", "derived_rows.yaml")
        for name, table in documents.get(file, {}).items()
    }
    return found | {"pathway": ("pathways.yaml", _pathway_table(documents["pathways.yaml"]))}


def _cut(
    findings: FindingReader, derived: Sequence[tuple[str, str, Document]], files: Files
) -> None:
    tables = [(file, name, row) for file, name, table in derived for row in table["rows"]]
    rows = [(f, row.get("id", "?"), row) for f, row in row_documents(files.documents, files.rows)]
    for file, row_id, row in (*tables, *rows):
        findings.cut(row.get("when", {}), file=file, row=row_id)
        check_reasons(file, row_id, row)
    findings.close()


def _pathway_table(document: Document) -> Document:
    rows = [
        {"when": row.get("when", {}), "is": _pathway_name(row), "id": row["id"]}
        for row in document["main"]
    ]
    return {"values": [row["is"] for row in rows], "rows": rows, "label": {"en": "Pathway"}}


def _pathway_name(row: Document) -> str:
    return str(row["id"]).rpartition(".")[2]


def _main_pathways(rows: Sequence[Document]) -> tuple[MainPathway, ...]:
    return tuple(
        MainPathway(
            row["id"],
            _pathway_name(row),
            row["archetype"],
            row["title"]["en"],
            row["text"]["en"],
            tuple(row["sources"]),
        )
        for row in rows
    )


def _refusals(document: Document, rows: RowReader) -> Refusals:
    because = document["because"]
    return Refusals(
        rows.targets(document["still_offered"]),
        because["row"],
        because["text"]["en"],
        document["caution"]["en"],
        tuple(because["sources"]),
    )


def _horizon(document: Document) -> HorizonLimits:
    def hours(text: str) -> float:
        return amount(text, unit="hours", windows={})

    early = document["early"]
    return HorizonLimits(hours(document["ends"]), hours(early["until"]), hours(early["ends"]))


def _texts(document: Document) -> dict[str, str]:
    return {key: value for key, value in document.items() if isinstance(value, str)}
