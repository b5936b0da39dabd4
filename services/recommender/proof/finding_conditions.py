"""Conditions on findings as they were assessed."""

from __future__ import annotations

from services.recommender.engine.cells import Cell
from services.recommender.engine.findings import bits
from services.recommender.proof.circuit import Circuit, Term
from services.recommender.proof.conditions import Condition, Drawn
from services.recommender.proof.patient import Patient, Value, fitting, summary_of
from services.recommender.proof.plan_terms import PlanTerms
from services.recommender.proof.space import SummaryKey
from services.recommender.proof.witness import value_of


def on_finding(name: str, cell: Cell) -> Condition:
    """A word, a number or a time: a cell as the tables have them, over the atoms of the space."""
    return Condition(
        lambda plan: _fires(cell, plan.patient.choices[name].members, plan.circuit),
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
        return _fires(cell, _summary_value(key, plan.patient), plan.circuit)

    return Condition(
        term,
        lambda drawn: cell.fires(value_of(key, drawn.facts, drawn.as_of, cell, drawn.space)),
    )


def _summary_value(key: SummaryKey, patient: Patient) -> Value:
    if key[0] != "given":
        return patient.history.measured[key].members
    circuit = patient.circuit
    sure, maybe = fitting(summary_of(key), patient.history.entries, circuit)
    blank = patient.history.given ^ 1
    return circuit.either(blank, sure ^ 1), circuit.some((blank, sure, maybe))


def _fires(cell: Cell, value: Value, circuit: Circuit) -> Term:
    """`Cell.fires`, over terms."""
    if cell.wanted == 0:
        return circuit.every(value)
    meets = circuit.some(value[place] for place in bits(cell.wanted))
    if cell.blank != "hold":
        return meets
    outside = (term ^ 1 for place, term in enumerate(value) if not cell.wanted >> place & 1)
    return circuit.both(meets, circuit.every(outside))
