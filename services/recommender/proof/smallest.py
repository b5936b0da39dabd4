"""The smallest patient: of those who show something, one of whom as little as possible is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from services.recommender.engine.vocabulary import DAYS_OF_TESTS
from services.recommender.proof.assessment import Assessment
from services.recommender.proof.choice import Choice
from services.recommender.proof.circuit import Circuit, Term
from services.recommender.proof.history import History
from services.recommender.proof.patient import Patient
from services.recommender.proof.solver import Model, Solver
from services.recommender.proof.space import AGE_OF_ASSESSMENT, RECORD
from services.recommender.proof.witness import assessment_of

Shows = Callable[[Assessment], bool]
"""Whether an assessment still shows it."""


Pair = tuple[Patient, Patient]
"""A patient's left and right side; the same patient twice where sides are not told apart."""


def smallest(
    solver: Solver, pairs: Sequence[Pair], terms: Sequence[Term], *, tries: int
) -> list[Assessment] | None:
    """
    Find assessments for which all terms hold, most findings not assessed.

    Args:
        pairs: the patients that the terms speak of: one, or two that are held side by side.

    Returns:
        One for each pair. None where none were found: the terms cannot all hold, or only for
        choices that no real assessment has.
    """
    ruled_out: list[Term] = []
    for _ in range(tries):
        model = solver.find(*terms, *ruled_out)
        if model is None:
            return None
        model = _blanked(solver, pairs, (*terms, *ruled_out), model)
        found = [assessment_of(model, p, r if r is not p else None) for p, r in pairs]
        real = [one for one in found if one is not None]
        if len(real) == len(pairs):
            return real
        ruled_out.append(_another(pairs, model))
    return None


Move = dict[int, bool]
"""What some inputs become, so that less is said."""


def _blanked(solver: Solver, pairs: Sequence[Pair], terms: Sequence[Term], model: Model) -> Model:
    """Leave out one thing after another, as long as the terms hold of what the door admits."""
    circuit = solver.circuit
    wanted = [*terms, *solver.axioms]
    nodes = circuit.beneath(wanted)
    inputs = {node: node in model.inputs for node in nodes if not circuit.parts[node]}
    for pair in pairs:
        spans = list(known_to_the_hour(pair[0].choices["duration"]))
        if not _in(inputs, spans):
            found = _that_hold(circuit, nodes, wanted, inputs, [[move] for move in spans], spans)
            inputs.update(found[0] if found else {})
    moves = _together(pairs)
    while True:
        alone = [move for move in moves if any(inputs.get(n, v) != v for n, v in move.items())]
        alone = _that_hold(circuit, nodes, wanted, inputs, [[move] for move in alone], alone)
        if not alone:
            break
        runs = [alone[: at + 1] for at in range(len(alone))]
        together = _that_hold(circuit, nodes, wanted, inputs, runs, runs)
        for move in max(together, key=len):
            inputs.update(move)
    return Model(circuit, [node for node, holds in inputs.items() if holds])


def _in(inputs: Mapping[int, bool], moves: Sequence[Move]) -> bool:
    """Whether the inputs are already as one of these would make them."""
    return any(all(inputs.get(n, v) == v for n, v in move.items()) for move in moves)


def _that_hold(
    circuit: Circuit,
    nodes: Sequence[int],
    wanted: Sequence[Term],
    inputs: Mapping[int, bool],
    tried: Sequence[Sequence[Move]],
    given: Sequence[Any],
) -> list[Any]:
    """Of some runs of moves those after which all that is wanted still holds, all tried at once."""
    everyone = (1 << len(tried)) - 1
    bits = {node: everyone if holds else 0 for node, holds in inputs.items()}
    for place, moves in enumerate(tried):
        for move in moves:
            for node, holds in move.items():
                held = bits.get(node, 0)
                bits[node] = held | 1 << place if holds else held & ~(1 << place)
    values = circuit.values(nodes, bits, everyone)
    holding = everyone
    for term in wanted:
        holding &= values[term >> 1] ^ (everyone if term & 1 else 0)
    return [one for place, one in enumerate(given) if holding >> place & 1]


def _together(pairs: Sequence[Pair]) -> list[Move]:
    """Each move for all patients at once, then for each by itself."""
    each = [list(_moves(pair)) for pair in pairs]
    joint = [
        {node: value for move in moves for node, value in move.items()}
        for moves in zip(*each, strict=True)
    ]
    return joint + ([move for moves in each for move in moves] if len(pairs) > 1 else [])


def _moves(pair: Pair) -> Iterator[Move]:
    """What makes a patient plainer: no second side, not late, not by the day, not assessed."""
    patient, right = pair
    for name in (*reversed(RECORD), AGE_OF_ASSESSMENT):
        if name in patient.choices:
            yield _only(patient.choices[name].picks, 0)
    yield not_given([patient.history.given, *patient.history.entries.values()])
    yield from _without_counted(patient.history)
    for one in (patient, right) if right is not patient else (patient,):
        for listed in one.listed.values():
            yield not_given([listed.given, *listed.words.values()])
        for name, choice in one.choices.items():
            if name in DAYS_OF_TESTS:
                yield not_given([choice.given])
            elif name not in RECORD and name not in ("duration", AGE_OF_ASSESSMENT):
                yield not_given(choice.picks)
    yield from (not_given([term]) for term in patient.history.entries.values())
    for listed in patient.listed.values():
        yield from (not_given([term]) for term in listed.words.values())


def _without_counted(history: History) -> Iterator[Move]:
    """Without the treatments that are counted or dated, and with the sums that this gives."""
    for key in history.measured:
        codes = set(dict(key[2])["intervention"])
        together = [k for k in history.measured if codes & set(dict(k[2])["intervention"])]
        codes |= {code for k in together for code in dict(k[2])["intervention"]}
        move = not_given([term for (code, _), term in history.entries.items() if code in codes])
        for other in together:
            never = other[0] == "days_since"
            move |= {pick >> 1: never for pick in history.measured[other].picks if pick > 1}
        yield move


def not_given(terms: Sequence[Term]) -> Move:
    """None of these inputs."""
    return {term >> 1: False for term in terms}


def _only(terms: Sequence[Term], place: int) -> Move:
    return {term >> 1: at == place for at, term in enumerate(terms)}


def known_to_the_hour(choice: Choice) -> Iterator[Move]:
    """An onset known to the hour, in each atom that there is."""
    size = len(choice.members)
    for atom in range(size):
        first = {choice.picks[at] >> 1: at <= atom for at in range(1, size)}
        last = {choice.picks[size + 1 + at] >> 1: at <= atom for at in range(1, size)}
        yield first | last


def _another(pairs: Sequence[Pair], model: Model) -> Term:
    """
    Not these times and earlier treatments again, which no real assessment has together.

    Where no earlier treatments are given it is the times alone.
    """
    picks: dict[Term, None] = {}
    for patient, _ in pairs:
        timed = [c for n, c in patient.choices.items() if n.endswith("_day") or n == "duration"]
        picks.update(dict.fromkeys(pick for part in timed for pick in part.picks if pick > 1))
        picks.update(dict.fromkeys([part.given for part in timed]))
        picks[patient.history.given] = None
        if model.holds(patient.history.given):
            parts = patient.history.measured.values()
            picks.update(dict.fromkeys(pick for part in parts for pick in part.picks if pick > 1))
            picks.update(dict.fromkeys(patient.history.entries.values()))
    circuit = pairs[0][0].circuit
    return circuit.every(pick if model.holds(pick) else pick ^ 1 for pick in picks) ^ 1


def shortest(found: Assessment, shows: Shows, *, needed: Sequence[str] = ()) -> Assessment:
    """Leave out of a real assessment all that it does not need to show something."""
    changed = True
    while changed:
        changed = False
        for name in [n for n in found.findings if n not in needed]:
            fewer = found.without(name)
            if shows(fewer):
                found, changed = fewer, True
    for plainer in _plainer(found):
        if shows(plainer):
            return shortest(plainer, shows, needed=needed)
    return found


def _plainer(found: Assessment) -> Iterator[Assessment]:
    """The same with one word or one earlier treatment less."""
    for name, value in found.findings.items():
        if isinstance(value, list) and len(value) > 1:
            for at in range(len(value)):
                yield found.saying(**{name: [*value[:at], *value[at + 1 :]]})
