"""
A process to be killed: four clients publish, one consumer makes something of it.

It writes ``send ID KEY`` before each publish and ``ack ID`` after it, one line at a time, so that
what was said before the kill is in the pipe. Arguments: folder, number of this life, failpoint.
"""

import os
import sys
from itertools import count
from pathlib import Path
from threading import Event, Thread

from bus import failpoints
from bus.consume import Consumer, ConsumerSettings
from bus.embedded import EmbeddedFeed, EmbeddedLedger, EmbeddedPublisher, Writer
from tests.bus.adapters import RECEIVED, a_message, made_of, set_aside_message

CLIENTS = 4


def say(*words: str) -> None:
    os.write(1, (" ".join(words) + "\n").encode())


def publish_for_ever(publisher: EmbeddedPublisher, life: str, client: int) -> None:
    for number in count():
        event_id, key = f"{life}-{client}-{number}", f"patient-{client}"
        say("send", event_id, key)
        publisher.publish([a_message(event_id, key, body=event_id.encode() * 50)])
        say("ack", event_id)


def main(folder: Path, life: str, failpoint: str) -> None:
    if failpoint:
        failpoints.activate(failpoint)
    receiving, making = Writer(folder / "receiving.db"), Writer(folder / "making.db")
    feed = EmbeddedFeed([(receiving.path, RECEIVED)])
    ledger = EmbeddedLedger(making, "maker", set_aside_message)
    consumer = Consumer("maker", feed, ledger, made_of, ConsumerSettings(limit=20))
    publisher = EmbeddedPublisher(receiving)
    for client in range(CLIENTS):
        Thread(target=publish_for_ever, args=(publisher, life, client)).start()
    consumer.run(Event())


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
