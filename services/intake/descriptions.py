"""What intake's doors take and give, for the description of all doors."""

from schemas.assessment_schema import AN_ASSESSMENT, ASSESSMENT
from schemas.closed import Closed, MapField, ObjectField
from schemas.fields import WordField
from schemas.finding_fields import ref_field
from schemas.plan import PLAN
from schemas.text_fields import MomentField, TextField
from schemas.withdrawal import REASONS, WITHDRAWAL
from services.doors import kinds
from services.doors.described import Door, Parameter, Reply

STATES = ("received", "planned", "set_aside", "withdrawn", "replaced")


class Links(Closed):
    """Where to go from here."""

    self_ = TextField(required=True, data_key="self")
    plans = TextField()
    plan = TextField()
    page = TextField(required=True)


class Acknowledged(Closed):
    """An assessment that is on the disk."""

    assessment_id = ref_field(required=True)
    received_at = MomentField(required=True)
    links = ObjectField(Links, required=True)


class FarAlong(Closed):
    """How far an assessment has come, and what it said."""

    assessment_id = ref_field(required=True)
    state = WordField(STATES, required=True)
    plan_id = TextField()
    received_at = MomentField()
    links = ObjectField(Links, required=True)
    assessment = MapField(
        metadata={"description": 'As received, every finding named; "unknown": not assessed.'}
    )


class TakenBack(Closed):
    """An assessment that was withdrawn."""

    assessment_id = ref_field(required=True)
    state = WordField(("withdrawn",), required=True)
    reason = WordField(REASONS, required=True)
    withdrawn_at = MomentField(required=True)
    links = ObjectField(Links, required=True)


POST = Door(
    summary="Post an assessment",
    takes=ASSESSMENT,
    example=AN_ASSESSMENT,
    reads=(
        Parameter(
            "Idempotency-Key",
            "header",
            "Names this post, where the assessment has no assessment_id: sent again with the same "
            "body it gives the same answer and one event.",
            {"type": "string", "minLength": 1, "maxLength": 255},
        ),
        Parameter("Prefer", "header", "`wait=5` waits up to 5 seconds for the plan, 10 at most."),
        Parameter("traceparent", "header", "W3C trace context, carried into every event."),
    ),
    gives={
        202: Reply(
            "It is on the disk, and will be planned.",
            Acknowledged,
            {
                "Location": "Where it is found again.",
                "Idempotent-Replayed": "`true` where it was accepted before.",
            },
        ),
        200: Reply("It is on the disk, and here is its plan (`Prefer: wait`).", PLAN),
    },
    refuses=(kinds.ANOTHER_BODY, kinds.BAD_REQUEST),
)

GET = Door(
    summary="See how far an assessment has come",
    gives={200: Reply("What became of it, and what it said.", FarAlong)},
    refuses=(kinds.NOT_FOUND,),
)

WITHDRAW = Door(
    summary="Take an assessment back",
    takes=WITHDRAWAL,
    gives={200: Reply("It is withdrawn, and off the worklist.", TakenBack)},
    refuses=(kinds.NOT_FOUND, kinds.ANOTHER_BODY),
)
