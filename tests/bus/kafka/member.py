"""A member of a group as a process of its own: makes one thing of each that it receives."""

import logging
import signal
import sys
from threading import Event

from bus.backoff import Backoff
from bus.consume import Consumer, ConsumerSettings
from bus.kafka.feed import KafkaFeed
from bus.kafka.ledger import KafkaLedger
from bus.kafka.publisher import KafkaPublisher
from bus.kafka.settings import KafkaSettings
from bus.port import Message
from tests.bus.adapters import set_aside_message


def main(bootstrap, group, source, made, instance):
    logging.basicConfig(level=logging.INFO)
    settings = KafkaSettings(bootstrap, session_timeout_s=3.0, instance=instance or None)
    feed, publisher = KafkaFeed(settings, group, [source]), KafkaPublisher(settings)

    def handle(it):
        named = dict(it.headers)["ce_id"].decode()
        return (Message(made, it.key, f"of-{named}", it.headers, it.body),)

    ledger = KafkaLedger(feed, publisher, set_aside_message)
    soon = Backoff(least_s=0.05, most_s=0.2)
    consumer = Consumer("maker", feed, ledger, handle, ConsumerSettings(50, 0.1, soon))
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    consumer.run(stop)
    feed.close()
    publisher.close()
    state = consumer.health()
    print(state.last_error or "")
    return 0 if stop.is_set() else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
