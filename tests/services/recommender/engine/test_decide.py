"""Deciding on small tables: what is offered, why, under which doubts, and until when."""

import json

from services.recommender.engine import decide
from tests.services.recommender.engine.small_tables import AS_OF, TABLES, facts, small_knowledge

KNOWLEDGE = small_knowledge()


def plan(**findings):
    return decide(facts(**findings), KNOWLEDGE, AS_OF)


def offered(found):
    return {item["intervention"]: item for stage in found["stages"] for item in stage["items"]}


def left_out(found):
    return {entry["intervention"]: entry for entry in found["not_offered"]}


def test_every_intervention_is_offered_or_not_offered_exactly_once():
    found = plan(synkinesis="severe")
    assert set(offered(found)) | set(left_out(found)) == set(KNOWLEDGE.items)
    assert not set(offered(found)) & set(left_out(found))


def test_a_blank_taken_fail_safe_is_offered_in_doubt_and_named():
    drops = offered(plan())["drops"]
    assert drops["standing"] == "in_doubt"
    assert drops["in_doubt"] == ["eye_closure"]


def test_what_was_seen_makes_the_same_item_certain():
    assert offered(plan(eye_closure="incomplete"))["drops"]["standing"] == "certain"


def test_a_sign_with_the_clearance_blank_still_opens_the_gate():
    found = plan(neuro_deficits=["arm"])
    assert found["urgency"] == "emergency"
    assert found["stages"][0]["items"][0]["intervention"] == "call"
    assert found["pathways"][0]["id"] == "gate"


def test_looked_for_and_not_found_closes_the_gate():
    assert "call" not in offered(plan(neuro_deficits=["none"]))
    assert "call" not in offered(plan(neuro_deficits=["speech"]))


def test_an_examination_that_is_missing_is_a_condition():
    transfer = offered(plan())["transfer"]
    assert transfer["standing"] == "conditional"
    assert transfer["conditional_on"] == [{"finding": "masseter", "must_be": ["intact"]}]
    assert "masseter" in transfer["must_confirm"]


def test_a_possible_contraindication_has_to_be_confirmed():
    toxin = offered(plan(synkinesis="severe"))["toxin"]
    assert {"toxin_allergy", "pregnancy"} <= set(toxin["must_confirm"])
    assert toxin["standing"] == "conditional"


def test_a_contraindication_bars_and_says_why():
    entry = left_out(plan(synkinesis="severe", toxin_allergy="yes"))["toxin"]
    assert entry["kind"] == "contraindicated"
    assert entry["because"][0]["row"] == "toxin.allergy"
    assert entry["because"][0]["findings"] == {"toxin_allergy": "yes"}


def test_a_caution_stands_on_the_item_with_its_finding():
    cautions = offered(plan(synkinesis="severe", pregnancy="yes"))["toxin"]["cautions"]
    assert {"text": "Because of toxin.pregnancy.", "findings": {"pregnancy": "yes"}} in cautions


def test_an_interval_defers_until_its_day():
    treatments = [{"intervention": "toxin", "last_given": "2026-11-01"}]
    entry = left_out(plan(synkinesis="severe", prior_treatments=treatments))["toxin"]
    assert entry["kind"] == "deferred"
    assert entry["until"] == "2027-01-24"


def test_a_given_list_without_toxin_means_never():
    toxin = offered(plan(synkinesis="severe", prior_treatments=["none"]))["toxin"]
    assert "prior_treatments" not in toxin["must_confirm"]


def test_what_is_refused_is_shown_as_refused():
    entry = left_out(plan(synkinesis="severe", refusals=["toxin"]))["toxin"]
    assert entry["kind"] == "refused"


def test_protection_is_offered_although_refused_and_the_refusal_shown():
    drops = offered(plan(refusals=["drops"]))["drops"]
    assert any("Declined" in caution["text"] for caution in drops["cautions"])


def test_observation_never_stands_beside_a_nerve_item():
    early = plan(duration={"value": 30, "unit": "days"})
    assert "watch" in offered(early)
    assert "transfer" not in offered(early)
    assert "watch" not in offered(plan())


def test_what_comes_next_is_held_with_its_day():
    found = plan(duration={"value": 100, "unit": "days"})
    (held,) = [entry for stage in found["stages"] for entry in stage["held"]]
    assert held["intervention"] == "transfer"
    assert held["on"] == "2027-02-13"  # the first day that begins with 182 days behind it
    assert left_out(found)["transfer"]["kind"] == "not_yet"


def test_past_its_window_an_intervention_says_that_the_window_closed():
    entry = left_out(plan(duration={"value": 600, "unit": "days"}))["transfer"]
    assert entry["kind"] == "window_closed"


def test_of_an_onset_not_known_no_window_is_said_to_have_closed():
    entry = left_out(plan(duration="unknown"))["transfer"]
    assert entry["kind"] == "not_indicated"
    assert {near["finding"] for near in entry["nearest"]} == {"duration"}


def test_a_bar_that_lifts_when_the_held_item_opens_leaves_it_held():
    found = _plan_with_bar("onset + 182 d")
    (held,) = [entry for stage in found["stages"] for entry in stage["held"]]
    assert held["intervention"] == "transfer"
    assert left_out(found)["transfer"]["kind"] == "not_yet"


def test_a_bar_that_lifts_later_takes_the_held_item_away():
    found = _plan_with_bar("onset + 365 d")
    assert not [entry for stage in found["stages"] for entry in stage["held"]]


def _plan_with_bar(until):
    bar = f"""
        - {{id: transfer.bar, when: {{house_brackmann: V to VI}}, exclude: [transfer],
           as: not_yet, until: {until}}}
    """
    knowledge = small_knowledge(rows=TABLES["rows/all.yaml"].rstrip() + bar.rstrip())
    return decide(facts(duration={"value": 100, "unit": "days"}), knowledge, AS_OF)


def test_the_next_look_is_no_later_than_the_day_on_which_watching_ends():
    watched = facts(duration={"value": 2075, "unit": "hours"})  # 86 days and a half
    seldom = small_knowledge(stages=TABLES["stages.yaml"].replace('days: "1"', 'days: "30"'))
    found = decide(watched, seldom, AS_OF)
    assert found["reassess_by"] == offered(found)["watch"]["until"] == "2026-11-27"


def test_findings_that_contradict_make_a_conflict_not_a_refusal():
    assert plan(house_brackmann="I", synkinesis="severe")["status"] == "conflict"


def test_an_onset_given_as_a_day_is_known_within_a_day():
    found = plan(duration=None, onset_date="2026-11-19")
    asked = {question["finding"] for question in found["questions"]}
    assert found["stages"]
    assert "duration" not in asked  # nothing hangs on the hour here


def test_two_sides_recorded_apart_are_planned_apart_and_joined():
    found = plan(
        side="bilateral",
        house_brackmann="V",
        house_brackmann_left="II",
        house_brackmann_right="V",
        eye_closure_left="complete",
        eye_closure_right="incomplete",
    )
    assert offered(found)["drops"]["side"] == "right"


def test_the_same_facts_give_the_same_plan_to_the_byte():
    first, second = (json.dumps(plan(synkinesis="severe")) for _ in range(2))
    again = json.dumps(decide(facts(synkinesis="severe"), small_knowledge(), AS_OF))
    assert first == second == again


def test_every_item_and_every_exclusion_names_row_findings_and_source():
    for found in (plan(), plan(synkinesis="severe", toxin_allergy="yes")):
        reasons = [r for item in offered(found).values() for r in item["because"]]
        reasons += [r for entry in found["not_offered"] for r in entry["because"]]
        assert reasons
        assert all(r["row"] and r["findings"] and r["sources"] for r in reasons)


def test_the_headline_names_a_date():
    assert plan()["headline"] == "Protect the eye by 23-Nov-2026 12:00 UTC"
    assert plan(eye_closure="complete")["headline"] == "Review by 23-Nov-2026"


def test_what_is_an_emergency_is_offered_although_refused():
    assert "call" in offered(plan(neuro_deficits=["arm"], refusals=["urgent"]))


def test_a_conflict_on_one_side_holds_back_both():
    tables = TABLES["rows/all.yaml"].rstrip() + (
        "\n        - {id: conflict.bar, when: {consistency: conflict}, exclude: [nerve],"
        " as: conflict_first}\n"
    )
    both = facts(
        side="bilateral",
        house_brackmann_left="I",
        synkinesis_left="severe",
        house_brackmann_right="V",
        synkinesis_right="none",
    )
    found = decide(both, small_knowledge(rows=tables), AS_OF)
    assert left_out(found)["transfer"]["kind"] == "conflict_first"
    assert "transfer" in offered(decide(both, KNOWLEDGE, AS_OF))
