"""Bits that flip on the disk: what comes back is what was written, or nothing does."""

import sqlite3
from contextlib import ExitStack, closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bus.embedded import EmbeddedFeed, EmbeddedPublisher, Reader, Writer
from bus.embedded.checksum import checksum_of
from bus.embedded.damage import damage_in
from bus.embedded.shipping import LogOutbox
from bus.errors import Damaged, is_retriable
from tests.bus.adapters import RECEIVED, a_message

COLUMNS = ("key", "headers", "body")


def a_file(path, *ids):
    with Writer(path) as writer:
        EmbeddedPublisher(writer).publish([a_message(it) for it in ids])
    return path


def changed(path, statement, *values):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        assert connection.execute(statement, values).rowcount


def flip(path, column, seq=1):
    with closing(sqlite3.connect(path)) as connection:
        (was,) = connection.execute(f"SELECT {column} FROM log WHERE seq = ?", (seq,)).fetchone()
    flipped = bytes([was[0] ^ 4]) + was[1:]
    changed(path, f"UPDATE log SET {column} = ? WHERE seq = ?", flipped, seq)


def polled(path):
    feed = EmbeddedFeed([(path, RECEIVED)])
    try:
        feed.start({})
        return feed.poll(10, 1)
    finally:
        feed.close()


def found_in(path):
    with closing(Reader(path)) as reader:
        return reader.run(lambda it: list(damage_in(it)))


@pytest.mark.parametrize("column", COLUMNS)
def test_a_message_that_is_not_what_was_written_is_not_delivered(tmp_path, column):
    path = a_file(tmp_path / "log.db", "1")
    assert len(polled(path)) == 1
    flip(path, column)
    with pytest.raises(Damaged, match=r"doctor --files") as raised:
        polled(path)
    assert not is_retriable(raised.value)


@pytest.mark.parametrize("column", COLUMNS)
def test_it_is_not_shipped_either(tmp_path, column):
    path = a_file(tmp_path / "log.db", "1")
    flip(path, column)
    with ExitStack() as stack:
        writer = stack.enter_context(Writer(tmp_path / "relay.db"))
        outbox = stack.enter_context(closing(LogOutbox(path, writer)))
        stack.enter_context(pytest.raises(Damaged))
        outbox.read(0, 10)


def test_a_whole_file_is_looked_through_and_each_damaged_message_named(tmp_path):
    path = a_file(tmp_path / "log.db", *map(str, range(50)))
    assert found_in(path) == []
    changed(path, "UPDATE log SET body = CAST(body || x'00' AS BLOB) WHERE seq IN (7, 9)")
    assert len(found_in(path)) == 2
    assert all("position" in it for it in found_in(path))


def test_what_was_forgotten_is_delivered_without_its_body(tmp_path):
    path = a_file(tmp_path / "log.db", "1")
    changed(path, "UPDATE log SET body = NULL")
    assert [it.body for it in polled(path)] == [None]
    assert found_in(path) == []


def test_what_an_older_release_wrote_is_taken_as_it_is(tmp_path):
    path = a_file(tmp_path / "log.db", "1")
    changed(path, "UPDATE log SET checksum = NULL")
    flip(path, "body")
    assert len(polled(path)) == 1
    assert found_in(path) == []


def test_a_file_that_no_newer_release_has_opened_yet_can_be_read(tmp_path):
    path = a_file(tmp_path / "log.db", "1")
    changed(path, "UPDATE schema_version SET version = 1 WHERE name = 'log'")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("ALTER TABLE log DROP COLUMN checksum")
    assert len(polled(path)) == 1
    assert found_in(path) == []
    with Writer(tmp_path / "relay.db") as writer, closing(LogOutbox(path, writer)) as outbox:
        assert len(outbox.read(0, 10)) == 1
    with Writer(path) as writer:
        EmbeddedPublisher(writer).publish([a_message("2")])
    assert len(polled(path)) == 2
    flip(path, "body", seq=2)
    with pytest.raises(Damaged):
        polled(path)


@given(st.binary(min_size=1), st.text(min_size=1), st.binary(), st.binary(min_size=1), st.data())
@settings(max_examples=200)
def test_one_flipped_bit_always_changes_the_sum(key, event_id, headers, body, data):
    parts = [key, headers, body]
    which = data.draw(st.sampled_from([n for n, part in enumerate(parts) if part]))
    bit = data.draw(st.integers(0, 8 * len(parts[which]) - 1))
    flipped = bytearray(parts[which])
    flipped[bit // 8] ^= 1 << bit % 8
    other = [*parts]
    other[which] = bytes(flipped)
    key_, headers_, body_ = other
    assert checksum_of(key, event_id, headers, body) != checksum_of(key_, event_id, headers_, body_)
