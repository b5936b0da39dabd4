"""All that examples can visit: the rows of the tables, the interventions and the findings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from schemas.catalogue import catalogue
from services.recommender.engine import Knowledge
from services.recommender.pathway_files import load_knowledge

CLINICAL = ("offer", "exclude", "hold", "caution", "flag", "alert", "consider", "pathway")
"""What a row does that a promise can be about; the wording of headlines and stages is not."""

BACKSTOPS = {
    "companion.brow.eye": "an open eye is always protected, and nothing takes that away",
    "companion.cross_face.gracilis": "from half a year on the graft only comes with a gracilis",
}
"""Rows that no patient reaches as long as the rows before them stand, and why."""


@cache
def knowledge() -> Knowledge:
    """Load the tables that this project ships, once."""
    return load_knowledge()


@cache
def rows() -> Mapping[str, str]:
    """List every row that an example can visit, with what it does."""
    own = {row.id: row.verb for row in knowledge().rows if row.verb in CLINICAL}
    return {**{row.id: "main pathway" for row in knowledge().main}, **own}


@cache
def unread() -> frozenset[str]:
    """List the findings that no row reads: they are kept with the plan and change nothing in it."""
    tables = knowledge()
    raw = range(tables.raw_count)
    read = {tables.findings[place].reported_as for place in raw if tables.touching[place]}
    return frozenset(catalogue().findings) - read


def said_of_rows() -> Mapping[str, str]:
    """Give the sentence of each row that an example can visit: why it stands, or what it says."""
    texts = {row.id: row.text for row in knowledge().rows if row.verb in CLINICAL}
    return {**{row.id: row.title for row in knowledge().main}, **texts}
