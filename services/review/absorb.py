"""
How an effect changes what is known of its patient.

Pure. Each effect says a fact that no other effect takes back, so that any order of them, and each
of them any number of times, ends in the same records.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from services.review.bodies import Body
from services.review.effects import (
    AssessmentReceived,
    AssessmentSetAside,
    AssessmentWithdrawn,
    Effect,
    PlanProposed,
)
from services.review.records import AssessmentRecord, Key, PlanRecord, Records


def key_of(effect: Effect) -> Key:
    """Name the assessment that an effect is about."""
    return effect.record.key if isinstance(effect, PlanProposed) else _own_key(effect)


def keys_named_by(effect: Effect) -> set[Key]:
    """Name the assessment that an effect is about, and the one that it says is replaced."""
    if isinstance(effect, AssessmentReceived) and effect.replaces is not None:
        return {key_of(effect), (effect.client, effect.replaces)}
    return {key_of(effect)}


def patient_of(effect: Effect) -> str:
    """Name the patient that an effect is about."""
    return effect.record.patient_ref if isinstance(effect, PlanProposed) else effect.patient_ref


def absorb(effects: Iterable[Effect], records: Records) -> dict[bytes, bytes]:
    """Add the effects to the records, in place; give the bodies that these now name, by digest."""
    bodies = [_absorb_one(effect, records) for effect in effects]
    return {body.digest: body.text for body in bodies if body is not None}


def _absorb_one(effect: Effect, records: Records) -> Body | None:
    known = records.assessments.get(key_of(effect)) or _unheard_of(effect)
    body: Body | None = None
    match effect:
        case AssessmentReceived():
            body = effect.findings
            known = _received(known, effect)
        case AssessmentWithdrawn():
            known = _withdrawn(known, effect)
        case AssessmentSetAside():
            known = _set_aside(known, effect)
        case PlanProposed():
            body = effect.body
            _add_plan(records, effect.record)
    records.assessments[known.key] = known
    return body


def _own_key(effect: AssessmentReceived | AssessmentWithdrawn | AssessmentSetAside) -> Key:
    return effect.client, effect.assessment_id


def _unheard_of(effect: Effect) -> AssessmentRecord:
    return AssessmentRecord(*key_of(effect), patient_ref=patient_of(effect))


def _received(known: AssessmentRecord, effect: AssessmentReceived) -> AssessmentRecord:
    return replace(
        known,
        patient_ref=effect.patient_ref,
        assessed_at=effect.assessed_at,
        received_at=effect.received_at,
        offset_minutes=effect.offset_minutes,
        replaces=effect.replaces,
        grade=effect.grade,
        side=effect.side,
        simulated=effect.simulated,
        findings=effect.findings.digest,
    )


def _withdrawn(known: AssessmentRecord, effect: AssessmentWithdrawn) -> AssessmentRecord:
    told = (effect.withdrawn_at, effect.reason)
    if known.withdrawn_at is not None:
        told = min(told, (known.withdrawn_at, known.withdrawn_reason or ""))
    return replace(known, withdrawn_at=told[0], withdrawn_reason=told[1])


def _set_aside(known: AssessmentRecord, effect: AssessmentSetAside) -> AssessmentRecord:
    told = (effect.set_aside_at, effect.reason)
    if known.set_aside_at is not None:
        told = max(told, (known.set_aside_at, known.set_aside_reason or ""))
    return replace(known, set_aside_at=told[0], set_aside_reason=told[1])


def _add_plan(records: Records, plan: PlanRecord) -> None:
    known = records.plans.get(plan.plan_id)
    if known is not None:
        plan = replace(known, proposed_at=max(known.proposed_at, plan.proposed_at))
    records.plans[plan.plan_id] = plan
