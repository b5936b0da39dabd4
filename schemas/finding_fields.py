"""The field that takes a finding: one for each kind of the catalogue."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from schemas.catalogue import Finding, sided_names
from schemas.elapsed import DurationField
from schemas.fields import NumberField, StrictField, WordField, WordsField
from schemas.text_fields import DayField, MomentField, TextField
from schemas.treatments import TreatmentsField

UNKNOWN = "unknown"

ONSETS = ("duration", "onset_date", "onset_at")

_REF = "[A-Za-z0-9._:-]{1,64}"
_WITH_DIGIT = f"(?=[^0-9]*[0-9]){_REF}"


def fields_for(finding: Finding) -> Iterator[tuple[str, StrictField]]:
    """
    Make the fields that take a finding, each with its key.

    A finding that may come for each side has three, the time since onset has three to choose from.
    """
    if finding.kind == "elapsed":
        yield from _onset_fields(finding)
        return
    yield finding.name, _described(_MAKERS[finding.kind](finding), finding)
    for name in sided_names(finding):
        field = _MAKERS[finding.kind](finding)
        field.required = False
        yield name, _described(field, finding, which=f" ({name.rpartition('_')[2]} side)")


def patient_ref_field(**options: Any) -> TextField:
    """Make the field that takes a patient's reference, which is never a name."""
    return TextField(
        pattern=_WITH_DIGIT,
        hint="A reference, never a name: 1 to 64 of A-Z a-z 0-9 . _ : - with at least one digit.",
        **options,
    )


def ref_field(**options: Any) -> TextField:
    """Make the field that takes any other reference."""
    hint = "A reference: 1 to 64 of A-Z a-z 0-9 . _ : - without blanks."
    return TextField(pattern=_REF, hint=hint, **options)


def _ref(finding: Finding) -> StrictField:
    make = patient_ref_field if finding.name == "patient_ref" else ref_field
    return make(required=finding.required)


def _word(finding: Finding) -> StrictField:
    words = [word.code for word in finding.words] + [UNKNOWN] * finding.or_unknown
    return WordField(words, required=finding.required)


def _words(finding: Finding) -> StrictField:
    return WordsField(word.code for word in finding.words)


def _number(finding: Finding) -> StrictField:
    return NumberField(finding.least, finding.most, whole=finding.whole, unit=finding.unit or "")


def _onset_fields(finding: Finding) -> Iterator[tuple[str, StrictField]]:
    fields: tuple[StrictField, ...] = (DurationField(), DayField(), MomentField())
    for name, field in zip(ONSETS, fields, strict=True):
        field.metadata = {"description": finding.question, **field.metadata}
        yield name, field


def _described(field: StrictField, finding: Finding, *, which: str = "") -> StrictField:
    shape = field.metadata if field.required else _or_unknown(field.metadata)
    field.metadata = {"description": finding.question + which, **shape}
    return field


def _or_unknown(shape: Mapping[str, Any]) -> dict[str, Any]:
    if "enum" in shape:
        return {"type": ["string", "null"], "enum": [*shape["enum"], UNKNOWN, None]}
    return {"anyOf": [dict(shape), {"enum": [UNKNOWN, None]}]}


_MAKERS: Mapping[str, Callable[[Finding], StrictField]] = {
    "ref": _ref,
    "word": _word,
    "yes_no": _word,
    "list": _words,
    "number": _number,
    "date": lambda finding: DayField(),
    "moment": lambda finding: MomentField(),
    "treatments": lambda finding: TreatmentsField(),
}
