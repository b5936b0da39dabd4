"""The examiner: the shortest patient who tells two sets of tables apart, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.vocabulary import DAYS_OF_TESTS
from services.recommender.proof import door
from services.recommender.proof.assessment import Assessment
from services.recommender.proof.circuit import Term
from services.recommender.proof.outcome_terms import differences
from services.recommender.proof.prover import Prover, plan_of, prover_for
from services.recommender.proof.space import Limits

MOST_AIMS = 12
"""In how many ways a patient is looked for before the examiner gives up."""

Shows = Callable[[Assessment], bool]
"""Whether a patient will do."""


def tells_apart(
    one: Knowledge,
    other: Knowledge,
    *,
    limits: Mapping[str, Limits] | None = None,
    sided: Iterable[str] | None = None,
    required: Iterable[str] | None = None,
    shows: Shows | None = None,
) -> Assessment | None:
    """
    Find a patient whose plan the two sets of tables draw up differently.

    Plans differ in what they say, not in the reasons that they give for it (`outcome_terms`).
    The same tables give the same patient in every run.

    Args:
        limits, sided, required: what the door takes; by default what the catalogue says.
        shows: whether the two plans of a patient read differently. One in whom they do not is
            passed over while another is found.

    Returns:
        The shortest assessment found, or None: for every assessment both say the same.

    Raises:
        NoSuchPatient: they differ, but only for patients whom no assessment describes.
    """
    prover = prover_for(
        [one, other],
        limits=door.limits() if limits is None else limits,
        sided=door.sided() if sided is None else sided,
        required=door.required() if required is None else required,
    )
    parts = differences(prover.plan, plan_of(other, prover.patient, prover.right))
    if not prover.solver.possible(prover.circuit.some(parts.values())):
        return None
    return _first_who(shows or _anybody, prover, parts)


def _first_who(shows: Shows, prover: Prover, parts: Mapping[str, Term]) -> Assessment:
    """The first who will do; failing that the first of all."""
    found: list[Assessment] = []
    for aim in islice(_aims(prover, parts), MOST_AIMS):
        patient = prover.patient_with(*aim)
        if patient is not None and shows(patient):
            return patient
        found += [] if patient is None else [patient]
    if not found:
        raise NoSuchPatient
    return found[0]


def _aims(prover: Prover, parts: Mapping[str, Term]) -> Iterator[tuple[Term, ...]]:
    """
    What is looked for: any difference; one in a plain patient; then each difference by itself.

    A plain patient has no earlier treatments, and then no dated test either: their sums and days
    leave the solver most room for what no assessment has.
    """
    patient = prover.patient
    anything = prover.circuit.some(parts.values())
    untreated = patient.given("prior_treatments") ^ 1
    yield (anything,)
    yield anything, untreated
    yield anything, untreated, *(patient.given(name) ^ 1 for name in DAYS_OF_TESTS)
    for part in parts.values():
        yield part, untreated
        yield (part,)


def _anybody(_: Assessment) -> bool:
    return True


class NoSuchPatient(Exception):
    """The solver's patients are all impossible: the space must say more about what can be."""
