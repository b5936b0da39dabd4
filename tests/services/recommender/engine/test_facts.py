"""What was done on the other side of the face is nothing that was done on this one."""

from __future__ import annotations

from services.recommender.engine import decide
from tests.services.recommender.engine.small_tables import AS_OF, facts, small_knowledge

ONE_SIDED = {"toxin"}
LEFT, RIGHT = {"intervention": "toxin", "side": "left"}, {"intervention": "toxin", "side": "right"}
BOTH, UNSAID = {"intervention": "toxin", "side": "bilateral"}, {"intervention": "toxin"}
MEDICINE = {"intervention": "medicine", "side": "right"}


def counted(side, *treatments):
    found = facts(side=side, prior_treatments=list(treatments)).on_its_side(ONE_SIDED)
    return found.findings["prior_treatments"]


def test_a_treatment_of_the_other_side_does_not_count():
    assert counted("left", LEFT, RIGHT) == [LEFT]
    assert counted("right", LEFT, RIGHT) == [RIGHT]


def test_where_nothing_else_was_done_nothing_was():
    assert counted("left", RIGHT) == ["none"]
    assert counted("left", "none") == ["none"]


def test_what_was_done_on_both_sides_or_on_a_side_not_recorded_counts():
    assert counted("left", BOTH, UNSAID, RIGHT) == [BOTH, UNSAID]


def test_what_works_on_both_sides_counts_wherever_it_was_given():
    assert counted("left", MEDICINE) == [MEDICINE]


def test_of_a_palsy_of_both_sides_or_of_an_unknown_one_everything_counts():
    assert counted("bilateral", LEFT, RIGHT) == [LEFT, RIGHT]
    assert counted(None, LEFT, RIGHT) == [LEFT, RIGHT]


def planned(**findings):
    return decide(facts(synkinesis="severe", **findings), small_knowledge(), AS_OF)


def offered(plan):
    return {item["intervention"] for stage in plan["stages"] for item in stage["items"]}


def lately(side):
    return [{"intervention": "toxin", "side": side, "last_given": "2026-11-01"}]


def test_an_interval_after_toxin_counts_for_the_side_that_had_it():
    assert "toxin" in offered(planned(side="left", prior_treatments=lately("right")))
    assert "toxin" not in offered(planned(side="left", prior_treatments=lately("left")))


def test_a_reason_that_rests_on_what_was_done_names_the_side():
    found = planned(side="left", prior_treatments=lately("left"))
    (entry,) = [it for it in found["not_offered"] if it["intervention"] == "toxin"]
    named = {name for reason in entry["because"] for name in reason["findings"]}
    assert {"side", "prior_treatments"} <= named


def test_a_side_that_is_not_known_is_asked_for_where_it_decides_what_counts():
    found = planned(prior_treatments=lately("right"))
    assert "toxin" not in offered(found)
    (question,) = [it for it in found["questions"] if it["finding"] == "side"]
    told = {answer["value"]: answer["adds"] for answer in question["answers"]}
    assert told == {"left": ["toxin"]}
    answered = planned(side="left", prior_treatments=lately("right"))
    assert offered(answered) == offered(found) | {"toxin"}
