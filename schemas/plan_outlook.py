"""The outlook of a plan: what is missing, what time will bring, what a slip would move."""

from schemas import plan_words as words
from schemas.closed import Closed, ListField
from schemas.fields import AnyField, FlagField, NumberField
from schemas.plan_fields import interventions_field, list_of, one_of
from schemas.text_fields import DayOrMomentField, TextField


class Answer(Closed):
    """What one answer, and those that do alike, would add and remove."""

    value = AnyField(required=True)
    also = ListField(AnyField())
    text = TextField()
    adds = interventions_field()
    removes = interventions_field()
    urgency = one_of(words.URGENCIES)


class Question(Closed):
    """A finding worth assessing, the most useful first."""

    finding = TextField(required=True)
    text = TextField(required=True)
    why = TextField(required=True)
    rank = NumberField(1, None, whole=True, required=True)
    urgency = one_of(words.URGENCIES)
    answers = list_of(Answer)


class Door(Closed):
    """A date on which something opens or closes, if nothing else changes."""

    on = DayOrMomentField(required=True)
    approximate = FlagField(required=True)
    at = TextField(required=True)
    adds = interventions_field()
    removes = interventions_field()


class Shift(Closed):
    """What would move if one finding were read a little differently."""

    finding = TextField(required=True)
    to = AnyField(required=True)
    adds = interventions_field()
    removes = interventions_field()
    urgency = one_of(words.URGENCIES)
