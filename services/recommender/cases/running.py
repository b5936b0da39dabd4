"""Running: each example against a knowledge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.nearest import nearest
from services.recommender.cases.example import Example
from services.recommender.cases.judging import Difference, judge
from services.recommender.engine import Knowledge, decide
from services.recommender.translate import facts_from


@dataclass(frozen=True, slots=True)
class Verdict:
    """An example and where the plan differs from it; empty when it is as expected."""

    example: Example
    differences: Sequence[Difference]

    def __str__(self) -> str:
        told = [str(self.example), f"  {self.example.story}"]
        for difference in self.differences:
            told += [f"  {line}" for line in str(difference).splitlines()]
        return "\n".join(told)


def outline_of(example: Example, knowledge: Knowledge) -> dict[str, Any]:
    """The plan of an example, with questions and horizon only where it looks at them."""
    ahead = example.expected.looks_ahead
    return decide(facts_from(example.assessment), knowledge, example.as_of, ahead=ahead)


def try_example(example: Example, knowledge: Knowledge) -> Verdict:
    """Draw up the plan of an example and judge it."""
    differences = judge(outline_of(example, knowledge), example)
    return Verdict(example, [*_strange_rows(example, knowledge), *differences])


def _strange_rows(example: Example, knowledge: Knowledge) -> Iterator[Difference]:
    """Rows that must not be a reason, and are none of the tables: nothing would ever tell."""
    rows = {row.id for row in knowledge.rows}
    for fates in example.expected.fates.values():
        for name in (fate.unrelated for fate in fates):
            if name and name not in rows:
                near = nearest(name, sorted(rows))
                yield Difference(f"not because {name}", "a row of the tables", f"none; {near}?")
