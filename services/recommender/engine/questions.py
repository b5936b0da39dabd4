"""Questions: what was not assessed, ranked by what the answers would change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.recommender.engine.answers import (
    Answer,
    duration_answers,
    plain_answers,
    treatment_answers,
)
from services.recommender.engine.bands import value_texts
from services.recommender.engine.encode import encode
from services.recommender.engine.findings import Finding, bits, known, union, without
from services.recommender.engine.knowledge import Change, Knowledge
from services.recommender.engine.outcome import Outcome, Outcomes, Rows, outcome_now
from services.recommender.engine.rows import URGENCIES
from services.recommender.engine.side import Side, matched_side
from services.recommender.engine.trace import ONSET_KEYS
from services.recommender.engine.variation import Variations

_EMERGENCY = URGENCIES.index("emergency")


class Effect:
    """
    An answer that changes the plan, and the outcome that it gives.

    Attributes:
        value: as it could be posted.
        text: as a clinician reads it.
        also: other answers with the same outcome.
    """

    __slots__ = ("also", "outcome", "text", "value")

    def __init__(self, value: Any, text: str, also: tuple[Any, ...], outcome: Outcome) -> None:
        self.value, self.text, self.also, self.outcome = value, text, also, outcome


class Question:
    """
    A blank finding with every answer that would change what is offered or how soon.

    Attributes:
        answers: how many answers could be given, those that change nothing counted.
    """

    __slots__ = ("answers", "effects", "finding")

    def __init__(self, finding: str, effects: tuple[Effect, ...], answers: int) -> None:
        self.finding, self.effects, self.answers = finding, effects, answers


def open_questions(outcomes: Outcomes, as_of: datetime) -> list[Question]:
    """Every blank of which some single answer changes the outcome, in the catalogue's order."""
    sides, base, knowledge = outcomes.sides, outcomes.base, outcomes.knowledge
    found = [*_onset_question(sides, base, knowledge, as_of), *_side_question(outcomes, as_of)]
    for name, answers, in_all in _candidates(sides, knowledge):
        effects = _effects(name, answers, outcomes)
        found += [Question(name, tuple(effects), in_all)] if effects else []
    return found


def _candidates(
    sides: Sequence[Side], knowledge: Knowledge
) -> Iterator[tuple[str, Sequence[Answer], int]]:
    """
    Blanks that can still move a row that decides what is offered, with their answers.

    With each the answers that could change the outcome, and how many there are to choose from.
    """
    variations = [side.variations for side in sides]
    telling = union(found.telling for found in variations)
    assessed, touched_by = _assessed(sides), knowledge.touched_by
    if sides[0].facts.treated_by_side:
        assessed.add("side")
    for name, answers in knowledge.plain_answers(plain_answers).items():
        if name not in assessed and touched_by[name] & telling and _can_tell(name, variations):
            yield name, answers, len(answers)
    if "prior_treatments" not in assessed and _can_tell("prior_treatments", variations):
        today = sides[0].calendar.as_of.date()
        answers = knowledge.treatment_answers(treatment_answers, today)
        undecided = _undecided(sides, knowledge)
        asked = [a for a in answers if _speaks(a, undecided, knowledge)]
        tried = [a for a in asked if _speaks(a, undecided & telling, knowledge)]
        yield "prior_treatments", tried, len(asked)


def _can_tell(name: str, variations: Sequence[Variations]) -> bool:
    return any(found.can_tell(name) for found in variations)


def _undecided(sides: Sequence[Side], knowledge: Knowledge) -> int:
    """Rows that some answers would make hold and others would not, as bits."""
    rows = 0
    for side in sides:
        rows |= without(side.matched.may, side.matched.certain)
    return rows & knowledge.mattering


def _speaks(answer: Answer, rows: int, knowledge: Knowledge) -> bool:
    """Whether what a history is told apart by touches one of these rows."""
    places = answer.about or knowledge.units["prior_treatments"]
    return any(knowledge.touching[place] & rows for place in places)


def _assessed(sides: Sequence[Side]) -> set[str]:
    """The findings that are blank on no side."""
    return set.intersection(*(set(side.facts.findings) for side in sides))


def _effects(name: str, answers: Sequence[Answer], outcomes: Outcomes) -> list[Effect]:
    """The answers that change the outcome; those that change it alike stand together."""
    found: dict[Outcome, list[Answer]] = {}
    for alike in _alike(name, answers, outcomes.knowledge):
        rows = tuple([_answered(name, alike[0].change, side) for side in outcomes.sides])
        outcome = outcomes.where(rows)
        if outcome != outcomes.base:
            found.setdefault(outcome, []).extend(alike)
    return _together(found)


def _together(found: dict[Outcome, list[Answer]]) -> list[Effect]:
    """The answers that lead to each outcome as one effect."""
    return [_effect(alike, outcome) for outcome, alike in found.items()]


def _effect(alike: Sequence[Answer], outcome: Outcome) -> Effect:
    text = " or ".join([answer.text for answer in alike])
    return Effect(alike[0].value, text, tuple([answer.value for answer in alike[1:]]), outcome)


def _alike(name: str, answers: Sequence[Answer], knowledge: Knowledge) -> list[list[Answer]]:
    """Answers that no cell of any table tells apart stand together."""
    return knowledge.alike(name, answers) if name != "prior_treatments" else [[a] for a in answers]


def _answered(name: str, change: Change, side: Side) -> Rows:
    """The rows of a side with an answer; one that was recorded by itself keeps its rows."""
    if name in side.facts.findings:
        return side.variations.now
    return side.variations.with_answer(name, change)


def _onset_question(
    sides: Sequence[Side], base: Outcome, knowledge: Knowledge, as_of: datetime
) -> Iterator[Question]:
    finding = knowledge.findings[knowledge.index["duration"]]
    value = sides[0].encoded.vector[finding.index]
    if known(value):
        return
    found: dict[Outcome, dict[int, Any]] = {}
    answers = list(duration_answers(finding, value))
    for band, duration in answers:
        outcome = _outcome_with({"duration": duration}, sides, knowledge, as_of)
        if outcome != base:
            found.setdefault(outcome, {})[band] = duration
    if found:
        effects = (_onset_effect(finding, bands, outcome) for outcome, bands in found.items())
        yield Question("duration", tuple(effects), len(answers))


def _side_question(outcomes: Outcomes, as_of: datetime) -> Iterator[Question]:
    """The side, where it decides which of the earlier treatments count; or else it is plain."""
    knowledge, facts = outcomes.knowledge, outcomes.sides[0].facts
    if "side" in facts.findings or not facts.treated_by_side:
        return
    answers = knowledge.plain_answers(plain_answers)["side"]
    found: dict[Outcome, list[Answer]] = {}
    for answer in answers:
        outcome = _outcome_with({"side": answer.value}, outcomes.sides, knowledge, as_of)
        if outcome != outcomes.base:
            found.setdefault(outcome, []).append(answer)
    if found:
        yield Question("side", tuple(_together(found)), len(answers))


def _onset_effect(finding: Finding, bands: Mapping[int, Any], outcome: Outcome) -> Effect:
    text = " or ".join(value_texts(finding, sum(1 << band for band in bands)))
    value, *also = bands.values()
    return Effect(value, text, tuple(also), outcome)


def _outcome_with(
    said: Mapping[str, Any], sides: Sequence[Side], knowledge: Knowledge, as_of: datetime
) -> Outcome:
    """The outcome where this was said as well, or in the place of what was, all run anew."""
    left_out = ONSET_KEYS if "duration" in said else ()
    again = []
    for side in sides:
        kept = {name: it for name, it in side.facts.findings.items() if name not in left_out}
        facts = replace(side.facts, findings={**kept, **said})
        facts = facts.on_its_side(knowledge.vocabulary.one_sided)
        encoded = encode(facts, knowledge, as_of)
        again.append(matched_side(side.name, facts, encoded, knowledge, as_of))
    return outcome_now(again, knowledge)


def ranked(questions: Sequence[Question], base: Outcome, knowledge: Knowledge) -> list[Question]:
    """
    The most urgent first.

    By the urgency that an answer may reach; then what can be asked or seen before what a test
    has to show, and first of all what every assessment should say; then by how many of the
    answers reach it and add something that protects; by strength, and by how much moves at all.
    Short of an emergency the result of a test makes nothing more urgent: until there is one,
    nobody can tell.
    """
    return sorted(questions, key=lambda question: _weight(question, base, knowledge))


def _weight(question: Question, base: Outcome, knowledge: Knowledge) -> tuple[int, ...]:
    asked = knowledge.vocabulary.findings[question.finding]
    urgency = min([effect.outcome.urgency for effect in question.effects])
    if urgency >= base.urgency or (asked.tested and urgency != _EMERGENCY):
        urgency = base.urgency
    moved = sooner = protecting = 0
    for effect in question.effects:
        then, answers = effect.outcome, 1 + len(effect.also)
        moved |= then.offered ^ base.offered
        if then.urgency == urgency < base.urgency:
            sooner += answers
        if then.adds(base) & knowledge.protective:
            protecting += answers
    moved &= knowledge.weighing
    return (
        urgency,
        asked.tested,
        not asked.required,
        -_tenths(sooner, question),
        -_tenths(protecting, question),
        -max([knowledge.strongest[item] for item in bits(moved)], default=0),
        -moved.bit_count(),
    )


def _tenths(answers: int, question: Question) -> int:
    """Of ten answers that could be given, how many these are, rounded down."""
    return answers * 10 // question.answers


def as_json(
    questions: Sequence[Question], base: Outcome, knowledge: Knowledge
) -> list[dict[str, Any]]:
    """The questions of the plan (contract, Plan), rank 1 first."""
    found = []
    for rank, question in enumerate(questions, start=1):
        raw = knowledge.vocabulary.findings[question.finding]
        urgency = min([effect.outcome.urgency for effect in question.effects])
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
