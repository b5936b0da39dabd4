"""The page from top to bottom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import RenderableType

from facialis.page.head import head
from facialis.page.missing import missing
from facialis.page.rest import cited, foot, horizon, not_offered, sensitivity
from facialis.page.shapes import stacked
from facialis.page.stage import stage
from services.review.moments import moment, offset_minutes
from services.review.present.items import Calendar
from services.review.present.stages import stages


def page(plan: Mapping[str, Any]) -> RenderableType:
    """
    Lay a plan out for reading: what to do, stage by stage, then what is missing and why not.

    Takes the plan of the contract and nothing else. What is left of a window is counted from the
    moment that the plan was made for; the words are those of the review pages.
    """
    calendar = Calendar(moment(plan["as_of"]), offset_minutes(plan["assessed_at"]))
    return stacked(
        [
            head(plan, calendar),
            *(stage(shown) for shown in stages(plan, calendar=calendar)),
            missing(plan),
            horizon(plan, calendar),
            sensitivity(plan),
            not_offered(plan, calendar),
            cited(plan),
            foot(plan, calendar),
        ]
    )
