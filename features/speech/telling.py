"""An assessment told as the Given of a promise, in sentences that the steps read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from features.speech.finding_sentences import spoken_label
from features.speech.words import title_of
from schemas.catalogue import Finding, catalogue

_COLUMNS = {"started": "started", "last_given": "last given", "ended": "ended"}


def told(assessment: Mapping[str, Any]) -> Iterator[str]:
    """
    Walk the steps, without Given and And; what was not assessed is left out.

    Findings that the catalogue does not know are left out as well: patient, times of the record.
    """
    for name, finding in catalogue().findings.items():
        value = assessment.get(name)
        if value not in (None, "unknown"):
            yield from _step(finding, value)
    if "onset_date" in assessment:
        yield f"the palsy began on {assessment['onset_date']}"


def scenario(name: str, assessment: Mapping[str, Any], thens: Sequence[str]) -> str:
    """Write a whole scenario, ready to be put under a Rule."""
    lines = [f"Scenario: {name}"]
    for word, step in zip(_words("Given"), told(assessment), strict=False):
        lines += [f"  {word} {part}" if n == 0 else part for n, part in enumerate(step.split("\n"))]
    lines.append("  When the plan is drawn up")
    lines += [f"  {word} {step}" for word, step in zip(_words("Then"), thens, strict=False)]
    return "\n".join(lines)


def _words(first: str) -> Iterator[str]:
    yield first
    while True:
        yield "And"


def _step(finding: Finding, value: Any) -> Iterator[str]:
    label = spoken_label(finding.label)
    match finding.kind:
        case "elapsed":
            yield f"the palsy began {value['value']:g} {value['unit']} ago"
        case "yes_no":
            yield label if value == "yes" else f"no {label}"
        case "treatments":
            yield _treatments(value)
        case "list":
            said = "none" if value == ["none"] else ", ".join(_text(finding, it) for it in value)
            yield f"{label}: {said}"
        case "number":
            yield f"{label}: {value:g}"
        case _:
            yield f"{label}: {_text(finding, value)}"


def _text(finding: Finding, code: str) -> str:
    # The code itself is always understood, whatever brackets and commas its text holds.
    if finding.name == "refusals":
        return title_of(code).partition(" (")[0]
    text = finding.text_of(code) if finding.words else str(code)
    short = text.partition(" – ")[0].partition(" (")[0]
    return short if "," not in short else code.replace("_", " ")


def _treatments(entries: Sequence[Any]) -> str:
    if list(entries) == ["none"]:
        return "nothing has been tried yet"
    columns = [name for name in ("cycles", *_COLUMNS) if any(name in it for it in entries)]
    head = ["treatment", "response", *(_COLUMNS.get(name, name) for name in columns)]
    rows = [head, *(_row(entry, columns) for entry in entries)]
    table = (f"    | {' | '.join(row)} |" for row in rows)
    return "\n".join(["earlier treatments", *table])


def _row(entry: Mapping[str, Any], columns: Sequence[str]) -> list[str]:
    said = [title_of(entry["intervention"]), str(entry.get("response", ""))]
    return [*said, *(str(entry.get(name, "")) for name in columns)]
