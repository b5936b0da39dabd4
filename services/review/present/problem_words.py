"""What a problem means for somebody at a page; machines are told otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from services.doors.problems import Problem

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "plan-changed": (
            "This case changed while you were reading",
            "Nothing was recorded. Open the plan again, and decide on what it says now.",
        ),
        "plan-superseded": (
            "A newer plan has taken the place of this one",
            "Nothing was recorded. Decide on the current plan.",
        ),
        "plan-withdrawn": (
            "The assessment behind this plan was withdrawn",
            "Nothing was recorded. Do not act on this plan.",
        ),
        "plan-old": (
            "This plan is old",
            "Nothing was recorded. Assess the patient afresh, and decide on the plan that follows.",
        ),
        "plan-erased": (
            "The content of this plan was erased",
            "It was erased on request, and nothing can bring it back.",
        ),
        "sign-in-needed": (
            "Sign in first",
            "Open the link that was printed when the server started, or have another printed by "
            "the command facialis sign-in. A link works once, for 15 minutes.",
        ),
        "link-used-up": (
            "This link does not work any more",
            "A sign-in link works once, for 15 minutes. Have another printed by the command "
            "facialis sign-in.",
        ),
        "not-found": (
            "There is nothing here",
            "The address may be incomplete, or the plan may never have been.",
        ),
        "forbidden": (
            "That form cannot be taken",
            "Nothing was recorded. Open the page again and use its own form.",
        ),
        "another-body": (
            "This decision was recorded before",
            "It was recorded with another content. Open the plan again to see it.",
        ),
        "unavailable": (
            "Not at the moment",
            "Nothing was recorded. Try again in a few seconds.",
        ),
        "failed": (
            "We made a mistake",
            "It cannot be mended from here. Tell the operator the trace below.",
        ),
    }
)


def in_words(problem: Problem) -> tuple[str, str]:
    """Give the title and the sentence of a problem's page."""
    return _WORDS.get(problem.kind.name, (problem.kind.title, problem.detail))
