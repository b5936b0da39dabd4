"""Questions: what was not assessed, ranked by what the answers would change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.recommender.engine.answers import (
    Answer,
    duration_answers,
    plain_answers,
    treatment_answers,
)
from services.recommender.engine.encode import encode
from services.recommender.engine.findings import bits, known
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.outcome import Outcome, outcome_beside, outcome_now
from services.recommender.engine.rows import URGENCIES
from services.recommender.engine.side import Side, matched_side


@dataclass(frozen=True, slots=True)
class Effect:
    """
    An answer that changes the plan, and the outcome that it gives.

    Attributes:
        value: as it could be posted.
        text: as a clinician reads it.
        also: other answers with the same outcome.
    """

    value: Any
    text: str
    also: tuple[Any, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Question:
    """A blank finding with every answer that would change what is offered or how soon."""

    finding: str
    effects: tuple[Effect, ...]


def open_questions(
    sides: Sequence[Side], base: Outcome, knowledge: Knowledge, as_of: datetime
) -> list[Question]:
    """Every blank of which some single answer changes the outcome, in the catalogue's order."""
    found = [*_onset_question(sides, base, knowledge, as_of)]
    for name, answers in _candidates(sides, knowledge):
        effects = _effects(name, answers, sides, base, knowledge)
        found += [Question(name, tuple(effects))] if effects else []
    return found


def _candidates(
    sides: Sequence[Side], knowledge: Knowledge
) -> Iterator[tuple[str, Sequence[Answer]]]:
    """Blanks that can still move a row that decides what is offered, with their answers."""
    undecided = _undecided(sides, knowledge)
    assessed = _assessed(sides)
    for name, answers in knowledge.plain_answers(plain_answers).items():
        if name not in assessed and knowledge.touched_by[name] & undecided:
            yield name, answers
    if "prior_treatments" not in assessed:
        today = sides[0].calendar.as_of.date()
        answers = knowledge.treatment_answers(treatment_answers, today)
        yield "prior_treatments", [a for a in answers if _tells(a, undecided, knowledge)]


def _undecided(sides: Sequence[Side], knowledge: Knowledge) -> int:
    """Rows that some answers would make hold and others would not, as bits."""
    rows = 0
    for side in sides:
        rows |= side.matched.may & ~side.matched.certain
    return rows & knowledge.mattering


def _tells(answer: Answer, rows: int, knowledge: Knowledge) -> bool:
    places = answer.about or knowledge.units["prior_treatments"]
    return any(knowledge.touching[place] & rows for place in places)


def _assessed(sides: Sequence[Side]) -> set[str]:
    """The findings that are blank on no side."""
    return set.intersection(*(set(side.facts.findings) for side in sides))


def _effects(
    name: str,
    answers: Sequence[Answer],
    sides: Sequence[Side],
    base: Outcome,
    knowledge: Knowledge,
) -> list[Effect]:
    """The answers that change the outcome; those that change it alike stand together."""
    found: dict[Outcome, list[Answer]] = {}
    for answers_alike in _alike(name, answers, knowledge):
        outcome = _outcome_with(name, answers_alike[0], sides, base, knowledge)
        if outcome != base:
            found.setdefault(outcome, []).extend(answers_alike)
    return [_effect(alike, outcome) for outcome, alike in found.items()]


def _effect(alike: Sequence[Answer], outcome: Outcome) -> Effect:
    text = " or ".join(answer.text for answer in alike)
    return Effect(alike[0].value, text, tuple(answer.value for answer in alike[1:]), outcome)


def _alike(name: str, answers: Sequence[Answer], knowledge: Knowledge) -> list[list[Answer]]:
    """Answers that no cell of any table tells apart stand together."""
    return knowledge.alike(name, answers) if name != "prior_treatments" else [[a] for a in answers]


def _outcome_with(
    name: str, answer: Answer, sides: Sequence[Side], base: Outcome, knowledge: Knowledge
) -> Outcome:
    rows = [_answered(name, answer, side) for side in sides]
    return outcome_beside(base, sides, rows, knowledge)


def _answered(name: str, answer: Answer, side: Side) -> tuple[int, int]:
    """A side that was recorded by itself keeps what was recorded."""
    if name in side.facts.findings:
        return side.matched.fires, side.matched.asks
    return side.variations.with_answer(name, answer.change)


def _onset_question(
    sides: Sequence[Side], base: Outcome, knowledge: Knowledge, as_of: datetime
) -> Iterator[Question]:
    finding = knowledge.findings[knowledge.index["duration"]]
    value = sides[0].encoded.vector[finding.index]
    if known(value):
        return
    effects = []
    for duration, text in duration_answers(finding, value):
        outcome = _outcome_with_onset(sides, duration, knowledge, as_of)
        if outcome != base:
            effects.append(Effect(duration, text, (), outcome))
    if effects:
        yield Question("duration", tuple(effects))


def _outcome_with_onset(
    sides: Sequence[Side], duration: dict[str, Any], knowledge: Knowledge, as_of: datetime
) -> Outcome:
    again = []
    for side in sides:
        kept = {
            name: found
            for name, found in side.facts.findings.items()
            if name not in ("onset_date", "onset_at")
        }
        facts = replace(side.facts, findings={**kept, "duration": duration})
        encoded = encode(facts, knowledge, as_of)
        again.append(matched_side(side.name, facts, encoded, knowledge, as_of))
    return outcome_now(again, knowledge)


def ranked(questions: Sequence[Question], base: Outcome, knowledge: Knowledge) -> list[Question]:
    """
    The most urgent first.

    By the urgency that an answer may reach; then by how many of the answers reach it; then by
    the items that protect, by strength, and by how much moves at all.
    """
    return sorted(questions, key=lambda question: _weight(question, base, knowledge))


def _weight(question: Question, base: Outcome, knowledge: Knowledge) -> tuple[int, ...]:
    outcomes = [effect.outcome for effect in question.effects]
    adds = removes = 0
    for outcome in outcomes:
        adds |= outcome.adds(base)
        removes |= outcome.removes(base)
    urgency = min(outcome.urgency for outcome in outcomes)
    protective = (adds & knowledge.protective).bit_count()
    return (
        min(urgency, base.urgency),
        -_share(question, urgency, knowledge) if urgency < base.urgency else 0,
        -protective,
        -max((knowledge.strongest[item] for item in bits(adds | removes)), default=0),
        -(adds | removes).bit_count(),
    )


def _share(question: Question, urgency: int, knowledge: Knowledge) -> int:
    """Of a hundred answers that could be given, how many reach that urgency."""
    reached = sum(1 + len(e.also) for e in question.effects if e.outcome.urgency == urgency)
    raw = knowledge.vocabulary.findings[question.finding]
    return reached * 100 // max(len(raw.words) + (raw.kind == "list"), 2)


def as_json(
    questions: Sequence[Question], base: Outcome, knowledge: Knowledge
) -> list[dict[str, Any]]:
    """The questions of the plan (contract, Plan), rank 1 first."""
    found = []
    for rank, question in enumerate(questions, start=1):
        raw = knowledge.vocabulary.findings[question.finding]
        urgency = min(effect.outcome.urgency for effect in question.effects)
        found.append(
            {
                "finding": question.finding,
                "text": raw.question,
                "why": raw.why,
                "rank": rank,
                "urgency": URGENCIES[urgency],
                "answers": [_answer(effect, base, knowledge) for effect in question.effects],
            }
        )
    return found


def _answer(effect: Effect, base: Outcome, knowledge: Knowledge) -> dict[str, Any]:
    return {
        "value": effect.value,
        **({"also": list(effect.also)} if effect.also else {}),
        "text": effect.text,
        "adds": knowledge.codes(effect.outcome.adds(base)),
        "removes": knowledge.codes(effect.outcome.removes(base)),
        "urgency": URGENCIES[effect.outcome.urgency],
    }
