"""Earlier treatments of a patient of whom nothing is decided, and what sums them up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from services.recommender.engine.findings import Finding
from services.recommender.engine.vocabulary import Summary
from services.recommender.proof.choice import (
    Choice,
    Value,
    exact,
    first_of,
    last_of,
    open_ended,
    run_choice,
)
from services.recommender.proof.circuit import Circuit, Term
from services.recommender.proof.space import Space, SummaryKey

RESPONSES = ("none", "partial", "good", "worse", "ongoing", "unknown")
"""What an earlier treatment may have done (schemas/treatments.py)."""

Entries = Mapping[tuple[str, str], Term]
"""Intervention and response → whether such a treatment is in the list."""


@dataclass(frozen=True, slots=True)
class History:
    """
    Earlier treatments, if they were asked for.

    Attributes:
        entries: which of them there were.
        measured: summary that counts or dates → its value over the atoms of its space.
    """

    given: Term
    entries: Entries
    measured: Mapping[SummaryKey, Choice]
    axioms: tuple[Term, ...] = ()

    def any_fits(self, summary: Summary, circuit: Circuit) -> Value:
        """A yes/no summary: whether any treatment fits; no, then yes."""
        sure, maybe = _fitting(summary, self.entries, circuit)
        blank = self.given ^ 1
        return circuit.either(blank, sure ^ 1), circuit.some((blank, sure, maybe))


def history_choice(space: Space, circuit: Circuit) -> History:
    """Any earlier treatments, none, or not asked for."""
    given = circuit.free()
    named = sorted({code for key in space.summaries for code in _where(key)["intervention"]})
    entries = {(code, response): circuit.free() for code in named for response in RESPONSES}
    axioms = [circuit.implies(term, given) for term in entries.values()]
    measured = {}
    for key, finding in space.summaries.items():
        if key[0] != "given":
            choice = measured[key] = _measured(key, finding, entries, circuit, given)
            axioms += choice.axioms
    axioms += _contained(measured, circuit, given)
    axioms += _alike(measured, entries, circuit, given)
    return History(given, entries, measured, tuple(axioms))


def summary_of(key: SummaryKey) -> Summary:
    """The summary that a key of the space stands for."""
    return Summary(key[0], key[1], _where(key))


def counts(key: SummaryKey, entry: tuple[str, str]) -> str:
    """Whether a summary counts a treatment: surely, maybe (its response is not known), never."""
    where, (code, said) = _where(key), entry
    if code not in where["intervention"]:
        return "never"
    if said in where.get("response", (said,)):
        return "surely"
    return "maybe" if said == "unknown" else "never"


def _where(key: SummaryKey) -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in key[2]}


def _fitting(summary: Summary, entries: Entries, circuit: Circuit) -> tuple[Term, Term]:
    """Whether some entry surely fits, and whether some may, since it leaves its response open."""
    strange = set(summary.where) - {"intervention", "response"}
    if strange:
        raise ValueError(f"the proof does not know treatments told apart by {strange}")
    responses = summary.where.get("response", frozenset(RESPONSES))
    mine = [(s, t) for (code, s), t in entries.items() if code in summary.where["intervention"]]
    sure = circuit.some(term for said, term in mine if said in responses)
    left_open = "unknown" not in responses
    maybe = circuit.some(term for said, term in mine if said == "unknown" and left_open)
    return sure, maybe


# -- what is counted or dated ------------------------------------------------------------------


def _measured(
    key: SummaryKey, finding: Finding, entries: Entries, circuit: Circuit, given: Term
) -> Choice:
    choice = run_choice(finding, circuit, given=given)
    sure, maybe = _fitting(summary_of(key), entries, circuit)
    since = key[0] == "days_since"
    shape, *rules = (_since if since else _summed)(choice, given, sure, maybe, circuit)
    if key[0] == "sum":
        open_sum = circuit.every([given, maybe ^ 1, exact(choice, circuit) ^ 1])
        rules.append(circuit.implies(open_sum, _at_least_once(choice, finding)))
    return replace(choice, axioms=(*choice.axioms, circuit.implies(given, shape), *rules))


def _at_least_once(choice: Choice, finding: Finding) -> Term:
    """What was given without saying how often was given once at the least."""
    return first_of(choice)[sum(1 for cut in finding.cuts if cut <= 1)]


def _since(choice: Choice, given: Term, sure: Term, maybe: Term, circuit: Circuit) -> list[Term]:
    """The latest of them, or never; where one bears no date it may be any time since."""
    first = first_of(choice)
    nothing, downward = circuit.every([given, sure ^ 1, maybe ^ 1]), first[1] ^ 1
    return [
        circuit.either(exact(choice, circuit), downward),
        circuit.implies(nothing, first[-2]),
        circuit.implies(maybe, downward),
        # Only what surely counts and bears a date says when the latest was, at the latest.
        circuit.implies(circuit.both(given, sure ^ 1), open_ended(choice)),
    ]


def _summed(choice: Choice, given: Term, sure: Term, maybe: Term, circuit: Circuit) -> list[Term]:
    """All of them together; where one does not say how much it may be any more."""
    nothing, upward = circuit.every([given, sure ^ 1, maybe ^ 1]), open_ended(choice)
    return [
        circuit.either(exact(choice, circuit), upward),
        circuit.implies(nothing, last_of(choice)[1] ^ 1),
        circuit.implies(circuit.both(given, sure ^ 1), first_of(choice)[1] ^ 1),
        circuit.implies(maybe, upward),
    ]


def _contained(
    measured: Mapping[SummaryKey, Choice], circuit: Circuit, given: Term
) -> Iterator[Term]:
    """A summary of some treatments sums up to no more than one of these and others."""
    for part, smaller in measured.items():
        for other, larger in measured.items():
            if part == other or part[:2] != other[:2] or part[0] == "days_since":
                continue
            if len(smaller.picks) == len(larger.picks) and _within(part, other):
                yield from _no_more(smaller, larger, circuit, given)


def _no_more(smaller: Choice, larger: Choice, circuit: Circuit, given: Term) -> Iterator[Term]:
    for a, b in zip(first_of(smaller), first_of(larger), strict=True):
        yield circuit.every([given, a, b ^ 1]) ^ 1
    unbounded = circuit.both(given, exact(smaller, circuit) ^ 1)
    yield circuit.implies(unbounded, open_ended(larger))


def _alike(
    measured: Mapping[SummaryKey, Choice], entries: Entries, circuit: Circuit, given: Term
) -> Iterator[Term]:
    """Two summaries of the same treatments come to the same, as long as none tells them apart."""
    for (one, mine), (other, theirs) in combinations(measured.items(), 2):
        if one[:2] != other[:2] or len(mine.picks) != len(theirs.picks):
            continue
        telling = (e for e in entries if counts(one, e) != counts(other, e))
        same = circuit.both(given, circuit.some(entries[e] for e in telling) ^ 1)
        for a, b in zip(mine.picks, theirs.picks, strict=True):
            yield circuit.both(same, circuit.differ(a, b)) ^ 1


def _within(part: SummaryKey, other: SummaryKey) -> bool:
    mine, theirs = _where(part), _where(other)
    return all(mine.get(name, frozenset()) <= words for name, words in theirs.items())
