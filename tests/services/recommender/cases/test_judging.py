"""A plan that differs is told as a clinician reads it: expected, got, and the row that decided."""

from __future__ import annotations

from functools import cache

import pytest

from services.recommender.cases import read_cases, try_example
from services.recommender.pathway_files import load_knowledge

knowledge = cache(load_knowledge)

CASE = """\
title: Trial
cases:
- id: trial
  story: A trial.
  patient:
    house_brackmann: V
    synkinesis: none
    duration: 24 hours
    cause: bells_palsy
    forehead_spared: no
    age_years: 45
  table:
  - {{{line}}}
"""


@pytest.fixture
def judged(tmp_path):
    def judging(line):
        (tmp_path / "trial.yaml").write_text(CASE.format(line=line), encoding="utf-8")
        (example,) = read_cases(tmp_path)
        return try_example(example, knowledge())

    return judging


@pytest.mark.parametrize(
    "line",
    [
        "corticosteroid: 'strong in protect, by hour 72'",
        "corticosteroid: 'strong, confirm pregnancy, because steroid.bells'",
        "nerve_graft: not_yet",
        "nerve_repair: not offered",
        "neuromuscular_retraining: held in rehabilitate",
        "pathway: bells_acute, archetype: A02, status: proposed",
        "reassess: 3 d, stale: 21 d",
        "again: {protect: 3 d}",
        "responsible: {protect: ent}",
        "corticosteroid: 'strong, backup none, needs none, conditional on none'",
        "nerve_graft: 'not_yet, not held'",
        "corticosteroid: 'strong, not because steroid.child'",
        "forehead_spared: unknown, corticosteroid: 'option, conditional on forehead_spared'",
        "electromyography: 'not offered, not because emg.silent_early'",
        "observation: 'recommended, until day 21'",
        "horizon: {hour 168: -corticosteroid}",
    ],
)
def test_what_the_plan_says_is_no_difference(judged, line):
    assert judged(line).differences == []


@pytest.mark.parametrize(
    ("line", "got"),
    [
        ("corticosteroid: option", "strength is strong"),
        ("corticosteroid: strong in restore", "stage is protect"),
        ("corticosteroid: 'strong, by hour 71'", "by is 2026-11-25T09:00:00Z"),
        ("corticosteroid: 'strong, to ent'", "to names"),
        ("corticosteroid: 'strong, because steroid.child'", "steroid.child"),
        ("corticosteroid: 'strong, 9 cautions'", "cautions"),
        ("corticosteroid: not offered", "row steroid.bells"),
        ("nerve_graft: strong", "not offered: not_yet"),
        ("nerve_graft: window_closed", "not offered: not_yet"),
        ("neuromuscular_retraining: held in restore", "held in rehabilitate"),
        ("urgency: routine", "urgent"),
        ("pathway: paretic", "bells_acute"),
        ("alerts: none", "eye_not_asked"),
        ("flags: [regrade]", "none"),
        ("asks: [saq]", "saq"),
        ("reassess: 8 d", "after 3 days"),
        ("again: {restore: 7 d}", "the stage is not there"),
        ("responsible: {protect: neurology}", "got:      "),
        ("responsible: {restore: neurology}", "the stage is not there"),
        ("entry: {protect: Later.}", "entry, stage protect"),
        ("succeeds_when: {protect: Never.}", "succeeds_when, stage protect"),
        ("escalates_when: {protect: Never.}", "escalates_when, stage protect"),
        ("corticosteroid: 'strong, not because steroid.bells'", "steroid.bells is among"),
        ("nerve_graft: 'not offered, not because steroid.bels'", "steroid.bells?"),
        ("corticosteroid: 'strong, conditional on age_years'", "conditional on names"),
        ("corticosteroid: 'strong, needs electromyography'", "needs names"),
        ("corticosteroid: 'strong, aims spasm_relief'", "aims names"),
        ("corticosteroid: 'strong, aims none'", "aims names"),
        ("neuromuscular_retraining: 'not offered, not held'", "held in rehabilitate"),
        ("horizon: {day 90: +nerve_repair}", "+psychosocial_support"),
        ("offered: {protect: {eye_protection: strong}}", "strong in protect"),
    ],
)
def test_a_difference_says_what_came_instead(judged, line, got):
    verdict = judged(line)
    assert verdict.differences
    told = str(verdict)
    assert "expected:" in told
    assert got in told
    assert "trial.yaml:13: trial (" in told


def test_a_difference_names_the_row_and_the_findings_that_it_read(judged):
    told = str(judged("corticosteroid: not offered"))
    assert "row steroid.bells (cause: bells_palsy" in told
    assert "age_years: 45" in told
