"""Opening doors: one Flask application around the blueprints of one station or of all."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Flask

from services.doors import docs_page, health, metrics, problem_pages
from services.doors.access import log_requests
from services.doors.docs_page import Describes
from services.doors.failing import Page, answer_problems
from services.doors.guard import guard
from services.doors.health import Alive, Ready
from services.doors.metrics import Metrics, time_requests
from services.doors.tracing import Spans, follow_traces


@dataclass(frozen=True, slots=True)
class Edge:
    """
    What every application needs at its edge.

    Attributes:
        new_id: makes a UUID as text, a new one each time.
        hosts: names served besides the loopback ones, without port.
        ready: names what is not ready, each with why; empty when all is.
        page: how people are shown a problem; None when there are no pages for people.
        describes: describes the doors at this address; None when all are this application's.
        alive: names what hangs, each with since when; empty when nothing does.
        metrics: what this process measures.
        spans: where the spans of traces go; None when nobody collects them.
    """

    new_id: Callable[[], str]
    hosts: Collection[str] = ()
    ready: Ready = field(default=dict)
    page: Page | None = None
    describes: Describes | None = None
    alive: Alive = field(default=dict)
    metrics: Metrics = field(default_factory=Metrics)
    spans: Spans | None = None


class _App(Flask):
    """Flask for views that are plain functions: it need not ask of each whether it is one."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def open_doors(blueprints: Iterable[Blueprint], *, edge: Edge) -> Flask:
    """
    Make an application of blueprints, guarded, described, and answering every failure.

    Starts nothing, connects to nothing.
    """
    app = _App("facialis", static_folder=None)
    # The trace comes first: a refusal is part of it too, and counted.
    follow_traces(app, new_id=edge.new_id, spans=edge.spans)
    time_requests(app, edge.metrics)
    log_requests(app)
    guard(app, hosts=edge.hosts)
    answer_problems(app, page=edge.page)
    for blueprint in (*blueprints, *_own(edge)):
        app.register_blueprint(blueprint)
    return app


def _own(edge: Edge) -> tuple[Blueprint, ...]:
    return (
        health.blueprint(edge.ready, edge.alive),
        metrics.blueprint(edge.metrics),
        docs_page.blueprint(edge.describes),
        problem_pages.blueprint(),
    )
