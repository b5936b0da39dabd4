"""What was set aside keeps its own headers and says where it lay, why, by whom and when."""

import pytest

from schemas.faults import Refused
from schemas.set_aside import SetAsideNote, read_set_aside, set_aside_headers
from tests.builders import NOW

OWN = (("ce_id", b"1"), ("raw", b"\xff"), ("set_aside_reason", b"an older one"))


def headers() -> tuple[tuple[str, bytes], ...]:
    return set_aside_headers(
        OWN,
        topic="plans.proposed.v1",
        partition=3,
        position=17,
        reason="not_json",
        detail="The body is not JSON.",
        by="review",
        at=NOW,
    )


def test_its_own_headers_stay_before_the_note() -> None:
    assert headers()[:2] == OWN[:2]
    assert dict(headers())["set_aside_reason"] == b"not_json"


def test_the_note_can_be_read_again() -> None:
    assert read_set_aside(headers()) == SetAsideNote(
        "plans.proposed.v1",
        3,
        17,
        "not_json",
        "The body is not JSON.",
        "review",
        "2026-11-22T12:00:00.000Z",
    )


def test_a_message_without_a_note_was_not_set_aside() -> None:
    with pytest.raises(Refused) as refused:
        read_set_aside(OWN)
    assert "/set_aside_topic" in [it.pointer for it in refused.value.faults]
