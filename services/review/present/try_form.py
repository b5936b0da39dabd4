"""The form of a case that is tried: every finding of the catalogue, as it was typed, its faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from schemas.catalogue import Finding, catalogue, sided_names
from schemas.elapsed import DAYS_IN
from schemas.faults import Fault
from schemas.interventions import interventions
from schemas.treatments import RESPONSES
from services.review.present.findings import label
from services.review.present.words import plain, title, upper_first
from services.review.tried_fields import KINDS, TREATMENTS, UNKNOWN, Pairs, Tried

COMMON = (
    "house_brackmann",
    "duration",
    "side",
    "synkinesis",
    "cause",
    "age_years",
    "forehead_spared",
    "eye_closure",
    "vesicles",
    "emg_status",
)
"""What is asked for first, since most plans turn on it."""

_SPARE_TREATMENTS = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen: what is sent, what is read, and whether it was."""

    code: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Mend:
    """What is wrong with a field; ``address`` asks for the nearest right thing, or is empty."""

    text: str
    word: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """
    One finding as it is asked for.

    Attributes:
        name: under which it is sent.
        shape: `choose`, `tick`, `write` or `elapsed`.
        label: its name.
        hint: the question, with unit and limits.
        choices: what may be chosen or ticked; of an elapsed time the units.
        typed: what was written.
        mends: what is wrong with it.
    """

    name: str
    shape: str
    label: str
    hint: str
    choices: tuple[Choice, ...] = ()
    typed: str = ""
    mends: tuple[Mend, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A group of fields; ``said`` counts what was assessed, ``open`` is set where one is wrong."""

    code: str
    title: str
    fields: tuple[Field, ...]
    said: int
    open: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One treatment so far, as fields."""

    number: int
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class TryForm:
    """
    The whole form.

    Attributes:
        common: what is asked for first.
        parts: everything else, by group.
        assessed_at: when the patient was examined.
        treatments: what was tried before; some rows are left to be filled.
        nothing_tried: whether it was said that nothing has been tried.
        mends: everything that is wrong, each with the field that it belongs to, in their order.
    """

    common: tuple[Field, ...]
    parts: tuple[Part, ...]
    assessed_at: Field
    treatments: tuple[Row, ...]
    nothing_tried: bool
    treatment_mends: tuple[Mend, ...]
    mends: tuple[tuple[str, str, Mend], ...]


def address(pairs: Pairs, **more: str) -> str:
    """Write the address of a case."""
    query = urlencode([*pairs, *((name, value) for name, value in more.items() if value)])
    return f"/try?{query}" if query else "/try"


def try_form(tried: Tried, faults: Sequence[Fault]) -> TryForm:
    """Lay out the form, filled as it was typed, with each fault at its field."""
    mends = {name: tuple(found) for name, found in _mends(tried, faults).items()}
    fields = {name: _field(tried, finding, name, mends) for name, finding in _asked()}
    rows = tuple(_rows(tried, mends))
    own = mends.get(TREATMENTS, ())
    return TryForm(
        common=tuple(fields[name] for name in COMMON),
        parts=tuple(_parts(tried, fields, mends)),
        assessed_at=fields["assessed_at"],
        treatments=rows,
        nothing_tried="none" in tried.typed(TREATMENTS),
        treatment_mends=own,
        mends=tuple(_all(mends)),
    )


def _asked() -> Iterator[tuple[str, Finding]]:
    found = catalogue()
    yield "assessed_at", found.record["assessed_at"]
    for finding in found.findings.values():
        if finding.kind == "treatments":
            continue
        yield finding.name, finding
        for name in sided_names(finding):
            yield name, finding
        if finding.kind == "elapsed":
            yield "onset_date", finding
            yield "onset_at", finding


def _field(
    tried: Tried, finding: Finding, name: str, mends: Mapping[str, tuple[Mend, ...]]
) -> Field:
    typed = tried.typed(name)
    shape = _shape(name)
    return Field(
        name=name,
        shape=shape,
        label=_LABELS.get(name) or label(name),
        hint=_HINTS.get(name) or _hint(finding),
        choices=tuple(_choices(finding, shape, typed)),
        typed=_written(shape, typed),
        mends=mends.get(name, ()),
    )


_LABELS = {
    "onset_date": "Or the day it began",
    "onset_at": "Or the moment it began",
}
_HINTS = {
    "onset_date": "2026-11-22",
    "onset_at": "2026-11-22T09:30:00+01:00",
    "assessed_at": "2026-11-22T09:30:00+01:00. Without it, the moment that is planned for.",
}


def _shape(name: str) -> str:
    shapes = {"word": "choose", "yes_no": "choose", "list": "tick", "elapsed": "elapsed"}
    return shapes.get(KINDS[name], "write")


def _hint(finding: Finding) -> str:
    if finding.kind == "number":
        limits = f"{finding.least:g} to {finding.most:g} {finding.unit or ''}".strip()
        return f"{finding.question} {upper_first(limits)}."
    return f"{finding.question} 2026-11-22." if finding.kind == "date" else finding.question


def _written(shape: str, typed: list[str]) -> str:
    text = typed[0] if typed else ""
    if shape != "elapsed" or text == UNKNOWN:
        return "" if text == UNKNOWN else text
    return text.rstrip("abcdefghijklmnopqrstuvwxyz").strip() if _unit(text) else text


def _unit(text: str) -> str:
    unit = text.casefold().split()[-1] if text else ""
    return next((it for it in DAYS_IN if unit in (it, it.removesuffix("s"))), "")


def _choices(finding: Finding, shape: str, typed: list[str]) -> Iterator[Choice]:
    if shape == "elapsed":
        chosen = _unit(typed[0]) if typed else "months"
        if typed and not chosen and UNKNOWN not in typed:
            yield Choice("", "choose a unit", chosen=True)
        yield from (Choice(unit, unit, unit == chosen) for unit in DAYS_IN)
        yield Choice(UNKNOWN, "nobody knows", UNKNOWN in typed)
    elif finding.words:
        words = {word.code: word.text for word in finding.words}
        words |= {"none": "none, looked for"} if shape == "tick" else {}
        yield from (Choice(code, text, code in _several(typed)) for code, text in words.items())
        # What was typed stays to be seen, also where it is no word of this finding.
        for word in _several(typed):
            if word not in words and word != UNKNOWN:
                yield Choice(word, f"{word} (as typed)", chosen=True)


def _several(typed: Iterable[str]) -> list[str]:
    return [word for text in typed for word in text.replace(",", " ").split()]


def _parts(
    tried: Tried, fields: Mapping[str, Field], mends: Mapping[str, tuple[Mend, ...]]
) -> Iterator[Part]:
    for code, name in catalogue().groups.items():
        in_group = [it for it in catalogue().findings.values() if it.group == code]
        names = [it.name for it in in_group if it.name in fields and it.name not in COMMON]
        names += ["onset_date", "onset_at"] if code == "palsy" else []
        if names:
            yield _part(code, _TITLES.get(code, name), names, tried, fields, mends)
    sided = [name for it in catalogue().findings.values() for name in sided_names(it)]
    yield _part("sides", "Each side by itself, both being weak", sided, tried, fields, mends)


_TITLES = {"palsy": "More about the palsy"}


def _part(
    code: str,
    name: str,
    names: Sequence[str],
    tried: Tried,
    fields: Mapping[str, Field],
    mends: Mapping[str, tuple[Mend, ...]],
) -> Part:
    said = [it for it in names if tried.typed(it)]
    if code == "wishes":
        said += [it for it, _ in tried.pairs if it.startswith(TREATMENTS)][:1]
    wrong = any(it in mends for it in names) or (code == "wishes" and _wrong_treatment(mends))
    return Part(code, name, tuple(fields[it] for it in names), len(said), wrong)


def _wrong_treatment(mends: Mapping[str, tuple[Mend, ...]]) -> bool:
    return any(name.startswith(TREATMENTS) for name in mends)


def _rows(tried: Tried, mends: Mapping[str, tuple[Mend, ...]]) -> Iterator[Row]:
    named = {it.split(".")[1] for it, _ in tried.pairs if it.startswith(f"{TREATMENTS}.")}
    for number in range(len(named) + _SPARE_TREATMENTS):
        yield Row(number, tuple(_row(tried, number, mends)))


def _row(tried: Tried, number: int, mends: Mapping[str, tuple[Mend, ...]]) -> Iterator[Field]:
    for key, name in _ENTRY.items():
        field = f"{TREATMENTS}.{number}.{key}"
        typed = tried.typed(field)
        words = _ENTRY_WORDS.get(key)
        choices = [Choice(code, text, code in typed) for code, text in (words or {}).items()]
        if words and typed and typed[0] not in words:
            choices.append(Choice(typed[0], f"{typed[0]} (as typed)", chosen=True))
        yield Field(
            name=field,
            shape="choose" if words else "write",
            label=name,
            hint="2026-11-22" if key in ("started", "last_given", "ended") else "",
            choices=tuple(choices),
            typed=typed[0] if typed else "",
            mends=mends.get(field, ()),
        )


_ENTRY = {
    "intervention": "Treatment",
    "response": "Response",
    "cycles": "Cycles",
    "started": "Started",
    "last_given": "Last given",
    "ended": "Ended",
    "side": "On the side",
}


def _entry_words() -> dict[str, dict[str, str]]:
    sides = {word.code: word.text for word in catalogue().findings["side"].words}
    return {
        "intervention": {code: title(code) for code in interventions()},
        "response": {code: plain(code) for code in RESPONSES if code != UNKNOWN},
        "side": sides,
    }


_ENTRY_WORDS = _entry_words()


def _mends(tried: Tried, faults: Sequence[Fault]) -> dict[str, list[Mend]]:
    found: dict[str, list[Mend]] = {}
    for fault in faults:
        found.setdefault(_place(fault.pointer), []).append(_mend(tried, fault))
    return found


def _place(pointer: str) -> str:
    name, *rest = pointer.removeprefix("/").split("/")
    return ".".join((name, *rest)) if name == TREATMENTS and len(rest) == 2 else name


def _mend(tried: Tried, fault: Fault) -> Mend:
    name, *rest = fault.pointer.removeprefix("/").split("/")
    if fault.code == "required" and name in KINDS and not rest:
        return Mend(_MISSING.get(name, fault.detail))
    if fault.code == "unknown_key" and not rest:
        return _unknown(tried, name, fault)
    if fault.suggestion is None or name == TREATMENTS or name not in KINDS:
        return Mend(fault.detail)
    typed = _several(tried.typed(name)) if KINDS[name] == "list" else tried.typed(name)
    at = int(rest[0]) if rest and rest[0].isdigit() else 0
    better = [fault.suggestion if n == at else word for n, word in enumerate(typed)]
    return Mend(fault.detail, fault.suggestion, address(tried.with_said(name, *better)))


_MISSING = {"house_brackmann": "Say which House-Brackmann grade; every plan needs it."}


def _unknown(tried: Tried, name: str, fault: Fault) -> Mend:
    text = f'"{name[:64]}" in the address is no finding.'
    if fault.suggestion is None or fault.suggestion not in KINDS:
        return Mend(text)
    renamed = [(fault.suggestion if key == name else key, value) for key, value in tried.pairs]
    return Mend(
        f"{text} Did you mean {label(fault.suggestion)}?", fault.suggestion, address(renamed)
    )


def _all(mends: Mapping[str, Sequence[Mend]]) -> Iterator[tuple[str, str, Mend]]:
    order = [*COMMON, *(name for name, _ in _asked()), "as_of"]
    for name, found in sorted(mends.items(), key=lambda it: _rank(it[0], order)):
        known = name in KINDS or name == "as_of"
        for mend in found:
            yield (name if known else "", _name(name) if known else "", mend)


def _rank(name: str, order: Sequence[str]) -> int:
    return order.index(name) if name in order else len(order)


def _name(name: str) -> str:
    return "Plan as of" if name == "as_of" else label(name)
