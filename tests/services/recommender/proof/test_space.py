"""No assessment that the door takes is thought impossible for the days that it names."""

from collections.abc import Iterator
from datetime import timedelta, timezone
from itertools import product
from typing import Any

import pytest

from services.recommender.proof.claims import claims_of, prover_of
from services.recommender.translate import facts_from
from tests.services.recommender.proof.drawing import drawn
from tests.services.recommender.real_plans import AS_OF, accepted, knowledge

pytest.importorskip("z3")

SEEN_AGO = (timedelta(0), timedelta(hours=40, minutes=31))
OFFSETS = tuple(timezone(timedelta(hours=hours)) for hours in (0, -11, 14))
PATIENT = {"patient_ref": "T-1", "house_brackmann": "VI", "synkinesis": "none"}
ONSETS = (*range(20), 181, 182)


def days_of_tests() -> Iterator[dict[str, Any]]:
    """A test on every day from that of onset on, seen in different offsets, sooner and later."""
    for test, began in product(("emg_date", "enog_date"), ONSETS):
        for done, seen, offset in product(range(max(began - 18, 0), began + 1), SEEN_AGO, OFFSETS):
            if timedelta(days=done) >= seen + timedelta(days=1):
                yield {
                    "assessed_at": (AS_OF - seen).astimezone(offset).isoformat(),
                    "onset_date": f"{(AS_OF - timedelta(days=began)).date()}",
                    test: f"{(AS_OF - timedelta(days=done)).date()}",
                }


def test_every_day_of_a_test_after_every_day_of_onset_is_thought_possible():
    prover = prover_of(claims_of(knowledge()))
    for days in days_of_tests():
        posted = accepted({**PATIENT, **days})
        one = drawn(facts_from(posted), AS_OF, prover)
        assert prover.solver.possible(*one.chosen), days
