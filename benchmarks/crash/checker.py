"""
Holds what is there against what clients were told.

    every acknowledged post stands once on its topic, in the order of its patient
    every assessment there has exactly one plan, or was set aside; no plan comes from nowhere
    every patient has exactly one current plan, the right one, and every plan is readable
    withdrawals and decisions that were acknowledged stand once; refused ones nowhere
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from benchmarks.crash.books import Books
from benchmarks.crash.found import Event, Found, Told
from schemas.topics import (
    ASSESSMENTS_RECEIVED,
    ASSESSMENTS_SET_ASIDE,
    ASSESSMENTS_WITHDRAWN,
    PLANS_PROPOSED,
    PLANS_REVIEWED,
)
from tests.bus.history import faults as faults_of_history

RECEIVED, WITHDRAWN = ASSESSMENTS_RECEIVED.name, ASSESSMENTS_WITHDRAWN.name
PROPOSED, SET_ASIDE = PLANS_PROPOSED.name, ASSESSMENTS_SET_ASIDE.name
REVIEWED = PLANS_REVIEWED.name


def faults(books: Books, found: Found) -> list[str]:
    """List what is wrong, each beginning with a word for its kind; empty when all is well."""
    logs = {topic: once(events) for topic, events in found.logs.items()}
    return [
        *books.complaints,
        *_of_clients(books, logs),
        *_of_plans(logs),
        *_of_doors(books, logs, found.assessments),
        *_of_patients(logs, found),
        *_of_decisions(books, found),
    ]


def repeats(found: Found) -> int:
    """Count the messages that stand in a log a second time; whoever reads it passes them over."""
    return sum(len(events) - len(once(events)) for events in found.logs.values())


def inexact(found: Found) -> list[str]:
    """List what a log must not have that promises each id once, and positions one by one."""
    return [
        *(
            f"doubled: {len(events) - len(once(events))} messages of {topic} stand there again"
            for topic, events in found.logs.items()
            if len(events) > len(once(events))
        ),
        *(
            f"gap: {topic}/{partition} has {len(places)} messages and goes up to {places[-1]}"
            for topic, events in found.logs.items()
            for partition, places in _by_partition(events).items()
            if places != list(range(len(places)))
        ),
    ]


def once(events: Sequence[Event]) -> list[Event]:
    """Leave out what stands there under an id that stood there before."""
    first: dict[str, Event] = {}
    for event in events:
        first.setdefault(event.id, event)
    return list(first.values())


def _by_partition(events: Iterable[Event]) -> dict[int, list[int]]:
    places: dict[int, list[int]] = {}
    for event in events:
        places.setdefault(event.partition, []).append(event.position)
    return places


def _of_clients(books: Books, logs: Mapping[str, Sequence[Event]]) -> Iterator[str]:
    """Each acknowledged act has its event once, and nothing else has one."""
    posted = [event.subject for event in logs[RECEIVED]]
    withdrawn = [event.subject for event in logs[WITHDRAWN]]
    decided = [str(event.body.get("decision_id")) for event in logs[REVIEWED]]
    for name, history, effects in (
        ("posts", books.posts, posted),
        ("withdrawals", books.withdrawals, withdrawn),
        ("decisions", books.decisions, decided),
    ):
        yield from (f"{fault} ({name})" for fault in faults_of_history(history, effects))


def _of_plans(logs: Mapping[str, Sequence[Event]]) -> Iterator[str]:
    """Set aside and planned together are what was received, in the same order of each patient."""
    received = _of_each_key(logs[RECEIVED])
    aside = {event.subject for event in logs[SET_ASIDE]}
    planned = _of_each_key(logs[PROPOSED])
    for key, names in received.items():
        there = planned.pop(key, [])
        yield from _compared([name for name in names if name not in aside], there)
    for names in planned.values():
        yield from (f"from nowhere: a plan for {name}" for name in names)


def _of_each_key(events: Iterable[Event]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for event in events:
        names.setdefault(event.key, []).append(event.subject)
    return names


def _compared(wanted: Sequence[str], there: Sequence[str]) -> Iterator[str]:
    counted = Counter(there)
    yield from (f"lost: no plan for {name}" for name in wanted if not counted[name])
    for name, number in counted.items():
        if number > 1:
            yield f"doubled: {number} plans for {name}"
        if name not in wanted:
            yield f"from nowhere: a plan for {name}"
    if Counter(wanted) == counted and list(wanted) != list(there):
        yield f"out of order: plans came as {', '.join(there)}"


def _of_doors(
    books: Books, logs: Mapping[str, Sequence[Event]], told: Mapping[str, Told]
) -> Iterator[str]:
    """What was acknowledged is found again, and with the plan that stands in the log."""
    plan_of = {event.subject: event.body.get("plan_id") for event in logs[PROPOSED]}
    withdrawn = {event.subject for event in logs[WITHDRAWN]}
    for name in books.posts.acknowledged:
        one = told.get(name, Told(0, "", ""))
        if one.status != 200:
            yield f"lost: {name} was acknowledged and reading it is answered with {one.status}"
        elif one.state != ("withdrawn" if name in withdrawn else "planned"):
            yield f"wrong: {name} is {one.state}"
        elif one.plan_id != plan_of.get(name):
            yield f"wrong: {name} names another plan than its event"


def _of_patients(logs: Mapping[str, Sequence[Event]], found: Found) -> Iterator[str]:
    """One current plan each, of the assessment made last; every plan is shown once."""
    withdrawn = {event.subject for event in logs[WITHDRAWN]}
    bodies: dict[str, list[Mapping[str, Any]]] = {}
    for event in logs[RECEIVED]:
        bodies.setdefault(event.key, []).append(event.body)
    for patient_ref, plans in found.plans.items():
        current, superseded, taken_back = ([plan["assessment_id"] for plan in it] for it in plans)
        counting = [
            it for it in bodies.get(patient_ref, []) if it["assessment_id"] not in withdrawn
        ]
        wanted = [it["assessment_id"] for it in sorted(counting, key=_age)[-1:]]
        if current != wanted:
            yield f"wrong: current for {patient_ref} are {current}, and should be {wanted}"
        for name, number in Counter([*current, *superseded, *taken_back]).items():
            if number > 1:
                yield f"doubled: {name} is shown with {number} plans"


def _age(body: Mapping[str, Any]) -> tuple[datetime, datetime]:
    received_at = body["received_at"]
    made = datetime.fromisoformat(body.get("assessed_at", received_at))
    return made, datetime.fromisoformat(received_at)


def _of_decisions(books: Books, found: Found) -> Iterator[str]:
    """An acknowledged decision is shown once with its plan, a refused one never."""
    shown = Counter(
        decision["decision_id"]
        for plans in found.plans.values()
        for group in plans
        for plan in group
        for decision in plan["review"]["decisions"]
        if decision["plan_id"] == plan["plan_id"]
    )
    for name in books.decisions.acknowledged:
        if shown[name] != 1:
            yield f"{'doubled' if shown[name] else 'lost'}: {name} is shown {shown[name]} times"
    for name in books.decisions.refused - books.decisions.acknowledged.keys():
        if shown[name]:
            yield f"refused: {name} was refused and is shown"
