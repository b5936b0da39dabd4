"""``python -m benchmarks.mutants``: try every mutant, and write the report."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence

from benchmarks.mutants.report import PAGE, gherkin, outcome, write
from benchmarks.mutants.trying import Fate, Trial, try_all

MOST_LISTED = 0.05
"""The share of mutants that may be left without a judge."""


def main() -> int:
    """Try them; end with 1 when too many are left, or one of them without a patient."""
    asked = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    asked.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth mutant")
    asked.add_argument("--only", nargs="+", metavar="NAME", help="those whose name begins so")
    said = asked.parse_args()
    every = said.every
    trial = Trial()
    if broken := trial.broken():
        print("These fail without any mutant; mend them first:", *broken, sep="\n  ")
        if not said.only:
            return 1
        trial.leave_out(broken)
    if said.only:
        return _some(trial, tuple(said.only))
    fates: dict[int, Fate] = {}
    for place, number, fate in try_all(trial, every=every):
        fates[place] = fate
        _tell(len(fates), number, fates)
    found = [fates[place] for place in sorted(fates)]
    left, strangers = _left(found), _strangers(found)
    print(f"\n{len(left)} of {len(found)} mutants are left, {100 * len(left) / len(found):.1f} %.")
    if strangers:
        print("Nobody was found who tells these apart:", *strangers, sep="\n  ")
    if every == 1:
        write(found, trial.base.digest[:12])
        print(f"The report: {PAGE}")
    return int(not passes(found))


def passes(found: Sequence[Fate]) -> bool:
    """Whether few enough are left, and each of them with the patient who tells it apart."""
    return len(_left(found)) <= MOST_LISTED * len(found) and not _strangers(found)


def _left(found: Sequence[Fate]) -> list[Fate]:
    return [fate for fate in found if outcome(fate) == "listed"]


def _strangers(found: Sequence[Fate]) -> list[str]:
    return [fate.name for fate in _left(found) if fate.patient is None]


def _some(trial: Trial, beginnings: tuple[str, ...]) -> int:
    """Try a few by name and say what became of each; ends with 1 when one has no patient."""
    places = [at for at, one in enumerate(trial.mutants) if one.name.startswith(beginnings)]
    if not places:
        print(f"No mutant's name begins with {' or '.join(map(repr, beginnings))}.")
        return 1
    found = [trial.fate(place) for place in places]
    for fate in found:
        print(f"{outcome(fate):8} {fate.name}")
        print(fate.example or (gherkin(fate) if fate.patient is not None else ""))
    return int(bool(_strangers(found)))


def _tell(done: int, number: int, fates: dict[int, Fate]) -> None:
    if done % 50 and done != number:
        return
    counts = Counter(map(outcome, fates.values()))
    said = ", ".join(f"{count} {word}" for word, count in counts.most_common())
    print(f"\r{done} of {number}: {said}    ", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
