"""A case that is tried, as an address holds it: fields of a form, and the assessment in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from werkzeug.datastructures import MultiDict

from schemas.catalogue import Kind, catalogue, sided_names
from schemas.faults import Fault
from schemas.finding_fields import ONSETS
from schemas.treatments import DATES

NOBODY = "SIMULATED-1"
"""Stands where a patient's reference is asked for: what is tried is nobody's case."""

UNKNOWN = "unknown"
TREATMENTS = "prior_treatments"

Form = MultiDict[str, str]
Pairs = list[tuple[str, str]]

_WHOSE = ("patient_ref", "assessment_id", "replaces")
_MOST_TREATMENTS = 12
_ENTRY = re.compile(rf"{TREATMENTS}\.(?P<at>\d{{1,2}})\.(?P<key>\w+)")
_ENTRY_KEYS = ("intervention", "response", "cycles", *DATES, "side")
_ELAPSED = re.compile(r"(?P<value>[^a-z]*?)\s*(?P<unit>[a-z]+)?", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,6})?")
_NOT_A_NUMBER = "Write a number, with a point and not a comma: 3 or 2.5."


def _kinds() -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for finding in (*catalogue().record.values(), *catalogue().findings.values()):
        for name in (finding.name, *sided_names(finding)):
            found[name] = finding.kind
    return found | {"onset_date": "date", "onset_at": "moment"}


KINDS: Mapping[str, Kind] = MappingProxyType(
    {name: kind for name, kind in _kinds().items() if name not in _WHOSE}
)
"""What may stand in the address about a patient, and what its value looks like."""


@dataclass(frozen=True, slots=True)
class Tried:
    """
    A case as somebody asked for it.

    Attributes:
        pairs: what an address has to hold to ask for it again; without blanks, in the order of
            the form, values as typed.
        assessment: what a machine would post of it; words, numbers and lists that could be read.
        as_of: the moment that is planned for, as typed; empty for now.
        faults: what could not be read as what it should be.
    """

    pairs: Pairs
    assessment: Mapping[str, Any]
    as_of: str
    faults: tuple[Fault, ...]

    @property
    def is_blank(self) -> bool:
        """Whether nothing is said of the patient yet."""
        return not any(name != "as_of" for name, _ in self.pairs)

    def typed(self, name: str) -> list[str]:
        """Give what was typed into a field; nothing for one that was left blank."""
        return [value for key, value in self.pairs if key == name]

    def with_said(self, name: str, *values: str) -> Pairs:
        """Give the address of the same case with one thing said otherwise, or no longer."""
        gone = (*ONSETS, "duration_unit") if name in ONSETS else (name,)
        kept = [pair for pair in self.pairs if pair[0] not in gone and not _entry_of(name, pair)]
        return _in_order([*kept, *((name, value) for value in values)])


def tried_from(form: Form) -> Tried:
    """
    Read a case from an address or a form; blanks are not assessed, and stay out.

    Nothing is checked here but that numbers are numbers: the schema of assessments does the rest.
    What names a patient is left out.
    """
    pairs = _pairs(form)
    held: Form = MultiDict(pairs)
    said: dict[str, Any] = {}
    faults: list[Fault] = []
    for name in dict.fromkeys(name for name, _ in pairs):
        _read(name, held, said, faults)
    if treatments := _entries(held, faults):
        said[TREATMENTS] = [*said.get(TREATMENTS, ()), *treatments]
    return Tried(pairs, posted(said), held.get("as_of", ""), tuple(faults))


def is_tidy(form: Form) -> bool:
    """Tell whether an address holds a case and nothing else: no blanks, nobody's name."""
    if "duration_unit" in form:
        return False
    return all(text.strip() and name not in _WHOSE for name, text in form.items(multi=True))


def posted(findings: Mapping[str, Any]) -> dict[str, Any]:
    """Make an assessment of findings: what one needs and nobody said is unknown."""
    needed = {} if any(name in findings for name in ONSETS) else {"duration": UNKNOWN}
    return {"patient_ref": NOBODY, "synkinesis": UNKNOWN, **needed, **findings}


def pairs_of(assessment: Mapping[str, Any], *, as_of: str = "") -> Pairs:
    """Give what an address holds to ask for an assessment, without whose it is."""
    pairs = [("as_of", as_of)] if as_of else []
    for name, value in assessment.items():
        if name in KINDS and value not in (None, UNKNOWN):
            pairs += _written(name, value)
    return _in_order(pairs)


def _pairs(form: Form) -> Pairs:
    named = ((name, text.strip()) for name, text in form.items(multi=True))
    pairs = [pair for pair in named if pair[1] and pair[0] not in _WHOSE]
    unit = next((text for name, text in pairs if name == "duration_unit"), "")
    joined = [(name, _with_unit(name, text, unit)) for name, text in pairs]
    if unit == UNKNOWN and not any(name in ONSETS for name, _ in joined):
        joined.append(("duration", UNKNOWN))
    return _in_order(_renumbered([pair for pair in joined if pair[0] != "duration_unit"]))


def _renumbered(pairs: Pairs) -> Pairs:
    """Number the treatments from 0 without a gap, as they stand in the assessment."""
    named = {name: found for name, _ in pairs if (found := _ENTRY.fullmatch(name))}
    numbers = sorted({int(found["at"]) for found in named.values()})
    new = {
        name: f"{TREATMENTS}.{numbers.index(int(found['at']))}.{found['key']}"
        for name, found in named.items()
    }
    return [(new.get(name, name), text) for name, text in pairs]


def _with_unit(name: str, text: str, unit: str) -> str:
    if name != "duration" or any(letter.isalpha() for letter in text):
        return text
    return f"{text} {unit}".strip() if unit != UNKNOWN else UNKNOWN


def _in_order(pairs: Iterable[tuple[str, str]]) -> Pairs:
    names = (*catalogue().findings, *ONSETS, *KINDS, "as_of")
    order = {name: at for at, name in enumerate(dict.fromkeys(names))}

    def place(pair: tuple[str, str]) -> tuple[int, str]:
        base = pair[0].partition(".")[0]
        return order.get(base, len(order)), pair[0] if base == TREATMENTS else ""

    return sorted(dict.fromkeys(pairs), key=place)


def _entry_of(name: str, pair: tuple[str, str]) -> bool:
    return name == TREATMENTS and pair[0].startswith(f"{TREATMENTS}.")


def _read(name: str, held: Form, said: dict[str, Any], faults: list[Fault]) -> None:
    if name == "as_of" or _ENTRY.fullmatch(name):
        return
    kind = KINDS.get(name)
    if kind == "number":
        _number(name, held[name], said, faults)
    elif kind == "elapsed":
        _elapsed(name, held[name], said, faults)
    elif kind in ("list", "treatments"):
        said[name] = [word for text in held.getlist(name) for word in re.split(r"[,\s]+", text)]
    else:
        said[name] = _moment(held[name]) if kind == "moment" else held[name]


def _number(name: str, text: str, said: dict[str, Any], faults: list[Fault]) -> None:
    if _NUMBER.fullmatch(text):
        said[name] = _plain(text)
    else:
        faults.append(_no_number(f"/{name}", text))


def _no_number(pointer: str, text: str) -> Fault:
    # "1,5" is meant as 1.5 nearly everywhere that it is written.
    near = text.replace(",", ".") if _NUMBER.fullmatch(text.replace(",", ".")) else None
    meant = f" Did you mean {near}?" if near else ""
    return Fault(pointer, "wrong_type", f"{_NOT_A_NUMBER}{meant}", suggestion=near)


def _elapsed(name: str, text: str, said: dict[str, Any], faults: list[Fault]) -> None:
    if text == UNKNOWN:
        said[name] = UNKNOWN
        return
    found = _ELAPSED.fullmatch(text)
    value, unit = (found["value"], found["unit"]) if found else (text, None)
    if not _NUMBER.fullmatch(value):
        faults.append(_no_number(f"/{name}", value))
    elif not unit:
        detail = "Say of which unit: hours, days, weeks, months or years."
        faults.append(Fault(f"/{name}", "required", detail))
    else:
        # "1 month" is written as it is said.
        whole = unit.casefold()
        said[name] = {"value": _plain(value), "unit": whole if whole[-1] == "s" else f"{whole}s"}


def _moment(text: str) -> str:
    # In an address a plus sign reads as a blank.
    return re.sub(r" (?=\d\d:\d\d$)", "+", text)


def _entries(held: Form, faults: list[Fault]) -> list[dict[str, Any]]:
    rows: dict[int, dict[str, Any]] = {}
    for name, text in held.items():
        found = _ENTRY.fullmatch(name)
        if found is None or int(found["at"]) >= _MOST_TREATMENTS:
            continue
        row = rows.setdefault(int(found["at"]), {})
        if found["key"] == "cycles" and not _NUMBER.fullmatch(text):
            faults.append(_no_number(f"/{name.replace('.', '/')}", text))
        else:
            row[found["key"]] = _plain(text) if found["key"] == "cycles" else text
    return [rows[at] for at in sorted(rows)]


def _written(name: str, value: Any) -> Pairs:
    if name == TREATMENTS and value != ["none"]:
        return [
            (f"{TREATMENTS}.{at}.{key}", _as_text(entry[key]))
            for at, entry in enumerate(value)
            for key in _ENTRY_KEYS
            if entry.get(key) not in (None, UNKNOWN)
        ]
    if isinstance(value, list):
        return [(name, str(word)) for word in value]
    return [(name, _as_text(value))]


def _as_text(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{value['value']:g} {value['unit']}"
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _plain(digits: str) -> int | float:
    number = float(digits)
    return int(number) if number.is_integer() else number
