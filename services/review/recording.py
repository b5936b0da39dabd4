"""Recording a decision: beside it, in the same transaction, what others are told of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from bus.port import Message
from schemas.envelope import Envelope, headers_of
from schemas.ids import decision_event_id
from schemas.moments import written
from schemas.topics import PLANS_REVIEWED
from services.review.case import Case, etag_of
from services.review.deciding import (
    DecisionIdTaken,
    ViewIsStale,
    refuse_if_closed,
    refuse_if_unfit,
)
from services.review.settling import settle_afresh
from services.review.store.cases import read_case
from services.review.store.knowing import read_plan
from services.review.store.outbox import put
from services.review.store.store import Store
from services.review.store.tables import decisions
from services.review.store.turns import take_turns_at

ANY_STATE = "*"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision as it was recorded; ``repeated`` when it stood there before this call."""

    decision: Mapping[str, Any]
    repeated: bool


def record_decision(
    store: Store,
    plan_id: str,
    *,
    posted: Mapping[str, Any],
    seen: frozenset[str],
    now: datetime,
    traceparent: str | None = None,
) -> Recorded | None:
    """
    Record a decision on a plan, durably; the same one again is recorded once.

    Args:
        posted: a decision as ``schemas.review`` takes it, with who decided.
        seen: the etags of the plan that the decider may have seen, or ``*`` for any.

    Returns:
        None where there is no such plan.

    Raises:
        DecisionIdTaken: this decision_id stands for another decision.
        PlanClosed: the plan takes no decisions any more.
        ViewIsStale: the plan changed since it was seen.
        InvalidDecision: it names what is not in the plan.
    """
    with store.writing() as connection:
        case = _case_in_turn(connection, plan_id, str(posted["decision_id"]))
        if case is None:
            return None
        if earlier := _recorded(connection, str(posted["decision_id"])):
            return _again(earlier, plan_id, posted)
        _refuse_if_impossible(case, posted, seen=seen, now=now)
        decision = _written(case, posted, now=now)
        _record(connection, case, posted, decision=decision, now=now)
        put(connection, [_told(case, decision, traceparent=traceparent)])
        return Recorded(decision, repeated=False)


def _case_in_turn(connection: Connection, plan_id: str, decision_id: str) -> Case | None:
    plan = read_plan(connection, plan_id)
    if plan is None:
        return None
    take_turns_at(connection, {plan.patient_ref}, others=[f"decision {decision_id}"])
    return read_case(connection, plan_id)


def _recorded(connection: Connection, decision_id: str) -> Row[Any] | None:
    query = select(decisions).where(decisions.c.decision_id == decision_id)
    return connection.execute(query).one_or_none()


def _again(earlier: Row[Any], plan_id: str, posted: Mapping[str, Any]) -> Recorded:
    if earlier.fingerprint != _fingerprint(plan_id, posted):
        raise DecisionIdTaken(posted["decision_id"])
    return Recorded(json.loads(earlier.body), repeated=True)


def _refuse_if_impossible(
    case: Case, posted: Mapping[str, Any], *, seen: frozenset[str], now: datetime
) -> None:
    refuse_if_closed(case, now=now)
    if ANY_STATE not in seen and etag_of(case, today=now.astimezone(UTC).date()) not in seen:
        raise ViewIsStale(case.record.plan_id)
    refuse_if_unfit(posted, (case.body or {})["stages"])


def _written(case: Case, posted: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    record = case.record
    return {
        "decision_id": posted["decision_id"],
        "plan_id": record.plan_id,
        "assessment_id": record.assessment_id,
        "patient_ref": record.patient_ref,
        "stage": posted["stage"],
        "decision": posted["decision"],
        "reasons": list(posted.get("reasons", ())),
        **({"until": posted["until"]} if "until" in posted else {}),
        "changes": [dict(change) for change in posted.get("changes", ())],
        **({"reference": posted["reference"]} if "reference" in posted else {}),
        "decided_by": dict(posted["decided_by"]),
        "decided_at": written(now),
    }


def _record(
    connection: Connection,
    case: Case,
    posted: Mapping[str, Any],
    *,
    decision: Mapping[str, Any],
    now: datetime,
) -> None:
    row = {
        "decision_id": decision["decision_id"],
        "plan_id": case.record.plan_id,
        "stage": decision["stage"],
        "decision": decision["decision"],
        "until": date.fromisoformat(decision["until"]) if "until" in decision else None,
        "fingerprint": _fingerprint(case.record.plan_id, posted),
        "body": json.dumps(decision, ensure_ascii=False).encode(),
        "decided_at": now,
    }
    connection.execute(insert(decisions), row)
    settle_afresh(connection, {case.record.patient_ref})


def _fingerprint(plan_id: str, posted: Mapping[str, Any]) -> bytes:
    return sha256(json.dumps([plan_id, posted], sort_keys=True).encode()).digest()


def _told(case: Case, decision: Mapping[str, Any], *, traceparent: str | None) -> Message:
    event_id = decision_event_id(str(decision["decision_id"]))
    envelope = Envelope(
        id=event_id,
        source="/facialis/review",
        type=PLANS_REVIEWED.name,
        subject=case.record.assessment_id,
        time=str(decision["decided_at"]),
        traceparent=traceparent,
        client=case.record.client or None,
    )
    return Message(
        topic=PLANS_REVIEWED.name,
        key=case.record.patient_ref.encode(),
        id=event_id,
        headers=headers_of(envelope),
        body=json.dumps(decision, ensure_ascii=False, separators=(",", ":")).encode(),
    )
