"""What the machine doors say of themselves, for the description of all doors."""

from __future__ import annotations

from schemas.plan import Plan
from schemas.plan_words import URGENCIES
from schemas.review import Decision, ReviewedPlan
from services.doors import kinds as door_kinds
from services.doors.described import Door, Parameter, Reply
from services.review import kinds
from services.review.listing import MOST, USUAL
from services.review.records import REVIEW_STATES

_ETAG = {"ETag": "Names this state of the plan and its review."}

READ = Door(
    summary="Read a plan with how far its review has come.",
    gives={200: Reply("The plan, and `review`.", Plan, _ETAG)},
    refuses=(door_kinds.NOT_FOUND, kinds.ERASED),
    tag="Plans",
)
LIST = Door(
    summary="List plans in the order of the worklist, current ones unless `state` says otherwise.",
    gives={200: Reply("`items`, whole plans, and `next`, null on the last page.")},
    reads=(
        Parameter("patient_ref", "query", "Only this patient's."),
        Parameter(
            "state", "query", "Only in this state.", {"type": "string", "enum": [*REVIEW_STATES]}
        ),
        Parameter(
            "urgency", "query", "Only of this urgency.", {"type": "string", "enum": [*URGENCIES]}
        ),
        Parameter(
            "limit",
            "query",
            "At most so many.",
            {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        ),
        Parameter("cursor", "query", "The `next` of the page before."),
    ),
    refuses=(door_kinds.INVALID,),
    tag="Plans",
)
DECIDE = Door(
    summary="Record a decision on one stage of a plan.",
    gives={201: Reply("The decision as it was recorded.", ReviewedPlan, _ETAG)},
    takes=Decision,
    reads=(
        Parameter("If-Match", "header", "The ETag that came with the plan, or *.", required=True),
    ),
    refuses=(
        door_kinds.NOT_FOUND,
        door_kinds.ANOTHER_BODY,
        kinds.SUPERSEDED,
        kinds.ERASED,
        kinds.STALE_VIEW,
        kinds.IF_MATCH_NEEDED,
    ),
    tag="Plans",
)
