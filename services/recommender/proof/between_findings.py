"""Between findings: what one of them rules out of another, by time or by the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from services.recommender.engine.amounts import whole
from services.recommender.engine.vocabulary import DAYS_OF_TESTS
from services.recommender.proof.choice import (
    Choice,
    exact,
    first_of,
    last_of,
    open_ended,
    runs,
)
from services.recommender.proof.circuit import Circuit, Term
from services.recommender.proof.space import AGE_OF_ASSESSMENT, DAY, Space

Choices = Mapping[str, Choice]

AtLeast = Callable[[float], Term]
"""Whether the assessment is at least so many hours old."""

ELSEWHERE = 38.0
"""
Hours by which a day that the door takes may begin after now.

Tomorrow is taken as soon as it has begun somewhere (14 h), and begins where the assessment was
made, whose offset from UTC the door does not limit (under 24 h).
"""


def between(choices: Choices, space: Space, circuit: Circuit) -> Iterator[Term]:
    """What holds between the findings of every assessment that can be."""
    since = _since_assessed(choices, space, circuit)
    yield from _apart_only_when_bilateral(choices, space, circuit)
    yield from _nothing_began_later(choices["duration"], since, space, circuit)
    yield from _short_only_when_assessed_that_day(choices["duration"], since, space, circuit)
    for name in DAYS_OF_TESTS:
        if name in choices:
            yield from _test_after_onset(name, choices, space, circuit)


def _since_assessed(choices: Choices, space: Space, circuit: Circuit) -> AtLeast:
    finding, picks = space.numbers[AGE_OF_ASSESSMENT], choices[AGE_OF_ASSESSMENT].picks
    return lambda hours: circuit.some(picks[finding.cuts.index(hours) + 1 :])


def _apart_only_when_bilateral(choices: Choices, space: Space, circuit: Circuit) -> Iterator[Term]:
    side = space.vocabulary.findings.get("side")
    if side is not None and "sides_graded_apart" in choices:
        both = choices["side"].picks[tuple(side.words).index("bilateral")]
        yield circuit.implies(choices["sides_graded_apart"].picks[1], both)


def _nothing_began_later(
    onset: Choice, since: AtLeast, space: Space, circuit: Circuit
) -> Iterator[Term]:
    """Nothing began after it was assessed; an unknown onset lies anywhere before."""
    last = len(onset.members) - 1
    as_day = [pair for pair in space.onset_pairs() | space.short_pairs() if pair[1] == last]
    known = (exact(onset, circuit), *runs(onset, as_day, circuit))
    unknown = circuit.every([open_ended(onset), *(term ^ 1 for term in known)])
    for at, cut in enumerate(space.numbers["duration"].cuts, start=1):
        yield circuit.implies(since(cut), first_of(onset)[at])
        yield circuit.every([unknown, first_of(onset)[at], since(cut) ^ 1]) ^ 1


def _short_only_when_assessed_that_day(
    onset: Choice, since: AtLeast, space: Space, circuit: Circuit
) -> Iterator[Term]:
    """A day of onset that was not over when the patient was seen ended, for the clock, then."""
    pairs = [pair for pair in space.short_pairs() - space.onset_pairs() if pair[0] < pair[1]]
    short = circuit.some(runs(onset, pairs, circuit))
    for at, cut in enumerate(space.numbers["duration"].cuts, start=1):
        begun = circuit.both(short, first_of(onset)[at])
        yield circuit.implies(begun, since(cut))


def _test_after_onset(
    name: str, choices: Choices, space: Space, circuit: Circuit
) -> Iterator[Term]:
    """A test was done after onset, and not after now; after an unknown onset it may be any day."""
    test, onset = choices[name], choices["duration"]
    edges = space.numbers["duration"].cuts
    for at, cut in enumerate(space.numbers[name].cuts, start=1):
        for end, ahead in ((first_of, ELSEWHERE), (last_of, ELSEWHERE + DAY)):
            # Somewhere on earth the day of the test may have begun before it does here.
            sooner = sum(1 for edge in edges if edge <= whole(max(cut - ahead, 0.0)))
            yield circuit.every([test.given, end(test)[at], end(onset)[sooner] ^ 1]) ^ 1
    unknown = circuit.both(exact(onset, circuit) ^ 1, open_ended(onset))
    yield circuit.every([test.given, unknown, open_ended(test) ^ 1]) ^ 1
    yield from _known_as_onset_is(name, choices, space, circuit)


def _known_as_onset_is(
    name: str, choices: Choices, space: Space, circuit: Circuit
) -> Iterator[Term]:
    """
    After a known onset a test is known within two days.

    Within one where the moment of onset is known, but that cannot be read here: a day of onset
    may lie between the same two thresholds as a moment.
    """
    test, onset = choices[name], choices["duration"]
    known = circuit.both(test.given, open_ended(onset) ^ 1)
    days = circuit.some(runs(test, space.test_pairs(name), circuit))
    yield circuit.implies(known, days)
