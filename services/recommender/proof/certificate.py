"""The certificate: which tables were proved, against which invariants, with which tools."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from services.recommender.pathway_files import PATHWAYS
from services.recommender.proof.invariants_file import FILE
from services.recommender.proof.verdicts import PARTS, QUIET, Verdict

CERTIFICATE = "certificate.json"
FORM = 1


def certificate(
    verdicts: Sequence[Verdict], *, knowledge: Mapping[str, str], folder: Path = PATHWAYS
) -> dict[str, Any]:
    """The same verdicts on the same files give the same certificate, to the byte."""
    claims = (folder / FILE).read_bytes()
    return {
        "form": FORM,
        "knowledge": dict(knowledge),
        "invariants": {"digest": hashlib.sha256(claims).hexdigest()},
        "proved": all(one.proved for one in verdicts),
        "counts": {part: sum(one.part == part for one in verdicts) for part in PARTS},
        "verdicts": [
            {
                "id": one.id,
                "title": one.title,
                "said": one.said,
                **({"note": one.note} if one.note and one.part != "elsewhere" else {}),
            }
            for one in verdicts
            if one.part not in QUIET or one.note or not one.proved
        ],
        "tools": {"z3-solver": version("z3-solver")},
    }


def written(found: Mapping[str, Any]) -> str:
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def standing(digest: str, folder: Path = PATHWAYS) -> str:
    """
    Whether tables with this digest were proved, in words.

    Reads the certificate beside the tables; needs no solver.
    """
    path = folder / CERTIFICATE
    if not path.exists():
        return "not proved"
    found = json.loads(path.read_text(encoding="utf-8"))
    claims = hashlib.sha256((folder / FILE).read_bytes()).hexdigest()
    if found["knowledge"]["digest"] != digest:
        return "not proved: tables changed since"
    if found["invariants"]["digest"] != claims:
        return "not proved: invariants changed since"
    return "proved" if found["proved"] else "not proved: some claim is broken"
