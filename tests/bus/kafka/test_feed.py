"""Reading over a real broker: from the right place, each event once, in trouble never silent."""

import time
from threading import Thread

import pytest

from bus.errors import Unavailable, is_retriable
from bus.kafka.trouble import Refused
from tests.bus.adapters import ids_of
from tests.bus.kafka.conftest import SHORT
from tests.bus.kafka.reading import ids, next_positions, numbered, on, read, until

pytestmark = pytest.mark.kafka


def polled_until(feed, failure, within_s=60):
    """Poll until it raises that; tell after how many seconds."""
    began = time.monotonic()
    while time.monotonic() - began < within_s:
        try:
            feed.poll(10, 0.1)
        except failure as error:
            return error, time.monotonic() - began
    raise AssertionError("it said nothing")


def test_a_member_begins_where_its_places_say(publisher, make_feed, topic):
    publisher.publish(numbered(topic, 10, keys=1))
    partition = read(make_feed(None, topic))[0].partition
    asked = []

    def places():
        asked.append(True)
        return {(topic, partition): 6}

    feed = make_feed("group-" + topic, topic, places=places)
    feed.start({})
    assert ids(feed) == ["000006", "000007", "000008", "000009"]
    assert asked == [True]


def test_places_that_are_away_for_a_moment_are_asked_again(publisher, make_feed, topic):
    publisher.publish(on(topic, "1"))
    answers = iter([Unavailable("store away"), Unavailable("store away"), {}])

    def places():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    feed = make_feed("group-" + topic, topic, places=places)
    for _ in range(2):
        feed.start({})
        polled_until(feed, Unavailable)
    assert ids(feed) == ["1"]


def test_a_member_that_comes_back_knows_what_went_by_before(publisher, make_feed, topic, settings):
    """A relay that died between sending and marking sends again; we were restarted meanwhile."""
    publisher.publish(on(topic, "1", "2"))
    first = make_feed("group-" + topic, topic)
    seen = read(first, number=2)
    first.commit(next_positions(seen))
    first.close()
    publisher.close()  # another sender, which knows nothing of the first
    publisher.publish(on(topic, "2", "3"))
    assert ids(make_feed("group-" + topic, topic)) == ["3"]


def test_two_members_share_what_there_is(publisher, make_feed, topic):
    one, two = (make_feed("group-" + topic, topic) for _ in range(2))

    def settled():
        two.poll(1, 0.05)
        return [len(it.partitions()) for it in (one, two)] == [2, 2]

    # Each member has to poll for a rebalance to come about, so each has a thread of its own.
    stopped = []
    thread = Thread(target=lambda: [one.poll(1, 0.05) for _ in iter(lambda: not stopped, False)])
    thread.start()
    try:
        until(settled)
    finally:
        stopped.append(True)
        thread.join()
    assert one.partitions() | two.partitions() == {(topic, it) for it in range(4)}
    assert not one.partitions() & two.partitions()


def test_what_was_polled_cannot_be_committed_once_it_went_to_another(publisher, make_feed, topic):
    publisher.publish(numbered(topic, 40, keys=20))
    one = make_feed("group-" + topic, topic, session_timeout_s=3.0)
    seen = read(one, number=40)
    one.close()
    two = make_feed("group-" + topic, topic)
    read(two)
    with pytest.raises(Unavailable):
        one.commit(next_positions(seen))
    assert two.committed() == {}


def test_a_position_never_moves_back(publisher, make_feed, topic):
    publisher.publish(numbered(topic, 10, keys=1))
    feed = make_feed("group-" + topic, topic)
    seen = read(feed, number=10)
    place = seen[0].topic, seen[0].partition
    feed.commit({place: 10})
    feed.commit({place: 4})
    assert feed.committed() == {place: 10}


def test_what_was_handed_out_and_done_with_is_shown_to_kafka(publisher, make_feed, topic):
    """A store that keeps its own positions commits nothing here; Kafka's tools see them still."""
    publisher.publish(numbered(topic, 10, keys=1))
    feed = make_feed("group-" + topic, topic, places=dict, quiet_s=0.2)
    seen = read(feed, number=10)
    time.sleep(0.3)
    feed.poll(1, 0.1)
    assert feed.committed() == next_positions(seen)


def test_what_has_to_come_again_is_not_shown_as_done(publisher, make_feed, topic):
    publisher.publish(numbered(topic, 10, keys=1))
    feed = make_feed("group-" + topic, topic, places=dict, quiet_s=0.2)
    assert len(read(feed, number=10)) == 10
    feed.start({})
    time.sleep(0.3)
    assert len(read(feed, number=10)) == 10
    assert feed.committed() == {}


def test_two_processes_of_one_name_are_told_apart_from_trouble_that_passes(make_feed, topic):
    one = make_feed("group-" + topic, topic, instance="same", **SHORT)
    until(lambda: belongs(one))
    one._handed_out = dict.fromkeys(one.partitions(), 0)
    two = make_feed("group-" + topic, topic, instance="same", **SHORT)
    until(lambda: belongs(two))
    error, seconds = polled_until(one, Refused)
    assert not is_retriable(error)
    assert "FACIALIS_INSTANCE" in str(error)
    assert seconds < 10


def belongs(feed):
    """Whether it has partitions; one that soon gives up waiting tries again."""
    try:
        return feed.poll(1, 0.1) == [] and feed.partitions()
    except Unavailable:
        return False


def test_a_member_of_lasting_name_comes_back_without_moving_the_others(make_feed, topic):
    lasting = {"instance": "one", "session_timeout_s": 60.0}
    one = make_feed("group-" + topic, topic, **lasting)
    until(lambda: one.poll(1, 0.1) == [] and one.partitions())
    generation = one._member[0]
    one.close()
    again = make_feed("group-" + topic, topic, **lasting)
    until(lambda: again.poll(1, 0.1) == [] and again.partitions())
    assert again._member[0] == generation


def test_how_far_behind_it_is_can_be_asked(publisher, make_feed, topic):
    publisher.publish(numbered(topic, 20, keys=5))
    feed = make_feed(None, topic)
    feed.start({})
    assert feed.behind() == 20
    while not (seen := feed.poll(5, 0.1)):
        pass
    assert feed.behind() == 20 - len(seen)


def test_a_topic_that_is_not_there_yet_is_waited_for(make_feed, topic):
    feed = make_feed(None, topic, topic + "-later")
    with pytest.raises(Unavailable, match=f"{topic}-later yet"):
        feed.start({})


def test_without_any_broker_it_says_so_in_time(make_feed, topic):
    feed = make_feed("group", topic, bootstrap="127.0.0.1:1", **SHORT)
    _, seconds = polled_until(feed, Unavailable)
    assert seconds < 5


def test_bytes_that_nobody_can_read_are_delivered_as_they_are(settings, make_feed, topic):
    """A reader inside the client would turn round for ever on them (B4)."""
    from bus.kafka.clients import producer_client

    producer = producer_client(settings)
    for number in range(10):
        body = b"\xff\x00{" if number == 5 else b"%d" % number
        producer.send(topic, value=body, key=None, headers=[], partition=0)
    producer.close(timeout=10)
    found = read(make_feed(None, topic))
    assert [it.body for it in found] == [
        *(b"%d" % it for it in range(5)),
        b"\xff\x00{",
        *(b"%d" % it for it in range(6, 10)),
    ]
    assert ids_of([]) == []
