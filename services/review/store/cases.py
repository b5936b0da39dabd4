"""Reading cases: plans with their bodies, decisions and patients."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from services.review.case import Case, Decision
from services.review.records import RECEIVED, SET_ASIDE, PlanRecord, Records
from services.review.standing import rank, same_content
from services.review.store.bodies import read_bodies
from services.review.store.knowing import read_plan, read_records
from services.review.store.tables import decisions


def read_case(connection: Connection, plan_id: str) -> Case | None:
    """Read one case; None where there is no such plan."""
    record = read_plan(connection, plan_id)
    return None if record is None else read_cases(connection, [record])[0]


def read_cases(connection: Connection, plans: Sequence[PlanRecord]) -> list[Case]:
    """Read the cases of these plans, in their order."""
    records = read_records(connection, patients={plan.patient_ref for plan in plans})
    bodies = read_bodies(connection, {plan.body for plan in plans})
    chains = {plan.plan_id: _chain(plan, records) for plan in plans}
    told = read_decisions(connection, {each for chain in chains.values() for each in chain})
    return [
        _case(plan, records, body=bodies.get(plan.body), told=told, chain=chains[plan.plan_id])
        for plan in plans
    ]


def read_findings(connection: Connection, case: Case) -> dict[str, Any] | None:
    """Read what was assessed; None while it has not been told, or when it was erased."""
    if case.assessment is None or case.assessment.findings is None:
        return None
    digest = case.assessment.findings
    return read_bodies(connection, [digest]).get(digest)


def read_decisions(connection: Connection, plan_ids: Iterable[str]) -> list[tuple[str, Decision]]:
    """Read the decisions on these plans as (plan_id, decision), oldest first."""
    query = select(decisions.c.plan_id, decisions.c.body)
    rows = connection.execute(
        query.where(decisions.c.plan_id.in_(set(plan_ids))).order_by(decisions.c.number)
    )
    return [(row.plan_id, json.loads(row.body)) for row in rows]


def _chain(plan: PlanRecord, records: Records) -> set[str]:
    if plan.echoes is None:
        return {plan.plan_id}
    return {each.plan_id for each in same_content(plan, records)}


def _case(
    plan: PlanRecord,
    records: Records,
    *,
    body: Mapping[str, Any] | None,
    told: Sequence[tuple[str, Decision]],
    chain: set[str],
) -> Case:
    mine = [each for each in records.plans.values() if each.patient_ref == plan.patient_ref]
    return Case(
        record=plan,
        body=body,
        assessment=records.assessments.get(plan.key),
        decisions=tuple(decision for plan_id, decision in told if plan_id in chain),
        others=tuple(
            each for each in sorted(mine, key=rank, reverse=True) if each.plan_id != plan.plan_id
        ),
        unplanned=tuple(
            each
            for each in records.assessments.values()
            if each.patient_ref == plan.patient_ref and each.state in (RECEIVED, SET_ASIDE)
        ),
    )
