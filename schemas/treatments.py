"""What has been tried: one entry for each course of treatment."""

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import Schema, ValidationError

from schemas.catalogue import catalogue
from schemas.closed import Closed, json_schema_of, load, moved
from schemas.faults import Fault
from schemas.fields import EMPTY_LIST, NumberField, StrictField, WordField, described, refuse_long
from schemas.interventions import interventions
from schemas.text_fields import DayField

UNKNOWN = "unknown"

RESPONSES = ("none", "partial", "good", "worse", "ongoing", UNKNOWN)

DATES = ("started", "last_given", "ended")

_MOST_CYCLES = 500


def treatment_schema() -> Schema:
    """Make the schema of one entry; `response` is "unknown" where it was not said."""
    sides = [word.code for word in catalogue().findings["side"].words]
    return Closed.from_dict(
        {
            "intervention": WordField(
                interventions(), required=True, metadata=_asks("What was tried?")
            ),
            "side": WordField(sides, metadata=_asks("On which side?")),
            "response": WordField(
                RESPONSES, load_default=lambda: UNKNOWN, metadata=_asks("Did it help?")
            ),
            "cycles": NumberField(0, _MOST_CYCLES, whole=True, metadata=_asks("How many times?")),
            "started": DayField(metadata=_asks("When did it begin?")),
            "last_given": DayField(metadata=_asks("When was it last given?")),
            "ended": DayField(metadata=_asks("When did it end?")),
        },
        name="PriorTreatment",
    )()


class TreatmentsField(StrictField):
    """A list of entries, or ["none"] when nothing has been tried."""

    said_as = "a list of treatments"

    def __init__(self, **options: Any) -> None:
        self.schema = treatment_schema()
        super().__init__(**described(_json_schema(self.schema), options))

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[Any]:
        if not isinstance(value, list):
            self.refuse_type(value)
        if not value:
            self.refuse("not_allowed", EMPTY_LIST)
        refuse_long(self, value)
        if value == ["none"]:
            return value
        return self._entries(value)

    def _entries(self, value: list[Any]) -> list[dict[str, Any]]:
        read = [self._entry(at, entry) for at, entry in enumerate(value)]
        if faults := [fault for _, found in read for fault in found]:
            raise ValidationError(faults)
        return [entry for entry, _ in read]

    def _entry(self, at: int, posted: Any) -> tuple[dict[str, Any], Iterable[Fault]]:
        if posted == "none":
            detail = '"none" stands alone: nothing was tried, or something was.'
            return {}, [Fault(f"/{at}", "contradicts", detail)]
        entry, faults = load(self.schema, _said(posted))
        return entry, [moved(fault, f"/{at}") for fault in (*faults, *_backwards(entry))]


def _said(posted: Any) -> Any:
    if not isinstance(posted, Mapping):
        return posted
    return {
        key: value
        for key, value in posted.items()
        if key == "intervention" or (value is not None and value != UNKNOWN) or key not in _OPTIONAL
    }


_OPTIONAL = frozenset({"side", "response", "cycles", *DATES})


def _backwards(entry: Mapping[str, Any]) -> list[Fault]:
    if entry.get("started", "") <= entry.get("ended", "9999"):
        return []
    return [Fault("/ended", "contradicts", "It ended before it started.")]


def _asks(question: str) -> dict[str, str]:
    return {"description": question}


def _json_schema(schema: Schema) -> dict[str, Any]:
    listed = {"type": "array", "items": json_schema_of(schema), "minItems": 1}
    return {"anyOf": [listed, {"type": "array", "items": {"enum": ["none"]}, "maxItems": 1}]}
