"""Seeing what a process does: metrics, traces and health, tied to its loops and doors."""

from __future__ import annotations

import logging
import platform
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from shutil import disk_usage
from typing import TYPE_CHECKING, Any, TypeVar

from bus.measures import Backlog, Batch, Watch
from bus.port import Delivery, Message, Positions
from bus.running import State, describe
from facialis.readiness import Check, Loops, Readiness, disk, stuck
from services.doors import measures
from services.doors.metrics import Lines, Metrics
from services.doors.opening import Edge

if TYPE_CHECKING:
    from facialis.traces import Traces

E = TypeVar("E")
Handle = Callable[[Delivery], Iterable[E]]
Propose = Callable[[Mapping[str, Any]], dict[str, Any]]
Place = tuple[str, int]
LookAtLag = Callable[[], Iterable[tuple[Place, Backlog]]]

_Behind = tuple[Place, int, float]

_STATES: tuple[State, ...] = ("running", "waiting", "stopped")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watching:
    """
    What looks at one process.

    Attributes:
        metrics: what is counted and timed.
        now: tells the moment, aware.
        traces: where spans go; None when nobody collects them.
        opened: closes what was opened to look.
    """

    metrics: Metrics
    now: Callable[[], datetime]
    traces: Traces | None = None
    opened: ExitStack = field(default_factory=ExitStack)

    @property
    def watch(self) -> Watch:
        """What loops and relays are given; whatever ails it stays its own."""
        return Careful([self.metrics] if self.traces is None else [self.metrics, self.traces])

    def planning(self, handle: Handle[E]) -> Handle[E]:
        """Have what the recommender handles seen in traces."""
        if self.traces is None:
            return handle
        return self.traces.handling(handle, loop="recommender", verb="process")

    def projecting(self, handle: Handle[E]) -> Handle[E]:
        """Have what the review station projects seen in traces."""
        if self.traces is None:
            return handle
        return self.traces.handling(handle, loop="review", verb="project")

    def proposing(self, propose: Propose) -> Propose:
        """Have the plans that a loop makes counted, by what they say and by their rows."""
        plan = propose if self.traces is None else self.traces.within("plan", propose)

        def counted(assessment: Mapping[str, Any]) -> dict[str, Any]:
            made = plan(assessment)
            self.metrics.count(measures.PLANS, made["urgency"], made["status"])
            self.metrics.rows(
                because["row"]
                for stage in made["stages"]
                for item in stage["items"]
                for because in item["because"]
            )
            return made

        return counted

    def decided(self, decision: str, stage: str) -> None:
        """Count a decision that a clinician recorded."""
        self.metrics.count(measures.DECISIONS, decision, stage)

    def knowledge(self, version: str, digest: str) -> None:
        """Tell which tables are loaded."""
        self.metrics.info(measures.KNOWLEDGE, version, digest)

    def lag(self, loop: str, look: LookAtLag | None = None) -> None:
        """Tell how far a loop is behind, by what looks at its log, or by what its feed tells."""

        def found() -> Iterable[_Behind]:
            return self.metrics.lag_of(loop) if look is None else self._aged(look())

        self.metrics.look(measures.LAG_EVENTS, lambda: _lag(loop, found(), lambda it: it[1]))
        self.metrics.look(measures.LAG_S, lambda: _lag(loop, found(), lambda it: it[2]))

    def outbox(self, loop: str, look: Callable[[], Backlog]) -> None:
        """Tell how much a relay has not yet shipped."""
        self.metrics.look(measures.DEPTH_EVENTS, lambda: [((loop,), look().events)])
        self.metrics.look(measures.DEPTH_S, lambda: [((loop,), self._age(look()))])

    def backlog(self, events: Callable[[], int], *, most: int) -> None:
        """Tell how much waits, and how much may."""
        self.metrics.look(measures.BACKLOG_EVENTS, lambda: [((), events())])
        self.metrics.look(measures.BACKLOG_LIMIT_EVENTS, lambda: [((), most)])

    def set_aside(self, count: Callable[[], int]) -> None:
        """Tell how many assessments are set aside now."""
        self.metrics.look(measures.SET_ASIDE_NOW, lambda: [((), count())])

    def edge(
        self,
        edge: Edge,
        loops: Loops,
        *,
        data: Path | None = None,
        checks: Mapping[str, Check] | None = None,
    ) -> Edge:
        """
        Give the edge of an application its metrics, spans and health.

        Args:
            data: the folder of its files, whose disk is looked at; None when it keeps none.
            checks: what else it needs for its work, by name.
        """
        self._look_at(loops)
        needs = dict(checks or {})
        if data is not None:
            needs["disk"] = self._look_at_disk(data)
        return replace(
            edge,
            metrics=self.metrics,
            spans=self.traces,
            alive=lambda: stuck(loops),
            ready=Readiness(loops, needs),
        )

    def close(self) -> None:
        """Close what looks, and send the spans that are left, for some seconds at most."""
        self.opened.close()
        if self.traces is not None:
            self.traces.close()

    def _look_at(self, loops: Loops) -> None:
        for measure, look in (
            (measures.LOOP_STATE, lambda: _states(loops)),
            (measures.LOOP_QUIET_S, lambda: _seconds(loops, "quiet_s")),
            (measures.LOOP_STEP_S, lambda: _seconds(loops, "step_s")),
        ):
            self.metrics.look(measure, look)
        self.metrics.info(measures.BUILD, version("facialis"), platform.python_version())

    def _look_at_disk(self, data: Path) -> Check:
        self.metrics.look(measures.DISK_FREE_BYTES, lambda: [((), disk_usage(data).free)])
        self.metrics.look(measures.DISK_SIZE_BYTES, lambda: [((), disk_usage(data).total)])
        return disk(data)

    def _aged(self, looked: Iterable[tuple[Place, Backlog]]) -> Iterable[_Behind]:
        return [(place, backlog.events, self._age(backlog)) for place, backlog in looked]

    def _age(self, backlog: Backlog) -> float:
        if backlog.oldest is None:
            return 0.0
        return max(0.0, (self.now() - backlog.oldest).total_seconds())


def watch_over(
    station: str, *, now: Callable[[], datetime], collector: str | None = None
) -> Watching:
    """
    Look at a process from now on.

    Args:
        station: which station it is, for traces.
        now: tells the moment, aware; for ages, never for deciding.
        collector: what `OTEL_EXPORTER_OTLP_ENDPOINT` says; None or empty when nobody collects
            traces. Only with it OpenTelemetry is loaded.
    """
    traces = None
    if collector:
        from facialis.traces import exported

        traces = exported(station, now=now)
    return Watching(Metrics(now), now, traces)


class Careful:
    """Tells several watches, and lets no fault of theirs reach what they watch."""

    def __init__(self, watches: Sequence[Watch]) -> None:
        self._watches = tuple(watches)

    def started(self, loop: str, positions: Positions) -> None:
        """Pass it on."""
        self._tell(lambda watch: watch.started(loop, positions))

    def polled(self, loop: str) -> None:
        """Pass it on."""
        self._tell(lambda watch: watch.polled(loop))

    def committed(self, loop: str, batch: Batch) -> None:
        """Pass it on."""
        self._tell(lambda watch: watch.committed(loop, batch))

    def shipped(self, loop: str, messages: Sequence[Message], seconds: float) -> None:
        """Pass it on."""
        self._tell(lambda watch: watch.shipped(loop, messages, seconds))

    def waited(self, loop: str, error: Exception) -> None:
        """Pass it on."""
        self._tell(lambda watch: watch.waited(loop, error))

    def assigned(self, loop: str, places: Collection[tuple[str, int]]) -> None:
        """Pass it on."""
        self._tell(lambda watch: watch.assigned(loop, places))

    def ends(self, loop: str, ends: Mapping[tuple[str, int], int]) -> None:
        """Pass it on."""
        self._tell(lambda watch: watch.ends(loop, ends))

    def _tell(self, tell: Callable[[Watch], None]) -> None:
        for watch in self._watches:
            try:
                tell(watch)
            except Exception as error:
                _log.error("what watches the loops failed: %s", describe(error))


def _lag(loop: str, found: Iterable[_Behind], figure: Callable[[_Behind], float]) -> Lines:
    return [((loop, it[0][0], str(it[0][1])), figure(it)) for it in found]


def _states(loops: Loops) -> Lines:
    told = [loop.health() for loop in loops.by_name.values()]
    return [((it.name, state), float(it.state == state)) for it in told for state in _STATES]


def _seconds(loops: Loops, which: str) -> Lines:
    told = [loop.health() for loop in loops.by_name.values()]
    found = [(it.name, getattr(it, which)) for it in told]
    return [((name,), seconds) for name, seconds in found if seconds is not None]
