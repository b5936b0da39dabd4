"""`python -m benchmarks.exchange`: validates the exports, and counts where engines agree."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.exchange.agreement import agreement
from benchmarks.exchange.engines import Missing, faults_in_fhir, fetch
from facialis.tables import knowledge
from services.recommender.exchange.fhir import as_fhir


def main() -> int:
    """Run; 1 when anything differs."""
    reading = argparse.ArgumentParser(prog="python -m benchmarks.exchange", description=__doc__)
    reading.add_argument(
        "--patients", type=int, default=10_000, help="so many fully known, and as many with blanks"
    )
    reading.add_argument("--seed", type=int, default=Random().randrange(1_000_000))
    said = reading.parse_args()
    try:
        fetch()
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 2
    with TemporaryDirectory() as folder:
        return _tell(said.patients, said.seed, Path(folder))


def _tell(patients: int, seed: int, folder: Path) -> int:
    resource = folder / "facialis.json"
    resource.write_text(json.dumps(as_fhir(knowledge())), encoding="utf-8")
    faults = faults_in_fhir(resource)
    print(f"FHIR R4, validated by HAPI: {len(faults)} faults")
    found = agreement(knowledge(), patients, seed=seed, folder=folder)
    print(f"DMN 1.3, evaluated by Drools (seed {seed}, {found.ms:.1f} ms a patient there):")
    for kind, compared in (("fully known", found.known), ("with blanks", found.with_blanks)):
        print(
            f"  {compared.patients:,} patients {kind}: {compared.rows:,} rows fired, "
            f"{len(compared.differences)} differences"
        )
    for line in [*faults, *found.faults][:10]:
        print(f"  {line[:400]}")
    return 1 if faults or found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
