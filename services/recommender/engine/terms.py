"""Terms: what several rows that offer one item say of it together, whoever the patient is."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import OfferTerms, Row

MEMO_LIMIT = 5_000
"""Sets of rows whose terms are remembered; some hundreds come up."""


class Terms(NamedTuple):
    """
    Terms of rows, joined.

    Attributes:
        stage, strength: places in `STAGES` and `STRENGTHS`: the earliest, the strongest.
        texts: the lists of an item, in the order in which the plan has them.
        prerequisites: each once; text, and the intervention if it is one.
    """

    stage: int
    strength: int
    off_label: bool
    texts: tuple[tuple[str, str | tuple[str, ...]], ...]
    prerequisites: tuple[tuple[str, str | None], ...]

    def lists(self) -> dict[str, Any]:
        """The part of an item that these terms fill; made anew, so that a plan is its own."""
        said: dict[str, Any] = {
            key: text if isinstance(text, str) else list(text) for key, text in self.texts
        }
        said["prerequisites"] = [_prerequisite(*needed) for needed in self.prerequisites]
        return said


def terms_of(rows: Sequence[Row], knowledge: Knowledge) -> Terms:
    """The terms of rows that offer one item; remembered, since few sets of rows come up."""
    key = tuple([row.index for row in rows])
    found: Terms | None = knowledge.terms.get(key)
    if found is None:
        if len(knowledge.terms) >= MEMO_LIMIT:
            knowledge.terms.clear()
        found = knowledge.terms[key] = _joined([row.offer() for row in rows], knowledge)
    return found


def _joined(each: Sequence[OfferTerms], knowledge: Knowledge) -> Terms:
    needed = {it.text: it.intervention for terms in reversed(each) for it in terms.prerequisites}
    order = _united([it.text for it in terms.prerequisites] for terms in each)
    return Terms(
        min(terms.stage for terms in each),
        min(terms.strength for terms in each),
        any(terms.off_label for terms in each),
        tuple(_texts(each, knowledge)),
        tuple((text, needed[text]) for text in order),
    )


def _texts(
    each: Sequence[OfferTerms], knowledge: Knowledge
) -> Iterable[tuple[str, str | tuple[str, ...]]]:
    yield "to", _united(terms.to for terms in each)
    yield "with", _united(terms.together for terms in each)
    yield "after", _united(terms.after for terms in each)
    for whole in [terms.part_of for terms in each if terms.part_of is not None][:1]:
        yield "part_of", knowledge.items[whole]
    yield "backup", _united(terms.backup for terms in each)
    yield "aims", _united(terms.aims for terms in each)
    for zone in [terms.zone for terms in each if terms.zone][:1]:
        yield "zone", zone


def _united(lists: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for words in lists for word in words))


def _prerequisite(text: str, intervention: str | None) -> dict[str, str]:
    return {"text": text, "intervention": intervention} if intervention else {"text": text}
