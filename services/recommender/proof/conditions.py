"""Conditions of invariants: told to a solver, or looked up in a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from services.recommender.engine.facts import Facts
from services.recommender.engine.findings import bits
from services.recommender.engine.knowledge import Knowledge
from services.recommender.proof.circuit import Term
from services.recommender.proof.plan_terms import PlanTerms
from services.recommender.proof.space import Space

Plan = Mapping[str, Any]
OnTerms = Callable[[PlanTerms], Term]
OnPlan = Callable[["Drawn"], bool]


@dataclass(frozen=True)
class Drawn:
    """A plan that was drawn up, what it was drawn up for, and from which tables."""

    facts: Facts
    as_of: datetime
    plan: Plan
    space: Space
    knowledge: Knowledge

    @cached_property
    def items(self) -> dict[str, Mapping[str, Any]]:
        return {i["intervention"]: i for stage in self.plan["stages"] for i in stage["items"]}

    def names_a_bar(self, because: Sequence[Mapping[str, Any]]) -> bool:
        """Whether the reasons for leaving something out are rows that exclude it."""
        named = {reason["row"] for reason in because}
        excluding = bits(self.knowledge.verbs.get("exclude", 0))
        return any(self.knowledge.rows[at].id in named for at in excluding)

    def stage_of(self, code: str) -> str | None:
        for stage in self.plan["stages"]:
            if any(item["intervention"] == code for item in stage["items"]):
                return str(stage["stage"])
        return None


@dataclass(frozen=True, slots=True)
class Condition:
    """
    One condition, twice.

    Attributes:
        term: for the solver, over the plan of an undecided patient.
        seen: for a plan as drawn up.
    """

    term: OnTerms
    seen: OnPlan


Join = Callable[[Sequence[Condition]], Condition]


def every(parts: Sequence[Condition]) -> Condition:
    return Condition(
        lambda plan: plan.circuit.every([part.term(plan) for part in parts]),
        lambda drawn: all(part.seen(drawn) for part in parts),
    )


def some(parts: Sequence[Condition]) -> Condition:
    return Condition(
        lambda plan: plan.circuit.some([part.term(plan) for part in parts]),
        lambda drawn: any(part.seen(drawn) for part in parts),
    )


def opposite(part: Condition) -> Condition:
    return Condition(lambda plan: part.term(plan) ^ 1, lambda drawn: not part.seen(drawn))


def none(parts: Sequence[Condition]) -> Condition:
    return opposite(some(parts))
