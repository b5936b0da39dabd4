"""JSON is read in one way only, and what could be read in two is refused."""

import json
import math
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.strict_json import DEEPEST, NotJson, parse


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"{'a': 1}", "not_json"),
        (b'{"a": 1,}', "not_json"),
        (b'{"a": 1} x', "not_json"),
        (b'"a\nb"', "not_json"),
        (b'{"a": NaN}', "not_a_number"),
        (b"[Infinity]", "not_a_number"),
        (b"[-Infinity]", "not_a_number"),
        (b"1e999", "not_a_number"),
        (b"1" * 5000, "not_a_number"),
        (b'{"a": "\xff"}', "not_utf8"),
        (b'\xef\xbb\xbf{"a": 1}', "not_json"),
        ('{"a": 1}'.encode("utf-16"), "not_utf8"),
        (b'["\\ud800"]', "not_utf8"),
        (b'{"\\udc00": 1}', "not_utf8"),
        (b'{"a": 1, "b": 2, "a": 1}', "key_twice"),
        (b'{"b": {"a": 1, "a": 2}}', "key_twice"),
        (b"[" * 17 + b"]" * 17, "too_deep"),
        (b'{"a":' * 17 + b"1" + b"}" * 17, "too_deep"),
        (b"[" * 60000, "too_deep"),
        (b'{"a":' * 12000, "too_deep"),
    ],
)
def test_what_is_not_clearly_json_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(NotJson) as refused:
        parse(raw)
    assert refused.value.code == code
    assert refused.value.detail.endswith(".")


def test_a_key_given_twice_is_named() -> None:
    with pytest.raises(NotJson, match='"age_years" is given twice'):
        parse(b'{"age_years": 3, "age_years": 3}')


def test_half_a_pair_in_a_key_given_twice_can_still_be_told() -> None:
    with pytest.raises(NotJson) as refused:
        parse(b'{"\\ud800": 1, "\\ud800": 2}')
    assert refused.value.detail.encode()


def test_many_keys_given_twice_are_refused_at_once() -> None:
    raw = "{" + ",".join(f'"k{n % 4000}":1' for n in range(8000)) + "}"
    with pytest.raises(NotJson, match='"k0"'):
        parse(raw.encode())


def test_nesting_may_be_as_deep_as_is_said() -> None:
    assert parse(b"[" * DEEPEST + b"]" * DEEPEST)


def test_a_whole_pair_is_a_character() -> None:
    assert parse(b'"\\ud83d\\ude00"') == "\N{GRINNING FACE}"


LEAVES = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False)
LEAVES = LEAVES.filter(lambda leaf: leaf is None or not math.isinf(leaf)) | st.text()
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12
)


@given(VALUES)
def test_whatever_is_json_is_read_as_it_was_written(value: Any) -> None:
    assert parse(json.dumps(value).encode()) == value
    assert parse(json.dumps(value, ensure_ascii=False).encode()) == value


@given(st.binary(max_size=60))
def test_no_bytes_do_anything_but_parse_or_be_refused(raw: bytes) -> None:
    with suppress(NotJson):
        json.dumps(parse(raw), allow_nan=False).encode()
