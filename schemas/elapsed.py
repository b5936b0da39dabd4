"""How long the palsy has lasted, as a number of hours to years or as not known."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from schemas.closed import Closed, json_schema_of, load
from schemas.faults import Fault
from schemas.fields import NumberField, StrictField, WordField, described, kind_of

DAYS_IN = {"hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25}

MOST_YEARS = 100

_MOST_HOURS = MOST_YEARS * DAYS_IN["years"] * 24


class DurationSchema(Closed):
    """A number and its unit."""

    value = NumberField(0, _MOST_HOURS, required=True, metadata={"description": "How many?"})
    unit = WordField(DAYS_IN, required=True, metadata={"description": "Of which unit?"})


class DurationField(StrictField):
    """`{"value": 14, "unit": "months"}`, at most 100 years, or "unknown"."""

    said_as = 'a number with its unit, as in {"value": 14, "unit": "months"}, or "unknown"'

    def __init__(self, **options: Any) -> None:
        self.schema = DurationSchema()
        shape = {"anyOf": [json_schema_of(self.schema), {"enum": ["unknown"]}]}
        examples = [{"value": 14, "unit": "months"}]
        super().__init__(**described({**shape, "examples": examples}, options))

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if value == "unknown":
            return value
        if not isinstance(value, Mapping):
            self.refuse("wrong_type", f"Expected {self.said_as}; found {kind_of(value)}.")
        duration, faults = load(self.schema, value)
        if faults := faults or list(_too_long(duration)):
            raise ValidationError(faults)
        return duration


def _too_long(duration: Mapping[str, Any]) -> list[Fault]:
    if duration["value"] * DAYS_IN[duration["unit"]] <= MOST_YEARS * DAYS_IN["years"]:
        return []
    return [Fault("/value", "out_of_range", f"It is longer than {MOST_YEARS} years.")]
