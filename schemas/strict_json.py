"""Read JSON as it was meant to be written: one meaning, no repeats, no surprises."""

import json
import math
from collections import Counter
from typing import Any, NoReturn

DEEPEST = 16

_LONGEST_WORD = 64


class NotJson(Exception):
    """
    Bytes that cannot be read as JSON. The sender mends it.

    Attributes:
        detail: what was found, and where it helps, what to write.
        code: `not_json`, `not_utf8`, `not_a_number`, `key_twice` or `too_deep`.
    """

    def __init__(self, detail: str, code: str = "not_json") -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code


def parse(raw: bytes) -> Any:
    """
    Read one JSON value from bytes.

    Raises:
        NotJson: not UTF-8, not JSON, a number that JSON does not have (`NaN`, `Infinity`, or one
            too large to hold), a key given twice, nested deeper than 16, half a surrogate pair.
    """
    try:
        value = json.loads(
            _text(raw),
            object_pairs_hook=_object,
            parse_constant=_no_constant,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise NotJson(f"Not JSON: {error.msg} at {where}.") from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        raise NotJson("A number is too large to be read.", "not_a_number") from None
    # With no more brackets than that nothing can be nested deeper.
    if raw.count(b"{") + raw.count(b"[") > DEEPEST:
        _refuse_depth(value, DEEPEST)
    _refuse_half_pairs(raw, value)
    return value


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise NotJson(f"Not UTF-8: byte {error.start + 1} cannot be read.", "not_utf8") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        _refuse_repeat(pairs)
    return made


def _refuse_repeat(pairs: list[tuple[str, Any]]) -> NoReturn:
    twice, _ = Counter(key for key, _ in pairs).most_common(1)[0]
    shown = twice[:_LONGEST_WORD].encode(errors="replace").decode()
    raise NotJson(f'The key "{shown}" is given twice; leave one out.', "key_twice")


def _no_constant(word: str) -> NoReturn:
    detail = f"{word} is not a number in JSON; leave out what was not measured."
    raise NotJson(detail, "not_a_number")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise NotJson("A number is too large to be read.", "not_a_number")
    return number


def _refuse_depth(value: Any, left: int) -> None:
    if not isinstance(value, dict | list):
        return
    if not left:
        raise _too_deep()
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            _refuse_depth(inner, left - 1)


def _too_deep() -> NotJson:
    return NotJson(f"Nested deeper than {DEEPEST}; an assessment is flat.", "too_deep")


def _refuse_half_pairs(raw: bytes, value: Any) -> None:
    # Half of a surrogate pair can only come as an escape, and no other text holds one.
    if b"\\u" not in raw:
        return
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise NotJson("An escape is half of a pair and not a character.", "not_utf8") from None
