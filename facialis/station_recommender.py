"""A recommender on its own: one of several that share the assessments."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial

from bus.breaker import Breaker
from bus.consume import Consumer, ConsumerSettings
from bus.kafka.feed import KafkaFeed
from bus.kafka.ledger import KafkaLedger
from bus.kafka.publisher import KafkaPublisher
from bus.port import Message, SetAside
from facialis.chance import Chance
from facialis.edge import edge_of, keys_of
from facialis.kafka_pipe import kafka_of, once_topics_are_there
from facialis.loops import Loop, Loops
from facialis.settings_line import LineSettings
from facialis.station import Station
from facialis.tables import knowledge
from facialis.watching import Watching, watch_over
from schemas.topics import ASSESSMENTS_RECEIVED, ASSESSMENTS_SET_ASIDE
from services.doors.opening import open_doors
from services.recommender import app as recommender
from services.recommender.book import Book
from services.recommender.propose import propose
from services.recommender.station import Propose, planning
from services.set_aside import set_aside_message

NAME = "recommender"

# A plan takes milliseconds: with few at a time, the first need not wait long for the last.
_FEW = ConsumerSettings(limit=32)


def open_recommender(settings: LineSettings, chance: Chance) -> Station:
    """
    Open a recommender: it plans its share of the assessments, and answers previews.

    Raises:
        Trouble: the tables cannot be used; their author mends them.
    """
    tables = knowledge()
    proposing = partial(propose, knowledge=tables)
    aside = partial(
        set_aside_message, onto=ASSESSMENTS_SET_ASIDE, now=chance.now, knowledge=tables.digest
    )
    with ExitStack() as opened:
        watching = watch_over(NAME, now=chance.now, collector=settings.own.collector)
        opened.callback(watching.close)
        watching.knowledge(tables.version, tables.digest)
        watching.lag(NAME)
        loop = _planning(settings, opened, proposing, aside, watching)
        loops = Loops.of(once_topics_are_there(loop, settings, NAME))
        keys = keys_of(settings)
        doors = [recommender.blueprint(proposing, now=chance.now, keys=keys, book=Book(tables))]
        app = open_doors(doors, edge=watching.edge(edge_of(settings, chance), loops))
        return Station(app, loops, opened.pop_all())


def _planning(
    settings: LineSettings,
    opened: ExitStack,
    proposing: Propose,
    aside: Callable[[SetAside], Message],
    watching: Watching,
) -> Loop:
    kafka = kafka_of(settings, NAME)
    publisher = KafkaPublisher(kafka)
    opened.callback(publisher.close)
    feed = KafkaFeed(kafka, NAME, [ASSESSMENTS_RECEIVED.name], watch=watching.watch)
    opened.callback(feed.close)
    ledger = KafkaLedger(feed, publisher, aside)
    plan = watching.planning(planning(watching.proposing(proposing)))
    few = replace(_FEW, breaker=Breaker(pardoned=settings.own.take_aside))
    return Consumer(NAME, feed, ledger, plan, few, watch=watching.watch)
