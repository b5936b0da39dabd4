"""The age of a palsy as terms: what it has reached, or may have, where its onset is bounded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from services.recommender.proof.choice import exact, first_of, last_of, open_ended
from services.recommender.proof.circuit import TRUE, Term
from services.recommender.proof.patient import Patient


def bounded(patient: Patient) -> Term:
    """Whether the onset does not lie anywhere before some moment."""
    onset, circuit = patient.choices["duration"], patient.circuit
    return circuit.either(exact(onset, circuit), open_ended(onset) ^ 1)


def may_have_reached(hours: float, patient: Patient) -> Term:
    """
    Whether the palsy may be so old.

    Raises:
        ValueError: the space is not cut at these hours, so that nobody could tell.
    """
    place = _cuts(patient).index(hours) if hours > 0 else None
    return _may_be_past(place, patient)


def may_be_due(hours: float, patient: Patient) -> Term:
    """Whether a deadline at this age may be now, or have passed."""
    return _may_be_past(bisect_left(_cuts(patient), hours), patient)


def has_passed(hours: float, patient: Patient) -> Term:
    """Whether the palsy is surely older."""
    edge = bisect_right(_cuts(patient), hours) + 1
    return patient.circuit.both(bounded(patient), first_of(patient.choices["duration"])[edge])


def _may_be_past(cut: int | None, patient: Patient) -> Term:
    aged = TRUE if cut is None else last_of(patient.choices["duration"])[cut + 1]
    return patient.circuit.both(bounded(patient), aged)


def _cuts(patient: Patient) -> tuple[float, ...]:
    return patient.space.numbers["duration"].cuts
