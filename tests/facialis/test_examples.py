"""The simulated patients."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facialis.examples import EXAMPLES, Example, dated, examples
from schemas.assessment import load_assessment
from schemas.moments import moment

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
ALL = examples(NOW)

moments = st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.name)
def test_the_door_takes_it_at_any_hour(example: Example):
    for hours in range(0, 48, 5):
        as_of = NOW + timedelta(hours=hours)
        again = next(one for one in examples(as_of) if one.name == example.name)
        load_assessment(again.assessment, received_at=as_of)


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.name)
def test_nobody_can_take_it_for_a_real_patient(example: Example):
    assert re.fullmatch(r"SIMULATED-\d{4}", example.assessment["patient_ref"])


def test_there_are_many_and_all_archetypes_among_them():
    assert len(ALL) >= 15
    assert {f"A{number:02d}" for number in range(1, 22)} == {one.archetype for one in ALL}


def test_each_has_its_sentence_in_the_readme():
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([\w-]+)` \| A\d\d \| (.*) \|$", readme, re.M))
    assert told == {one.name: one.story for one in ALL}


def test_they_come_in_the_order_in_which_they_were_assessed():
    at = [moment(one.assessment["assessed_at"]) for one in ALL]
    assert at == sorted(at)


def test_no_folder_is_no_example(tmp_path: Path):
    assert examples(NOW, folder=tmp_path / "absent") == ()


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ({"onset_at": "30 hours ago"}, {"onset_at": "2026-11-21T08:00:00Z"}),
        ({"last_known_well": "1 hour ago"}, {"last_known_well": "2026-11-22T13:00:00Z"}),
        ({"onset_date": "2 weeks ago"}, {"onset_date": "2026-11-08"}),
        ({"until": "in 6 weeks"}, {"until": "2027-01-03"}),
        ([{"started": "1 day ago"}], [{"started": "2026-11-21"}]),
        ({"goals": ["smile"], "age_years": 4}, {"goals": ["smile"], "age_years": 4}),
    ],
)
def test_relative_times_become_dates(template: object, written: object):
    assert dated(template, as_of=NOW) == written


@given(moments, st.integers(0, 60))
def test_a_later_loading_moves_every_date_with_it(as_of: datetime, days: int):
    first = dated({"onset_at": "3 days ago"}, as_of=as_of)["onset_at"]
    later = dated({"onset_at": "3 days ago"}, as_of=as_of + timedelta(days=days))["onset_at"]
    assert moment(later) - moment(first) == timedelta(days=days)
