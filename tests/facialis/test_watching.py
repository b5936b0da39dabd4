"""What watches counts what was planned, and never gets in the way of it."""

import logging
from datetime import UTC, datetime

import pytest

from bus.consume import Consumer, ConsumerSettings
from bus.measures import Backlog
from facialis.watching import Careful, Watching
from services.doors.metrics import Metrics
from tests.builders import NOW
from tests.bus.watched import ListFeed, ListLedger, Remembering, a_delivery

PLAN = {
    "urgency": "soon",
    "status": "proposed",
    "stages": [
        {"items": [{"because": [{"row": "eye.protect"}, {"row": "mind.lasting"}]}]},
        {
            "items": [{"because": [{"row": "eye.protect"}]}],
            "held": [{"because": [{"row": "held"}]}],
        },
    ],
}


@pytest.fixture
def watching() -> Watching:
    return Watching(Metrics(lambda: NOW), lambda: NOW)


def value(watching: Watching, name: str, **labels: str) -> float | None:
    return watching.metrics.registry.get_sample_value(name, labels)


def test_a_plan_is_counted_once_and_each_row_as_often_as_it_stands_behind_an_item(watching):
    assert watching.proposing(lambda _: PLAN)({}) is PLAN
    assert value(watching, "facialis_plans_total", urgency="soon", status="proposed") == 1
    assert value(watching, "facialis_row_offers_total", row="eye.protect") == 2
    assert value(watching, "facialis_row_offers_total", row="mind.lasting") == 1
    assert value(watching, "facialis_row_offers_total", row="held") is None


def test_decisions_and_tables_and_backlogs_are_told(watching):
    watching.decided("accept", "protect")
    watching.knowledge("2026.11", "abc")
    watching.backlog(lambda: 3, most=9)
    assert value(watching, "facialis_decisions_total", decision="accept", stage="protect") == 1
    assert value(watching, "facialis_knowledge_info", version="2026.11", digest="abc") == 1
    assert value(watching, "facialis_backlog_events") == 3
    assert value(watching, "facialis_backlog_limit_events") == 9


@pytest.mark.parametrize(
    ("oldest", "seconds"),
    [(None, 0), (datetime(2026, 11, 22, 11, 59, tzinfo=UTC), 60), (NOW.replace(hour=13), 0)],
)
def test_an_age_is_counted_from_the_oldest_and_is_never_less_than_nothing(
    watching, oldest, seconds
):
    watching.outbox("decisions", lambda: Backlog(2, oldest))
    watching.lag("review", lambda: [(("t", 1), Backlog(2, oldest))])
    assert value(watching, "facialis_outbox_seconds", loop="decisions") == seconds
    place = {"loop": "review", "topic": "t", "partition": "1"}
    assert value(watching, "facialis_lag_seconds", **place) == seconds
    assert value(watching, "facialis_lag_events", **place) == 2


def test_where_a_feed_tells_of_ends_the_lag_comes_from_there(watching):
    watching.lag("review")
    place = {"loop": "review", "topic": "t", "partition": "1"}
    assert value(watching, "facialis_lag_events", **place) is None
    watching.watch.ends("review", {("t", 1): 4})
    watching.watch.started("review", {("t", 1): 1})
    assert value(watching, "facialis_lag_events", **place) == 3


def test_what_watches_and_fails_is_logged_and_stops_nothing(caplog):
    class Broken:
        def __getattr__(self, name):
            def fail(*_):
                raise ValueError("Jane Doe")

            return fail

    heard, ledger = Remembering(), ListLedger()
    consumer = Consumer(
        "maker",
        ListFeed([a_delivery()]),
        ledger,
        lambda _: [],
        ConsumerSettings(),
        watch=Careful([Broken(), heard]),
    )
    with caplog.at_level(logging.ERROR):
        assert consumer.step() == 1
    assert len(ledger.outcomes) == 1
    assert [name for name, *_ in heard.told] == ["started", "polled", "committed"]
    assert "ValueError in" in caplog.text
    assert "Jane" not in caplog.text


def test_everything_a_watch_may_be_told_is_passed_on():
    heard = Remembering()
    watch = Careful([heard])
    watch.assigned("review", {("t", 1)})
    watch.ends("review", {("t", 1): 2})
    watch.shipped("review", [], 0.5)
    watch.waited("review", ValueError())
    assert [name for name, *_ in heard.told] == ["assigned", "ends", "shipped", "waited"]
