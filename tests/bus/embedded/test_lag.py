"""How far a consumer is behind is read off the log itself."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bus.embedded import EmbeddedPublisher, Writer
from bus.embedded.lag import Lag
from bus.errors import Unavailable
from bus.measures import Backlog
from tests.bus.adapters import RECEIVED, a_message


def look(path, positions):
    with closing(Lag([(path, RECEIVED)], lambda: positions)) as lag:
        return dict(lag.look()), lag.events()


def test_a_file_that_is_not_there_holds_nothing_back(tmp_path):
    assert look(tmp_path / "none.db", {}) == ({}, 0)


def test_every_partition_tells_what_is_unread_and_since_when(tmp_path):
    path = tmp_path / "log.db"
    with Writer(path) as writer:
        publisher = EmbeddedPublisher(writer)
        publisher.publish([a_message(str(it), f"patient-{it}") for it in range(60)])
        whole, events = look(path, {})
        assert events == 60
        assert set(whole) == {(RECEIVED, it) for it in range(6)}
        ends = {place: backlog.events for place, backlog in whole.items()}
        assert look(path, ends) == ({place: Backlog(0) for place in ends}, 0)

        some = next(place for place, end in ends.items() if end > 1)
        found, events = look(path, ends | {some: ends[some] - 1})
        assert events == found[some].events == 1
        assert datetime.now(UTC) - found[some].oldest < timedelta(minutes=1)  # noqa: TID251


def test_the_oldest_unread_tells_the_age_and_not_the_newest(tmp_path):
    path = tmp_path / "log.db"
    with Writer(path, partitions=1) as writer:
        EmbeddedPublisher(writer).publish([a_message(str(it)) for it in range(3)])
        writer.run(lambda it: it.execute("UPDATE log SET recorded_at = 1000 * position"))
        found, _ = look(path, {(RECEIVED, 0): 1})
    assert found[RECEIVED, 0] == Backlog(2, datetime.fromtimestamp(1, UTC))


def test_who_tells_no_positions_is_heard(tmp_path):
    def away():
        raise Unavailable("away")

    with closing(Lag([(tmp_path / "log.db", RECEIVED)], away)) as lag, pytest.raises(Unavailable):
        lag.events()
