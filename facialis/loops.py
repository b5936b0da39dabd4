"""What moves on the line: the recommender, the projection of the review station, its outbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from threading import Event
from typing import Protocol

from bus.consume import Consumer, ConsumerSettings
from bus.embedded import EmbeddedFeed, EmbeddedLedger, EmbeddedPublisher
from bus.relay import Relay
from bus.running import Health
from facialis.files import Files
from schemas.topics import (
    ASSESSMENTS_RECEIVED,
    ASSESSMENTS_SET_ASIDE,
    ASSESSMENTS_WITHDRAWN,
    PLANS_PROPOSED,
)
from services.recommender.station import Propose, planning, set_aside_message
from services.review.ledger import StoreLedger
from services.review.projection import project
from services.review.store.outbox import StoreOutbox

FEW = ConsumerSettings(limit=32)
"""A plan takes milliseconds: with few at a time, the first need not wait long for the last."""


class Loop(Protocol):
    """Runs until told to stop, and tells how it is."""

    def run(self, stop: Event) -> None:
        """Run; blocks."""
        ...

    def health(self) -> Health:
        """Tell how it is now."""
        ...


@dataclass(frozen=True, slots=True)
class Loops:
    """Every loop of a line by name; ``relay`` is the one that may be told of news."""

    by_name: Mapping[str, Loop]
    relay: Relay

    def not_running(self) -> dict[str, str]:
        """Name the loops that do not run, each with why."""
        told = (loop.health() for loop in self.by_name.values())
        return {one.name: _why(one) for one in told if one.state != "running"}


def open_loops(
    files: Files, opened: ExitStack, *, propose: Propose, now: Callable[[], datetime]
) -> Loops:
    """Make every loop; none of them runs yet. ``opened`` closes what they read."""
    relay = Relay("decisions", StoreOutbox(files.store), EmbeddedPublisher(files.reviews))
    loops: tuple[Loop, ...] = (
        _recommender(files, opened, propose=propose, now=now),
        _review(files, opened, now=now),
        relay,
    )
    return Loops({loop.health().name: loop for loop in loops}, relay)


def _recommender(
    files: Files, opened: ExitStack, *, propose: Propose, now: Callable[[], datetime]
) -> Loop:
    feed = EmbeddedFeed([(files.intake.path, ASSESSMENTS_RECEIVED.name)])
    opened.callback(feed.close)
    ledger = EmbeddedLedger(files.recommender, "recommender", partial(set_aside_message, now=now))
    return Consumer("recommender", feed, ledger, planning(propose), FEW)


def _review(files: Files, opened: ExitStack, *, now: Callable[[], datetime]) -> Loop:
    feed = EmbeddedFeed(
        [
            (files.intake.path, ASSESSMENTS_RECEIVED.name),
            (files.intake.path, ASSESSMENTS_WITHDRAWN.name),
            (files.recommender.path, ASSESSMENTS_SET_ASIDE.name),
            (files.recommender.path, PLANS_PROPOSED.name),
        ]
    )
    opened.callback(feed.close)
    return Consumer("review", feed, StoreLedger(files.store, now=now), project)


def _why(health: Health) -> str:
    return f"{health.state}: {health.last_error}" if health.last_error else health.state
