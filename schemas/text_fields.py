"""Fields whose value is text of a certain form: references, dates, times."""

import re
from typing import Any

from schemas.fields import StrictField, described
from schemas.moments import IS_DAY, IS_MOMENT, day, moment


class TextField(StrictField):
    """Text of a pattern, or any text up to a length."""

    said_as = "text"

    def __init__(self, *, pattern: str = "", most: int = 0, hint: str = "", **options: Any) -> None:
        schema = {"type": "string", **({"pattern": f"^{pattern}$"} if pattern else {})}
        self._pattern = re.compile(pattern, re.ASCII) if pattern else None
        self._most = most
        self.hint = hint
        super().__init__(**described(schema | ({"maxLength": most} if most else {}), options))

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if not isinstance(value, str):
            self.refuse_type(value)
        if self._pattern and not self._pattern.fullmatch(value):
            self.refuse("bad_format", self.hint or "It is not written as it should be.")
        if self._most and len(value) > self._most:
            self.refuse("out_of_range", f"It is longer than {self._most} characters.")
        return value


class DayField(StrictField):
    """A date; it stays the text that it is."""

    said_as = "a date as text"

    def __init__(self, **options: Any) -> None:
        schema = {"type": "string", "format": "date", "pattern": f"^{IS_DAY.pattern}$"}
        super().__init__(**described(schema, options))

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if not isinstance(value, str):
            self.refuse_type(value)
        if day(value) is None:
            self.refuse("bad_format", "It is not a date; write it as 2026-11-22.")
        return value


class MomentField(StrictField):
    """A time with its offset; it stays the text that it is."""

    said_as = "a time as text"

    def __init__(self, **options: Any) -> None:
        schema = {"type": "string", "format": "date-time", "pattern": f"^{IS_MOMENT.pattern}$"}
        super().__init__(**described(schema, options))

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if not isinstance(value, str):
            self.refuse_type(value)
        if moment(value) is None:
            self.refuse(
                "bad_format",
                "It is not a time with its offset; write it as 2026-11-22T09:30:00+01:00.",
            )
        return value


class DayOrMomentField(StrictField):
    """A date, or a time with its offset where a window counts hours; it stays as written."""

    said_as = "a date or a time as text"

    def __init__(self, **options: Any) -> None:
        pattern = f"^({IS_DAY.pattern}|{IS_MOMENT.pattern})$"
        super().__init__(**described({"type": "string", "pattern": pattern}, options))

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if not isinstance(value, str):
            self.refuse_type(value)
        if day(value) is None and moment(value) is None:
            self.refuse(
                "bad_format",
                "It is neither a date as 2026-11-22 nor a time as 2026-11-22T09:30:00Z.",
            )
        return value
