"""The clinicians' tables as every command loads them."""

from __future__ import annotations

from facialis.trouble import Trouble
from services.recommender.engine.errors import PathwayError
from services.recommender.engine.knowledge import Knowledge
from services.recommender.pathway_files import load_knowledge


def knowledge() -> Knowledge:
    """
    Load the tables.

    Raises:
        Trouble: they cannot be used; names file, row and column, and what to write.
    """
    try:
        return load_knowledge()
    except PathwayError as broken:
        raise Trouble(str(broken), mend="Look at all of it: facialis pathways check") from broken
