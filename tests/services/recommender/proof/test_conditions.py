"""What an invariant reads off a plan is what the solver is told, for assessments drawn.

The solver's verdict on an invariant is worth what its conditions are: each of them, alone, is asked
of the solver for an assessment, and looked up in the plan that the engine draws up for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from services.recommender.engine import decide
from services.recommender.engine.rows import KINDS
from services.recommender.proof import conditions as on
from services.recommender.proof import plan_conditions as planned
from services.recommender.proof.circuit import Term
from services.recommender.proof.claims import claims_of, prover_of
from services.recommender.proof.conditions import Condition
from services.recommender.proof.invariants import InvariantReader
from services.recommender.proof.prover import Prover
from tests.services.recommender.proof.drawing import HOW_MANY, Drawn, in_pieces
from tests.services.recommender.real_plans import knowledge

pytest.importorskip("z3")

BY_A_ROW = KINDS[: KINDS.index("window_closed")]
"""Why an intervention is left out where a row bars it or the patient refuses it."""

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
                found[f"{key}: {value}"] = reader.clauses.read({key: value}, name)
    return found


def conditions_of_items() -> dict[str, Condition]:
    """Of every intervention whether it is held, barred or refused, and why it is left out."""
    found: dict[str, Condition] = {}
    for place, code in enumerate(knowledge().items):
        found[f"held: {code}"] = planned.is_held(place, code)
        found[f"closed: {code}"] = planned.closed(place, code)
        for kind in BY_A_ROW:
            found[f"{code} left out: {kind}"] = planned.left_out_as(place, code, kind)
    return found


@dataclass(frozen=True)
class Reading:
    """Each condition, and its term; made once."""

    conditions: dict[str, Condition]
    terms: list[Term]

    def compare(self, prover: Prover, drawn: list[Drawn]) -> list[str]:
        return [line for one in drawn if len(one.sides) == 1 for line in self._differ(prover, one)]

    def _differ(self, prover: Prover, one: Drawn) -> list[str]:
        facts = one.facts.on_its_side(knowledge().vocabulary.one_sided)
        plan = decide(facts, knowledge(), one.as_of)
        drawn = on.Drawn(facts, one.as_of, plan, prover.space, knowledge())
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
    reader = InvariantReader(claims.document, prover.space)
    conditions = conditions_of(reader) | conditions_of_items()
    reading = Reading(conditions, [one.term(prover.plan) for one in conditions.values()])
    different = [line for some in in_pieces(reading.compare, prover) for line in some]
    print(
        f"{HOW_MANY:,} assessments, {len(conditions)} conditions of invariants and items: "
        f"{len(different)} read otherwise off a plan"
    )
    assert different == []
