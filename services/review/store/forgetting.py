"""Forgetting a patient: what the store knows of them becomes empty, and belongs to nobody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, func, literal, select, update

from services.review.records import WITHDRAWN
from services.review.store.tables import assessments, bodies, decisions, outbox, plans

FORGOTTEN = "forgotten"
"""Why such an assessment is withdrawn."""

_AT_ONCE = 500
_NO_BODY = b""


def forget(connection: Connection, patient_ref: str, *, nobody: str, now: datetime) -> int:
    """
    Empty everything about a patient, in the transaction that is open; return how many plans.

    Rows and ids stay, as withdrawn ones of ``nobody``: a reference that stands for no patient. So
    an assessment that was acknowledged is never unknown, and whoever reads a plan again is told
    that its content was erased. Texts that other patients' plans share stay.
    """
    texts = _texts_of(connection, patient_ref)
    plan_ids = list(connection.scalars(select(plans.c.plan_id).where(_is(plans, patient_ref))))
    _empty_decisions(connection, plan_ids)
    _empty_plans(connection, patient_ref, nobody)
    _empty_assessments(connection, patient_ref, nobody, now=now)
    _empty_texts(connection, texts)
    kept = outbox.c.key == patient_ref.encode()
    connection.execute(update(outbox).where(kept).values(body=None))
    return len(plan_ids)


def _is(table: Table, patient_ref: str) -> ColumnElement[bool]:
    return table.c.patient_ref == patient_ref


def _texts_of(connection: Connection, patient_ref: str) -> set[bytes]:
    of_plans = select(plans.c.body).where(_is(plans, patient_ref))
    findings = assessments.c.findings
    assessed = select(findings).where(_is(assessments, patient_ref), findings.is_not(None))
    return {*connection.scalars(of_plans), *connection.scalars(assessed)} - {_NO_BODY}


def _empty_plans(connection: Connection, patient_ref: str, nobody: str) -> None:
    empty = {
        "patient_ref": nobody,
        "content_hash": "",
        "body": _NO_BODY,
        "status": "",
        "side": "",
        "urgency": "routine",
        "act_by": None,
        "due": plans.c.as_of,
        "stale_after": "",
        "headline": "",
        "stages": (),
        "state": WITHDRAWN,
        "first_waited": plans.c.as_of,
        "next_stage": None,
        "wakes_on": None,
        "echoes": None,
    }
    connection.execute(update(plans).where(_is(plans, patient_ref)).values(empty))


def _empty_assessments(
    connection: Connection, patient_ref: str, nobody: str, *, now: datetime
) -> None:
    it = assessments.c
    empty = {
        "patient_ref": nobody,
        "grade": None,
        "side": None,
        "findings": None,
        "set_aside_reason": None,
        "withdrawn_at": func.coalesce(it.withdrawn_at, literal(now, it.withdrawn_at.type)),
        "withdrawn_reason": FORGOTTEN,
        "state": WITHDRAWN,
    }
    connection.execute(update(assessments).where(_is(assessments, patient_ref)).values(empty))


def _empty_decisions(connection: Connection, plan_ids: Collection[str]) -> None:
    empty = {"stage": "", "decision": "", "until": None, "fingerprint": b"", "body": b"{}"}
    for start in range(0, len(plan_ids), _AT_ONCE):
        some = list(plan_ids)[start : start + _AT_ONCE]
        connection.execute(update(decisions).where(decisions.c.plan_id.in_(some)).values(empty))


def _empty_texts(connection: Connection, texts: Collection[bytes]) -> None:
    for digest in texts:
        shared = select(plans.c.plan_id).where(plans.c.body == digest).limit(1)
        read = select(assessments.c.client).where(assessments.c.findings == digest).limit(1)
        if connection.scalar(shared) is None and connection.scalar(read) is None:
            connection.execute(update(bodies).where(bodies.c.digest == digest).values(packed=None))
