"""Objects that have their own keys and no others, loaded with all that is wrong said at once."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields

from schemas.faults import Fault
from schemas.fields import StrictField, WordField, described, kind_of
from schemas.nearest import nearest

MOST_FAULTS = 100

_LONGEST_KEY = 64


class Closed(Schema):
    """A schema that takes its own keys and no others."""

    class Meta:
        unknown = RAISE

    def load(self, data: Any, **_: Any) -> Any:
        """Load an object, or raise a `ValidationError` with every fault in it."""
        loaded, faults = load(self, data)
        if faults:
            raise ValidationError(faults)
        return loaded


class ObjectField(fields.Nested):
    """An object of its own schema."""

    def deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        """Load the object, or raise a `ValidationError` with every fault in it."""
        return self.schema.load(value)


class ListField(fields.List[Any]):
    """A list of things of one kind."""

    def deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        """Load each of them, or raise a `ValidationError` with every fault in them."""
        if not isinstance(value, list):
            detail = f"Expected a list, found {kind_of(value)}."
            raise ValidationError([Fault("", "wrong_type", detail)])
        return _each(enumerate(value), self.inner.deserialize)


class MapField(StrictField):
    """An object whose keys are names that others give: of findings, of sources."""

    said_as = "an object"

    def __init__(self, each: Schema | None = None, **options: Any) -> None:
        """Take values of one schema, or any JSON values when it is None."""
        self.each = each
        self._load = each.load if each else _any
        inner = json_schema_of(each) if each else {}
        super().__init__(**described({"type": "object", "additionalProperties": inner}, options))

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            self.refuse_type(value)
        return dict(zip(value, _each(value.items(), self._load), strict=True))


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
    Load an object by a closed schema.

    It asks each field by itself, as marshmallow does, but only those that were posted: of the
    hundred and more findings most posts name a few.

    Returns:
        What could be read, by the keys that were posted, and what is wrong, in the order of what
        was posted behind what is missing. At most `MOST_FAULTS` are told, since nobody reads more.
    """
    if not isinstance(posted, Mapping):
        return {}, [Fault("", "wrong_type", f"Expected an object, found {kind_of(posted)}.")]
    shape = _shape(schema)
    loaded = {key: make() for key, make in shape.defaults.items() if key not in posted}
    faults = [_missing(key, shape) for key in shape.required if posted.get(key) is None]
    for key, value in posted.items():
        # Most findings are words as they should be, and need no field to say so.
        if type(value) is str and value in shape.words.get(key, ()):
            loaded[key] = value
            continue
        field = shape.fields.get(key)
        if len(faults) >= MOST_FAULTS:
            break
        if field is None:
            faults.append(_unknown_key(key, shape))
        elif value is not None or not field.required:
            try:
                loaded[key] = field.deserialize(value)
            except ValidationError as error:
                faults += _moved(error, pointer_to(key))
    return loaded, faults[:MOST_FAULTS]


def read(schema: Schema, body: object) -> tuple[dict[str, Any], list[Fault]]:
    """
    Load what one of our own stations wrote; keys that are not known are passed over.

    A newer station may say more than an older one knows of: on the bus that is no fault.
    """
    if isinstance(body, Mapping):
        known = _shape(schema).fields
        body = {key: value for key, value in body.items() if key in known}
    return load(schema, body)


def moved(fault: Fault, pointer: str) -> Fault:
    """Return a fault as seen from further out: its pointer behind another."""
    return replace(fault, pointer=pointer + fault.pointer)


def pointer_to(*path: object) -> str:
    """Write a path as a JSON Pointer."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


@dataclass(frozen=True, slots=True)
class _Shape:
    """A schema as loading needs it: by the keys that stand in JSON."""

    fields: Mapping[str, fields.Field[Any]]
    required: tuple[str, ...]
    defaults: Mapping[str, Callable[[], Any]]
    words: Mapping[str, Collection[str]]


@cache
def _shape(schema: Schema) -> _Shape:
    by_key = {field.data_key or name: field for name, field in schema.fields.items()}
    required = tuple(key for key, field in by_key.items() if field.required)
    made = {key: field.load_default for key, field in by_key.items()}
    words = {key: it.known for key, it in by_key.items() if isinstance(it, WordField)}
    return _Shape(by_key, required, {key: it for key, it in made.items() if callable(it)}, words)


def _each(items: Iterable[tuple[Any, Any]], deserialize: Callable[[Any], Any]) -> list[Any]:
    loaded: list[Any] = []
    faults: list[Fault] = []
    for key, value in items:
        try:
            loaded.append(deserialize(value))
        except ValidationError as error:
            faults += _moved(error, pointer_to(key))
    if faults:
        raise ValidationError(faults)
    return loaded


def _moved(error: ValidationError, pointer: str) -> Iterator[Fault]:
    faults: Iterable[Any] = error.messages
    return (moved(fault, pointer) for fault in faults)


def _any(value: Any) -> Any:
    return value


def _missing(key: str, shape: _Shape) -> Fault:
    asks = shape.fields[key].metadata.get("description", "")
    return Fault(pointer_to(key), "required", f"{key} is required. {asks}".strip())


def _unknown_key(key: str, shape: _Shape) -> Fault:
    near = nearest(key, shape.fields)
    ask = f'; did you mean "{near}"?' if near else "."
    detail = f'"{key[:_LONGEST_KEY]}" is not a key that is known here{ask}'
    return Fault(pointer_to(key), "unknown_key", detail, suggestion=near)
