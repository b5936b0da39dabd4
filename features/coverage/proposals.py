"""An example for a row that none visits: a patient found by trying, told as a scenario."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

from features.coverage.clinic import knowledge, rows
from features.coverage.visits import visits_of
from features.speech.telling import scenario
from features.speech.words import title_of
from features.steps.patient import MONDAY
from schemas.assessment import as_received, load_assessment
from schemas.catalogue import Finding, catalogue
from schemas.faults import InvalidAssessment
from schemas.interventions import interventions
from services.recommender.engine import decide
from services.recommender.engine.rows import Row
from services.recommender.engine.side import run_sides
from services.recommender.translate import facts_from

Assessment = dict[str, Any]

TRIES = 1200
_DAYS = (0.2, 1, 2, 3, 5, 8, 13, 15, 20, 25, 45, 70, 100, 130, 200, 300, 400, 600, 720, 900, 3000)
_MINIMAL = {"patient_ref": "PROPOSED-1", "house_brackmann": "VI", "synkinesis": "none"}
_RESPONSES = ("none", "partial", "good", "ongoing")
_THEN = {
    "offer": "{item} is offered",
    "exclude": "{item} is not offered",
    "hold": "{item} is held",
    "flag": 'the plan says "{text}"',
    "alert": 'the plan says "{text}"',
    "consider": "the plan thinks of {code}",
    "pathway": "the plan also follows {title}",
}


def proposal(row: str, *, chance: Random, tries: int = TRIES) -> str | None:
    """Write an example that makes a row do something; None when no patient was found."""
    found = patient_for(row, chance=chance, tries=tries)
    if found is None:
        return None
    smaller = _smallest(row, found)
    return scenario(f"{row} (say what it promises)", smaller, [_then(row, smaller)])


def patient_for(row: str, *, chance: Random, tries: int = TRIES) -> Assessment | None:
    """Look for a patient for whom a row does something, by changing one until it fits."""
    best: Assessment = {**_MINIMAL, "duration": _duration(chance)}
    score = _score(row, best)
    for attempt in range(tries):
        other = _changed(best, row, chance) if attempt % 300 else _fresh(chance)
        reached = _score(row, other)
        if reached >= score or attempt % 300 == 0:
            best, score = other, reached
        if score >= 1 and _visits(row, best):
            return best
    return None


def _fresh(chance: Random) -> Assessment:
    grade = chance.choice(catalogue().findings["house_brackmann"].words).code
    return {**_MINIMAL, "house_brackmann": grade, "duration": _duration(chance)}


def _score(row: str, assessment: Assessment) -> float:
    """Tell how much of a row's condition holds: 1 when all of it does; -1 when it is refused."""
    facts = _facts(assessment)
    if facts is None:
        return -1.0
    sides = run_sides(facts, knowledge(), MONDAY)
    cells = _rows()[row].cells if row in _rows() else ()
    taken = sides[0].matched.taken
    held = sum(1 for cell in cells if cell.fires(taken[cell.finding]))
    return held / len(cells) if cells else 1.0


def _visits(row: str, assessment: Assessment) -> bool:
    facts = _facts(assessment)
    if facts is None:
        return False
    return row in visits_of(assessment, decide(facts, knowledge(), MONDAY)).rows


def _facts(assessment: Assessment) -> Any:
    try:
        accepted = load_assessment(assessment, received_at=MONDAY)
    except InvalidAssessment:
        return None
    return facts_from(
        as_received(accepted, assessment_id="proposed", client="visits", received_at=MONDAY)
    )


def _changed(assessment: Assessment, row: str, chance: Random) -> Assessment:
    changed = copy.deepcopy(assessment)
    names = _near(row) if chance.random() < 0.8 else list(catalogue().findings)
    for name in chance.sample(names, min(len(names), chance.choice((1, 1, 2)))):
        finding = catalogue().findings[name]
        if chance.random() < 0.2 and name not in ("house_brackmann", "synkinesis", "duration"):
            changed.pop(name, None)
        else:
            changed[name] = _value(finding, chance)
    return changed


@cache
def _near(row: str) -> list[str]:
    """List the findings that a row rests on, directly or through derived ones."""
    known = knowledge()
    cells = _rows()[row].cells if row in _rows() else ()
    roots = {root for cell in cells for root in known.roots[cell.finding]}
    names = {known.findings[root].reported_as for root in roots} & catalogue().findings.keys()
    return sorted(names | {"duration", "house_brackmann"})


def _value(finding: Finding, chance: Random) -> Any:
    match finding.kind:
        case "elapsed":
            return _duration(chance)
        case "yes_no":
            return chance.choice(("yes", "no"))
        case "word":
            return chance.choice(finding.words).code
        case "list":
            if finding.name == "refusals":
                return [chance.choice(list(interventions()))]
            return [chance.choice(finding.words).code] if finding.words else ["none"]
        case "number":
            least, most = finding.least or 0, min(finding.most or 100, 120)
            return chance.randint(int(least), int(most))
        case "date":
            day = MONDAY - timedelta(days=chance.choice((2, 6, 16, 30, 100)))
            return day.date().isoformat()
        case _:
            return [_treatment(chance) for _ in range(chance.choice((1, 1, 2)))]


def _treatment(chance: Random) -> dict[str, Any]:
    def day(ago: int) -> str:
        return (MONDAY - timedelta(days=ago)).date().isoformat()

    return {
        "intervention": chance.choice(list(interventions())),
        "response": chance.choice(_RESPONSES),
        "cycles": chance.choice((1, 2, 3)),
        "last_given": day(chance.choice((30, 100))),
    }


def _duration(chance: Random) -> dict[str, Any]:
    days = chance.choice(_DAYS)
    return (
        {"value": round(days * 24), "unit": "hours"}
        if days < 1
        else {"value": days, "unit": "days"}
    )


def _smallest(row: str, assessment: Assessment) -> Assessment:
    for name in list(assessment):
        if name in _MINIMAL or name == "duration":
            continue
        without = {key: value for key, value in assessment.items() if key != name}
        if _visits(row, without):
            assessment = without
    return assessment


def _then(row: str, assessment: Assessment) -> str:
    if row not in _rows():
        main = next(it for it in knowledge().main if it.id == row)
        return f"the main pathway is {main.title}"
    it = _rows()[row]
    if it.verb == "caution":
        return _caution(it, assessment)
    named = {
        "item": title_of(next(iter(knowledge().codes(it.targets)), "")),
        "text": it.text.partition('"')[0].partition(":")[0].rstrip("."),
        "code": catalogue().findings["cause"].text_of(it.code) if it.verb == "consider" else "",
        "title": it.title,
    }
    return _THEN[it.verb].format(**named)


def _caution(row: Row, assessment: Assessment) -> str:
    plan = decide(_facts(assessment), knowledge(), MONDAY)
    for item in _items(plan):
        for caution in item["cautions"]:
            if caution["text"] == row.text:
                finding = catalogue().findings[next(iter(caution["findings"]))]
                return f"{item['title']} carries a caution about {finding.label}"
    return "the eye is protected"


def _items(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for stage in plan["stages"]:
        yield from stage["items"]


@cache
def _rows() -> Mapping[str, Row]:
    return {row.id: row for row in knowledge().rows}


def proposals(missing: Sequence[str], *, chance: Random) -> Iterator[tuple[str, str | None]]:
    """Walk rows, each with an example for it or None."""
    for row in missing:
        yield row, proposal(row, chance=chance) if row in rows() else None
