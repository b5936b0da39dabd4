"""What a process measures, as Prometheus reads it: one registry for each application."""

from __future__ import annotations

import logging
import re
from collections import Counter as Tally
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from time import perf_counter

from flask import Blueprint, Flask, Response, g, request
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bus.measures import Batch
from bus.port import Delivery, Message, Positions
from bus.running import describe
from schemas.topics import ASSESSMENTS_RECEIVED, PLANS_PROPOSED
from services.doors import measures
from services.doors.behind import Behind
from services.doors.measures import Measure
from services.doors.tracing import method

Lines = Iterable[tuple[Sequence[str], float]]
"""The lines of a measure: the values of its labels, and its own."""

Look = Callable[[], Lines]

_UNTIL: Mapping[tuple[str, str], str] = {
    ("recommender", ASSESSMENTS_RECEIVED.name): "planned",
    ("review", PLANS_PROPOSED.name): "readable",
}
_REPLAYED_S = 3600.0
_POST = ("POST", "/v1/assessments")
_A_WORD = re.compile(r"[A-Za-z0-9_.-]{1,64}\Z")
_log = logging.getLogger(__name__)

# When each line began is of no use to anybody here, and doubles what is sent.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """
    Counts and times what a process does; keeps the promises of ``bus.measures.Watch``.

    Safe to use from several threads. Nothing that is about a patient becomes a label.
    """

    def __init__(
        self,
        now: Callable[[], datetime] | None = None,
        *,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        """
        Begin at zero.

        Args:
            now: tells the moment, aware; without it nobody measures how long ago a post was.
            clock: seconds that only go forward.
        """
        self.registry = CollectorRegistry()
        self._now, self._clock = now, clock
        self._counters = {it.name: _counter(it, self.registry) for it in _of_kind("counter")}
        self._histograms = {it.name: _histogram(it, self.registry) for it in _of_kind("histogram")}
        self._looks: dict[str, list[Look]] = {}
        for it in _of_kind("gauge"):
            self.registry.register(_Looked(it, self._looks.setdefault(it.name, [])))
        self._polled: dict[str, float] = {}
        self._rows: Tally[str] = Tally()
        self._behind: dict[str, Behind] = {}
        ProcessCollector(registry=self.registry)
        self.look(measures.FETCH_AGE_S, self._fetch_ages)
        self.look(measures.POSITION, self._positions)
        self.registry.register(_Rows(self._rows))

    # -- for whoever counts -----------------------------------------------------------------------

    def count(self, measure: Measure, *labels: str, by: float = 1) -> None:
        """Count something, once or several times."""
        self._counters[measure.name].labels(*labels).inc(by)

    def spent(self, measure: Measure, amount: float, *labels: str) -> None:
        """Put an amount into a histogram."""
        histogram = self._histograms[measure.name]
        (histogram.labels(*labels) if labels else histogram).observe(amount)

    def rows(self, rows: Iterable[str]) -> None:
        """Count the rows that stand behind what a plan offers."""
        self._rows.update(rows)

    def look(self, measure: Measure, look: Look) -> None:
        """
        Have lines of a gauge looked up whenever somebody asks for the metrics.

        While what they look at is away, there are none.
        """
        self._looks[measure.name].append(look)

    def info(self, measure: Measure, *labels: str) -> None:
        """Tell something that does not change."""
        self.look(measure, lambda: [(labels, 1)])

    # -- what loops tell --------------------------------------------------------------------------

    def started(self, loop: str, positions: Positions) -> None:
        """See where a loop begins."""
        self._behind_of(loop).started(positions)

    def polled(self, loop: str) -> None:
        """See that the source of a loop answers."""
        self._polled[loop] = self._clock()

    def committed(self, loop: str, batch: Batch) -> None:
        """Count and time a batch."""
        for topic, count in Tally(it.topic for it in batch.deliveries).items():
            self.count(measures.EVENTS, loop, topic, by=count)
        self.spent(measures.BATCH_EVENTS, len(batch.deliveries), loop)
        self.spent(measures.HANDLING_S, batch.handling_s, loop)
        self.spent(measures.COMMIT_S, batch.committing_s, loop)
        for aside in batch.outcome.set_aside:
            self.count(measures.SET_ASIDE, loop, aside.delivery.topic, _word(aside.reason))
        self._behind_of(loop).reached(batch.outcome.positions)
        self._time_since_receipt(loop, batch)

    def shipped(self, loop: str, messages: Sequence[Message], seconds: float) -> None:
        """Count what a relay published."""
        for topic, count in Tally(it.topic for it in messages).items():
            self.count(measures.SHIPPED, loop, topic, by=count)
        self.spent(measures.SHIPPING_S, seconds, loop)

    def waited(self, loop: str, error: Exception) -> None:
        """Count a wait."""
        self.count(measures.WAITS, loop, type(error).__name__)

    def assigned(self, loop: str, places: Collection[tuple[str, int]]) -> None:
        """Count that a loop was given other partitions, and forget those it no longer has."""
        self.count(measures.REBALANCES, loop)
        self._behind_of(loop).keep_only(places)

    def ends(self, loop: str, ends: Mapping[tuple[str, int], int]) -> None:
        """See how far there is to go."""
        self._behind_of(loop).ends(ends, at=self._clock())

    # ---------------------------------------------------------------------------------------------

    def lag_of(self, loop: str) -> Iterator[tuple[tuple[str, int], int, float]]:
        """Give (place, events, seconds) that a loop is behind, where its source tells of ends."""
        return self._behind_of(loop).lag(at=self._clock())

    def _behind_of(self, loop: str) -> Behind:
        return self._behind.setdefault(loop, Behind())

    def _time_since_receipt(self, loop: str, batch: Batch) -> None:
        if self._now is None:
            return
        asides = {id(aside.delivery) for aside in batch.outcome.set_aside}
        now = self._now()
        for it in batch.deliveries:
            until = _UNTIL.get((loop, it.topic))
            if until is None or it.body is None or id(it) in asides:
                continue
            if (spent_s := _seconds_since_receipt(it, now)) is not None:
                self.spent(measures.POST_TO_PLAN_S, spent_s, until)

    def _fetch_ages(self) -> Lines:
        now = self._clock()
        return [((loop,), now - last) for loop, last in self._polled.copy().items()]

    def _positions(self) -> Lines:
        return [
            ((loop, topic, str(partition)), position)
            for loop, behind in self._behind.copy().items()
            for (topic, partition), position in behind.positions().items()
        ]


def blueprint(metrics: Metrics) -> Blueprint:
    """Make ``/metrics``, which needs no key and tells nothing of any patient."""
    doors = Blueprint("metrics", __name__)

    @doors.get("/metrics")
    def tell_metrics() -> Response:
        write, media = choose_encoder(request.headers.get("Accept", ""))
        return Response(write(metrics.registry), content_type=media)

    return doors


def time_requests(app: Flask, metrics: Metrics) -> None:
    """Time every request by the pattern of its address, and count what became of posts."""

    @app.before_request
    def begin() -> None:
        g.began = perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        spent_s = perf_counter() - g.began if "began" in g else 0.0
        metrics.spent(measures.REQUEST_S, spent_s, method(), route, str(response.status_code))
        if (request.method, route) == _POST:
            metrics.count(measures.POSTS, _outcome(response))
        return response


def _outcome(response: Response) -> str:
    if response.status_code == 503:
        return "unavailable"
    if response.status_code >= 500:
        return "failed"
    if response.status_code >= 400:
        return "refused"
    return "replayed" if "Idempotent-Replayed" in response.headers else "accepted"


class _Looked(Collector):
    """One gauge that is looked up when somebody asks."""

    def __init__(self, measure: Measure, looks: Sequence[Look]) -> None:
        self._measure, self._looks = measure, looks

    def describe(self) -> Iterable[Metric]:
        return [self._family()]

    def collect(self) -> Iterable[Metric]:
        family = self._family()
        for look in self._looks:
            for labels, value in self._lines(look):
                family.add_metric(labels, value)
        return [family] if self._looks else []

    def _lines(self, look: Look) -> Lines:
        try:
            return list(look())
        except Exception as error:
            # One that cannot be had must not hide all the others.
            _log.warning("%s: %s", self._measure.name, describe(error))
            return []

    def _family(self) -> GaugeMetricFamily:
        return GaugeMetricFamily(
            self._measure.name, self._measure.says, labels=self._measure.labels
        )


class _Rows(Collector):
    """The tally of rows, which is too long to be one counter each."""

    def __init__(self, rows: Tally[str]) -> None:
        self._rows = rows

    def describe(self) -> Iterable[Metric]:
        return [self._family()]

    def collect(self) -> Iterable[Metric]:
        family = self._family()
        for row, count in self._rows.copy().items():
            family.add_metric([row], count)
        return [family]

    def _family(self) -> CounterMetricFamily:
        return CounterMetricFamily(
            measures.ROWS.name, measures.ROWS.says, labels=measures.ROWS.labels
        )


def _of_kind(kind: str) -> Iterator[Measure]:
    return (it for it in measures.MEASURES if it.kind == kind and it is not measures.ROWS)


def _counter(measure: Measure, registry: CollectorRegistry) -> Counter:
    return Counter(measure.name, measure.says, measure.labels, registry=registry)


def _histogram(measure: Measure, registry: CollectorRegistry) -> Histogram:
    return Histogram(
        measure.name, measure.says, measure.labels, registry=registry, buckets=measure.bounds
    )


def _seconds_since_receipt(delivery: Delivery, now: datetime) -> float | None:
    """Tell how long ago the assessment behind an event was received; None where it does not say."""
    said = next((value for name, value in delivery.headers if name == "ce_time"), b"")
    try:
        spent_s = (now - datetime.fromisoformat(said.decode())).total_seconds()
    except (ValueError, TypeError):
        return None
    return max(0.0, spent_s) if spent_s < _REPLAYED_S else None


def _word(reason: str) -> str:
    return reason if _A_WORD.match(reason) else "other"
