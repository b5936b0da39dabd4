"""Objects that have their own keys and no others, loaded with all that is wrong said at once."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields

from schemas.faults import Fault
from schemas.fields import CODES, StrictField, described, kind_of
from schemas.nearest import nearest

MOST_FAULTS = 100

_LONGEST_KEY = 64


class Closed(Schema):
    """A schema that takes its own keys and no others."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "unknown_key", "type": "wrong_type"}  # noqa: RUF012


class ObjectField(fields.Nested):
    """An object of its own schema."""

    default_error_messages = CODES


class ListField(fields.List[Any]):
    """A list of things of one kind."""

    default_error_messages = CODES


class MapField(StrictField):
    """An object whose keys are names that others give: of findings, of sources."""

    said_as = "an object"

    def __init__(self, each: Schema | None = None, **options: Any) -> None:
        """Take values of one schema, or any JSON values when it is None."""
        self.each = each
        inner = json_schema_of(each) if each else {}
        super().__init__(**described({"type": "object", "additionalProperties": inner}, options))

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            self.refuse_type(value)
        if self.each is None:
            return dict(value)
        read = {key: load(self.each, entry) for key, entry in value.items()}
        if faults := [moved(it, pointer_to(key)) for key, (_, them) in read.items() for it in them]:
            raise ValidationError(faults)
        return {key: entry for key, (entry, _) in read.items()}


def json_schema_of(schema: Schema) -> dict[str, Any]:
    """Describe a flat closed schema, whose fields carry their JSON Schema in `metadata`."""
    return {
        "type": "object",
        "required": [name for name, field in schema.fields.items() if field.required],
        "properties": {name: dict(field.metadata) for name, field in schema.fields.items()},
        "additionalProperties": False,
    }


def load(schema: Schema, posted: object) -> tuple[dict[str, Any], list[Fault]]:
    """
    Load an object; what is wrong comes back beside what could be read.

    Of the faults at most `MOST_FAULTS` are returned, since nobody reads more.
    """
    if not isinstance(posted, Mapping):
        return {}, [Fault("", "wrong_type", f"Expected an object, found {kind_of(posted)}.")]
    try:
        loaded: dict[str, Any] = schema.load(posted)
    except ValidationError as error:
        loaded = dict(error.valid_data or {})
        return loaded, list(islice(_faults(error.messages, "", schema), MOST_FAULTS))
    return loaded, []


def read(schema: Schema, body: object) -> tuple[dict[str, Any], list[Fault]]:
    """
    Load what one of our own stations wrote; keys that are not known are passed over.

    A newer station may say more than an older one knows of: on the bus that is no fault.
    """
    if isinstance(body, Mapping):
        body = {key: value for key, value in body.items() if key in schema.fields}
    return load(schema, body)


def moved(fault: Fault, pointer: str) -> Fault:
    """Return a fault as seen from further out: its pointer behind another."""
    return replace(fault, pointer=pointer + fault.pointer)


def pointer_to(*path: object) -> str:
    """Write a path as a JSON Pointer."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def _faults(messages: Any, pointer: str, schema: Schema | None) -> Iterator[Fault]:
    for message in messages if isinstance(messages, list) else ():
        if isinstance(message, Fault):
            yield moved(message, pointer)
        else:
            yield Fault(pointer, *_SAID.get(message, ("wrong_type", str(message))))
    for key, inner in messages.items() if isinstance(messages, Mapping) else ():
        if inner == ["unknown_key"]:
            yield _unknown_key(str(key), pointer, schema)
        elif key == "_schema":
            yield from _faults(inner, pointer, schema)
        else:
            yield from _below(key, inner, pointer=pointer, schema=schema)


def _below(key: Any, inner: Any, *, pointer: str, schema: Schema | None) -> Iterator[Fault]:
    inside = schema if isinstance(key, int) else _schema_of(schema, key)
    for fault in _faults(inner, pointer + pointer_to(key), inside):
        yield _asked(fault, schema, key) if fault.detail == _REQUIRED else fault


def _schema_of(schema: Schema | None, key: str) -> Schema | None:
    field = schema.fields.get(key) if schema else None
    inner = field.inner if isinstance(field, fields.List) else field
    return inner.schema if isinstance(inner, fields.Nested) else None


def _asked(fault: Fault, schema: Schema | None, key: Any) -> Fault:
    field = schema.fields.get(key) if schema else None
    asks = field.metadata.get("description", "") if field else ""
    return replace(fault, detail=f"{key} is required. {asks}".strip())


def _unknown_key(key: str, pointer: str, schema: Schema | None) -> Fault:
    near = nearest(key, schema.fields) if schema else None
    ask = f'; did you mean "{near}"?' if near else "."
    detail = f'"{key[:_LONGEST_KEY]}" is not a key that is known here{ask}'
    return Fault(pointer + pointer_to(key), "unknown_key", detail, suggestion=near)


_REQUIRED = "It is required."
_SAID = {
    "required": ("required", _REQUIRED),
    "null": ("wrong_type", "null is not taken here; leave the key out."),
    "wrong_type": ("wrong_type", "It is of another type than expected here."),
}
