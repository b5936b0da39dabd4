"""``facialis`` as an older release: it cannot read patients whose reference begins with OLD."""

from typing import Any

from facialis.__main__ import main
from schemas.faults import Fault, InvalidAssessment
from services.recommender import station

_really = station.read_received


def _read(body: Any) -> dict[str, Any]:
    if str(body.get("patient_ref", "")).startswith("OLD"):
        raise InvalidAssessment([Fault("/patient_ref", "not_allowed", "Not known yet.")])
    return _really(body)


station.read_received = _read

if __name__ == "__main__":
    main(prog_name="facialis")
