"""An assessment told as the Given of a promise, in sentences that the steps read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from features.speech.finding_sentences import spoken_label
from features.speech.sayings import said_in_english
from features.speech.text import listed, spoken
from features.speech.words import title_of
from schemas.catalogue import SIDES, Finding, catalogue

_DAYS = {"started": "started", "last_given": "last given", "ended": "ended"}
_COLUMNS = ("cycles", *_DAYS, "side")
_SLOTS = {"word": "word", "list": "words", "number": "number"}


def told(assessment: Mapping[str, Any], *, today: date | None = None) -> Iterator[str]:
    """
    Walk the steps, without Given and And; what was not assessed is left out.

    Findings that the catalogue does not know are left out as well: patient, times of the record.

    Args:
        today: the day from which days are counted back; without it they are told by their dates.
    """
    for _, step in told_by_finding(assessment, today=today):
        yield step


def told_by_finding(
    assessment: Mapping[str, Any], *, today: date | None = None
) -> Iterator[tuple[str, str]]:
    """Walk the steps as `told` does, each with the key that it tells."""
    for finding in catalogue().findings.values():
        for name, side in _keys(finding):
            value = assessment.get(name)
            if value not in (None, "unknown"):
                yield name, f"{_step(finding, value, side, today)}"
    if "onset_date" in assessment:
        yield "onset_date", f"the palsy began on {_date(assessment['onset_date'])}"


def scenario(name: str, assessment: Mapping[str, Any], thens: Sequence[str]) -> str:
    """Write a whole scenario, ready to be put under a Rule."""
    return written(name, list(told(assessment)), thens)


def written(name: str, givens: Sequence[str], thens: Sequence[str]) -> str:
    """Write a whole scenario of its steps; a step may have a table under it."""
    lines = [f"Scenario: {name}"]
    for word, step in zip(_words("Given"), givens, strict=False):
        lines += [f"  {word} {part}" if n == 0 else part for n, part in enumerate(step.split("\n"))]
    lines.append("  When the plan is drawn up")
    lines += [f"  {word} {step}" for word, step in zip(_words("Then"), thens, strict=False)]
    return "\n".join(lines)


def short(text: str) -> str:
    """
    Leave out what a text adds behind a dash or in brackets.

    >>> short("III – moderate"), short("MRI of the facial nerve (with contrast)")
    ('III', 'MRI of the facial nerve')
    """
    return text.partition(" – ")[0].partition(" (")[0]


def _keys(finding: Finding) -> Iterator[tuple[str, str]]:
    yield finding.name, ""
    if finding.sided:
        yield from ((f"{finding.name}_{side}", side) for side in SIDES)


def _words(first: str) -> Iterator[str]:
    yield first
    while True:
        yield "And"


def _step(finding: Finding, value: Any, side: str, today: date | None) -> str:
    if not side and (own := _said(finding, value)):
        return own
    on_side = f" on the {side}" if side else ""
    return f"{_plainly(finding, value, today)}{on_side}"


def _said(finding: Finding, value: Any) -> str:
    """Tell a finding in the words of `sayings.yaml`, where a sentence there is about it alone."""
    slot = _SLOTS.get(finding.kind)
    typed = _typed(finding, value) if slot or finding.kind == "yes_no" else ""
    for sentence, text in _sentences().get(finding.name, ()):
        if text in (value, typed) and typed:
            return sentence
    for sentence, text in _sentences().get(finding.name, ()):
        if slot and text == f"{{{slot}}}" and typed != "none":
            return sentence.format_map({slot: typed})
    return ""


@cache
def _sentences() -> Mapping[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for it in said_in_english():
        if len(it.findings) == 1:
            ((name, text),) = it.findings.items()
            found.setdefault(name, []).append((it.sentence, text))
    return found


def _plainly(finding: Finding, value: Any, today: date | None) -> str:
    label = spoken_label(finding.label)
    match finding.kind:
        case "elapsed":
            return f"the palsy began {_elapsed(value)} ago"
        case "yes_no":
            return label if value == "yes" else f"no {label}"
        case "treatments":
            return _treatments(value, today)
        case "date":
            return f"{label}: {_day(value, today)}"
        case _:
            return f"{label}: {_typed(finding, value)}"


def _typed(finding: Finding, value: Any) -> str:
    if finding.kind == "list":
        return "none" if value == ["none"] else ", ".join(_text(finding, it) for it in value)
    if finding.kind == "number":
        return f"{value:g}"
    return _text(finding, str(value))


def _elapsed(value: Mapping[str, Any]) -> str:
    unit = str(value["unit"])
    return f"{value['value']:g} {unit.removesuffix('s') if value['value'] == 1 else unit}"


def _text(finding: Finding, code: str) -> str:
    named = title_of(code) if finding.name == "refusals" else finding.text_of(code)
    text = short(named) if finding.words else code
    # The code itself is always understood; a text that is a list of its own would be taken apart.
    return next((it for it in (text, spoken(code)) if len(listed(it)) < 2), code)


def _treatments(entries: Sequence[Any], today: date | None) -> str:
    if list(entries) == ["none"]:
        return "nothing has been tried yet"
    columns = [name for name in _COLUMNS if any(name in it for it in entries)]
    head = ["treatment", "response", *(_DAYS.get(name, name) for name in columns)]
    rows = [head, *(_row(entry, columns, today) for entry in entries)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    table = (f"    | {' | '.join(map(str.ljust, row, widths))} |" for row in rows)
    return "\n".join(["earlier treatments", *table])


def _row(entry: Mapping[str, Any], columns: Sequence[str], today: date | None) -> list[str]:
    said = [short(title_of(entry["intervention"])), str(entry.get("response", ""))]
    return [*said, *(_cell(entry, name, today) for name in columns)]


def _cell(entry: Mapping[str, Any], name: str, today: date | None) -> str:
    value = entry.get(name, "")
    return _day(value, today) if value and name in _DAYS else str(value)


def _day(value: str, today: date | None) -> str:
    if today is None:
        return value
    days = (today - date.fromisoformat(value)).days
    return f"{days} day{'' if days == 1 else 's'} ago" if days > 0 else _date(value)


def _date(value: str) -> str:
    on = date.fromisoformat(value)
    return f"{on.day} {on:%B} {on.year}"
