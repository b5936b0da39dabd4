"""What an invariant reads off a plan is what the solver is told, for assessments drawn.

The solver's verdict on an invariant is worth what its conditions are: each of them, alone, is asked
of the solver for an assessment, and looked up in the plan that the engine draws up for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from services.recommender.engine import decide
from services.recommender.proof import conditions as on
from services.recommender.proof.circuit import Term
from services.recommender.proof.conditions import Condition
from services.recommender.proof.invariants import InvariantReader
from services.recommender.proof.prove import claims_of, prover_of
from services.recommender.proof.prover import Prover
from tests.services.recommender.proof.drawing import HOW_MANY, Drawn, in_pieces
from tests.services.recommender.real_plans import AS_OF, knowledge

pytest.importorskip("z3")

JOINED = ("any", "all", "none")


def parts_of(clause: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What stands in a clause, and in the clauses inside it."""
    for key, value in clause.items():
        if key in JOINED:
            for inner in value:
                yield from parts_of(inner)
        else:
            yield key, value


def conditions_of(reader: InvariantReader) -> dict[str, Condition]:
    """Each condition that some invariant sets, in its words."""
    found: dict[str, Condition] = {}
    for name, entry in reader.entries.items():
        if "then" not in entry or "between" in entry:
            continue
        exceptions = [one["when"] for one in entry.get("unless", ())]
        for clause in (entry["when"], entry["then"], *exceptions):
            for key, value in parts_of(clause):
                found[f"{key}: {value}"] = reader.clause({key: value}, name)
    return found


@dataclass(frozen=True)
class Reading:
    """Each condition, and its term; made once."""

    conditions: dict[str, Condition]
    terms: list[Term]

    def compare(self, prover: Prover, drawn: list[Drawn]) -> list[str]:
        return [line for one in drawn if len(one.sides) == 1 for line in self._differ(prover, one)]

    def _differ(self, prover: Prover, one: Drawn) -> list[str]:
        plan = decide(one.facts, knowledge(), AS_OF)
        drawn = on.Drawn(one.facts, AS_OF, plan, prover.space, knowledge())
        seen = [condition.seen(drawn) for condition in self.conditions.values()]
        held = [term if so else term ^ 1 for term, so in zip(self.terms, seen, strict=True)]
        if prover.solver.possible(*one.chosen, *held):
            return []
        return [
            f"{words}, read off the plan as {so}, for {dict(one.facts.findings)}"
            for words, term, so in zip(self.conditions, held, seen, strict=True)
            if not prover.solver.possible(*one.chosen, term)
        ]


def test_what_is_read_off_a_plan_is_what_the_solver_is_told():
    claims = claims_of(knowledge())
    prover = prover_of(claims)
    conditions = conditions_of(InvariantReader(claims.document, prover.space))
    reading = Reading(conditions, [one.term(prover.plan) for one in conditions.values()])
    different = [line for some in in_pieces(reading.compare, prover) for line in some]
    print(
        f"{HOW_MANY:,} assessments, {len(conditions)} conditions of invariants: "
        f"{len(different)} read otherwise off a plan"
    )
    assert different == []
