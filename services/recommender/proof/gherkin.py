"""A patient in the words of a promise, ready to be pasted into a feature."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from schemas.catalogue import SIDES, catalogue
from schemas.interventions import title_of
from services.recommender.proof.assessment import Assessment

_ONSETS = ("duration", "onset_date", "onset_at")
_SAID = ("house_brackmann", "synkinesis", *_ONSETS, "prior_treatments")
_ENTRY = ("response", "cycles", "started", "last_given", "ended")


def scenario(title: str, found: Assessment, *, then: str) -> str:
    """One scenario: who the patient is, and in a comment what the plan fails to keep."""
    lines = [f"Scenario: {title}", *_steps(found), "  When the plan is drawn up", f"  # {then}"]
    return "\n".join(lines) + "\n"


def _steps(found: Assessment) -> Iterator[str]:
    said = found.findings
    grade = said.get("house_brackmann", "unknown")
    yield f"  Given a patient with House-Brackmann grade {grade}"
    yield f"  And {_synkinesis(said.get('synkinesis'))}"
    late = found.as_of - found.assessed_at
    if late:
        yield f"  And the patient was assessed {_elapsed(late.total_seconds() / 3600)} ago"
    yield f"  And {_onset(said)}"
    yield from _sided(said)
    yield from _table(said)
    yield from _treatments(said.get("prior_treatments"))


def _synkinesis(word: str | None) -> str:
    if word is None:
        return "the synkinesis is not assessed"
    return "no synkinesis" if word == "none" else f"{word} synkinesis"


def _onset(said: Mapping[str, Any]) -> str:
    if "onset_date" in said:
        return f"the palsy began on {said['onset_date']}"
    duration = said.get("duration", "unknown")
    if duration == "unknown":
        return "nobody knows when the palsy began"
    return f"the palsy began {duration['value']} {duration['unit']} ago"


def _elapsed(hours: float) -> str:
    return f"{hours / 24:g} days" if hours >= 48 else f"{hours:g} hours"


def _sided(said: Mapping[str, Any]) -> Iterator[str]:
    for name, value in said.items():
        plain, _, side = name.rpartition("_")
        if side in SIDES:
            label = catalogue().findings[plain].label
            yield f"  And the {label} is {_value(value)} on the {side}"


def _table(said: Mapping[str, Any]) -> Iterator[str]:
    rows = [
        (catalogue().findings[name].label, _value(value))
        for name, value in said.items()
        if name in catalogue().findings and name not in _SAID
    ]
    if rows:
        wide = max(len(label) for label, _ in rows)
        yield "  And these findings"
        yield f"    | {'finding':{wide}} | value |"
        yield from (f"    | {label:{wide}} | {value} |" for label, value in rows)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(word).replace("_", " ") for word in value)
    return str(value).replace("_", " ")


def _treatments(entries: Any) -> Iterator[str]:
    if entries is None:
        return
    if entries == ["none"]:
        yield "  And nothing has been tried yet"
        return
    keys = [key for key in _ENTRY if any(key in entry for entry in entries)]
    yield "  And earlier treatments"
    yield "    | " + " | ".join(["treatment", *(key.replace("_", " ") for key in keys)]) + " |"
    for entry in entries:
        cells = [title_of(entry["intervention"]), *(str(entry.get(key, "")) for key in keys)]
        yield "    | " + " | ".join(cells) + " |"
