"""A patient as a case writes one → an assessment as the intake door accepts it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from schemas.assessment import as_received, load_assessment
from schemas.catalogue import Finding, catalogue, sided_names
from schemas.elapsed import DAYS_IN
from schemas.faults import InvalidAssessment
from schemas.nearest import nearest
from schemas.treatments import DATES
from schemas.yaml_table import Lines, TableError
from services.recommender.cases.example import ASSESSED

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?) (hour|day|week|month|year)s?( ago)?\Z")
_IN_TREATMENT = ("intervention", "side", "response", "cycles", *DATES)


@cache
def findings_named() -> Mapping[str, Finding]:
    """Every key that a patient may have, those for one side included."""
    named: dict[str, Finding] = {}
    for name, finding in catalogue().findings.items():
        named[name] = finding
        named.update(dict.fromkeys(sided_names(finding), finding))
    named |= dict.fromkeys(("onset_date", "onset_at"), catalogue().findings["duration"])
    return named | {name: catalogue().record[name] for name in ("last_known_well",)}


def finding_value(name: str, written: Any, *, file: str, line: int) -> Any:
    """
    Read the value of a finding: `III`, `yes`, `14 months`, `[arm, leg]`, `30 days ago`.

    Raises:
        TableError: it is none; mended by the author of the case.
    """
    finding = findings_named()[name]
    if written == "unknown":
        return written
    if finding.kind == "treatments":
        return _treatments(written, file=file, line=line)
    if finding.kind == "list":
        return list(written) if isinstance(written, list) else [written]
    if not isinstance(written, str):
        raise TableError(file, line, f"{name} is one value, found {written!r}")
    return _plain(name, finding, written, file=file, line=line)


def _plain(name: str, finding: Finding, written: str, *, file: str, line: int) -> Any:
    if name == "duration":
        return _duration(written, file=file, line=line)
    if finding.kind == "number":
        return _number(name, written, file=file, line=line)
    if finding.kind in ("date", "elapsed", "moment"):
        return _moment(written, day=finding.kind == "date" or name == "onset_date")
    return written


def assessment_of(
    posted: Mapping[str, Any], *, as_of: datetime, file: str, line: int
) -> dict[str, Any]:
    """
    The assessment as intake would have accepted it.

    Raises:
        TableError: the door refuses it; says why.
    """
    whole = {"patient_ref": "CASE-1", "assessed_at": ASSESSED.isoformat(), **posted}
    whole.setdefault("synkinesis", "unknown")
    if not whole.keys() & {"duration", "onset_at", "onset_date"}:
        whole["duration"] = "unknown"
    try:
        accepted = load_assessment(whole, received_at=as_of)
    except InvalidAssessment as refused:
        said = "; ".join(f"{f.pointer or 'the whole'}: {f.detail}" for f in refused.faults)
        raise TableError(file, line, f"the door refuses this patient: {said}") from refused
    return as_received(accepted, assessment_id="case-1", client="cases", received_at=as_of)


def onset_hours(posted: Mapping[str, Any], *, as_of: datetime) -> float | None:
    """Hours from onset to a moment; None when onset is not known to the hour."""
    since = (as_of - ASSESSED).total_seconds() / 3600
    duration = posted.get("duration")
    if isinstance(duration, Mapping):
        return float(duration["value"]) * DAYS_IN[duration["unit"]] * 24 + since
    if "onset_at" in posted:
        return (as_of - datetime.fromisoformat(posted["onset_at"])).total_seconds() / 3600
    return None


def later(written: str, *, file: str, line: int) -> datetime:
    """The moment of a plan: `assessed`, or `10 days later`. Raises TableError."""
    if written == "assessed":
        return ASSESSED
    found = re.fullmatch(r"(\d+) (hour|day|week|month|year)s? later", written)
    if found is None:
        raise TableError(file, line, f"at: {written!r}; write `assessed` or `10 days later`")
    return ASSESSED + timedelta(days=int(found[1]) * DAYS_IN[f"{found[2]}s"])


def unknown_word(word: str, among: Any, *, what: str, file: str, line: int) -> TableError:
    """The error for a word that is none, with the nearest that is."""
    near = nearest(word, list(among))
    hint = f"; did you mean {near}?" if near else ""
    return TableError(file, line, f"{word!r} is no {what}{hint}")


def _duration(written: str, *, file: str, line: int) -> Any:
    found = _AMOUNT.match(written)
    if found is None or found[3]:
        raise TableError(file, line, f"duration: {written!r}; write `72 hours` or `14 months`")
    return {"value": _as_number(found[1]), "unit": f"{found[2]}s"}


def _number(name: str, written: str, *, file: str, line: int) -> float:
    if not re.fullmatch(r"\d+(\.\d+)?", written):
        raise TableError(file, line, f"{name}: {written!r} is no number")
    return _as_number(written)


def _as_number(written: str) -> float:
    return float(written) if "." in written else int(written)


def _moment(written: str, *, day: bool) -> str:
    found = _AMOUNT.match(written)
    if found is None or not found[3]:
        return written
    at = ASSESSED - timedelta(days=float(found[1]) * DAYS_IN[f"{found[2]}s"])
    return at.date().isoformat() if day else at.isoformat()


def _treatments(written: Any, *, file: str, line: int) -> Any:
    if written == "none":
        return ["none"]
    entries = written if isinstance(written, list) else [written]
    return [_treatment(entry, file=file, line=line) for entry in entries]


def _treatment(entry: Any, *, file: str, line: int) -> dict[str, Any]:
    if not isinstance(entry, Lines):
        raise TableError(file, line, f"a treatment is {{intervention: …, response: …}}: {entry!r}")
    for key in entry:
        if key not in _IN_TREATMENT:
            raise unknown_word(
                key, _IN_TREATMENT, what="part of a treatment", file=file, line=entry.line_of[key]
            )
    return {key: _treated(key, value) for key, value in entry.items()}


def _treated(key: str, value: str) -> Any:
    if key == "cycles":
        return int(value)
    return _moment(value, day=True) if key in DATES else value
