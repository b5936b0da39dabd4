"""Findings in words: what was assessed, and as plainly what was not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.catalogue import SIDES, Finding, catalogue
from services.review.present.dates import counted, when
from services.review.present.words import in_sentence, listed, plain, title

NOT_ASSESSED = "not assessed"
_ONSETS = ("duration", "onset_date", "onset_at")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Said:
    """A finding's label and what was found."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one group of the form: what was assessed, and the labels of what was not."""

    title: str
    assessed: tuple[Said, ...]
    not_assessed: tuple[str, ...]


def grouped(findings: Mapping[str, Any]) -> tuple[Group, ...]:
    """Sort what was assessed, and what was not, into the groups of the form."""
    groups = ((code, title) for code, title in catalogue().groups.items() if code != "record")
    made = (_group(code, title, findings) for code, title in groups)
    return tuple(group for group in made if group.assessed or group.not_assessed)


def label(name: str) -> str:
    """Name a finding: "Eye closure, left" for one that was given for a side."""
    if name in ("onset_date", "onset_at"):
        return "Palsy began"
    known, side = _known(name)
    if known is None:
        return plain(name).capitalize()
    return f"{known.label}, {side}" if side else known.label


def labels(names: Iterable[str]) -> str:
    """Name findings in a sentence."""
    return listed([in_sentence(label(name)) for name in names])


def is_test(name: str) -> bool:
    """Tell whether a finding comes from a test that has to be made, not from asking or looking."""
    known, _ = _known(name)
    return known is not None and known.tested


def said(name: str, value: Any) -> str:
    """
    Say what was found.

    >>> said("eye_closure", "unknown"), said("lagophthalmos_mm", 4), said("vesicles", "no")
    ('not assessed', '4 mm', 'no')
    >>> said("enog_date", "2026-09-09"), said("enog_date", "under 72 hours")
    ('09-Sep-2026', 'under 72 hours after onset')
    """
    if value is None or value == "unknown":
        return NOT_ASSESSED
    if isinstance(value, list):
        return _several(name, value)
    if isinstance(value, dict):
        return _elapsed(value) if "unit" in value else _treatment(value)
    if name in ("onset_date", "onset_at") or name.endswith("_date"):
        return _dated(str(value))
    return _word(name, value)


def _dated(text: str) -> str:
    """A day or moment; of a test's day also how long after onset it would have to lie."""
    return when(text) if _DAY.match(text) else f"{text} after onset"


def sentence(findings: Mapping[str, Any]) -> str:
    """Say what a row read: "House-Brackmann grade: V – severe; eye closure: not assessed"."""
    return "; ".join(
        f"{in_sentence(label(name))}: {said(name, value)}" for name, value in findings.items()
    )


def onset(findings: Mapping[str, Any]) -> str:
    """Say when the palsy began, as exactly as it was told."""
    if "onset_at" in findings:
        return when(str(findings["onset_at"]))
    if "onset_date" in findings:
        return when(str(findings["onset_date"]))
    told = findings.get("duration")
    return f"about {_elapsed(told)} before" if isinstance(told, dict) else NOT_ASSESSED


def _group(code: str, title: str, findings: Mapping[str, Any]) -> Group:
    assessed: list[Said] = []
    missing: list[str] = []
    for finding in catalogue().findings.values():
        if finding.group == code:
            given = [key for key in _keys(finding) if findings.get(key, "unknown") != "unknown"]
            assessed += [Said(label(key), said(key, findings[key])) for key in given]
            missing += [] if given else [in_sentence(finding.label)]
    return Group(title, tuple(assessed), tuple(missing))


def _keys(finding: Finding) -> tuple[str, ...]:
    if finding.kind == "elapsed":
        return _ONSETS
    return (finding.name, *(f"{finding.name}_{side}" for side in SIDES))


def _known(name: str) -> tuple[Finding | None, str]:
    found = catalogue().findings
    if name in _ONSETS:
        return found["duration"], ""
    for side in SIDES:
        base = name.removesuffix(f"_{side}")
        if base != name and base in found:
            return found[base], side
    return found.get(name), ""


def _several(name: str, values: list[Any]) -> str:
    if values == ["none"]:
        return "none, looked for"
    return "; ".join(said(name, value) for value in values)


def _elapsed(duration: Mapping[str, Any]) -> str:
    return counted(duration["value"], str(duration["unit"]).removesuffix("s"))


def _treatment(entry: Mapping[str, Any]) -> str:
    parts = [title(str(entry.get("intervention", "treatment")))]
    if "side" in entry:
        parts.append(plain(str(entry["side"])))
    if "cycles" in entry:
        parts.append(counted(entry["cycles"], "cycle"))
    parts.append(f"response {plain(str(entry.get('response', 'unknown')))}")
    parts += [
        f"{plain(key)} {when(str(entry[key]))}"
        for key in ("started", "last_given", "ended")
        if key in entry
    ]
    return ", ".join(parts)


def _word(name: str, value: Any) -> str:
    known, _ = _known(name)
    if known is None:
        return plain(str(value))
    if known.unit and not isinstance(value, str):
        return f"{value:g} {known.unit}"
    return known.text_of(str(value))
