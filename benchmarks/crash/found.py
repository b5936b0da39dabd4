"""What is there afterwards: what the doors tell of each patient, and what stands in each log."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from benchmarks.crash.doors import Doors
from bus.port import Delivery

_PATIENCE_S = 0.1
_AT_ONCE = 8

T = TypeVar("T")
Plans = Sequence[Sequence[Mapping[str, Any]]]
"""A patient's plans: those that are current, superseded, withdrawn."""

_STATES = ("", "&state=superseded", "&state=withdrawn")


@dataclass(frozen=True, slots=True)
class Event:
    """A message of a log, as far as it can be counted by."""

    partition: int
    position: int
    key: str
    id: str
    subject: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What the doors tell of an assessment: how they answered, its state, its plan."""

    status: int
    state: str
    plan_id: str

    @property
    def is_settled(self) -> bool:
        """Whether it has its plan, or is set aside; one that is withdrawn gets its plan too."""
        return bool(self.plan_id) or self.state == "set_aside"


@dataclass(frozen=True, slots=True)
class Found:
    """
    Everything that can be seen once the line has come to rest.

    Attributes:
        logs: by topic, the events of each partition in the order of their positions.
        assessments: by assessment_id.
        plans: by patient, those that are current, superseded and withdrawn, in this order.
    """

    logs: Mapping[str, Sequence[Event]]
    assessments: Mapping[str, Told]
    plans: Mapping[str, Plans]


def events(deliveries: Iterable[Delivery]) -> list[Event]:
    """Read what was delivered; a body that is no JSON object counts as empty."""
    return [_event(delivery) for delivery in deliveries]


def tell_all(doors: Doors, names: Iterable[str], *, timeout_s: float) -> dict[str, Told]:
    """Ask what became of each assessment, and wait until all are planned or the time is over."""
    told: dict[str, Told] = {}
    waiting, ends = list(names), time.monotonic() + timeout_s
    while waiting:
        told |= dict(zip(waiting, _each(partial(told_of, doors), waiting), strict=True))
        waiting = [name for name in waiting if not told[name].is_settled]
        if time.monotonic() > ends:
            break
        time.sleep(_PATIENCE_S if waiting else 0)
    return told


def all_plans(doors: Doors, patients: Iterable[str]) -> dict[str, Plans]:
    """Ask for the plans of each patient."""
    asked = list(patients)
    return dict(zip(asked, _each(partial(plans_of, doors), asked), strict=True))


def _each(ask: Callable[[str], T], names: Sequence[str]) -> list[T]:
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        return list(threads.map(ask, names))


def told_of(doors: Doors, name: str) -> Told:
    """Ask what became of an assessment."""
    answer = doors.get(f"/v1/assessments/{name}")
    body = answer.body if answer.well else {}
    return Told(answer.status, body.get("state", ""), body.get("plan_id", ""))


def plans_of(doors: Doors, patient_ref: str) -> Plans:
    """Ask for a patient's plans: current, superseded, withdrawn."""
    asked = (doors.get(f"/v1/plans?patient_ref={patient_ref}&limit=200{it}") for it in _STATES)
    return [answer.body["items"] if answer.well else [] for answer in asked]


def _event(delivery: Delivery) -> Event:
    said = {name: value.decode("utf-8", "replace") for name, value in delivery.headers}
    try:
        body = json.loads(delivery.body or b"{}")
    except ValueError:
        body = {}
    return Event(
        delivery.partition,
        delivery.position,
        delivery.key.decode("utf-8", "replace"),
        said.get("ce_id", ""),
        said.get("ce_subject", ""),
        body if isinstance(body, dict) else {},
    )
