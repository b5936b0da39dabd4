"""Every case that clinicians wrote, each a test with a clinical message."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import groupby

import pytest

from schemas.plan_words import ARCHETYPES
from services.recommender.cases import read_cases, try_example
from services.recommender.pathway_files import load_knowledge

EXAMPLES = read_cases()
BY_ROW = "by_row.yaml"
knowledge = cache(load_knowledge)


def name_of(example):
    return example.name.partition(" (")[0]


ROWS = [list(lines) for _, lines in groupby((e for e in EXAMPLES if e.file == BY_ROW), name_of)]


@pytest.mark.parametrize(
    "example",
    [example for example in EXAMPLES if example.file != BY_ROW],
    ids=lambda it: f"{it.file}:{it.line}",
)
def test_the_plan_is_what_the_case_expects(example):
    wrong([example])


@pytest.mark.parametrize("lines", ROWS, ids=lambda it: name_of(it[0]))
def test_each_part_of_a_row_does_what_it_is_there_for(lines):
    wrong(lines)


def wrong(examples):
    verdicts = [try_example(example, knowledge()) for example in examples]
    differing = [str(verdict) for verdict in verdicts if verdict.differences]
    if differing:
        pytest.fail("\n".join(differing), pytrace=False)


def test_every_archetype_has_cases_at_several_moments():
    plans = Counter(example.archetype for example in EXAMPLES)
    assert set(ARCHETYPES) <= plans.keys()
    assert all(plans[archetype] > 1 for archetype in ARCHETYPES)


def test_every_case_expects_something():
    for example in EXAMPLES:
        expected = example.expected
        said = [expected.words, expected.sets, expected.fates, expected.days, expected.again]
        more = [expected.stages, expected.whole, expected.asks, expected.horizon]
        assert any([*said, *more]), str(example)
