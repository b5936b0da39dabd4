"""The examiner: the shortest patient who tells two sets of tables apart, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.recommender.engine.knowledge import Knowledge
from services.recommender.proof import door
from services.recommender.proof.outcome_terms import difference
from services.recommender.proof.prover import plan_of, prover_for
from services.recommender.proof.space import Limits
from services.recommender.proof.witness import Assessment


def tells_apart(
    one: Knowledge,
    other: Knowledge,
    *,
    limits: Mapping[str, Limits] | None = None,
    sided: Iterable[str] | None = None,
    required: Iterable[str] | None = None,
) -> Assessment | None:
    """
    Find a patient whose plan the two sets of tables draw up differently.

    Plans differ in what they say, not in the reasons that they give for it (`outcome_terms`).

    Args:
        limits, sided, required: what the door takes; by default what the catalogue says.

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
    differ = difference(prover.plan, plan_of(other, prover.patient, prover.right))
    if not prover.solver.possible(differ):
        return None
    found = prover.patient_with(differ)
    if found is None:
        raise NoSuchPatient
    return found


class NoSuchPatient(Exception):
    """The solver's patients are all impossible: the space must say more about what can be."""
