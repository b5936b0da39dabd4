"""Columns: what each kind of table may say, so that a misspelt word is never passed over."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from services.recommender.engine.compile_findings import line_of
from services.recommender.engine.errors import PathwayError

Document = Mapping[str, Any]
Entry = tuple[str, str, Document, Sequence[str]]
"""A file, the name of a row or card in it, what stands there, and the columns that it may have."""

_SAID = ("id", "when", "text", "sources", "evidence", "effective", "redundant")
_BESIDE = ("if_offered", "unless_offered")
_CARD = ("to", "aims", "zone", "side", "off_label", "evidence", "prerequisites")

_OF_VERB: Mapping[str, Sequence[str]] = {
    "offer": (
        *("stage", "strength", "by", "opens", "closes", "until"),
        *("with", "after", "backup", "part_of"),
        *_CARD,
    ),
    "exclude": ("as", "until", "except"),
    "caution": ("confirm", "except"),
    "hold": ("stage", "on", "opens_when"),
    "flag": (),
    "alert": ("urgency",),
    "consider": (),
}

_OF_FILE: Mapping[str, Sequence[str]] = {
    "stages.yaml": (
        *("id", "when", "stage", "entry", "succeeds_when", "escalates_when"),
        *("reassess_in_days", "responsible"),
        *_BESIDE,
    ),
    "headlines.yaml": ("id", "when", "text", *_BESIDE),
    "urgency.yaml": ("id", "when", "is", "earliest_by", *_BESIDE),
    "gaps.yaml": ("id", "when", "stale_after"),
}

_BY_NAME: Mapping[str, Sequence[str]] = {
    "interventions.yaml": ("title", "cautions", "weighs", *_CARD),
    "windows.yaml": ("is", "means", "sources", "evidence"),
    "sources.yaml": ("citation", "doi", "year", "status"),
}

_PATHWAY = ("id", "when", "archetype", "title", "text", "sources")
_OBSERVED: Mapping[str, Sequence[str]] = {
    "groups": ("of", "any", "label"),
    "summaries": ("where", "label", "clock", "sum", "days_since", "days_of", "given"),
}
_YES_OR_NO = ("off_label", "confirm", "weighs")


def check_columns(documents: Mapping[str, Document], row_files: Sequence[str]) -> None:
    """
    See that rows, cards, windows, sources and findings say only what somebody reads.

    Raises:
        PathwayError: names the column that is not known, and the nearest one that is.
    """
    for entry in _entries(documents, row_files):
        _check(*entry)


def _entries(documents: Mapping[str, Document], row_files: Sequence[str]) -> Iterator[Entry]:
    for file in (*row_files, "companions.yaml"):
        for row in documents[file]["rows"]:
            yield file, _name(row), row, _of_row(row)
    for file, columns in _OF_FILE.items():
        yield from ((file, _name(row), row, columns) for row in documents[file]["rows"])
    for part in ("main", "modules"):
        for row in documents["pathways.yaml"].get(part, ()):
            yield "pathways.yaml", _name(row), row, _PATHWAY
    for file, columns in _BY_NAME.items():
        for name, found in documents[file].items():
            yield file, name, found, columns
    yield "refusals.yaml", "", documents["refusals.yaml"], ("still_offered", "because", "caution")
    yield from _derived(documents)
    yield from _observed(documents)


def _name(row: Document) -> str:
    return str(row.get("id", "?"))


def _of_row(row: Document) -> Sequence[str]:
    verbs = [verb for verb in _OF_VERB if verb in row]
    return [*_SAID, *_BESIDE, *_OF_VERB, *(column for verb in verbs for column in _OF_VERB[verb])]


def _derived(documents: Mapping[str, Document]) -> Iterator[Entry]:
    for file in ("derived.yaml", "derived_rows.yaml"):
        for name, table in documents.get(file, {}).items():
            yield file, name, table, ("label", "values", "rows")
            yield from ((file, name, row, ("when", "is", "redundant")) for row in table["rows"])


def _observed(documents: Mapping[str, Document]) -> Iterator[Entry]:
    for file in ("observations.yaml", "observations_rows.yaml"):
        for part, columns in _OBSERVED.items():
            for name, found in documents.get(file, {}).get(part, {}).items():
                yield file, name, found, columns


def _check(file: str, name: str, found: Document, columns: Iterable[str]) -> None:
    known = list(columns)
    for column, value in found.items():
        if column not in known:
            _refuse(file, name, found, column, _nearest(column, known))
        if column in _YES_OR_NO and value not in ("yes", "no"):
            _refuse(file, name, found, column, "Write yes or no.", said=repr(value))


def _nearest(column: str, known: Sequence[str]) -> str:
    near = get_close_matches(column, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Write one of {', '.join(known)}."


def _refuse(
    file: str, name: str, found: Document, column: str, write: str, *, said: str = ""
) -> None:
    lines = getattr(found, "line_of", {})
    raise PathwayError(
        file=file,
        line=lines.get(column, line_of(found)),
        row=name,
        column=column,
        found=said or "a word that nothing reads",
        write=write,
    )
