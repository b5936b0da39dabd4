"""Names are derived: the same thing twice has one name, two things have two."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import ids

TWO = st.tuples(st.text(), st.text())


@given(TWO, TWO)
def test_what_differs_has_two_names(a: tuple[str, str], b: tuple[str, str]) -> None:
    assert (ids.received_id(*a) == ids.received_id(*b)) == (a == b)
    assert (ids.assessment_id_from(*a) == ids.assessment_id_from(*b)) == (a == b)


def test_one_thing_has_another_name_for_each_event_about_it() -> None:
    names = {
        ids.received_id("c", "a"),
        ids.withdrawal_id("c", "a"),
        ids.assessment_id_from("c", "a"),
        ids.plan_id("c", "a", ""),
        ids.plan_event_id("c"),
        ids.decision_event_id("c"),
        ids.set_aside_id("c", 0, 0),
    }
    assert len(names) == 7
    assert all(str(UUID(name)) == name for name in names)


@pytest.mark.parametrize("other", [("d", "a", "k"), ("c", "b", "k"), ("c", "a", "l")])
def test_a_plan_is_named_by_client_assessment_and_knowledge(other: tuple[str, str, str]) -> None:
    assert ids.plan_id("c", "a", "k") == ids.plan_id("c", "a", "k")
    assert ids.plan_id("c", "a", "k") != ids.plan_id(*other)


def test_names_stay_the_same_from_release_to_release() -> None:
    assert ids.received_id("ehr", "A-1") == "5a5ae3a9-2cb9-5ac6-b16b-00b88853bb59"
    assert ids.plan_id("ehr", "A-1", "digest") == "776c3d7d-e583-555f-a60b-64dfbab30ab5"
