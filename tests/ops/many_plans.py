"""``python many_plans.py``: where the engine came from, and a digest of plans for many patients."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice

import orjson

from benchmarks.patients import patients
from facialis.tables import knowledge
from schemas.assessment import as_received, load_assessment
from services.recommender.engine import decide as deciding
from services.recommender.propose import propose

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HOW_MANY = 600


def main() -> None:
    """Print both, on a line each."""
    tables, found = knowledge(), sha256()
    for number, posted in enumerate(islice(patients(5, as_of=NOW), HOW_MANY)):
        assessment = as_received(
            load_assessment(posted, received_at=NOW),
            assessment_id=f"many-{number}",
            client="many",
            received_at=NOW,
        )
        found.update(orjson.dumps(propose(assessment, tables)))
    print(deciding.__code__.co_filename if hasattr(deciding, "__code__") else "compiled")
    print(found.hexdigest())


if __name__ == "__main__":
    main()
