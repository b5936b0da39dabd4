"""The clinicians' tables as every command loads them."""

from __future__ import annotations

import gc

from facialis.trouble import Trouble
from services.recommender.engine.errors import PathwayError
from services.recommender.engine.knowledge import Knowledge
from services.recommender.pathway_files import load_knowledge

_COLLECT_AFTER = 100_000
"""New objects between two looks at the youngest; a plan makes some thousands."""


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


def keep_for_good() -> None:
    """
    Tell the garbage collector that what is loaded by now stays, and to look less often.

    The tables never go away, so passing over them at every collection only delays plans. Called
    once, by a process that will make many of them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER, 20, 100)
