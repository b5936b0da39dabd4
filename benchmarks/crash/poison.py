"""Messages that no station can read, made of one that every station can."""

from __future__ import annotations

import json
from collections.abc import Mapping
from random import Random
from uuid import uuid4

from bus.port import Delivery, Headers, Message

_MEGABYTE = 1024 * 1024


def poison(good: Delivery, chance: Random) -> dict[str, Message]:
    """Give messages for the topic of a good one, by what is wrong with each."""
    body, headers = good.body or b"", good.headers
    said = json.loads(body)
    wrong: dict[str, tuple[bytes, Headers]] = {
        "truncated": (body[: len(body) // 2], headers),
        "of no version that we know": (body, _with(headers, ce_specversion=b"9.0")),
        "of another topic": (body, _with(headers, ce_type=b"assessments.received.v2")),
        "of another schema": (json.dumps({"schema": said}).encode(), headers),
        "with a word unknown to us": (_dumped(said, patient_ref=["not", "a", "word"]), headers),
        "a list": (b"[1, 2, 3]", headers),
        "empty": (b"", headers),
        "nested too deeply": (b"[" * 5000 + b"]" * 5000, headers),
        "of a megabyte": (_dumped(said, patient_ref="x" * _MEGABYTE), headers),
        "not UTF-8": (body.replace(b'"', b"\xff\xfe", 3), headers),
        "random bytes": (chance.randbytes(999), headers),
        "random bytes without headers": (chance.randbytes(64), ()),
    }
    return {
        what: Message(good.topic, good.key, (it := str(uuid4())), _named(headers, it), bad)
        for what, (bad, headers) in wrong.items()
    }


def _dumped(said: Mapping[str, object], **instead: object) -> bytes:
    return json.dumps({**said, **instead}).encode()


def _with(headers: Headers, **instead: bytes) -> Headers:
    return tuple((name, instead.get(name, value)) for name, value in headers)


def _named(headers: Headers, event_id: str) -> Headers:
    """Each is an event of its own: a repeat would be passed over."""
    return _with(headers, ce_id=event_id.encode())
