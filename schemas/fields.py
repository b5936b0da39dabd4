"""
Fields that take a value only as it should be written.

Marshmallow's own coerce: they read "3" as 3, `true` as 1 and 3 as "3". In a patient's record each
of these is a mistake on its way to becoming a finding, so these fields refuse it and say what to
write. Each carries its JSON Schema in `metadata`, where apispec finds it.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NoReturn

from marshmallow import ValidationError, fields

from schemas.faults import Fault
from schemas.nearest import nearest

_MOST_ITEMS = 64
_LONGEST_WORD = 64


class StrictField(fields.Field[Any]):
    """A field without coercion; its refusals are faults, each with its place in the value."""

    said_as: str = "a value"

    def deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        """Take the value, or raise a `ValidationError` with every fault in it."""
        # Marshmallow's own walks through hooks and validators that none of these fields has.
        if value is None:
            self.refuse("wrong_type", "null is not taken here; leave the key out.")
        return self._deserialize(value, None, None)

    def refuse(self, code: str, detail: str, **more: Any) -> NoReturn:
        """
        Refuse the value.

        Raises:
            ValidationError: with one `Fault`, its pointer relative to the field.
        """
        raise ValidationError([Fault(more.pop("pointer", ""), code, detail, **more)])

    def refuse_type(self, value: object, **more: Any) -> NoReturn:
        """Refuse a value of another type than this field takes."""
        self.refuse("wrong_type", f"Expected {self.said_as}, found {kind_of(value)}.", **more)


class WordField(StrictField):
    """One of some words, exactly as written."""

    said_as = "one of its words, as text"

    def __init__(self, words: Iterable[str], **options: Any) -> None:
        self.words = tuple(words)
        self.known = frozenset(self.words)
        super().__init__(**described({"type": "string", "enum": list(self.words)}, options))

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if not isinstance(value, str):
            self.refuse_type(value, allowed=self.words, suggestion=nearest(value, self.words))
        if value not in self.known:
            self.refuse("not_allowed", **not_a_word(value, self.words))
        return value


class NumberField(StrictField):
    """
    A number within bounds.

    A whole number may be written 3 or 3.0, which JSON does not tell apart; it is kept as 3.
    """

    def __init__(
        self,
        least: float | None,
        most: float | None,
        *,
        whole: bool = False,
        unit: str = "",
        **options: Any,
    ) -> None:
        self.least, self.most, self.whole = least, most, whole
        self.said_as = "a whole number" if whole else "a number"
        self._range = f"{_plain(least)} to {_plain(most)}" + (f" {unit}" if unit else "")
        schema: dict[str, Any] = {"type": "integer" if whole else "number"}
        bounds = {"minimum": least, "maximum": most}
        schema |= {key: bound for key, bound in bounds.items() if bound is not None}
        super().__init__(**described(schema, options))

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int | float:
        if type(value) is not int and type(value) is not float:
            self.refuse_type(value)
        if not self._within(value):
            self.refuse("out_of_range", f"It is outside {self._range}.")
        if value == int(value):
            return int(value)
        if self.whole:
            self.refuse("wrong_type", "Expected a whole number, found a fraction.")
        return float(value)

    def _within(self, value: float) -> bool:
        above = self.least is None or value >= self.least
        return above and (self.most is None or value <= self.most)


class FlagField(StrictField):
    """JSON's own `true` or `false`, for what a machine says of a record. Findings say yes or no."""

    said_as = "true or false"

    def __init__(self, **options: Any) -> None:
        super().__init__(**described({"type": "boolean"}, options))

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        if not isinstance(value, bool):
            self.refuse_type(value)
        return value


class AnyField(StrictField):
    """Any JSON value but null, for what a plan repeats of an assessment."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return value


class WordsField(StrictField):
    """
    One or more of some words, or ["none"] for looked and found none.

    A word said twice counts once.
    """

    said_as = "a list of words"

    def __init__(self, words: Iterable[str], **options: Any) -> None:
        self.words = tuple(words)
        self._known = frozenset(self.words)
        self.shown = (*self.words, "none")
        items = {"type": "string", "enum": list(self.shown)}
        schema = {"type": "array", "items": items, "minItems": 1, "maxItems": _MOST_ITEMS}
        super().__init__(**described(schema, options))

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[str]:
        if not isinstance(value, list):
            self.refuse_type(value, allowed=self.shown)
        if not value:
            self.refuse("not_allowed", EMPTY_LIST)
        refuse_long(self, value)
        if value == ["none"]:
            return value
        if faults := [fault for at, word in enumerate(value) for fault in self._faults(at, word)]:
            raise ValidationError(faults)
        return list(dict.fromkeys(value))

    def _faults(self, at: int, word: Any) -> Iterable[Fault]:
        if not isinstance(word, str):
            detail = f"Expected a word, found {kind_of(word)}."
            yield Fault(f"/{at}", "wrong_type", detail, self.shown, nearest(word, self.words))
        elif word == "none":
            detail = '"none" stands alone: nothing was found, or something was.'
            yield Fault(f"/{at}", "contradicts", detail)
        elif word not in self._known:
            yield Fault(f"/{at}", "not_allowed", **not_a_word(word, self.shown))


EMPTY_LIST = (
    '[] could mean "not assessed" or "none found": leave it out for the first, '
    'write ["none"] for the second.'
)


def refuse_long(field: StrictField, value: list[Any]) -> None:
    """Refuse a list longer than anybody writes, before each of its items is looked at."""
    if len(value) > _MOST_ITEMS:
        field.refuse("out_of_range", f"It has {len(value)} items; at most {_MOST_ITEMS} are taken.")


def not_a_word(word: str, allowed: Collection[str]) -> dict[str, Any]:
    """Say that a word is not one of those allowed, and which is nearest, as parts of a `Fault`."""
    meant = nearest(word, allowed)
    ask = f'; did you mean "{meant}"?' if meant else f"; it takes {_listed(allowed)}."
    detail = f'"{word[:_LONGEST_WORD]}" is not one of its words{ask}'
    return {"detail": detail, "allowed": tuple(allowed), "suggestion": meant}


def kind_of(value: object) -> str:
    """Name the type of a JSON value in plain words."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    kinds = {str: "text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), "something else")


def _listed(words: Collection[str]) -> str:
    return ", ".join(words) if len(words) <= 12 else "one of those under `allowed`"


def _plain(number: float | None) -> str:
    return "any" if number is None else f"{number:g}"


def described(schema: Mapping[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """Put a field's JSON Schema among its options; what the options say of it goes before."""
    return options | {"metadata": {**schema, **options.get("metadata", {})}}
