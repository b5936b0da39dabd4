"""A decision: what a clinician makes of one stage of a plan, and why."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from schemas.closed import Closed, ListField, ObjectField, load, read
from schemas.faults import Fault, InvalidDecision
from schemas.fields import WordField
from schemas.finding_fields import patient_ref_field, ref_field
from schemas.interventions import interventions
from schemas.moments import day
from schemas.plan_words import STAGES
from schemas.reasons import reasons
from schemas.text_fields import DayField, MomentField, TextField

DECISIONS = ("accept", "change", "not_now", "decline")
ACTIONS = ("add", "remove", "move")
ROLES = ("physician", "therapist", "nurse", "other")

# A work, as an address that others can follow; anything else would be free text about a patient.
_REFERENCE = r"(10\.[0-9]{4,9}/\S{1,150}|PMID:[0-9]{1,8}|https://\S{1,200})"

_BEHIND = timedelta(hours=14)


class Change(Closed):
    """One intervention that is added, removed, or moved to another stage."""

    intervention = WordField(interventions(), required=True)
    action = WordField(ACTIONS, required=True)
    stage = WordField(STAGES)


class Decider(Closed):
    """Who decided: a reference that says nothing by itself, and a role."""

    ref = ref_field(required=True)
    role = WordField(ROLES, required=True)


class Decision(Closed):
    """What is posted."""

    decision_id = ref_field(required=True)
    stage = WordField(STAGES, required=True, metadata={"description": "On which stage?"})
    decision = WordField(DECISIONS, required=True, metadata={"description": "What is decided?"})
    reasons = ListField(WordField(reasons()), load_default=list)
    until = DayField(metadata={"description": "Until when is it put off?"})
    changes = ListField(ObjectField(Change), load_default=list)
    reference = TextField(
        pattern=_REFERENCE,
        hint="A DOI (10.…), a PubMed number (PMID:…) or an https address.",
        metadata={"description": "Which work says so? A DOI, a PMID or an https address."},
    )
    decided_by = ObjectField(Decider, required=True, metadata={"description": "Who decided?"})


class ReviewedPlan(Decision):
    """What goes out: on which plan, and when."""

    plan_id = ref_field(required=True)
    assessment_id = ref_field(required=True)
    patient_ref = patient_ref_field(required=True)
    decided_at = MomentField(required=True)


DECISION = Decision()
REVIEWED = ReviewedPlan()


def load_decision(posted: object, *, received_at: datetime) -> dict[str, Any]:
    """
    Check a decision as it was posted; null says the same as leaving a key out.

    Returns:
        The decision, with `reasons` and `changes` empty where there were none.

    Raises:
        InvalidDecision: with every fault; the sender mends them.
    """
    if isinstance(posted, Mapping):
        posted = {key: value for key, value in posted.items() if value is not None}
    decision, faults = load(DECISION, posted)
    broken = {fault.pointer.split("/")[1] for fault in faults if fault.pointer}
    sound = {key: value for key, value in decision.items() if key not in broken}
    between = _faults_between(sound, received_at=received_at)
    faults += [fault for fault in between if fault.pointer.split("/")[1] not in broken]
    if faults:
        raise InvalidDecision(faults)
    return decision


def read_reviewed(body: object) -> dict[str, Any]:
    """
    Check the body of a decision as it comes off the bus; unknown keys are passed over.

    Raises:
        InvalidDecision: it is not what review writes.
    """
    reviewed, faults = read(REVIEWED, body)
    if faults:
        raise InvalidDecision(faults)
    return reviewed


def _faults_between(decision: Mapping[str, Any], *, received_at: datetime) -> Iterator[Fault]:
    kind = decision.get("decision")
    if kind is None:
        return
    for key, belongs_to, asks in _GO_TOGETHER:
        if kind == belongs_to and not decision.get(key):
            yield Fault(f"/{key}", "required", f"With {kind}, {asks}")
        if kind != belongs_to and decision.get(key) and not _may_say(kind, key):
            yield Fault(f"/{key}", "contradicts", f"It goes with {belongs_to} and not with {kind}.")
    yield from _faults_of_reference(decision)
    yield from _faults_of_until(decision, received_at)
    yield from _faults_of_changes(decision.get("changes", ()))


_GO_TOGETHER = (
    ("reasons", "decline", "say why, by one or more of HL7's codes."),
    ("until", "not_now", "say until when it is put off."),
    ("changes", "change", "say what is added, removed or moved."),
)


def _may_say(kind: str, key: str) -> bool:
    # Why something is changed or put off is welcome; an accepted stage needs no excuse.
    return key == "reasons" and kind != "accept"


def _faults_of_reference(decision: Mapping[str, Any]) -> Iterator[Fault]:
    asking = [code for code in decision.get("reasons", ()) if reasons()[code].reference]
    if asking and "reference" not in decision:
        yield Fault("/reference", "required", f"{asking[0]} names the work that says so.")


def _faults_of_until(decision: Mapping[str, Any], received_at: datetime) -> Iterator[Fault]:
    until = day(decision.get("until", ""))
    if until and until < (received_at - _BEHIND).date():
        yield Fault("/until", "out_of_range", "It lies in the past; put it off to a later day.")


def _faults_of_changes(changes: Any) -> Iterator[Fault]:
    seen: set[str] = set()
    for at, change in enumerate(changes):
        if change["action"] == "move" and "stage" not in change:
            yield Fault(f"/changes/{at}/stage", "required", "Say to which stage it is moved.")
        if change["intervention"] in seen:
            detail = "It is changed twice; say once what becomes of it."
            yield Fault(f"/changes/{at}/intervention", "contradicts", detail)
        seen.add(change["intervention"])
