"""What the stations have before them and could not read, looked at without moving anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from bus.errors import Unreadable
from bus.port import Delivery
from facialis.operators.logs import Logs
from schemas.topics import ASSESSMENTS_RECEIVED
from services.recommender.station import read
from services.review.projection import READ_HERE, project

MOST = 1000
"""How far ahead is looked, in each topic."""


@dataclass(frozen=True, slots=True)
class Stumbling:
    """A delivery that a station will set aside when it comes to it."""

    station: str
    delivery: Delivery
    reason: str
    detail: str


def ahead(logs: Logs) -> Iterator[Stumbling]:
    """Look at the next deliveries of every station; give those that it cannot read."""
    for station, (topics, look) in _STATIONS.items():
        stands = logs.stands(station)
        for topic in topics:
            for delivery in islice(logs.scan(topic, stands), MOST):
                if (error := _unreadable(delivery, look)) is not None:
                    yield Stumbling(station, delivery, error.reason, error.detail)


def _unreadable(delivery: Delivery, look: Callable[[Delivery], object]) -> Unreadable | None:
    try:
        look(delivery)
    except Unreadable as error:
        return error
    return None


def _plannable(delivery: Delivery) -> None:
    if delivery.body is not None:
        read(delivery)


_STATIONS: Mapping[str, tuple[tuple[str, ...], Callable[[Delivery], object]]] = {
    "recommender": ((ASSESSMENTS_RECEIVED.name,), _plannable),
    "review": (tuple(topic.name for topic in READ_HERE), project),
}
