"""Items: an intervention that is offered, with its stage, dates, doubts and reasons."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.recommender.engine.findings import bits
from services.recommender.engine.knowledge import Card, Knowledge
from services.recommender.engine.moments import Due
from services.recommender.engine.outcome import Outcome
from services.recommender.engine.questions import Question
from services.recommender.engine.rows import DATES, STRENGTHS, Row
from services.recommender.engine.side import Side
from services.recommender.engine.standing import standing
from services.recommender.engine.terms import terms_of
from services.recommender.engine.trace import Because, shared_because

OPPOSITE = {"left": "right", "right": "left"}


class Item:
    """
    One offered intervention.

    Attributes:
        stage: place in `STAGES`.
        by_hours: hours from receipt by which it is wanted; None if it says none.
        body: the item of the plan (contract, Plan).
    """

    __slots__ = ("body", "by_hours", "code", "stage", "strength")

    def __init__(
        self, code: str, stage: int, strength: int, by_hours: float | None, body: dict[str, Any]
    ) -> None:
        self.code, self.stage, self.strength = code, stage, strength
        self.by_hours, self.body = by_hours, body


def items(
    sides: Sequence[Side], base: Outcome, questions: Sequence[Question], knowledge: Knowledge
) -> list[Item]:
    """Every offered item, in the order in which a stage lists them."""
    asked = _removed_by(questions, base)
    found = [_item(place, sides, asked.get(place, ()), knowledge) for place in bits(base.offered)]
    return sorted(found, key=_order)


def _order(item: Item) -> tuple[int, float, int]:
    return item.stage, float("inf") if item.by_hours is None else item.by_hours, item.strength


def _removed_by(questions: Sequence[Question], base: Outcome) -> dict[int, list[str]]:
    """Intervention → the blanks of which some answer removes it."""
    found: dict[int, list[str]] = {}
    for question in questions:
        removed = 0
        for effect in question.effects:
            removed |= effect.outcome.removes(base)
        for place in bits(removed):
            found.setdefault(place, []).append(question.finding)
    return found


def _item(
    place: int, sides: Sequence[Side], removed_by: Sequence[str], knowledge: Knowledge
) -> Item:
    concerned = [side for side in sides if side.settled.offered >> place & 1]
    voters = [(side, row) for side in concerned for row in side.voters(place)]
    card = knowledge.cards[knowledge.items[place]]
    said = terms_of([row for _, row in voters], knowledge)
    dues = _dues(voters)
    body = {
        "intervention": card.code,
        "family": card.family,
        "title": card.title,
        "side": _side(voters, concerned, sides),
        "strength": STRENGTHS[said.strength],
        **standing(place, concerned, removed_by, knowledge),
        "evidence": voters[0][1].evidence,
        "off_label": said.off_label,
        **{key: due.written for key, due in dues.items()},
        **_approximate(dues),
        **said.lists(),
        "cautions": _cautions(place, concerned, card, knowledge),
        "because": _because(place, concerned),
    }
    by = dues.get("by")
    return Item(card.code, said.stage, said.strength, by.hours if by else None, body)


Votes = Sequence[tuple[Side, Row]]


def _dues(voters: Votes) -> dict[str, Due]:
    """Of several rows: the earliest start, deadline and closing; the latest end."""
    found: dict[str, list[Due]] = {}
    for side, row in voters:
        for key, moment in row.offer().dates:
            due = side.calendar.due(moment, deadline=key == "by")
            if due is not None and (key != "opens" or due.hours > 0):
                found.setdefault(key, []).append(due)
    return {key: _pick(key, found[key]) for key in DATES if key in found}


def _pick(key: str, dues: Sequence[Due]) -> Due:
    if len(dues) == 1:
        return dues[0]
    return (max if key == "until" else min)(dues, key=lambda due: due.hours)


def _approximate(dues: Mapping[str, Due]) -> dict[str, list[str]]:
    about = [key for key, due in dues.items() if due.approximate]
    return {"approximate": about} if about else {}


def _side(voters: Votes, concerned: Sequence[Side], sides: Sequence[Side]) -> str:
    wanted = voters[0][1].offer().side
    recorded = concerned[0].facts.findings.get("side")
    if wanted == "both" or (recorded == "bilateral" and len(concerned) == len(sides)):
        return "both"
    actual = concerned[0].name or recorded
    if actual not in OPPOSITE:
        return wanted
    return OPPOSITE[actual] if wanted == "opposite" else actual


def _cautions(
    place: int, concerned: Sequence[Side], card: Card, knowledge: Knowledge
) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {t: {"text": t, "findings": {}} for t in card.cautions}
    for side in concerned:
        for at in bits(side.fired & knowledge.cautions_of_item[place]):
            row = knowledge.rows[at]
            findings = side.trace.because(row)["findings"]
            found[row.text] = {"text": row.text, "findings": findings}
    if concerned[0].refused >> place & 1:
        text = knowledge.refusals.caution
        said = {"refusals": concerned[0].trace.assessed("refusals")}
        found[text] = {"text": text, "findings": said}
    return list(found.values())


def _because(place: int, concerned: Sequence[Side]) -> list[Because]:
    reasons = []
    for side in concerned:
        voters = side.voters(place)
        voting = {row.index for row in voters}
        others = [row for row in side.offers(place) if row.index not in voting]
        reasons += [side.trace.because(row) for row in (*voters, *others)]
    return shared_because(reasons)
