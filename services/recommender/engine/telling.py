"""Telling rows: of the rows that blanks leave open, those by which an answer could tell."""

from services.recommender.engine.deadlines import Deadlines
from services.recommender.engine.findings import without
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.match import Match


def telling_rows(
    matched: Match, deadlines: Deadlines, *, refused: int, alone: bool, knowledge: Knowledge
) -> int:
    """
    The rows that some answers let fire and others not, and that can change the outcome.

    Left out are rows of the first pass that change nothing however the blanks are filled: they
    offer what is barred whatever is answered, or offered as firmly and as soon by a row that
    always fires; or they bar what nothing could offer.

    Args:
        refused: interventions that the patient refuses.
        alone: whether this is the only side; or else some of its exclusions hold for the other.
    """
    joining, certain = knowledge.joining, matched.certain
    undecided = without(matched.may, certain) & knowledge.mattering
    firm, barred = without(certain, joining.parts), certain & joining.bars
    idle, barring = 0, 0 if alone else knowledge.whole_face
    for bit, offers, bars, either in knowledge.rows_by_item:
        if not undecided & either:
            continue
        first = offers & joining.offers
        if barred & bars:
            idle |= first
            continue
        if matched.may & offers:
            barring |= bars
        sure = firm & first
        if sure:
            urgent = joining.urgent if refused & bit else 0
            idle |= without(first, joining.parts | urgent | _sooner(sure, deadlines, knowledge))
    undecided = without(undecided, idle)
    return undecided & barring | without(undecided, joining.bars)


def _sooner(sure: int, deadlines: Deadlines, knowledge: Knowledge) -> int:
    """The rows by which an item would be more urgent than these rows make it anyhow."""
    sooner = 0
    for hours in knowledge.urgent_within:
        within = deadlines.within(hours)
        if sure & within:
            break
        sooner = within
    return sooner
