"""Reads the folder of cases: every word in it is one that is known, or an error with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from schemas.interventions import interventions
from schemas.plan_words import ARCHETYPES, SENT_TO, STAGES, STATUSES, URGENCIES
from schemas.yaml_table import Lines, TableError, read_table
from services.recommender.cases.example import CASES, Example, Expected, Fate
from services.recommender.cases.fate import NoFate, read_fate
from services.recommender.cases.patient import (
    assessment_of,
    finding_value,
    findings_named,
    later,
    onset_hours,
    unknown_word,
)

PATIENTS = "patients.yaml"
"""The file of patients that other cases are like."""

_FILE_KEYS = ("title", "archetype", "brief", "cases")
_CASE_KEYS = ("id", "story", "brief", "patient", "plans", "table")
_WORDS: Mapping[str, tuple[str, ...] | None] = {
    "headline": None,
    "urgency": URGENCIES,
    "status": STATUSES,
    "pathway": None,
    "archetype": ARCHETYPES,
}
_SETS = ("beside", "alerts", "flags", "consider")
_DAYS = ("reassess", "stale")
_OF_STAGES: Mapping[str, tuple[str, ...] | None] = {
    "entry": None,
    "succeeds_when": None,
    "escalates_when": None,
    "responsible": SENT_TO,
}
"""What a stage says, and the words that it may be; None for a sentence."""
_PLAN_KEYS = (
    *_WORDS,
    *_SETS,
    *_DAYS,
    *_OF_STAGES,
    "at",
    "offered",
    "held",
    "left_out",
    "asks",
    "again",
    "horizon",
)
_CODES = frozenset(interventions())


@dataclass(frozen=True, slots=True)
class _Place:
    file: str
    patients: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def read_cases(folder: Path = CASES) -> tuple[Example, ...]:
    """
    Read every case of a folder, file by file.

    Raises:
        TableError: names file, line, the word that is not known and the nearest that is; mended
            by the author of the case.
    """
    if not folder.exists():
        return ()
    shared = folder / PATIENTS
    place = _Place(PATIENTS)
    patients: dict[str, Mapping[str, Any]] = {}
    for name, written in (read_table(shared) if shared.exists() else {}).items():
        patients[name] = _findings(written, _Place(PATIENTS, patients))
    found: list[Example] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name != PATIENTS:
            place = _Place(path.name, patients)
            found += _file(read_table(path), place)
    _each_once(found)
    return tuple(found)


def _each_once(examples: list[Example]) -> None:
    seen: dict[str, Example] = {}
    for example in examples:
        if example.name in seen:
            first = seen[example.name]
            raise TableError(
                example.file, example.line, f"{example.name!r} is the name of {first} already"
            )
        seen[example.name] = example


def _file(table: Lines, place: _Place) -> Iterator[Example]:
    _known(table, _FILE_KEYS, "part of a file of cases", place)
    for case in table["cases"]:
        yield from _case(case, table.get("archetype", ""), place)


def _case(case: Lines, archetype: str, place: _Place) -> Iterator[Example]:
    _known(case, _CASE_KEYS, "part of a case", place)
    for key in ("id", "story"):
        if not case.get(key):
            raise TableError(place.file, case.line, f"a case has no {key}")
    patient = _findings(case.get("patient", Lines(case.line)), place)
    for number, line in enumerate((*case.get("plans", ()), *case.get("table", ())), start=1):
        changes = {key: line[key] for key in line if key in _changes()}
        found = _onset_replaced(patient, _values(changes, line, place))
        yield _example(case, archetype, found, line, changes, number, place)


def _example(
    case: Lines,
    archetype: str,
    posted: Mapping[str, Any],
    line: Lines,
    changes: Mapping[str, Any],
    number: int,
    place: _Place,
) -> Example:
    at = line.get("at", "assessed")
    as_of = later(at, file=place.file, line=line.line)
    said = [f"{key} {_short(value)}" for key, value in changes.items()]
    told = ", ".join([*said, *([at] if at != "assessed" else [])]) or f"plan {number}"
    return Example(
        f"{case['id']} ({told})",
        place.file,
        line.line,
        archetype,
        case["story"],
        posted,
        assessment_of(posted, as_of=as_of, file=place.file, line=line.line),
        as_of,
        onset_hours(posted, as_of=as_of),
        _expected(line, place),
    )


def _short(value: Any) -> str:
    if isinstance(value, list):
        return " + ".join(_short(one) for one in value)
    if isinstance(value, Mapping):
        return " ".join(map(str, value.values()))
    return str(value)


@cache
def _changes() -> frozenset[str]:
    # One word is both a test and what it showed; in a line it means the finding.
    return frozenset(findings_named())


def _findings(written: Lines, place: _Place) -> dict[str, Any]:
    found: dict[str, Any] = {}
    names = written.get("like", ())
    for name in [names] if isinstance(names, str) else names:
        if name not in place.patients:
            raise unknown_word(
                name, place.patients, what="patient", file=place.file, line=written.line
            )
        found = _onset_replaced(found, place.patients[name])
    own = {key: value for key, value in written.items() if key != "like"}
    for key in own:
        if key not in findings_named():
            raise unknown_word(
                key,
                findings_named(),
                what="finding",
                file=place.file,
                line=written.line_of.get(key, written.line),
            )
    return _onset_replaced(found, _values(own, written, place))


def _values(written: Mapping[str, Any], line: Lines, place: _Place) -> dict[str, Any]:
    return {
        key: finding_value(key, value, file=place.file, line=line.line_of.get(key, line.line))
        for key, value in written.items()
    }


def _onset_replaced(found: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    onsets = {"duration", "onset_at", "onset_date"}
    kept = {
        key: value
        for key, value in found.items()
        if not (key in onsets and onsets & changes.keys()) or key in changes
    }
    return {**kept, **changes}


def _expected(line: Lines, place: _Place) -> Expected:
    known = {*_PLAN_KEYS, *_changes(), *_CODES}
    _known(line, known, "finding, intervention or part of a plan", place)
    fates: dict[str, tuple[Fate, ...]] = {}
    for code, text, stage in _fates(line, place):
        where = line.line_of.get(code, line.line)
        fates[code] = (*fates.get(code, ()), _fate(code, text, stage, place, where))
    return Expected(
        words={key: _word(key, line, place) for key in _WORDS if key in line},
        sets={key: tuple(_listed(line[key])) for key in _SETS if key in line},
        fates=fates,
        whole="offered" in line,
        asks=_asked(line, place),
        again={stage: _amount(days, line, place) for stage, days in _stages("again", line, place)},
        stages={key: dict(_said_of_stages(key, line, place)) for key in _OF_STAGES if key in line},
        days={key: _amount(line[key], line, place) for key in _DAYS if key in line},
        horizon=dict(_doors(line, place)),
    )


def _fates(line: Lines, place: _Place) -> Iterator[tuple[str, str, str | None]]:
    offered = line.get("offered", {})
    for stage, items in ({} if offered == "none" else offered).items():
        if stage not in STAGES:
            raise unknown_word(stage, STAGES, what="stage", file=place.file, line=line.line)
        for code, text in items.items():
            yield from ((code, one, stage) for one in _listed(text))
    for code, stage in line.get("held", {}).items():
        yield code, "held", stage
    for code, kind in line.get("left_out", {}).items():
        yield code, kind, None
    for code in line:
        if code in _CODES and code not in _changes():
            yield from ((code, one, None) for one in _listed(line[code]))


def _stages(key: str, line: Lines, place: _Place) -> Iterator[tuple[str, str]]:
    for stage, said in line.get(key, {}).items():
        if stage not in STAGES:
            raise unknown_word(stage, STAGES, what="stage", file=place.file, line=line.line)
        yield stage, said


def _said_of_stages(key: str, line: Lines, place: _Place) -> Iterator[tuple[str, str]]:
    words = _OF_STAGES[key]
    for stage, said in _stages(key, line, place):
        if words is not None and said not in words:
            raise unknown_word(said, words, what=key, file=place.file, line=line.line)
        yield stage, said


def _fate(code: str, text: str, stage: str | None, place: _Place, line: int) -> Fate:
    if code not in _CODES:
        raise unknown_word(code, _CODES, what="intervention", file=place.file, line=line)
    try:
        return read_fate(text, stage=stage)
    except NoFate as wrong:
        raise TableError(place.file, line, f"{code}: {wrong}") from wrong


def _word(key: str, line: Lines, place: _Place) -> str:
    said, words = str(line[key]), _WORDS[key]
    if words is not None and said not in words:
        raise unknown_word(said, words, what=key, file=place.file, line=line.line_of[key])
    return said


def _asked(line: Lines, place: _Place) -> tuple[str, ...]:
    asked = tuple(_listed(line.get("asks", [])))
    for name in asked:
        if name not in findings_named():
            raise unknown_word(
                name, findings_named(), what="finding", file=place.file, line=line.line_of["asks"]
            )
    return asked


def _amount(text: str, line: Lines, place: _Place) -> float:
    found = re.fullmatch(r"(\d+) d", text)
    if found is None:
        raise TableError(place.file, line.line, f"{text!r} is no number of days; write `21 d`")
    return float(found[1])


def _doors(
    line: Lines, place: _Place
) -> Iterator[tuple[tuple[str, float], tuple[frozenset[str], frozenset[str]]]]:
    for when, codes in line.get("horizon", {}).items():
        found = re.fullmatch(r"(day|hour) (\d+)|in (\d+) (d|h)", when)
        if found is None:
            raise TableError(
                place.file,
                line.line,
                f"horizon: {when!r}; write `day 182`, `hour 72`, `in 84 d` or `in 9 h`",
            )
        clock, number = found[1] or "in", float(found[2] or found[3])
        hourly = "hour" in (clock, found[1]) or found[4] == "h"
        yield (clock, number * (1.0 if hourly else 24.0)), _moves(codes, line, place)


def _moves(text: str, line: Lines, place: _Place) -> tuple[frozenset[str], frozenset[str]]:
    moves: dict[str, set[str]] = {"+": set(), "-": set()}
    for word in text.split():
        if word[:1] not in moves or word[1:] not in _CODES:
            raise unknown_word(
                word.lstrip("+-"), _CODES, what="intervention", file=place.file, line=line.line
            )
        moves[word[0]].add(word[1:])
    return frozenset(moves["+"]), frozenset(moves["-"])


def _listed(value: Any) -> list[str]:
    if value == "none":
        return []
    return list(value) if isinstance(value, list) else [value]


def _known(table: Any, words: Any, what: str, place: _Place) -> None:
    if not isinstance(table, Lines):
        raise TableError(place.file, 0, f"expected {what} with named parts, found {table!r}")
    for key in table:
        if key not in words:
            raise unknown_word(key, words, what=what, file=place.file, line=table.line_of[key])
