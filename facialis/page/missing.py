"""What was not assessed and would change the plan, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from facialis.page.shapes import QUIET, hanging, heading, indented, stacked, tag
from services.review.present.outlook import SHOWN, Question, questions


def missing(plan: Mapping[str, Any]) -> RenderableType | None:
    """Show the first questions with what each answer would do, and count the rest."""
    asked = questions(plan)
    return stacked(_lines(asked)) if asked else None


def _lines(asked: tuple[Question, ...]) -> Iterator[RenderableType]:
    yield heading("Not assessed, and it would change this plan")
    for question in asked[:SHOWN]:
        yield indented(hanging(f"{question.rank}", _question(question)), by=1)
    if (more := len(asked) - SHOWN) > 0:
        yield Text(f"   and {more} more that would change less; --json shows all", style=QUIET)


def _question(question: Question) -> RenderableType:
    line = Text.assemble(tag(question.urgency), " ") if question.urgency else Text()
    line.append(question.text, style="bold")
    answers = (
        hanging("·", Text.assemble((f"{answer.value}: ", "italic"), answer.change))
        for answer in question.answers
    )
    return stacked([line, Text(question.why, style=QUIET), *answers])
