"""What a process measures: by door and loop, never by patient."""

from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bus.errors import Unavailable
from bus.measures import Batch
from bus.port import Outcome, SetAside
from schemas.moments import written
from schemas.topics import ASSESSMENTS_RECEIVED, PLANS_PROPOSED
from services.doors import measures
from services.doors.measures import LABELS, MEASURES
from services.doors.metrics import Metrics
from services.doors.metrics_page import PAGE, page
from tests.builders import NOW
from tests.bus.watched import a_delivery
from tests.services.doors.app import AUTHORIZED, an_app

CANARY = "CANARY-7"


def lines(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(name, labels)


def received(position: int = 0, *, ago_s: float = 0, topic: str = "", **changed):
    headers = (("ce_time", written(NOW - timedelta(seconds=ago_s)).encode()),)
    topic = topic or ASSESSMENTS_RECEIVED.name
    return a_delivery(position, topic, **({"headers": headers} | changed))


def a_batch(*deliveries, set_aside=(), positions=None) -> Batch:
    outcome = Outcome((), tuple(set_aside), positions or {})
    return Batch(deliveries, outcome, handling_s=0.2, committing_s=0.03)


def test_nobody_needs_a_key_to_read_them() -> None:
    reply = an_app().get("/metrics")
    assert reply.status_code == 200
    assert reply.content_type.startswith("text/plain; version=")
    assert lines(reply.text)


def test_a_request_is_told_by_the_pattern_of_its_address() -> None:
    app = an_app()
    app.post("/v1/echo", json={}, headers=AUTHORIZED)
    app.post("/v1/echo", json={})
    told = lines(app.get("/metrics").text)
    counts = {key: n for key, n in told.items() if key[0] == "facialis_request_seconds_count"}
    assert {(dict(labels)["route"], dict(labels)["status"]) for _, labels in counts} == {
        ("/v1/echo", "200"),
        ("/v1/echo", "401"),
    }
    assert set(counts.values()) == {1}


def test_neither_an_address_nor_a_word_of_a_request_becomes_a_label() -> None:
    app = an_app()
    app.get(f"/v1/nowhere/{CANARY}?patient_ref={CANARY}", headers={CANARY: CANARY})
    app.open("/v1/echo", method=CANARY)
    app.post("/v1/echo", json={CANARY: CANARY}, headers=AUTHORIZED | {"traceparent": CANARY})
    text = app.get("/metrics").text
    assert CANARY not in text
    assert 'route="none"' in text
    assert 'method="other"' in text


def test_each_application_counts_for_itself() -> None:
    one, other = an_app(), an_app()
    one.get("/v1/nowhere")
    assert "facialis_request_seconds_count" in one.get("/metrics").text
    assert "facialis_request_seconds_count" not in other.get("/metrics").text


def test_a_loops_batch_is_counted_by_topic_and_timed() -> None:
    metrics = Metrics()
    metrics.committed("review", a_batch(received(0), received(1), received(0, topic="other.v1")))
    assert value(metrics, "facialis_events_total", loop="review", topic="other.v1") == 1
    topic = ASSESSMENTS_RECEIVED.name
    assert value(metrics, "facialis_events_total", loop="review", topic=topic) == 2
    assert value(metrics, "facialis_batch_events_sum", loop="review") == 3
    assert value(metrics, "facialis_handling_seconds_sum", loop="review") == pytest.approx(0.2)
    assert value(metrics, "facialis_commit_seconds_sum", loop="review") == pytest.approx(0.03)


@pytest.mark.parametrize(("reason", "told"), [("not_json", "not_json"), (f"{CANARY} x", "other")])
def test_what_is_set_aside_is_counted_by_its_reason_if_that_is_a_code(reason, told) -> None:
    metrics, it = Metrics(), received()
    metrics.committed("review", a_batch(it, set_aside=[SetAside(it, reason, "detail")]))
    labels = {"loop": "review", "topic": it.topic, "reason": told}
    assert value(metrics, "facialis_set_aside_total", **labels) == 1


@pytest.mark.parametrize(
    ("loop", "topic", "until"),
    [
        ("recommender", ASSESSMENTS_RECEIVED.name, "planned"),
        ("review", PLANS_PROPOSED.name, "readable"),
    ],
)
def test_a_plan_is_timed_from_its_receipt(loop: str, topic: str, until: str) -> None:
    metrics = Metrics(lambda: NOW)
    metrics.committed(loop, a_batch(received(ago_s=0.04, topic=topic)))
    name = "facialis_post_to_plan_seconds"
    assert value(metrics, f"{name}_sum", until=until) == pytest.approx(0.04)
    assert value(metrics, f"{name}_bucket", until=until, le="0.03") == 0
    assert value(metrics, f"{name}_bucket", until=until, le="0.05") == 1


@pytest.mark.parametrize(
    "it",
    [
        received(ago_s=3601),
        received(body=None),
        received(headers=()),
        received(headers=(("ce_time", b"yesterday"),)),
        received(headers=(("ce_time", b"\xff"),)),
        received(headers=(("ce_time", b"2026-11-22T11:00:00"),)),
        received(topic="assessments.withdrawn.v1"),
    ],
)
def test_what_is_no_wait_for_a_plan_is_not_timed(it) -> None:
    metrics = Metrics(lambda: NOW)
    metrics.committed("recommender", a_batch(it))
    assert value(metrics, "facialis_post_to_plan_seconds_count", until="planned") is None


def test_what_was_set_aside_is_no_plan() -> None:
    metrics, it = Metrics(lambda: NOW), received()
    metrics.committed("recommender", a_batch(it, set_aside=[SetAside(it, "invalid", "x")]))
    assert value(metrics, "facialis_post_to_plan_seconds_count", until="planned") is None


def test_a_clock_behind_the_senders_gives_nothing_less_than_nothing() -> None:
    metrics = Metrics(lambda: NOW)
    metrics.committed("recommender", a_batch(received(ago_s=-5)))
    assert value(metrics, "facialis_post_to_plan_seconds_sum", until="planned") == 0


def test_a_loop_says_where_it_stands_and_when_its_source_answered() -> None:
    now = [10.0]
    metrics = Metrics(clock=lambda: now[0])
    metrics.started("review", {("t", 1): 4})
    metrics.polled("review")
    now[0] = 12.5
    assert value(metrics, "facialis_fetch_age_seconds", loop="review") == 2.5
    place = {"loop": "review", "topic": "t", "partition": "1"}
    assert value(metrics, "facialis_position", **place) == 4
    metrics.committed("review", a_batch(received(), positions={("t", 1): 9}))
    assert value(metrics, "facialis_position", **place) == 9
    metrics.assigned("review", {("t", 2)})
    assert value(metrics, "facialis_position", **place) is None
    assert value(metrics, "facialis_rebalances_total", loop="review") == 1


def test_waits_and_rows_and_shipped_messages_are_counted() -> None:
    metrics = Metrics()
    metrics.waited("review", Unavailable(CANARY))
    metrics.rows(["eye.protect", "eye.protect", "sling.late"])
    metrics.shipped("decisions", [received()], 0.5)
    assert value(metrics, "facialis_waits_total", loop="review", cause="Unavailable") == 1
    assert value(metrics, "facialis_row_offers_total", row="eye.protect") == 2
    topic = ASSESSMENTS_RECEIVED.name
    assert value(metrics, "facialis_shipped_total", loop="decisions", topic=topic) == 1


def test_a_gauge_that_cannot_be_looked_up_hides_no_other(caplog) -> None:
    metrics = Metrics()

    def fail():
        raise ValueError(CANARY)

    metrics.look(measures.BACKLOG_EVENTS, fail)
    metrics.look(measures.SET_ASIDE_NOW, lambda: [((), 3)])
    text = an_app(metrics=metrics).get("/metrics").text
    assert lines(text)["facialis_set_aside_assessments", ()] == 3
    assert ("facialis_backlog_events", ()) not in lines(text)
    assert "facialis_backlog_events: ValueError" in caplog.text
    assert CANARY not in caplog.text


def test_one_gauge_may_be_looked_up_in_several_places() -> None:
    metrics = Metrics()
    metrics.look(measures.DEPTH_EVENTS, lambda: [(("relay",), 1)])
    metrics.look(measures.DEPTH_EVENTS, lambda: [(("decisions",), 2)])
    assert value(metrics, "facialis_outbox_events", loop="relay") == 1
    assert value(metrics, "facialis_outbox_events", loop="decisions") == 2


def test_every_measure_is_named_as_prometheus_names_them() -> None:
    assert len({it.name for it in MEASURES}) == len(MEASURES)
    for it in MEASURES:
        assert it.name.startswith("facialis_")
        assert it.name.endswith("_total") == (it.kind == "counter")
        assert bool(it.bounds) == (it.kind == "histogram")
        assert list(it.bounds) == sorted(it.bounds)
        assert it.says.endswith(".")


def test_every_label_is_explained_and_none_is_about_a_patient() -> None:
    assert {label for it in MEASURES for label in it.labels} == set(LABELS)
    assert not {"patient_ref", "assessment_id", "plan_id", "event_id", "client"} & set(LABELS)


def test_the_page_of_measures_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `python -m services.doors.metrics_page`"
    assert all(f"`{it.name}`" in page() for it in MEASURES)
