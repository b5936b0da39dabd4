"""Remarks: pathways, alerts, flags and other causes to think of."""

from collections.abc import Iterator, Sequence
from typing import Any

from services.recommender.engine.findings import bits
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.outcome import Outcome
from services.recommender.engine.rows import URGENCIES, Row, Verb
from services.recommender.engine.side import Side


def pathways(sides: Sequence[Side], knowledge: Knowledge) -> list[dict[str, Any]]:
    """The main pathway first, then every module that fires."""
    gravest = min(sides, key=lambda side: _main_place(side, knowledge))
    main = knowledge.main[_main_place(gravest, knowledge)]
    place = knowledge.index["pathway"]
    names = gravest.trace.behind(place)
    reason = gravest.trace.reason(main.id, main.text, names, main.sources)
    found = [
        {
            "id": main.name,
            "archetype": main.archetype,
            "title": main.title,
            "main": True,
            "because": [reason],
        }
    ]
    modules = (pair for pair in _fired(sides, "pathway", knowledge) if pair[1].code != main.name)
    return found + [_module(side, row) for side, row in modules]


def _main_place(side: Side, knowledge: Knowledge) -> int:
    return side.matched.taken[knowledge.index["pathway"]].bit_length() - 1


def _module(side: Side, row: Row) -> dict[str, Any]:
    return {
        "id": row.code,
        "archetype": row.archetype,
        "title": row.title,
        "main": False,
        "because": [side.trace.because(row)],
    }


def alerts(sides: Sequence[Side], knowledge: Knowledge) -> list[dict[str, str]]:
    """Alerts, the most urgent first."""
    found = [
        {"code": row.code, "text": row.text, "urgency": row.title}
        for _, row in _fired(sides, "alert", knowledge)
    ]
    return sorted(found, key=lambda alert: URGENCIES.index(alert["urgency"]))


def flags(sides: Sequence[Side], knowledge: Knowledge) -> list[dict[str, Any]]:
    """What does not fit, or was left open in a way that matters."""
    return [
        {
            "code": row.code,
            "text": row.text,
            "findings": side.trace.because(row)["findings"],
        }
        for side, row in _fired(sides, "flag", knowledge)
    ]


def differential(sides: Sequence[Side], knowledge: Knowledge) -> list[dict[str, str]]:
    """Causes that the findings leave to be thought of, each once."""
    rows = [row for _, row in _fired(sides, "consider", knowledge)]
    return [{"cause": row.code, "text": row.text} for row in {r.code: r for r in rows}.values()]


def gap_hours(sides: Sequence[Side], knowledge: Knowledge) -> float:
    """How long the plan stays fresh, in hours from the assessment."""
    hours = [row.hours for _, row in _fired(sides, "gap", knowledge) if row.hours is not None]
    return hours[0]


def headline_rows(sides: Sequence[Side], base: Outcome, knowledge: Knowledge) -> Iterator[Row]:
    """Headlines that fit, the best first."""
    return (row for _, row in _fired(sides, "headline", knowledge) if row.sees(base.offered))


def _fired(sides: Sequence[Side], verb: Verb, knowledge: Knowledge) -> Iterator[tuple[Side, Row]]:
    """Rows of a verb that count on any side, in their order, each once."""
    seen: dict[int, Side] = {}
    for side in sides:
        for at in bits(side.fired & knowledge.verbs.get(verb, 0)):
            seen.setdefault(at, side)
    for at in sorted(seen):
        yield seen[at], knowledge.rows[at]
