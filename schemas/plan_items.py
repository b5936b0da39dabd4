"""The lines of a plan: what is offered and what is held, and why."""

from schemas import plan_words as words
from schemas.closed import Closed, ListField
from schemas.fields import AnyField, FlagField, WordField
from schemas.interventions import families
from schemas.plan_fields import (
    findings_field,
    intervention_field,
    interventions_field,
    list_of,
    names_field,
    one_of,
    words_field,
)
from schemas.text_fields import DayOrMomentField, TextField


class Because(Closed):
    """Why a line stands: the row, its sentence, the findings that it read, its sources."""

    row = TextField(required=True)
    text = TextField(required=True)
    findings = findings_field()
    sources = names_field()


class Condition(Closed):
    """What a finding that was not assessed would have to be."""

    finding = TextField(required=True)
    must_be = names_field()


class Prerequisite(Closed):
    """What comes first."""

    text = TextField(required=True)
    intervention = intervention_field()


class Caution(Closed):
    """What to mind, and the findings that say so."""

    text = TextField(required=True)
    findings = findings_field()


class PlanItem(Closed):
    """One intervention that is offered."""

    intervention = intervention_field(required=True)
    family = one_of(families())
    title = TextField(required=True)
    side = one_of(words.ITEM_SIDES)
    strength = one_of(words.STRENGTHS)
    standing = one_of(words.STANDINGS)
    evidence = one_of(words.EVIDENCE)
    off_label = FlagField(required=True)
    opens = DayOrMomentField()
    by = DayOrMomentField()
    closes = DayOrMomentField()
    until = DayOrMomentField()
    approximate = ListField(WordField(words.DATED))
    to = words_field(words.SENT_TO)
    together = interventions_field(data_key="with")
    after = interventions_field()
    part_of = intervention_field()
    backup = interventions_field()
    aims = words_field(words.AIMS)
    zone = WordField(words.ZONES)
    in_doubt = names_field()
    conditional_on = list_of(Condition)
    must_confirm = names_field()
    prerequisites = list_of(Prerequisite)
    cautions = list_of(Caution)
    because = list_of(Because)


class Opening(Closed):
    """What would open a held item."""

    finding = TextField(required=True)
    must_be = AnyField(required=True)
    text = TextField(required=True)


class HeldItem(Closed):
    """One intervention that comes next and is not offered yet."""

    intervention = intervention_field(required=True)
    title = TextField(required=True)
    opens_when = list_of(Opening)
    on = DayOrMomentField()
    because = list_of(Because)
