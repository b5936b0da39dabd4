"""What was set aside keeps its own headers and says where it lay, why, by whom and when."""

import pytest

from schemas.faults import Refused
from schemas.ids import set_aside_id
from schemas.set_aside import SetAsideNote, read_set_aside, retry_headers, set_aside_headers
from tests.builders import NOW

ID = "00000000-0000-4000-8000-000000000001"
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


def test_the_release_and_the_tables_that_could_not_read_it_are_named() -> None:
    note = read_set_aside(
        (*headers(), ("set_aside_release", b"1.2"), ("set_aside_knowledge", b"d"))
    )
    assert (note.release, note.knowledge) == ("1.2", "d")


def test_it_has_one_name_however_often_it_is_set_aside() -> None:
    first = read_set_aside(headers())
    handed_on = retry_headers(headers(), of=first.id, attempt=1)
    again = set_aside_headers(
        handed_on,
        topic="plans.proposed.v1",
        partition=3,
        position=99,
        reason="not_json",
        detail="Still not.",
        by="review",
        at=NOW,
    )
    assert first.id == set_aside_id("plans.proposed.v1", 3, 17)
    assert (read_set_aside(again).id, read_set_aside(again).attempt) == (first.id, 1)


def test_what_is_handed_on_again_has_its_own_headers_and_no_note() -> None:
    assert retry_headers(headers(), of=ID, attempt=2) == (
        *OWN[:2],
        ("retry_of", ID.encode()),
        ("retry_attempt", b"2"),
    )


@pytest.mark.parametrize("sent", [b"not an id", b"\xff", b"../../etc"])
def test_what_a_sender_says_of_attempts_is_passed_over(sent: bytes) -> None:
    note = read_set_aside((*headers(), ("retry_of", sent), ("retry_attempt", b"1")))
    assert (note.id, note.attempt) == (set_aside_id("plans.proposed.v1", 3, 17), 0)
