"""The patients made by chance that benchmarks and tests are run with."""

import json
from datetime import UTC, datetime
from itertools import islice

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.bars import at_least, quantile, under
from benchmarks.patients import ARCHETYPES, patients
from schemas.assessment import load_assessment
from schemas.catalogue import catalogue

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


@given(st.integers(0, 1_000_000))
@settings(max_examples=10, deadline=None)
def test_the_door_accepts_them_and_no_two_are_alike(seed: int):
    made = list(islice(patients(seed, as_of=NOW), 2 * len(ARCHETYPES)))
    for patient in made:
        load_assessment(patient, received_at=NOW)
    alike = {json.dumps(patient | {"patient_ref": ""}, sort_keys=True) for patient in made}
    assert len(alike) == len(made)


def test_the_same_seed_makes_the_same_patients():
    first, again = (list(islice(patients(3, as_of=NOW), 30)) for _ in range(2))
    assert first == again


def test_a_whole_assessment_has_every_finding():
    (patient,) = islice(patients(3, as_of=NOW, share=1.0), 1)
    assert set(catalogue().findings) - {"duration"} <= set(patient)


def test_every_archetype_has_its_turn():
    assert [one.code for one in ARCHETYPES] == [f"A{number:02d}" for number in range(1, 22)]


def test_a_figure_is_kept_or_missed():
    assert at_least("posts", 1000, 1000).kept is True
    assert under("plan", 2, 2).kept is False
    assert quantile(list(range(1, 101)), 0.99) == 99
