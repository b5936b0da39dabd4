"""A log that one process writes and another one ships."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bus.embedded import EmbeddedPublisher, LogOutbox, Spool, Writer, prune, ship_again
from bus.relay import Relay
from tests.bus.adapters import RECEIVED, WITHDRAWN, EmbeddedFeed, a_message, all_of


class Elsewhere:
    """A publisher that remembers what it was given."""

    def __init__(self):
        self.ids = []

    def publish(self, messages):
        self.ids += [it.id for it in messages]


@pytest.fixture
def log(tmp_path: Path):
    with Writer(tmp_path / "log.db") as writer:
        yield writer


@pytest.fixture
def shipper(tmp_path: Path):
    with Writer(tmp_path / "relay.db") as writer:
        yield writer


def publish(log, *ids, topic=RECEIVED):
    for it in ids:
        EmbeddedPublisher(log).publish([a_message(it, f"patient-{it}", topic=topic)])


def ship_all(outbox):
    elsewhere = Elsewhere()
    relay = Relay("relay", outbox, elsewhere)
    while relay.step():
        pass
    return elsewhere.ids


def later():
    return datetime.now(UTC) + timedelta(minutes=1)  # noqa: TID251


def test_everything_is_shipped_in_the_order_of_the_commits_whatever_its_topic(log, shipper):
    publish(log, "1", "2")
    publish(log, "3", topic=WITHDRAWN)
    publish(log, "4")
    assert ship_all(LogOutbox(log.path, shipper)) == ["1", "2", "3", "4"]


def test_a_message_arrives_as_it_was_written(log, shipper):
    message = a_message("1", "patient-9", headers=(("ce_id", b"1"), ("x", b"\xff")), body=None)
    EmbeddedPublisher(log).publish([message])
    assert [it for _, it in LogOutbox(log.path, shipper).read(0, 10)] == [message]


def test_a_log_that_is_not_there_yet_has_nothing_to_ship(tmp_path, shipper):
    assert LogOutbox(tmp_path / "log.db", shipper).read(0, 10) == ()


def test_what_was_shipped_is_not_shipped_again_by_the_next_process(log, shipper):
    publish(log, "1", "2")
    assert ship_all(LogOutbox(log.path, shipper)) == ["1", "2"]
    publish(log, "3")
    assert ship_all(LogOutbox(log.path, shipper)) == ["3"]


def test_the_spool_counts_what_waits_and_tells_since_when(log, shipper):
    spool = Spool(log.path, shipper.path)
    assert (spool.depth(), spool.oldest_ms()) == (0, None)
    publish(log, "1", "2", "3")
    assert spool.depth() == 3
    assert abs(spool.oldest_ms() / 1000 - time.time()) < 60  # noqa: TID251
    outbox = LogOutbox(log.path, shipper)
    outbox.shipped(outbox.read(0, 2)[-1][0])
    assert spool.depth() == 1
    ship_all(outbox)
    assert (spool.depth(), spool.oldest_ms()) == (0, None)


def test_all_of_it_waits_while_no_shipper_ever_ran(log, tmp_path):
    publish(log, "1")
    assert Spool(log.path, tmp_path / "relay.db").depth() == 1


def test_what_was_shipped_and_kept_long_enough_is_deleted_and_nothing_else(log, shipper):
    publish(log, *(str(it) for it in range(40)))
    outbox = LogOutbox(log.path, shipper)
    outbox.shipped(outbox.read(0, 20)[-1][0])
    assert prune(log, shipped_up_to=20, before=later() - timedelta(days=1)) == 0
    assert prune(log, shipped_up_to=20, before=later()) > 0
    assert ship_all(LogOutbox(log.path, shipper)) == [str(it) for it in range(20, 40)]


def test_positions_and_numbers_go_on_after_everything_was_deleted(log, shipper):
    publish(log, *(str(it) for it in range(30)))
    outbox = LogOutbox(log.path, shipper)
    ship_all(outbox)
    last = {it.partition: it.position for it in all_of(EmbeddedFeed([(log.path, RECEIVED)]))}
    while prune(log, shipped_up_to=30, before=later()):
        pass
    publish(log, *(str(it) for it in range(30, 60)))
    assert ship_all(outbox) == [str(it) for it in range(30, 60)]
    found = all_of(EmbeddedFeed([(log.path, RECEIVED)]))
    assert all(it.position >= last[it.partition] for it in found)


def test_what_was_shipped_can_be_shipped_again_under_the_same_ids(log, shipper):
    publish(log, "1", "2", "3")
    ship_all(LogOutbox(log.path, shipper))
    shipper.run(lambda cursor: ship_again(cursor, 1))
    assert ship_all(LogOutbox(log.path, shipper)) == ["2", "3"]
