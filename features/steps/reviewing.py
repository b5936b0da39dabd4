"""What becomes of a plan: current or superseded, decided or withdrawn."""

from __future__ import annotations

from features.speech.changing import changes_of
from features.speech.drawn_plan import differs
from features.speech.posting import ASSESSMENTS, PLANS, current_plans, eventually, in_words, plan
from features.speech.sayings import listed_words
from features.speech.sentence import then, when
from features.speech.values import day_of
from features.speech.words import title_of

CLINICIAN = {"ref": "clinician-1", "role": "physician"}


@when("the clinician {decision} the {stage} stage")
def _decides(case, doors, decision, stage):
    _decide(case, doors, decision=decision, stage=stage)


@when("the clinician {decision} each stage")
def _decides_each(case, doors, decision):
    for stage in [it["stage"] for it in case.kept_plan["stages"]]:
        _decide(case, doors, decision=decision, stage=stage)
        eventually(lambda: len(_review(doors, case.kept_plan)["decisions"]) == len(case.decisions))


@when("the clinician {decision} the {stage} stage because {decline_reason}")
def _decides_because(case, doors, decision, stage, decline_reason):
    _decide(case, doors, decision=decision, stage=stage, reasons=[decline_reason])


@when("the clinician {decision} the {stage} stage until {day}")
def _decides_until(case, doors, decision, stage, day):
    until = day_of(day, today=case.today).isoformat()
    _decide(case, doors, decision=decision, stage=stage, until=until)


@when("the clinician changes the {stage} stage")
def _changes(case, doors, stage, datatable):
    _decide(case, doors, decision="change", stage=stage, changes=changes_of(datatable))


@when("the clinician {decision} the {stage} stage of the earlier plan")
def _decides_on_the_earlier(case, doors, decision, stage):
    _decide(case, doors, of=case.earlier_plan, decision=decision, stage=stage)


@when("the clinician {decision} the {stage} stage without having seen the plan")
def _decides_unseen(case, doors, decision, stage):
    _decide(case, doors, if_match=None, decision=decision, stage=stage)


@when("two clinicians open the plan")
def _opened(case, doors):
    case.seen = _etag(doors, case.kept_plan)


@when("the first {decision} the {stage} stage")
def _first_decides(case, doors, decision, stage):
    _decide(case, doors, if_match=case.seen, decision=decision, stage=stage)


@when("the second {decision} the {stage} stage, on the page as it was")
def _second_decides(case, doors, decision, stage):
    eventually(lambda: _review(doors, case.kept_plan)["decisions"])
    _decide(case, doors, if_match=case.seen, decision=decision, stage=stage)


@when("the same decision is sent again")
def _sent_again(case, doors):
    eventually(lambda: _review(doors, case.kept_plan)["decisions"])
    _post_decision(case, doors, case.kept_plan, case.decision, _etag(doors, case.kept_plan))


@then("the plan has {number} decision", "the plan has {number} decisions")
def _count(case, doors, number):
    def kept():
        return _review(doors, case.kept_plan)["decisions"]

    if not eventually(lambda: len(kept()) == number):
        came = ", ".join(it["decision"] for it in kept()) or "none"
        raise differs(f"{number} decisions", came)


@then("the decision is kept with the plan")
def _kept(case, doors):
    kept = eventually(lambda: _review(doors, case.kept_plan)["decisions"])
    if not kept or kept[-1]["decision"] != case.decision["decision"]:
        raise differs("the decision is kept with the plan", in_words(case.answer))


@then("the decision is kept with the reason that {decline_reason}")
def _kept_with_reason(case, doors, decline_reason):
    kept = eventually(lambda: _review(doors, case.kept_plan)["decisions"])
    if not kept or decline_reason not in kept[-1]["reasons"]:
        reason = listed_words("decline_reason")[decline_reason]
        raise differs(f"the decision is kept with the reason that {reason}", in_words(case.answer))


@then("the decision is refused because {refusal}")
def _decision_refused_because(case, refusal):
    if case.answer.status != int(refusal):
        raise differs(
            f"it is refused because {listed_words('refusal')[refusal]}", in_words(case.answer)
        )


@then("the change is kept with the plan: {intervention} is {change}")
def _change_kept(case, doors, intervention, change):
    kept = eventually(lambda: _review(doors, case.kept_plan)["decisions"])
    said = [it for decision in kept for it in decision["changes"]]
    if not any((it["intervention"], it["action"]) == (intervention, change) for it in said):
        came = [f"{it['action']} {title_of(it['intervention'])}" for it in said] or ["no change"]
        raise differs(f"{change} {title_of(intervention)}", *came)


@then("the decision is refused")
def _decision_refused(case):
    if not 400 <= case.answer.status < 500:
        raise differs("the decision is refused", in_words(case.answer))


@then("the plan is {review_state}")
def _state(case, doors, review_state):
    _in_state(case.kept_plan, doors, review_state)


@then("the earlier plan is {review_state}")
def _earlier_state(case, doors, review_state):
    _in_state(case.earlier_plan, doors, review_state)


@then("the patient has {number} current plans", "the patient has {number} current plan")
def _current(case, doors, number):
    eventually(lambda: len(current_plans(doors, case.patient_ref)) == number)
    if len(found := current_plans(doors, case.patient_ref)) != number:
        headlines = "; ".join(it["headline"] for it in found)
        raise differs(f"{number} current plans", f"{len(found)}: {headlines}")


@then("the current plan is the newer one")
def _newer(case, doors):
    _is_current(case, doors, case.plans[-1])


@then("{number} plans of the patient are superseded")
def _superseded(case, doors, number):
    def superseded():
        states = [_review(doors, it)["state"] for it in case.plans]
        return states.count("superseded")

    if eventually(lambda: superseded() == number) is not True:
        raise differs(f"{number} superseded plans", f"{superseded()} of {len(case.plans)}")


@then("the current plan is the earlier one")
def _earlier(case, doors):
    _is_current(case, doors, case.earlier_plan)


@then("the assessment reads as withdrawn")
def _reads_as_withdrawn(case, doors):
    path = f"{ASSESSMENTS}/{case.kept_plan['assessment_id']}"
    eventually(lambda: (doors.get(path).body or {}).get("state") == "withdrawn")
    if (state := (doors.get(path).body or {}).get("state")) != "withdrawn":
        raise differs("the assessment reads as withdrawn", str(state))


def _decide(case, doors, *, of=None, if_match="", **said):
    drawn_up = of or case.kept_plan
    etag = _etag(doors, drawn_up) if if_match == "" else if_match
    decision = {
        "decision_id": f"decision-{len(case.decisions) + 1}-{case.patient_ref}",
        "decided_by": CLINICIAN,
        **said,
    }
    case.decisions.append(decision)
    _post_decision(case, doors, drawn_up, decision, etag)


def _post_decision(case, doors, drawn_up, decision, etag):
    path = f"{PLANS}/{drawn_up['plan_id']}/decisions"
    case.answers.append(doors.post(path, decision, **({"If_Match": etag} if etag else {})))


def _etag(doors, drawn_up):
    return doors.get(f"{PLANS}/{drawn_up['plan_id']}").headers.get("etag", "")


def _review(doors, drawn_up):
    found = plan(doors, drawn_up["plan_id"]) or {}
    return found.get("review", {"state": "unknown", "decisions": []})


def _in_state(drawn_up, doors, state):
    eventually(lambda: _review(doors, drawn_up)["state"] == state)
    if (found := _review(doors, drawn_up)["state"]) != state:
        raise differs(f"the plan is {listed_words('review_state')[state]}", str(found))


def _is_current(case, doors, expected):
    found = [it["plan_id"] for it in current_plans(doors, case.patient_ref)]
    if found != [expected["plan_id"]]:
        headlines = [it["headline"] for it in current_plans(doors, case.patient_ref)]
        raise differs(expected["headline"], "; ".join(headlines) or "no current plan")
