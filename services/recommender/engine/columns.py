"""Columns: what each table may say at every depth, so that a misspelt word is never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.recommender.engine.compile_findings import COMPUTED
from services.recommender.engine.errors import PathwayError
from services.recommender.engine.rows import (
    DATES,
    KINDS,
    STAGES,
    STRENGTHS,
    URGENCIES,
    VERBS,
)
from services.recommender.engine.shapes import (
    Shape,
    beginning,
    check,
    day,
    distinct,
    exactly_one,
    line_of,
    listed,
    named,
    one_of,
    parts,
    text,
    text_or,
    whole_number,
)
from services.recommender.engine.spelling import did_you_mean
from services.recommender.engine.vocabulary import Vocabulary
from services.recommender.engine.words import SAYS, YES, YES_OR_NO, Words, with_names

Document = Mapping[str, Any]
Documents = Mapping[str, Document]
Columns = Mapping[str, Shape]
"""Keys and what stands under each; one that ends in `?` may be left out."""

MEASURES = ("sum", "days_since", "days_of", "given")
"""How a summary sums up earlier treatments, one of them each."""

_ABOUT: Columns = {
    **dict.fromkeys(("developer?", "funding?", "reviewed?", "not_for?"), text),
    **dict.fromkeys(("intended_user?", "intended_use?"), text),
    **dict.fromkeys(("released?", "evidence_reviewed?"), day),
}
"""What the tables say about themselves."""

_TAKEN = ("sources", "dates", "age", *(key.rstrip("?") for key in _ABOUT))
"""Where an attribute of the source may be taken from."""

_FILLED = with_names(["needs"])


def check_columns(documents: Documents, row_files: Sequence[str], vocabulary: Vocabulary) -> None:
    """
    See that every file says only what somebody reads, in words that there are.

    The cells of `when` are read later, once every finding has its thresholds.

    Raises:
        PathwayError: names the line of what is not known, and the nearest that is.
    """
    words = Words(documents, vocabulary)
    for file, shape in _of_files(words, row_files):
        if file in documents:
            check(file, documents[file], shape)
    _check_each_finding_defined_once(documents, vocabulary)


def _of_files(words: Words, row_files: Sequence[str]) -> Iterator[tuple[str, Shape]]:
    """Each file and what it may say, first those whose names the others use."""
    yield "sources.yaml", _SOURCES
    yield "windows.yaml", _windows(words)
    yield "knowledge.yaml", _knowledge(words)
    yield "interventions.yaml", named(parts({**_card(words), **_ON_CARDS_ALONE}), words.item)
    yield "observations.yaml", _observations(words)
    yield "observations_rows.yaml", _observations(words)
    yield "derived.yaml", _DERIVED
    yield "derived_rows.yaml", _DERIVED
    yield "pathways.yaml", _pathways(words)
    for file in (*row_files, "companions.yaml"):
        yield file, parts({"title?": SAYS, "rows": listed(_row(words))})
    yield from _of_one_verb(words)
    yield "refusals.yaml", _refusals(words)
    yield "wording.yaml", _WORDING
    yield "sign_off.yaml", _SIGN_OFF
    yield "source_attributes.yaml", _ATTRIBUTES


# -- what is named ---------------------------------------------------------------------------------

_STATUS = one_of(("seen", "known", "to_be_confirmed"))


def _year(found: Any) -> None:
    """A year; empty for a work that has none, as a label that is kept current."""
    if found != "":
        whole_number(found)


_SOURCES = named(parts({"citation": text, "doi?": text, "year": _year, "status": _STATUS}))


def _windows(words: Words) -> Shape:
    window = {"is": words.amount, "means?": SAYS, "sources?": words.sources}
    return named(parts({**window, "evidence?": words.plan("evidence")}))


def _knowledge(words: Words) -> Shape:
    early = parts({"until": words.time, "ends": words.time})
    horizon = parts({"ends": words.time, "early": early})
    return parts({"version": text, "title?": SAYS, "horizon": horizon, **_ABOUT})


def _card(words: Words) -> Columns:
    needed = parts({"text": SAYS, "intervention?": words.item})
    return {
        "to?": listed(words.plan("to")),
        "aims?": listed(words.plan("aims")),
        "zone?": words.plan("zone"),
        "side?": words.plan("side"),
        "off_label?": YES_OR_NO,
        "evidence?": words.plan("evidence"),
        "prerequisites?": listed(needed),
    }


_ON_CARDS_ALONE: Columns = {
    "title": SAYS,
    "cautions?": listed(parts({"text": SAYS})),
    "weighs?": YES_OR_NO,
}


# -- findings that the tables make -----------------------------------------------------------------


def _observations(words: Words) -> Shape:
    return parts({"groups?": named(_group(words)), "summaries?": named(_summary(words))})


def _group(words: Words) -> Shape:
    of = words.findings("list")

    def group(found: Any) -> None:
        read = found.get("of") if isinstance(found, Mapping) else None
        parts({"of": of, "any": listed(words.of(read), least=1), "label": SAYS})(found)

    return group


def _summary(words: Words) -> Shape:
    summary = parts({**summary_columns(words), "label": SAYS})
    return exactly_one(summary, MEASURES)


def summary_columns(words: Words) -> Columns:
    """What a summary of earlier treatments says, that of an invariant too."""
    fitting = {
        "intervention?": listed(words.item, least=1),
        "response?": listed(words.plan("response"), least=1),
    }
    return {
        "sum?": one_of(("cycles",)),
        "days_since?": words.plan("dates"),
        "days_of?": one_of(("treatment",)),
        "given?": YES,
        "where": parts(fitting),
    }


_REASONED: Columns = {"when?": named(text), "redundant?": text_or(named(text))}
"""A row may say why it stays, or why a cell of it does, although it changes nothing."""

_DERIVED = named(
    parts(
        {"label?": SAYS, "values": listed(text), "rows": listed(parts({"is": text, **_REASONED}))}
    )
)


# -- rows ------------------------------------------------------------------------------------------


def _row(words: Words) -> Shape:
    said, of_verb = _said(words), _of_verb(words)
    every = [column for columns in of_verb.values() for column in columns.items()]
    any_verb = {f"{key.rstrip('?')}?": shape for key, shape in every}

    def row(found: Any) -> None:
        verbs = [verb for verb in VERBS if verb in found]
        columns = of_verb[verbs[0]] if len(verbs) == 1 else any_verb
        exactly_one(parts({**said, **columns}), VERBS)(found)

    return row


def _said(words: Words) -> Columns:
    return {
        "id": text,
        "text": SAYS,
        "sources": words.sources,
        "evidence?": words.plan("evidence"),
        "effective?": day,
        **_REASONED,
        **_beside(words),
    }


def _beside(words: Words) -> Columns:
    return {"if_offered?": words.listed_targets, "unless_offered?": words.listed_targets}


def _of_verb(words: Words) -> Mapping[str, Columns]:
    stage = one_of(STAGES)
    lasting = {"until?": words.moment, "except?": words.targets}
    opening = parts({"finding": text, "must_be": text, "text": SAYS})
    return {
        "offer": {"offer": words.item, "stage": stage, "strength": one_of(STRENGTHS)}
        | {f"{date}?": words.moment for date in DATES}
        | {"with?": words.items, "after?": words.items, "backup?": words.items}
        | {"part_of?": words.item, **_card(words)},
        "exclude": {"exclude": words.targets, "as": one_of(KINDS), **lasting},
        "caution": {"caution": words.targets, "confirm?": YES_OR_NO, "except?": words.targets},
        "hold": {"hold": words.item, "stage": stage, "on?": words.moment}
        | {"opens_when": listed(opening, least=1)},
        "flag": {"flag": text},
        "alert": {"alert": text, "urgency": one_of(URGENCIES)},
        "consider": {"consider": words.of("cause")},
    }


def _of_one_verb(words: Words) -> Iterator[tuple[str, Shape]]:
    """Files whose rows all do the same."""
    titles = parts(dict.fromkeys(STAGES, SAYS))
    yield (
        "stages.yaml",
        parts({"titles": titles, "rows": _alike({"id": text, **_stage(words)}, words)}),
    )
    yield "headlines.yaml", parts({"rows": _alike({"id": text, "text": words.headline}, words)})
    urgency = {"id": text, "is": one_of(URGENCIES), "earliest_by?": words.within}
    yield "urgency.yaml", parts({"rows": _alike(urgency, words)})
    yield "gaps.yaml", parts({"rows": _alike({"id?": text, "stale_after": words.time}, words)})


def _alike(columns: Columns, words: Words) -> Shape:
    return listed(parts({**columns, "when?": named(text), **_beside(words)}))


def _stage(words: Words) -> Columns:
    return {
        "stage": one_of(STAGES),
        "entry": SAYS,
        "succeeds_when": SAYS,
        "escalates_when": SAYS,
        "reassess_in_days": whole_number,
        "responsible": words.plan("to"),
    }


def _pathways(words: Words) -> Shape:
    main, modules = _pathway("pathway.", words), _pathway("module.", words)
    return parts({"main": distinct(main, "id"), "modules?": distinct(modules, "id")})


def _pathway(start: str, words: Words) -> Shape:
    pathway = {"id": beginning(start), "archetype": words.plan("archetype"), "title": SAYS}
    return parts({**pathway, "when?": named(text), "text": SAYS, "sources": words.sources})


# -- what stands in no row -------------------------------------------------------------------------


def _refusals(words: Words) -> Shape:
    because = parts({"row": text, "text": SAYS, "sources": words.sources})
    return parts({"still_offered": words.targets, "because": because, "caution": SAYS})


_WORDING = parts(
    {
        "nearest": _FILLED,
        **{f"{kind}?": _FILLED for kind in KINDS},
        "not_assessed": SAYS,
        **{f"{name}?": SAYS for name in COMPUTED},
    }
)

_SIGN_OFF = parts({"choices": distinct(parts({"id": text, "choice": SAYS, "why": SAYS}), "id")})

_ATTRIBUTE = {"name": text, "title": SAYS, "from?": one_of(_TAKEN), "says?": SAYS}
_ATTRIBUTES = distinct(exactly_one(parts(_ATTRIBUTE), ("from", "says")), "name")


def check_reasons(file: str, name: str, row: Document) -> None:
    """See that a row says why a cell stays only of cells that it has. Raises PathwayError."""
    why, cells = row.get("redundant"), row.get("when", {})
    for column in why if isinstance(why, Mapping) else ():
        if column not in cells:
            raise PathwayError(
                file=file,
                line=line_of(why, column),
                row=name,
                column=f"redundant.{column}",
                found="no cell of that name in the row",
                write=did_you_mean(column, cells),
            )


def places(documents: Documents) -> dict[str, str]:
    """Findings that the tables make: name → file and line."""
    return {name: f"{file}, line {line}" for name, file, line in _defined(documents)}


def _check_each_finding_defined_once(documents: Documents, vocabulary: Vocabulary) -> None:
    seen = dict.fromkeys((*vocabulary.findings, *COMPUTED, "pathway"), "the catalogue")
    for name, file, line in _defined(documents):
        if name in seen:
            raise PathwayError(
                file=file,
                line=line,
                row=name,
                found=f"a finding that {seen[name]} makes already",
                write="Give each finding a name of its own.",
            )
        seen[name] = f"{file}, line {line}"


def _defined(documents: Documents) -> Iterator[tuple[str, str, int | None]]:
    for file in ("observations.yaml", "observations_rows.yaml"):
        for part in ("groups", "summaries"):
            yield from _named_in(file, documents.get(file, {}).get(part, {}))
    for file in ("derived.yaml", "derived_rows.yaml"):
        yield from _named_in(file, documents.get(file, {}))


def _named_in(file: str, document: Document) -> Iterator[tuple[str, str, int | None]]:
    yield from ((name, file, line_of(document, name)) for name in document)
