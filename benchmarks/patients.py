"""Distinct simulated assessments over all archetypes, made by chance from the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, cycle
from random import Random
from typing import Any

from schemas.catalogue import SIDES, Finding, catalogue
from schemas.interventions import interventions

HOURS_PER = {"hours": 1, "days": 24, "weeks": 168, "months": 730.5, "years": 8766}


@dataclass(frozen=True, slots=True)
class Archetype:
    """What makes a patient one of these: the palsy's age in hours, and words to choose from."""

    code: str
    hours: tuple[float, float]
    words: Mapping[str, tuple[Any, ...]]


FLACCID: Mapping[str, tuple[Any, ...]] = {"house_brackmann": ("V", "VI"), "synkinesis": ("none",)}
MOVING: Mapping[str, tuple[Any, ...]] = {"house_brackmann": ("II", "III", "IV")}
BELLS: Mapping[str, tuple[Any, ...]] = {
    "cause": ("bells_palsy", "unknown"),
    "synkinesis": ("none", "unknown"),
}
_DAY, _YEAR = 24.0, 8766.0

ARCHETYPES = (
    Archetype(
        "A01",
        (1, 10 * _DAY),
        {"forehead_spared": ("yes",), "neuro_deficits": (["arm"], ["speech", "gaze"])},
    ),
    Archetype("A02", (1, 72), BELLS),
    Archetype("A03", (73, 21 * _DAY), BELLS),
    Archetype("A04", (3 * _DAY, 14 * _DAY), {**BELLS, "house_brackmann": ("VI",)}),
    Archetype("A05", (6, 30 * _DAY), {"vesicles": ("yes",), "cause": ("ramsay_hunt", "unknown")}),
    Archetype(
        "A06", (6, 30 * _DAY), {"lyme_exposure": ("yes",), "erythema_migrans": ("yes", "no")}
    ),
    Archetype("A07", (30 * _DAY, _YEAR), {"progressive": ("yes",), "parotid_mass": ("yes", "no")}),
    Archetype(
        "A08", (1, 20 * _DAY), {**FLACCID, "cause": ("trauma_penetrating",), "open_wound": ("yes",)}
    ),
    Archetype(
        "A09",
        (1, 60 * _DAY),
        {"cause": ("trauma_temporal_bone",), "palsy_onset_after_trauma": ("immediate", "delayed")},
    ),
    Archetype(
        "A10",
        (1, _YEAR),
        {"cause": ("iatrogenic",), "nerve_continuity": ("seen_intact", "transected", "unknown")},
    ),
    Archetype(
        "A11",
        (1, 2 * _YEAR),
        {
            "cause": ("acoustic_neuroma", "parotid_cancer"),
            "nerve_continuity": ("seen_intact", "sacrificed"),
        },
    ),
    Archetype(
        "A12", (90 * _DAY, 10 * _YEAR), {**MOVING, "synkinesis": ("mild", "moderate", "severe")}
    ),
    Archetype("A13", (183 * _DAY, 547 * _DAY), FLACCID),
    Archetype("A14", (731 * _DAY, 30 * _YEAR), FLACCID),
    Archetype(
        "A15",
        (_YEAR, 20 * _YEAR),
        {"cause": ("congenital", "moebius"), "onset_mode": ("congenital",)},
    ),
    Archetype("A16", (1, 60 * _DAY), {**BELLS, "pregnancy": ("yes",), "trimester": (1, 2, 3)}),
    Archetype(
        "A17",
        (30 * _DAY, 10 * _YEAR),
        {
            "hemifacial_spasm": ("yes",),
            "spasm_after_palsy": ("no",),
            "house_brackmann": ("I", "II"),
        },
    ),
    Archetype("A18", (1, 30 * _DAY), {"side": ("bilateral",)}),
    Archetype("A19", (90 * _DAY, 3 * _YEAR), {**MOVING, "synkinesis": ("none",)}),
    Archetype(
        "A20",
        (_YEAR, 20 * _YEAR),
        {**FLACCID, "surgical_fitness": ("no_long_surgery", "no_surgery")},
    ),
    Archetype("A21", (1, 3 * _YEAR), {"house_brackmann": ("I", "II"), "synkinesis": ("none",)}),
)
"""One of each turn by turn, so that a run of 21 has them all."""


def patients(seed: int, *, as_of: datetime, share: float | None = None) -> Iterator[dict[str, Any]]:
    """
    Make assessments without end, no two alike and each accepted by the door at ``as_of``.

    The same seed and moment make the same ones. Of what does not make the archetype that share
    was assessed; without one, between a tenth and all. ``patient_ref`` says the seed and a number.
    """
    chance = Random(seed)
    for number, archetype in zip(count(1), cycle(ARCHETYPES)):
        yield {"patient_ref": f"SIMULATED-{seed}-{number}"} | _patient(
            archetype, chance=chance, as_of=as_of, share=share or chance.uniform(0.1, 1.0)
        )


def _patient(
    archetype: Archetype, *, chance: Random, as_of: datetime, share: float
) -> dict[str, Any]:
    assessed_at = as_of - timedelta(minutes=chance.randrange(3 * 24 * 60))
    found = {
        finding.name: _value(finding, chance=chance, today=assessed_at.date())
        for finding in catalogue().findings.values()
        if finding.kind != "elapsed" and (finding.required or chance.random() < share)
    }
    found |= {name: chance.choice(words) for name, words in archetype.words.items()}
    found["assessed_at"] = assessed_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return found | _onset(archetype, chance=chance, assessed_at=assessed_at) | _sides(found, chance)


def _onset(archetype: Archetype, *, chance: Random, assessed_at: datetime) -> dict[str, Any]:
    hours = chance.uniform(*archetype.hours)
    onset = assessed_at - timedelta(hours=hours)
    unit = chance.choice([unit for unit, size in HOURS_PER.items() if hours >= size])
    return chance.choice(
        [
            {"duration": {"value": round(hours / HOURS_PER[unit], 2), "unit": unit}},
            {"onset_date": onset.date().isoformat()},
            {"onset_at": onset.strftime("%Y-%m-%dT%H:%M:%SZ")},
        ]
    )


def _sides(found: Mapping[str, Any], chance: Random) -> dict[str, Any]:
    if found.get("side") != "bilateral":
        return {}
    sided = [finding for finding in catalogue().findings.values() if finding.sided]
    return {
        f"{finding.name}_{side}": _value(finding, chance=chance, today=date.min)
        for finding in sided
        for side in SIDES
        if chance.random() < 0.5
    }


def _value(finding: Finding, *, chance: Random, today: date) -> Any:
    return _VALUES[finding.kind](finding, chance, today)


def _word(finding: Finding, chance: Random, today: date) -> str:
    return chance.choice(finding.words).code


def _yes_no(finding: Finding, chance: Random, today: date) -> str:
    # Most answers to most of these questions are no, in a clinic as here.
    return "yes" if chance.random() < 0.15 else "no"


def _list(finding: Finding, chance: Random, today: date) -> list[str]:
    if chance.random() < 0.5:
        return ["none"]
    some = chance.sample(finding.words, chance.randint(1, min(3, len(finding.words))))
    return [word.code for word in some]


def _number(finding: Finding, chance: Random, today: date) -> float:
    least, most = finding.least or 0, finding.most or 100
    if finding.whole:
        return chance.randint(int(least), int(most))
    return round(chance.uniform(least, most), 1)


def _date(finding: Finding, chance: Random, today: date) -> str:
    return (today - timedelta(days=chance.randrange(400))).isoformat()


def _treatments(finding: Finding, chance: Random, today: date) -> list[Any]:
    if chance.random() < 0.4:
        return ["none"]
    given = chance.sample(sorted(interventions()), chance.randint(1, 3))
    return [_treatment(name, chance=chance, today=today) for name in given]


def _treatment(intervention: str, *, chance: Random, today: date) -> dict[str, Any]:
    started = today - timedelta(days=chance.randrange(30, 900))
    return {
        "intervention": intervention,
        **_given_on(started),
        "response": chance.choice(["none", "partial", "good", "worse", "ongoing", "unknown"]),
        "cycles": chance.randint(1, 5),
        "started": started.isoformat(),
        "ended": (started + timedelta(days=20)).isoformat(),
    }


def _given_on(started: date) -> dict[str, str]:
    """The side of two treatments in five; no chance is spent on it, so that patients stay."""
    return {"side": SIDES[started.day % 2]} if started.day % 5 < 2 else {}


_VALUES: Mapping[str, Callable[[Finding, Random, date], Any]] = {
    "word": _word,
    "yes_no": _yes_no,
    "list": _list,
    "number": _number,
    "date": _date,
    "treatments": _treatments,
}
