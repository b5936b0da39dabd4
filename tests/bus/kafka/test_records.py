"""A message comes back as it was sent; what carries our id is never seen."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bus.kafka.records import delivery_of, headers_of
from bus.port import Message


@dataclass
class Record:
    headers: list
    key: bytes | None = b"k"
    value: bytes | None = b"v"
    topic: str = "t"
    partition: int = 0
    offset: int = 7
    timestamp: int = 1_790_000_000_123


HEADERS = st.lists(st.tuples(st.sampled_from(["ce_id", "bus_id_", "é", ""]), st.binary(max_size=5)))


@given(headers=HEADERS, event_id=st.text(max_size=5))
def test_headers_and_id_come_back_as_they_were(headers, event_id):
    message = Message("t", b"k", event_id, tuple(headers), b"v")
    named, delivery = delivery_of(Record(headers_of(message)))
    assert (named, delivery.headers) == (event_id, message.headers)


def test_the_events_own_id_is_not_sent_twice():
    headers = (("ce_id", b"1"), ("ce_time", b"now"))
    assert headers_of(Message("t", b"k", "1", headers, b"v")) == list(headers)


def test_a_strangers_record_may_lack_everything():
    named, delivery = delivery_of(Record([("h", None)], key=None, value=None))
    assert (named, delivery.key, delivery.headers, delivery.body) == (
        None,
        b"",
        (("h", b""),),
        None,
    )


def test_a_strangers_id_may_be_any_bytes():
    named, _ = delivery_of(Record([("ce_id", b"\xff\xfe")]))
    assert named is not None


def test_a_record_is_stamped_in_utc_to_the_millisecond():
    _, delivery = delivery_of(Record([]))
    assert delivery.recorded_at.isoformat() == "2026-09-21T14:13:20.123000+00:00"
