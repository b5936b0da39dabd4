"""A plan: what the recommender proposes for one assessment, with the reason of every line."""

from typing import Any

from schemas import plan_words as words
from schemas.closed import Closed, MapField, ObjectField, load
from schemas.faults import InvalidPlan
from schemas.fields import AnyField, FlagField, NumberField
from schemas.plan_fields import findings_field, intervention_field, list_of, one_of
from schemas.plan_items import Because, HeldItem, PlanItem
from schemas.plan_outlook import Door, Question, Shift
from schemas.text_fields import DayField, DayOrMomentField, MomentField, TextField


def check_plan(plan: object, *, closed: bool = False) -> None:
    """
    Check that a plan is as the contract writes plans.

    Args:
        plan: a JSON value.
        closed: whether a key that is not known is a fault. On the bus it is not, since a newer
            recommender may say more than an older reader knows of.

    Raises:
        InvalidPlan: with what is wrong; a programmer mends it.
    """
    _, faults = load(PLAN, plan)
    if wrong := [fault for fault in faults if closed or fault.code != "unknown_key"]:
        raise InvalidPlan(wrong)


def read_plan(body: object) -> dict[str, Any]:
    """
    Check the body of a proposed plan as it comes off the bus, and give it back whole.

    Raises:
        InvalidPlan: it is not what the recommender writes.
    """
    check_plan(body)
    assert isinstance(body, dict)
    return body


class Stage(Closed):
    """One purpose: what is done for it now, and what is held for later."""

    stage = one_of(words.STAGES)
    title = TextField(required=True)
    entry = TextField(required=True)
    succeeds_when = TextField(required=True)
    escalates_when = TextField(required=True)
    reassess_in_days = NumberField(0, None, whole=True, required=True)
    responsible = TextField(required=True)
    items = list_of(PlanItem)
    held = list_of(HeldItem)


class Neighbour(Closed):
    """The nearest finding that would change something, and to what."""

    finding = TextField(required=True)
    to = AnyField(required=True)


class NotOffered(Closed):
    """One intervention that is left out, and why."""

    intervention = intervention_field(required=True)
    kind = one_of(words.KINDS_NOT_OFFERED)
    until = DayOrMomentField()
    because = list_of(Because)
    nearest = list_of(Neighbour)


class Pathway(Closed):
    """A pathway or module that applies."""

    id = TextField(required=True)
    archetype = one_of(words.ARCHETYPES)
    title = TextField(required=True)
    main = FlagField(required=True)
    because = list_of(Because)


class Alert(Closed):
    """What must be seen first."""

    code = TextField(required=True)
    text = TextField(required=True)
    urgency = one_of(words.URGENCIES)


class Flag(Closed):
    """Findings that do not fit each other, or were left open in a way that matters."""

    code = TextField(required=True)
    text = TextField(required=True)
    findings = findings_field()


class Differential(Closed):
    """Another cause to think of."""

    cause = TextField(required=True)
    text = TextField(required=True)


class KnowledgeState(Closed):
    """The state of the tables that a plan rests on."""

    version = TextField(required=True)
    digest = TextField(required=True)


class Source(Closed):
    """A work that is cited."""

    citation = TextField(required=True)
    doi = TextField()
    year = TextField(required=True)
    status = TextField(required=True)


class Plan(Closed):
    """Every key is there, an empty list where there is nothing; `act_by` alone may lack."""

    plan_id = TextField(required=True)
    assessment_id = TextField(required=True)
    patient_ref = TextField(required=True)
    as_of = MomentField(required=True)
    assessed_at = MomentField(required=True)
    status = one_of(words.STATUSES)
    side = one_of(words.SIDES)
    knowledge = ObjectField(KnowledgeState, required=True)
    pathways = list_of(Pathway)
    urgency = one_of(words.URGENCIES)
    act_by = DayOrMomentField()
    reassess_by = DayField(required=True)
    stale_after = DayField(required=True)
    headline = TextField(most=139, required=True)
    alerts = list_of(Alert)
    flags = list_of(Flag)
    differential = list_of(Differential)
    stages = list_of(Stage)
    not_offered = list_of(NotOffered)
    questions = list_of(Question)
    horizon = list_of(Door)
    sensitivity = list_of(Shift)
    sources = MapField(Source(), required=True)
    content_hash = TextField(required=True)


PLAN = Plan()
"""The one schema object; building it again would cost more than checking a plan."""
