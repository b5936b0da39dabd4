"""The review station on its own: what the clinicians see, and what they decide."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial

from bus.breaker import Breaker
from bus.consume import Consumer, ConsumerSettings
from bus.kafka.feed import KafkaFeed
from bus.kafka.publisher import KafkaPublisher
from bus.relay import Relay
from facialis.chance import Chance
from facialis.edge import edge_of, keys_of
from facialis.kafka_pipe import kafka_of, once_topics_are_there
from facialis.loops import Loop, Loops
from facialis.opening_store import store_of
from facialis.promised import promised
from facialis.readiness import store_writable
from facialis.seen_line import see_store
from facialis.settings_line import LineSettings
from facialis.station import Station
from facialis.tables import knowledge
from facialis.trying import Trying
from facialis.watching import Watching, watch_over
from facialis.whole_description import whole_description
from services.doors.opening import open_doors
from services.recommender.book import Book
from services.recommender.propose import propose
from services.review import app as review
from services.review.ledger import StoreLedger
from services.review.pages import problem_page
from services.review.projection import READ_HERE, project
from services.review.station import Review
from services.review.store.outbox import StoreOutbox
from services.review.store.store import Store

NAME = "review"


def open_review(settings: LineSettings, chance: Chance) -> Station:
    """
    Open the review station: its pages and doors, its projection, and the relay of its decisions.

    Raises:
        CannotOpen: another process writes the store, or the disk cannot be trusted.
        StoreIsNewer: a later release wrote the store.
        Unavailable: the database is away.
    """
    with ExitStack() as opened:
        store = store_of(settings)
        opened.callback(store.close)
        publisher = KafkaPublisher(kafka_of(settings, NAME))
        opened.callback(publisher.close)
        watching = watch_over(NAME, now=chance.now, collector=settings.own.collector)
        opened.callback(watching.close)
        see_store(watching, store)
        watching.lag(NAME)
        relay = Relay("decisions", StoreOutbox(store), publisher, watch=watching.watch)
        projecting = _projecting(settings, chance, opened, store, watching)
        loops = Loops.of(
            once_topics_are_there(projecting, settings, NAME),
            once_topics_are_there(relay, settings, NAME),
        )
        tables = knowledge()
        station = Review(
            store=store,
            keys=keys_of(settings),
            now=chance.now,
            new_id=chance.new_id,
            chart_url=settings.own.chart_url or "",
            notice=relay.notice,
            decided=watching.decided,
            book=Book(tables),
            promises=promised(settings.own.data, digest=tables.digest),
            trying=Trying(partial(propose, knowledge=tables), tables, now=chance.now),
        )
        # The gateway sends whoever asks for the doors here: they read of all of them.
        edge = edge_of(settings, chance, page=problem_page, describes=whole_description)
        data = settings.own.data if settings.store is None else None
        seen = watching.edge(edge, loops, data=data, checks={"store": store_writable(store)})
        app = open_doors([review.blueprint(station)], edge=seen)
        return Station(app, loops, opened.pop_all(), relay.notice)


def _projecting(
    settings: LineSettings, chance: Chance, opened: ExitStack, store: Store, watching: Watching
) -> Loop:
    ledger = StoreLedger(store, now=chance.now)
    topics = [topic.name for topic in READ_HERE]
    kafka = kafka_of(settings, NAME)
    feed = KafkaFeed(kafka, NAME, topics, ledger.positions, watch=watching.watch)
    opened.callback(feed.close)
    consuming = ConsumerSettings(breaker=Breaker(pardoned=settings.own.take_aside))
    projecting = watching.projecting(project)
    return Consumer(NAME, feed, ledger, projecting, consuming, watch=watching.watch)
