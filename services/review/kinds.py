"""The kinds of problem that only this station's doors answer with."""

from __future__ import annotations

from services.doors.kinds import declare

SUPERSEDED = declare(
    "plan-superseded",
    409,
    "A newer plan stands in the place of this one",
    "Read the patient's current plan, which `current_plan_id` names, and decide on that one.",
)
PLAN_WITHDRAWN = declare(
    "plan-withdrawn",
    409,
    "The assessment behind this plan was withdrawn",
    "Do not act on this plan. Where `current_plan_id` names one, decide on that one.",
)
PLAN_OLD = declare(
    "plan-old",
    409,
    "This plan is old",
    "Assess the patient afresh, post the assessment, and decide on the plan that follows.",
)
ERASED = declare(
    "plan-erased",
    410,
    "The content of this plan was erased on request",
    "Nothing can bring it back. Assess the patient afresh where a plan is needed.",
)
STALE_VIEW = declare(
    "plan-changed",
    412,
    "The plan changed since it was read",
    "Read the plan again and send the decision with the ETag that then comes with it.",
)
IF_MATCH_NEEDED = declare(
    "if-match-needed",
    428,
    "Say which state of the plan was decided on",
    "Send the header If-Match with the ETag that came with the plan.",
)
SIGN_IN_NEEDED = declare(
    "sign-in-needed",
    401,
    "Sign in first",
    "Open the link that was printed when the server started, or have another printed by the "
    "command facialis sign-in. A link works once, for 15 minutes.",
)
LINK_USED_UP = declare(
    "link-used-up",
    401,
    "This link does not work any more",
    "A sign-in link works once, for 15 minutes. The command facialis sign-in prints another.",
)
