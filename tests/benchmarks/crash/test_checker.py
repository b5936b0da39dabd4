"""The checker finds what it is there for; where all is well it finds nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.crash import checker
from benchmarks.crash.books import Books
from benchmarks.crash.doors import Answer
from benchmarks.crash.found import Event, Found, Told
from schemas.topics import TOPICS

PATIENT, PLAN = "P-1", "plan-of-"
RECEIVED, PROPOSED = "assessments.received.v1", "plans.proposed.v1"
WITHDRAWN, REVIEWED = "assessments.withdrawn.v1", "plans.reviewed.v1"


def event(number: int, subject: str, **body: Any) -> Event:
    return Event(0, number, PATIENT, f"{subject}/{number}", subject, body)


def received(number: int, name: str, made: str) -> Event:
    at = {"assessed_at": f"2026-11-20T{made}:00Z", "received_at": "2026-11-22T09:00:00Z"}
    return event(number, name, assessment_id=name, **at)


def shown(name: str, *decided: str) -> dict[str, Any]:
    decisions = [{"decision_id": it, "plan_id": PLAN + name} for it in decided]
    return {"assessment_id": name, "plan_id": PLAN + name, "review": {"decisions": decisions}}


@pytest.fixture
def books() -> Books:
    """Two assessments of one patient and a decision were acknowledged."""
    books = Books()
    for name in ("A", "B"):
        books.ask("posts", name, PATIENT, lambda: Answer(202, body={}))
    books.ask("decisions", "D", PATIENT, lambda: Answer(201, body={}))
    return books


@pytest.fixture
def found() -> Found:
    """All of it is there; A was made later than B."""
    logs = dict.fromkeys(TOPICS, ())
    logs[RECEIVED] = (received(0, "A", "10:00"), received(1, "B", "08:00"))
    logs[PROPOSED] = tuple(event(it, name, plan_id=PLAN + name) for it, name in enumerate("AB"))
    logs[REVIEWED] = (event(0, "A", decision_id="D"),)
    told = {name: Told(200, "planned", PLAN + name) for name in "AB"}
    return Found(logs, told, {PATIENT: ([shown("A", "D")], [shown("B")], [])})


def with_log(found: Found, topic: str, *events: Event) -> Found:
    return replace(found, logs={**found.logs, topic: events})


def kinds(books: Books, found: Found) -> set[str]:
    return {fault.partition(":")[0] for fault in checker.faults(books, found)}


def test_where_all_is_well_it_finds_nothing(books, found):
    assert checker.faults(books, found) == []
    assert checker.inexact(found) == []


def test_an_acknowledged_post_without_an_event_is_lost(books, found):
    assert "lost" in kinds(books, with_log(found, RECEIVED, *found.logs[RECEIVED][:1]))


def test_an_assessment_without_a_plan_is_lost(books, found):
    assert "lost" in kinds(books, with_log(found, PROPOSED, *found.logs[PROPOSED][:1]))


def test_an_acknowledged_assessment_that_cannot_be_read_is_lost(books, found):
    told = {**found.assessments, "A": Told(404, "", "")}
    assert "lost" in kinds(books, replace(found, assessments=told))


def test_two_plans_for_one_assessment_are_doubled(books, found):
    again = event(2, "B", plan_id="another")
    assert "doubled" in kinds(books, with_log(found, PROPOSED, *found.logs[PROPOSED], again))


def test_a_message_that_stands_there_again_is_doubled_only_where_the_log_forbids_it(books, found):
    first, second = found.logs[PROPOSED]
    repeated = with_log(found, PROPOSED, first, second, replace(first, position=2))
    assert checker.faults(books, repeated) == []
    assert checker.repeats(repeated) == 1
    assert checker.inexact(repeated)


def test_a_plan_for_nothing_comes_from_nowhere(books, found):
    stray = event(2, "C", plan_id="stray")
    assert "from nowhere" in kinds(books, with_log(found, PROPOSED, *found.logs[PROPOSED], stray))


def test_plans_in_another_order_than_their_assessments_are_out_of_order(books, found):
    assert "out of order" in kinds(books, with_log(found, PROPOSED, *found.logs[PROPOSED][::-1]))


def test_the_plan_of_an_earlier_assessment_is_the_wrong_current_plan(books, found):
    swapped = replace(found, plans={PATIENT: ([shown("B")], [shown("A", "D")], [])})
    assert "wrong" in kinds(books, swapped)


def test_two_current_plans_are_wrong(books, found):
    both = replace(found, plans={PATIENT: ([shown("A", "D"), shown("B")], [], [])})
    assert "wrong" in kinds(books, both)


def test_a_withdrawn_assessment_leaves_the_other_as_current(books, found):
    books.ask("withdrawals", "A", PATIENT, lambda: Answer(200, body={}))
    taken_back = with_log(found, WITHDRAWN, event(0, "A"))
    assert "wrong" in kinds(books, taken_back)
    told = {**found.assessments, "A": Told(200, "withdrawn", PLAN + "A")}
    plans = {PATIENT: ([shown("B")], [], [shown("A", "D")])}
    assert checker.faults(books, replace(taken_back, assessments=told, plans=plans)) == []


def test_an_acknowledged_decision_that_is_not_shown_is_lost(books, found):
    assert "lost" in kinds(books, replace(found, plans={PATIENT: ([shown("A")], [shown("B")], [])}))


def test_a_refused_decision_that_is_shown_is_a_fault(books, found):
    books.ask("decisions", "E", PATIENT, lambda: Answer(412, body={}))
    both = {PATIENT: ([shown("A", "D", "E")], [shown("B")], [])}
    assert "refused" in kinds(books, replace(found, plans=both))


def test_an_act_without_an_answer_may_have_an_effect_or_none(books, found):
    books.ask("posts", "C", "P-2", lambda: Answer())
    assert checker.faults(books, found) == []


@pytest.mark.parametrize("answer", [Answer(500, body={}), Answer(503, body={})])
def test_an_answer_that_helps_no_client_is_a_complaint(books, found, answer):
    books.ask("posts", "C", "P-2", lambda: answer)
    assert checker.faults(books, found)


def test_two_answers_to_one_post_are_a_complaint(books, found):
    books.ask("posts", "A", PATIENT, lambda: Answer(202, body={"received_at": "later"}))
    assert "told otherwise" in kinds(books, found)


def test_a_position_that_is_missing_is_a_gap(found):
    first, second = found.logs[RECEIVED]
    assert checker.inexact(with_log(found, RECEIVED, first, replace(second, position=2)))
