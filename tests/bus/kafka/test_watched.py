"""A feed tells whoever watches which partitions it was given, and where they end."""

import pytest

from tests.bus.kafka.reading import ids, numbered, until
from tests.bus.watched import Remembering

pytestmark = pytest.mark.kafka


def test_a_feed_tells_its_partitions_and_their_ends(publisher, topic, settings, opened):
    from bus.kafka.feed import KafkaFeed

    publisher.publish(numbered(topic, 12, keys=6))
    watch, group = Remembering(), f"group-{topic}"
    feed = opened(KafkaFeed(settings, group, [topic], dict, watch=watch))
    feed.start({})
    assert len(ids(feed)) == 12

    def told():
        feed.poll(1, 0.1)
        return watch.of("ends")

    until(told)
    ((loop, places),) = watch.of("assigned")
    assert (loop, places) == (group, {(topic, it) for it in range(4)})
    loop, ends = watch.of("ends")[-1]
    assert (loop, set(ends), sum(ends.values())) == (group, set(places), 12)
