"""What moves on the line: the recommender, the projection of the review station, its outbox."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Protocol

from bus.breaker import Breaker
from bus.consume import Consumer, ConsumerSettings
from bus.embedded import EmbeddedFeed, EmbeddedLedger, EmbeddedPublisher
from bus.port import Delivery, Message, SetAside
from bus.relay import Relay
from bus.running import Health
from facialis.files import Files
from facialis.watching import Watching
from schemas.topics import (
    ASSESSMENTS_RECEIVED,
    ASSESSMENTS_SET_ASIDE,
    ASSESSMENTS_WITHDRAWN,
    PLANS_PROPOSED,
)
from services.recommender.station import Propose, planning
from services.review.ledger import StoreLedger
from services.review.projection import project
from services.review.store.outbox import StoreOutbox
from services.set_aside import set_aside_message

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
    """Every loop of a process by name."""

    by_name: Mapping[str, Loop]

    @classmethod
    def of(cls, *loops: Loop) -> Loops:
        """Name each by the name that its health tells."""
        return cls({loop.health().name: loop for loop in loops})

    def not_running(self) -> dict[str, str]:
        """Name the loops that do not run, each with why."""
        told = (loop.health() for loop in self.by_name.values())
        return {one.name: _why(one) for one in told if one.state != "running"}


@dataclass(frozen=True, slots=True)
class LineLoops(Loops):
    """Those of a whole line; ``relay`` is the one that may be told of news."""

    relay: Relay


def open_loops(
    files: Files,
    opened: ExitStack,
    *,
    propose: Propose,
    now: Callable[[], datetime],
    watching: Watching,
    digest: str = "",
    take_aside: int = 0,
) -> LineLoops:
    """
    Make every loop; none of them runs yet. ``opened`` closes what they read.

    Args:
        watching: what looks at them.
        digest: of the tables that ``propose`` plans with, for the note on what is set aside.
        take_aside: how many deliveries may be set aside, once, without stopping the line.
    """
    aside = partial(set_aside_message, onto=ASSESSMENTS_SET_ASIDE, now=now, knowledge=digest)
    breaker = Breaker(pardoned=take_aside)
    relay = Relay(
        "decisions",
        StoreOutbox(files.store),
        EmbeddedPublisher(files.reviews),
        watch=watching.watch,
    )
    plan = watching.planning(planning(watching.proposing(propose)))
    loops: tuple[Loop, ...] = (
        _recommender(files, opened, plan=plan, aside=aside, breaker=breaker, watching=watching),
        _review(files, opened, now=now, breaker=breaker, watching=watching),
        relay,
    )
    return LineLoops({loop.health().name: loop for loop in loops}, relay)


def _recommender(
    files: Files,
    opened: ExitStack,
    *,
    plan: Callable[[Delivery], Iterable[Message]],
    aside: Callable[[SetAside], Message],
    breaker: Breaker,
    watching: Watching,
) -> Loop:
    feed = EmbeddedFeed(planned_from(files))
    opened.callback(feed.close)
    ledger = EmbeddedLedger(files.recommender, "recommender", aside)
    settings = replace(FEW, breaker=breaker)
    return Consumer("recommender", feed, ledger, plan, settings, watch=watching.watch)


def _review(
    files: Files,
    opened: ExitStack,
    *,
    now: Callable[[], datetime],
    breaker: Breaker,
    watching: Watching,
) -> Loop:
    feed = EmbeddedFeed(projected_from(files))
    opened.callback(feed.close)
    settings, ledger = ConsumerSettings(breaker=breaker), StoreLedger(files.store, now=now)
    handle = watching.projecting(project)
    return Consumer("review", feed, ledger, handle, settings, watch=watching.watch)


def planned_from(files: Files) -> list[tuple[Path, str]]:
    """Name what the recommender reads: files, and topics in them."""
    return [(files.intake.path, ASSESSMENTS_RECEIVED.name)]


def projected_from(files: Files) -> list[tuple[Path, str]]:
    """Name what the review station reads: files, and topics in them."""
    return [
        (files.intake.path, ASSESSMENTS_RECEIVED.name),
        (files.intake.path, ASSESSMENTS_WITHDRAWN.name),
        (files.recommender.path, ASSESSMENTS_SET_ASIDE.name),
        (files.recommender.path, PLANS_PROPOSED.name),
    ]


def _why(health: Health) -> str:
    return f"{health.state}: {health.last_error}" if health.last_error else health.state
