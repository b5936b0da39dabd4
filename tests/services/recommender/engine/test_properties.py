"""What must hold for any facts: certainty, questions, and the days of the horizon."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.recommender.engine import Facts, decide
from tests.services.recommender.engine.small_tables import AS_OF, FINDINGS, small_knowledge

KNOWLEDGE = small_knowledge()


def _value(name):
    kind, words = FINDINGS[name]
    if kind == "word":
        return st.sampled_from(words)
    if kind == "yes_no":
        return st.sampled_from(["yes", "no"])
    if kind == "list":
        return st.lists(st.sampled_from(words), min_size=1, unique=True) | st.just(["none"])
    if kind == "elapsed":
        return st.builds(
            lambda value, unit: {"value": value, "unit": unit},
            st.integers(0, 900),
            st.sampled_from(["hours", "days"]),
        )
    entry = st.fixed_dictionaries(
        {"intervention": st.sampled_from(["toxin", "drops"])},
        optional={"last_given": st.just("2026-10-01"), "cycles": st.integers(1, 3)},
    )
    return st.lists(entry, min_size=1, max_size=2) | st.just(["none"])


REQUIRED = {name: _value(name) for name in ("house_brackmann", "synkinesis", "duration")}
OTHERS = {name: _value(name) for name in FINDINGS if name not in REQUIRED}
sparse = st.fixed_dictionaries(REQUIRED, optional=OTHERS)
full = st.fixed_dictionaries(REQUIRED | OTHERS)


def plan(findings, as_of=AS_OF):
    return decide(Facts(findings, AS_OF), KNOWLEDGE, as_of)


def items(found):
    return {item["intervention"]: item for stage in found["stages"] for item in stage["items"]}


@given(sparse, full)
def test_what_is_certain_survives_every_answer_to_every_blank(findings, answers):
    certain = {c for c, item in items(plan(findings)).items() if item["standing"] == "certain"}
    refused = {"refusals": findings.get("refusals", ["none"])}
    assert certain <= set(items(plan({**answers, **findings, **refused})))


@given(sparse)
def test_an_answer_does_what_the_question_said(findings):
    before = plan(findings)
    for question in before["questions"]:
        for answer in question["answers"]:
            after = plan({**findings, question["finding"]: answer["value"]})
            assert set(items(after)) - set(items(before)) == set(answer["adds"])
            assert set(items(before)) - set(items(after)) == set(answer["removes"])
            assert after["urgency"] == answer["urgency"]


@given(sparse)
def test_what_any_answer_removes_is_to_be_confirmed(findings):
    before = plan(findings)
    for question in before["questions"]:
        for answer in question["answers"]:
            for code in answer["removes"]:
                assert question["finding"] in items(before)[code]["must_confirm"]


@given(sparse)
def test_a_door_opens_or_closes_on_its_day_and_not_the_day_before(findings):
    found = plan(findings)
    offers = set(items(found))
    for door in found["horizon"]:
        on = _moment(door["on"])
        step = timedelta(hours=1) if "T" in door["on"] else timedelta(days=1)
        assert set(items(plan(findings, on - step))) == offers
        offers = (offers | set(door["adds"])) - set(door["removes"])
        assert set(items(plan(findings, on))) == offers


def _moment(written):
    if "T" in written:
        return datetime.fromisoformat(written)
    return datetime.combine(date.fromisoformat(written), time(tzinfo=UTC))
