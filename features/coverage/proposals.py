"""An example for what none visits: a patient found by trying, told as a scenario."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from features.coverage.clinic import knowledge
from features.coverage.goals import Assessment, Goal, day, facts_of, goals_of
from features.speech.telling import scenario
from features.speech.words import title_of
from features.steps.patient import MONDAY
from schemas.catalogue import Finding, catalogue
from schemas.interventions import interventions
from services.recommender.engine import decide
from services.recommender.engine.rows import Row

TRIES = 1200
_BEGIN_ANEW = 300
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
    return filling("rows", row, chance=chance, tries=tries)


def filling(kind: str, name: str, *, chance: Random, tries: int = TRIES) -> str | None:
    """
    Write an example that visits what none does; None when no patient was found.

    Args:
        kind, name: the gap, as `Found.gaps` has it.
    """
    for goal in goals_of(kind, name):
        if found := patient_for(goal, chance=chance, tries=tries):
            smaller = _smallest(goal, found)
            return scenario(f"{name} (say what it promises)", smaller, [_then(kind, name, smaller)])
    return None


def patient_for(goal: Goal, *, chance: Random, tries: int = TRIES) -> Assessment | None:
    """Look for a patient who does what is wanted, by changing one until it fits."""
    best: Assessment = {**_MINIMAL, "duration": _duration(chance)}
    score = goal.score(best)
    for attempt in range(tries):
        anew = attempt % _BEGIN_ANEW == 0
        other = _fresh(chance) if anew else _changed(best, goal, chance)
        reached = goal.score(other)
        if reached >= score or anew:
            best, score = other, reached
        if score >= 1 and goal.is_met(best):
            return best
    return None


def _fresh(chance: Random) -> Assessment:
    grade = chance.choice(catalogue().findings["house_brackmann"].words).code
    return {**_MINIMAL, "house_brackmann": grade, "duration": _duration(chance)}


def _changed(assessment: Assessment, goal: Goal, chance: Random) -> Assessment:
    changed = copy.deepcopy(assessment)
    names = list(goal.near) if chance.random() < 0.8 else list(catalogue().findings)
    for name in chance.sample(names, min(len(names), chance.choice((1, 1, 2)))):
        finding = catalogue().findings[name]
        if chance.random() < 0.2 and name not in ("house_brackmann", "synkinesis", "duration"):
            changed.pop(name, None)
        else:
            changed[name] = _value(finding, chance)
    return changed


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
            return day(chance.choice((2, 6, 16, 30, 100)))
        case _:
            return [_treatment(chance) for _ in range(chance.choice((1, 1, 2)))]


def _treatment(chance: Random) -> dict[str, Any]:
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


def _smallest(goal: Goal, assessment: Assessment) -> Assessment:
    for name in list(assessment):
        if name in _MINIMAL or name == "duration" or name in goal.kept:
            continue
        without = {key: value for key, value in assessment.items() if key != name}
        if goal.is_met(without):
            assessment = without
    return assessment


def _then(kind: str, name: str, assessment: Assessment) -> str:
    match kind:
        case "rows":
            return _of_row(name, assessment)
        case "fates":
            code, _, fate = name.partition(" ")
            return f"{title_of(code)} is {'offered' if fate == 'offered' else 'not offered'}"
        case _:
            return _of_first_item(assessment)


def _of_row(name: str, assessment: Assessment) -> str:
    row = next((it for it in knowledge().rows if it.id == name), None)
    if row is None:
        main = next(it for it in knowledge().main if it.id == name)
        return f"the main pathway is {main.title}"
    if row.verb == "caution":
        return _caution(row, assessment)
    named = {
        "item": title_of(next(iter(knowledge().codes(row.targets)), "")),
        "text": row.text.partition('"')[0].partition(":")[0].rstrip("."),
        "code": catalogue().findings["cause"].text_of(row.code) if row.verb == "consider" else "",
        "title": row.title,
    }
    return _THEN[row.verb].format(**named)


def _caution(row: Row, assessment: Assessment) -> str:
    for item in _items(_plan(assessment)):
        for caution in item["cautions"]:
            if caution["text"] == row.text:
                finding = catalogue().findings[next(iter(caution["findings"]))]
                return f"{item['title']} carries a caution about {finding.label}"
    return "the eye is protected"


def _of_first_item(assessment: Assessment) -> str:
    # What such an example is to promise, its author says; this is what the plan begins with.
    first = next(_items(_plan(assessment)), None)
    return f"{first['title']} is offered" if first else "nothing is offered"


def _plan(assessment: Assessment) -> Mapping[str, Any]:
    facts = facts_of(assessment)
    assert facts is not None
    return decide(facts, knowledge(), MONDAY)


def _items(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for stage in plan["stages"]:
        yield from stage["items"]


def proposals(
    gaps: Mapping[str, Sequence[str]], *, chance: Random
) -> Iterator[tuple[str, str, str | None]]:
    """Walk gaps by kind and name, each with an example that fills it or None."""
    for kind, names in gaps.items():
        for name in names:
            yield kind, name, filling(kind, name, chance=chance)
