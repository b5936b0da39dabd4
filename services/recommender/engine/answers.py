"""Answers: the values that a blank finding could be given, and how each changes the vector."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from services.recommender.engine.amounts import HOURS
from services.recommender.engine.bands import band_text, number_in
from services.recommender.engine.clocks import Treatment
from services.recommender.engine.encode import NO, YES, summed
from services.recommender.engine.findings import Finding
from services.recommender.engine.knowledge import Change, Knowledge
from services.recommender.engine.vocabulary import RawFinding, Summary

UNREFERENCED = ("duration", "refusals")
"""Not asked for in the same way: an onset is re-run whole; a refusal is never guessed at."""


class Answer(NamedTuple):
    """
    One answer to a question.

    Attributes:
        value: as it could be posted.
        text: as a clinician reads it.
        change: the values of all that the answer settles.
        about: the raw findings that it is told apart by; empty when by any.
    """

    value: Any
    text: str
    change: Change
    about: tuple[int, ...] = ()


def plain_answers(knowledge: Knowledge) -> dict[str, tuple[Answer, ...]]:
    """Finding → its possible answers, for those whose answers do not depend on the day."""
    found: dict[str, tuple[Answer, ...]] = {}
    for name, raw in knowledge.vocabulary.findings.items():
        if name in UNREFERENCED:
            continue
        if raw.kind == "list":
            found[name] = tuple(_list_answers(raw, knowledge))
        elif name in knowledge.index:
            finding = knowledge.findings[knowledge.index[name]]
            found[name] = tuple(_simple_answers(finding, raw, knowledge))
    return {name: answers for name, answers in found.items() if answers}


def prepare(knowledge: Knowledge) -> None:
    """Make once, when the tables are compiled, what every question will need."""
    for name, answers in knowledge.plain_answers(plain_answers).items():
        knowledge.alike(name, answers)


def _simple_answers(finding: Finding, raw: RawFinding, knowledge: Knowledge) -> Iterator[Answer]:
    if finding.words:
        for word in finding.words:
            text = raw.words.get(word, word)
            yield Answer(word, text, knowledge.change({finding.index: finding.bit(word)}))
    elif finding.cuts:
        for band in range(finding.size):
            number = number_in(finding, band)
            change = knowledge.change({finding.index: 1 << band})
            yield Answer(number, band_text(finding, band), change)


def _list_answers(raw: RawFinding, knowledge: Knowledge) -> Iterator[Answer]:
    groups = {n: g for n, g in knowledge.groups.items() if g.of == raw.name}
    if not groups:
        return
    for word in ("none", *raw.words):
        values = {
            knowledge.index[name]: YES if word in group.any else NO
            for name, group in groups.items()
        }
        yield Answer([word], raw.words.get(word, word), knowledge.change(values))


def treatment_answers(knowledge: Knowledge, today: date) -> tuple[Answer, ...]:
    """
    Earlier treatments that a clinician could name, as far as the tables tell them apart.

    For each summary one history a band, and "none": each settles every summary at once, as
    a posted history would.
    """
    none = _summaries([], knowledge, today)
    found = [Answer(["none"], "none", none)]
    for name, summary in knowledge.summaries.items():
        finding = knowledge.findings[knowledge.index[name]]
        for text, entries in _histories(finding, summary, today):
            change = _summaries(entries, knowledge, today, beside=none)
            found.append(Answer(entries, text, change, (finding.index,)))
    return tuple(found)


def _histories(
    finding: Finding, summary: Summary, today: date
) -> Iterator[tuple[str, list[Treatment]]]:
    entry = {key: min(words) for key, words in summary.where.items()}
    if summary.measure == "given":
        yield finding.label, [entry]
        return
    for band in range(finding.size):
        number = number_in(finding, band)
        if summary.measure == "sum" and number:
            yield f"{finding.label}: {band_text(finding, band)}", [{**entry, "cycles": number}]
        elif summary.measure != "sum":
            key = "started" if summary.measure == "days_of" else summary.key
            day = (today - timedelta(hours=number)).isoformat()
            yield f"{finding.label}: {band_text(finding, band)}", [{**entry, key: day}]


def _summaries(
    entries: list[Treatment],
    knowledge: Knowledge,
    today: date,
    *,
    beside: Change | None = None,
) -> Change:
    values = {
        knowledge.index[name]: summed(
            summary,
            knowledge.findings[knowledge.index[name]],
            entries,
            datetime.combine(today, time()),
        )
        for name, summary in knowledge.summaries.items()
    }
    return knowledge.change(values, beside=beside)


def duration_answers(finding: Finding, value: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """The onsets that a value of `duration` still leaves open: one for each band."""
    for band in range(finding.size):
        if value >> band & 1:
            hours = number_in(finding, band)
            unit = "hours" if hours < 14 * 24 else "days"
            amount = int(hours // HOURS[unit]) or (0 if band == 0 else 1)
            yield band, {"value": amount, "unit": unit}
