"""Verdicts: what was claimed of the tables, and whether it is so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.recommender.proof.assessment import Assessment

Part = Literal["rows", "cells", "reach", "join", "invariants", "blanks", "relations", "elsewhere"]

PARTS: Sequence[Part] = (
    "rows",
    "cells",
    "reach",
    "join",
    "invariants",
    "blanks",
    "relations",
    "elsewhere",
)

QUIET: Sequence[Part] = ("rows", "cells", "reach", "join")
"""Parts of which one line says that all is well."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    One claim.

    Attributes:
        id: INV-13, a row, a pathway, U1 …
        proved: whether no assessment breaks it.
        note: why a claim is let off, where it lives, or in what it fails.
        excepted: whether it is not proved and stands on the list of exceptions with its reason.
        patients: the smallest for whom it fails: one, or two whose plans are compared.
    """

    part: Part
    id: str
    title: str
    proved: bool
    note: str = ""
    patients: tuple[Assessment, ...] = ()
    excepted: bool = False

    @property
    def said(self) -> str:
        if self.part == "elsewhere":
            return self.note
        if self.excepted:
            return "EXCEPTED"
        return "proved" if self.proved else "BROKEN"
