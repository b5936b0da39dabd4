"""Conditions on findings as they were assessed."""

from __future__ import annotations

from services.recommender.engine.cells import Cell
from services.recommender.proof import cell_terms
from services.recommender.proof.choice import Value
from services.recommender.proof.circuit import Term
from services.recommender.proof.conditions import Condition, Drawn
from services.recommender.proof.history import summary_of
from services.recommender.proof.patient import Patient
from services.recommender.proof.plan_terms import PlanTerms
from services.recommender.proof.reading import value_of
from services.recommender.proof.space import SummaryKey


def on_finding(name: str, cell: Cell) -> Condition:
    """A word, a number or a time: a cell as the tables have them, over the atoms of the space."""
    return Condition(
        lambda plan: cell_terms.fires(cell, plan.patient.choices[name].members, plan.circuit),
        lambda drawn: cell.fires(value_of(name, drawn.facts, drawn.as_of, cell, drawn.space)),
    )


def on_list(name: str, words: frozenset[str], *, negated: bool, blank: bool) -> Condition:
    """Any of these words in a list finding; none of them when negated; or not looked at."""

    def term(plan: PlanTerms) -> Term:
        listed = plan.patient.listed[name]
        found = listed.any_of(words, plan.circuit) ^ negated
        held = plan.circuit.both(listed.given, found)
        return plan.circuit.either(held, listed.given ^ 1) if blank else held

    def seen(drawn: Drawn) -> bool:
        said = drawn.facts.findings.get(name)
        return blank if said is None else bool(words & set(said)) ^ negated

    return Condition(term, seen)


def on_history(key: SummaryKey, cell: Cell) -> Condition:
    """A summary of the earlier treatments, made by the invariants themselves."""

    def term(plan: PlanTerms) -> Term:
        return cell_terms.fires(cell, _summary_value(key, plan.patient), plan.circuit)

    return Condition(
        term,
        lambda drawn: cell.fires(value_of(key, drawn.facts, drawn.as_of, cell, drawn.space)),
    )


def _summary_value(key: SummaryKey, patient: Patient) -> Value:
    if key[0] != "given":
        return patient.history.measured[key].members
    return patient.history.any_fits(summary_of(key), patient.circuit)
