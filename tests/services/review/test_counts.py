"""What waits in the store is counted, and its age is read off the oldest."""

from datetime import UTC, datetime

from bus.port import Message
from services.review.store.counts import not_shipped, set_aside_now
from services.review.store.outbox import StoreOutbox, put
from services.review.store.store import Store


def a_message(name: str, **headers: str) -> Message:
    pairs = tuple((key, value.encode()) for key, value in headers.items())
    return Message("plans.reviewed.v1", b"P-1", name, pairs, b"{}")


def told(store: Store, *messages: Message) -> None:
    with store.writing() as connection:
        put(connection, messages)


def count(store: Store):
    with store.reading() as connection:
        return not_shipped(connection)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def test_an_empty_outbox_keeps_nothing_waiting(store: Store) -> None:
    assert (count(store).events, count(store).oldest) == (0, None)


def test_the_oldest_that_is_not_shipped_tells_the_age(store: Store) -> None:
    times = ["2026-11-22T09:00:00.000Z", "2026-11-22T10:00:00.000Z"]
    told(store, *(a_message(time, ce_time=time) for time in times))
    assert (count(store).events, count(store).oldest) == (2, at(times[0]))
    waiting = StoreOutbox(store)
    first, _ = waiting.read(0, 1)[0]
    waiting.shipped(first)
    assert (count(store).events, count(store).oldest) == (1, at(times[1]))


def test_of_what_was_set_aside_our_own_time_counts_and_not_the_senders(store: Store) -> None:
    ours = "2026-11-22T09:00:00.000Z"
    told(store, a_message("a", ce_time="2020-01-01T00:00:00Z", set_aside_at=ours))
    assert count(store).oldest == at(ours)


def test_a_time_that_cannot_be_read_is_no_age(store: Store) -> None:
    told(store, a_message("a", ce_time="yesterday"))
    assert (count(store).events, count(store).oldest) == (1, None)


def test_without_anything_set_aside_there_is_none(store: Store) -> None:
    with store.reading() as connection:
        assert set_aside_now(connection) == 0
