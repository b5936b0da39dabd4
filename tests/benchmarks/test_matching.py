"""The tables written for zen-engine are our tables: where all is known the same rows fire.

`make bench` counts the same over hundreds of patients.
"""

from __future__ import annotations

import json
from itertools import islice
from random import Random

import pytest

from benchmarks.exchange.agreement import fire_here, member
from benchmarks.jdm import as_jdm, asked, fired
from benchmarks.matching import Hits, zen_reading
from facialis.tables import knowledge
from services.recommender.engine.findings import bits
from services.recommender.engine.match import match

PATIENTS = 12


@pytest.fixture(scope="module")
def tables():
    return knowledge()


@pytest.fixture(scope="module")
def zen(tables):
    return zen_reading(tables)


def known_patients(tables, chance):
    """Patients of whom everything is known, by chance."""
    while True:
        yield tuple(1 << member(it, chance) for it in tables.findings[: tables.raw_count])


def test_zen_fires_the_same_rows_when_everything_is_known(zen, tables):
    seed = Random().randrange(1_000_000)
    for patient in islice(known_patients(tables, Random(seed)), PATIENTS):
        here, there = fire_here(patient, tables), fired(zen(asked(patient, tables)))
        assert here == there, f"seed {seed}: {sorted(here ^ there)[:5]}"
        assert here


def test_a_row_that_reads_no_derived_finding_fires_alike_with_blanks_too(zen, tables):
    """Null is then what a blank is here: cells wait for it, ask for it or take it as met."""
    seed = Random().randrange(1_000_000)
    chance = Random(seed)
    plain = {it.id for it in tables.rows if all(c.finding < tables.raw_count for c in it.cells)}
    for patient in islice(known_patients(tables, chance), PATIENTS):
        blank = tuple(
            value if chance.random() < 0.5 else tables.findings[at].full
            for at, value in enumerate(patient)
        )
        here, there = fire_here(blank, tables) & plain, fired(zen(asked(blank, tables))) & plain
        assert here == there, f"seed {seed}: {sorted(here ^ there)[:5]}"
        assert here


def test_zen_gives_each_row_with_our_words_and_sources(zen, tables):
    patient = next(known_patients(tables, Random(7)))
    rows = {it.id: it for it in tables.rows}
    for found in zen(asked(patient, tables))["result"].values():
        for row in found:
            assert row["text"] == rows[row["row"]].text
            assert row["sources"].split() == list(rows[row["row"]].sources)


def test_zen_traces_which_rows_of_which_table_fired(zen, tables):
    patient = next(known_patients(tables, Random(7)))
    trace = zen(asked(patient, tables), {"trace": True})["trace"]
    assert {table.finding.name for table in tables.derived} <= set(trace)


def test_every_row_and_every_derived_row_stands_in_the_graph(tables):
    graph = json.loads(as_jdm(tables))
    written = [it["content"] for it in graph["nodes"] if it["type"] == "decisionTableNode"]
    collected = [it["rules"] for it in written if it["hitPolicy"] == "collect"]
    first_hit = [it["rules"] for it in written if it["hitPolicy"] == "first"]
    assert sum(map(len, collected)) == len(tables.rows)
    assert list(map(len, first_hit)) == [len(table.rows) for table in tables.derived]


def test_a_blank_is_left_out_of_what_zen_is_asked(tables):
    blank = tuple(it.full for it in tables.findings[: tables.raw_count])
    # A number that no table compares with a threshold has one band only, and no row reads it.
    assert all(tables.findings[tables.index[name]].size == 1 for name in asked(blank, tables))


def test_hits_are_the_rows_that_fire_or_may_with_their_findings_as_taken(tables):
    blank = tuple(it.full for it in tables.findings[: tables.raw_count])
    matched, hits = match(blank, tables), Hits(tables).of(blank)
    assert [it.row for it in hits] == [tables.rows[at] for at in bits(matched.may)]
    assert {it.row.id for it in hits if it.fires} == fire_here(blank, tables)
    for hit in hits:
        read = [tables.findings[it.finding] for it in hit.row.cells]
        said = [(it.name, tables.said(it, matched.taken[it.index])) for it in read]
        assert list(hit.findings) == said
