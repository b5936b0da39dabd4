"""Every measure that a process tells of itself: one list, from which all else is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Kind = Literal["counter", "gauge", "histogram"]

_WAITS_S = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_WORK_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
_EVENTS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)


@dataclass(frozen=True, slots=True)
class Measure:
    """
    Something that is counted or timed.

    Attributes:
        name: as Prometheus reads it, with its unit at the end; a counter ends in `_total`.
        says: what one reads off it, in a sentence.
        labels: what tells its lines apart. Each has few values, and none is about a patient.
        bounds: the upper bounds of a histogram's buckets, in its unit.
    """

    name: str
    kind: Kind
    says: str
    labels: tuple[str, ...] = ()
    bounds: tuple[float, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The names under which its lines are found."""
        if self.kind != "histogram":
            return (self.name,)
        return tuple(f"{self.name}_{part}" for part in ("bucket", "sum", "count"))


LABELS: Mapping[str, str] = MappingProxyType(
    {
        "cause": "the class of the error that it waits for",
        "decision": "`accept`, `change`, `not_now` or `decline`",
        "digest": "the digest of the tables' content",
        "loop": "`relay`, `recommender`, `review` or `decisions`: what moves between stations",
        "method": "of HTTP",
        "outcome": "`accepted`, `replayed`, `refused` (4xx), `unavailable` (503) or `failed`",
        "partition": "the number of a partition of a topic",
        "python": "the version of Python",
        "reason": "the code with which it was set aside",
        "route": "the pattern of an address, never the address; `none` where no door has it",
        "row": "the id of a row of the tables",
        "stage": "a stage of a plan",
        "state": "`running`, `waiting` or `stopped`",
        "status": "of HTTP; in plans `proposed` or `conflict`",
        "topic": "the name of a topic",
        "until": "`planned` (committed by the recommender) or `readable` (in the review store)",
        "urgency": "of a plan",
        "version": "of the program, or of the tables",
    }
)
"""What each label says."""

_LOOP = ("loop",)
_TOPIC = ("loop", "topic")
_PARTITION = ("loop", "topic", "partition")

# -- at the doors ---------------------------------------------------------------------------------

REQUEST_S = Measure(
    "facialis_request_seconds",
    "histogram",
    "How long a door took to answer.",
    ("method", "route", "status"),
    _WORK_S,
)
POSTS = Measure(
    "facialis_posts_total",
    "counter",
    "Posts of assessments, by what became of them.",
    ("outcome",),
)
DECISIONS = Measure(
    "facialis_decisions_total",
    "counter",
    "Decisions that clinicians recorded.",
    ("decision", "stage"),
)

# -- in the loops ---------------------------------------------------------------------------------

EVENTS = Measure(
    "facialis_events_total",
    "counter",
    "Events that a loop has handled for good, those set aside included.",
    _TOPIC,
)
SET_ASIDE = Measure(
    "facialis_set_aside_total",
    "counter",
    "Events that a loop could not read and set aside.",
    ("loop", "topic", "reason"),
)
BATCH_EVENTS = Measure(
    "facialis_batch_events",
    "histogram",
    "How many events a loop committed at once.",
    _LOOP,
    _EVENTS,
)
HANDLING_S = Measure(
    "facialis_handling_seconds",
    "histogram",
    "How long a loop handled the events of one batch.",
    _LOOP,
    _WORK_S,
)
COMMIT_S = Measure(
    "facialis_commit_seconds",
    "histogram",
    "How long a loop took to make one batch durable.",
    _LOOP,
    _WORK_S,
)
WAITS = Measure(
    "facialis_waits_total",
    "counter",
    "How often a loop waited because something was away.",
    ("loop", "cause"),
)
POST_TO_PLAN_S = Measure(
    "facialis_post_to_plan_seconds",
    "histogram",
    "From the receipt of an assessment to its plan. Older ones than an hour are a replay, and are "
    "not counted.",
    ("until",),
    _WAITS_S,
)
SHIPPED = Measure(
    "facialis_shipped_total",
    "counter",
    "Messages that a relay has published.",
    _TOPIC,
)
SHIPPING_S = Measure(
    "facialis_shipping_seconds",
    "histogram",
    "How long a relay took to publish one batch.",
    _LOOP,
    _WORK_S,
)
REBALANCES = Measure(
    "facialis_rebalances_total",
    "counter",
    "How often a loop was given other partitions.",
    _LOOP,
)

# -- what is planned ------------------------------------------------------------------------------

PLANS = Measure(
    "facialis_plans_total",
    "counter",
    "Plans that the recommender made for events.",
    ("urgency", "status"),
)
ROWS = Measure(
    "facialis_row_offers_total",
    "counter",
    "How often a row of the tables stood behind an item that a plan offers.",
    ("row",),
)
KNOWLEDGE = Measure(
    "facialis_knowledge_info",
    "gauge",
    "1, for the tables that are loaded.",
    ("version", "digest"),
)

# -- looked at when somebody asks -----------------------------------------------------------------

LOOP_STATE = Measure(
    "facialis_loop_state",
    "gauge",
    "1 for the state that a loop is in, 0 for the others.",
    ("loop", "state"),
)
LOOP_QUIET_S = Measure(
    "facialis_loop_quiet_seconds",
    "gauge",
    "How long ago a step of a loop last ended well.",
    _LOOP,
)
LOOP_STEP_S = Measure(
    "facialis_loop_step_seconds",
    "gauge",
    "How long a loop has been in its present step, or in the wait after it.",
    _LOOP,
)
FETCH_AGE_S = Measure(
    "facialis_fetch_age_seconds",
    "gauge",
    "How long ago the source of a loop last answered.",
    _LOOP,
)
POSITION = Measure(
    "facialis_position",
    "gauge",
    "The next event that a loop will read.",
    _PARTITION,
)
LAG_EVENTS = Measure(
    "facialis_lag_events",
    "gauge",
    "How many events a loop has not yet handled.",
    _PARTITION,
)
LAG_S = Measure(
    "facialis_lag_seconds",
    "gauge",
    "How long the oldest event that a loop has not yet handled has waited; 0 when there is none.",
    _PARTITION,
)
DEPTH_EVENTS = Measure(
    "facialis_outbox_events",
    "gauge",
    "How many messages of an outbox are not yet shipped.",
    _LOOP,
)
DEPTH_S = Measure(
    "facialis_outbox_seconds",
    "gauge",
    "How long the oldest message that is not yet shipped has waited; 0 when there is none.",
    _LOOP,
)
BACKLOG_EVENTS = Measure(
    "facialis_backlog_events",
    "gauge",
    "How many accepted messages wait to be shipped or planned.",
)
BACKLOG_LIMIT_EVENTS = Measure(
    "facialis_backlog_limit_events",
    "gauge",
    "At how many waiting messages posts are refused.",
)
SET_ASIDE_NOW = Measure(
    "facialis_set_aside_assessments",
    "gauge",
    "Assessments that have no plan because they were set aside.",
)
DISK_FREE_BYTES = Measure(
    "facialis_disk_free_bytes",
    "gauge",
    "What is free on the disk of the data folder.",
)
DISK_SIZE_BYTES = Measure(
    "facialis_disk_size_bytes",
    "gauge",
    "How large the disk of the data folder is.",
)
BUILD = Measure(
    "facialis_build_info",
    "gauge",
    "1, for the program that runs.",
    ("version", "python"),
)

MEASURES: tuple[Measure, ...] = (
    REQUEST_S,
    POSTS,
    DECISIONS,
    EVENTS,
    SET_ASIDE,
    BATCH_EVENTS,
    HANDLING_S,
    COMMIT_S,
    WAITS,
    POST_TO_PLAN_S,
    SHIPPED,
    SHIPPING_S,
    REBALANCES,
    PLANS,
    ROWS,
    KNOWLEDGE,
    LOOP_STATE,
    LOOP_QUIET_S,
    LOOP_STEP_S,
    FETCH_AGE_S,
    POSITION,
    LAG_EVENTS,
    LAG_S,
    DEPTH_EVENTS,
    DEPTH_S,
    BACKLOG_EVENTS,
    BACKLOG_LIMIT_EVENTS,
    SET_ASIDE_NOW,
    DISK_FREE_BYTES,
    DISK_SIZE_BYTES,
    BUILD,
)
"""All of them, in the order of their page."""
