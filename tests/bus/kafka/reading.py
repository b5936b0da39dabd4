"""Short words for reading a topic to its end."""

import time

from tests.bus.adapters import a_message, ids_of


def on(topic, *event_ids, key="patient-1", **changed):
    """Messages with these ids on the topic."""
    return [a_message(it, key, topic=topic, **changed) for it in event_ids]


def numbered(topic, number, *, keys=7, start=0):
    """Messages with numbers for ids, spread over keys."""
    return [
        a_message(f"{it:06d}", f"patient-{it % keys}", topic=topic)
        for it in range(start, start + number)
    ]


def read(feed, *, number=None, within_s=60):
    """Poll until nothing is behind, or until there are so many."""
    deadline = time.monotonic() + within_s
    found = []
    while time.monotonic() < deadline:
        found += feed.poll(500, 0.05)
        if (number is not None and len(found) >= number) or (
            number is None and feed.partitions() and not feed.behind()
        ):
            break
    return found


def ids(feed, **how):
    return ids_of(read(feed, **how))


def next_positions(deliveries):
    """Where a consumer stands that is done with these."""
    return {(it.topic, it.partition): it.position + 1 for it in deliveries}


def until(holds, within_s=60):
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def orders(deliveries):
    """The ids of each key, in the order in which they came."""
    return {
        key: ids_of([it for it in deliveries if it.key == key])
        for key in {it.key for it in deliveries}
    }
