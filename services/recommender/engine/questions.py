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
from services.recommender.engine.outcome import Outcome, outcome_of
from services.recommender.engine.rows import STRENGTHS, URGENCIES
from services.recommender.engine.side import Side, run


@dataclass(frozen=True, slots=True)
class Effect:
    """One answer that changes the plan, and the outcome that it gives."""

    value: Any
    text: str
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
        effects = tuple(_effects(answers, sides, base, knowledge))
        found += [Question(name, effects)] if effects else []
    return found


def _candidates(
    sides: Sequence[Side], knowledge: Knowledge
) -> Iterator[tuple[str, Sequence[Answer]]]:
    first = sides[0]
    for name, answers in knowledge.plain_answers(plain_answers).items():
        if any(name not in side.facts.findings for side in sides):
            yield name, answers
    if "prior_treatments" not in first.facts.findings:
        today = first.calendar.as_of.date()
        yield "prior_treatments", knowledge.treatment_answers(treatment_answers, today)


def _effects(
    answers: Sequence[Answer], sides: Sequence[Side], base: Outcome, knowledge: Knowledge
) -> Iterator[Effect]:
    seen: dict[tuple[tuple[int, int], ...], Outcome] = {}
    for answer in answers:
        variants = [(side, *side.variations.with_changes(answer.changes)) for side in sides]
        key = tuple((fires, asks) for _, fires, asks in variants)
        if all(fires == s.matched.fires and asks == s.matched.asks for s, fires, asks in variants):
            continue
        outcome = seen.get(key)
        if outcome is None:
            outcome = seen[key] = outcome_of(variants, knowledge)
        if outcome != base:
            yield Effect(answer.value, answer.text, outcome)


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
            effects.append(Effect(duration, text, outcome))
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
        again.append(run(side.name, facts, encoded, knowledge, as_of))
    return outcome_of(((s, s.matched.fires, s.matched.asks) for s in again), knowledge)


def ranked(questions: Sequence[Question], base: Outcome, knowledge: Knowledge) -> list[Question]:
    """The most urgent first: by urgency reached, items that protect, strength, then size."""
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
        -protective,
        -_strong(adds | removes, knowledge),
        -(adds | removes).bit_count(),
    )


def _strong(items: int, knowledge: Knowledge) -> int:
    best = 0
    for item in bits(items):
        rows = knowledge.rows_of_item[item]
        best = max(best, len(STRENGTHS) - min((r.offer().strength for r in rows), default=4))
    return best


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
        "text": effect.text,
        "adds": knowledge.codes(effect.outcome.adds(base)),
        "removes": knowledge.codes(effect.outcome.removes(base)),
        "urgency": URGENCIES[effect.outcome.urgency],
    }
