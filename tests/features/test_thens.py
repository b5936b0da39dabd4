"""Every Then can be kept and can be broken; what it says when broken is what a clinician needs."""

from __future__ import annotations

import inspect
from copy import deepcopy
from datetime import datetime

import pytest

from features.guards.fault import Differs, Misread
from features.guards.vocabulary import known, readers
from features.speech.case import Answer, Case
from tests.features.plans import PLAN

NOW = datetime.fromisoformat("2026-11-23T09:00:00+00:00")

KEPT_AND_BROKEN = [
    ("eye protection is offered", "nerve graft is offered"),
    ("audiometry is offered in the protect stage", "audiometry is offered in the refine stage"),
    ("eye protection is due within 24 hours", "eye protection is due within 2 hours"),
    ("eye protection is due within 7 days", "audiometry is due within 7 days"),
    ("audiometry is offered on the left", "audiometry is offered on the right"),
    ("toxin for synkinesis is offered as an option", "audiometry is offered as an option"),
    (
        "audiometry is offered as a recommendation",
        "audiometry is offered as a strong recommendation",
    ),
    ("the offer of audiometry is certain", "the offer of toxin for synkinesis is certain"),
    ("toxin for synkinesis is offered off label", "audiometry is offered off label"),
    (
        "toxin for synkinesis is offered together with retraining",
        "toxin for synkinesis is offered together with audiometry",
    ),
    (
        "masseteric nerve transfer is offered after audiometry",
        "masseteric nerve transfer is offered after retraining",
    ),
    (
        "masseteric nerve transfer is offered as part of audiometry",
        "masseteric nerve transfer is offered as part of retraining",
    ),
    (
        "masseteric nerve transfer has gracilis transfer as its back-up",
        "masseteric nerve transfer has static sling as its back-up",
    ),
    (
        "audiometry has nothing as its back-up",
        "masseteric nerve transfer has nothing as its back-up",
    ),
    ("eye protection goes to ophthalmology", "eye protection goes to the stroke team"),
    (
        "toxin for synkinesis is only offered if cause is confirmed",
        "toxin for synkinesis is only offered if age is confirmed",
    ),
    (
        "age and pregnancy must be confirmed before toxin for synkinesis",
        "age and cause must be confirmed before toxin for synkinesis",
    ),
    (
        "toxin for synkinesis carries a caution about trouble swallowing",
        "toxin for synkinesis carries a caution about diabetes",
    ),
    ("the reason for audiometry names synkinesis", "the reason for audiometry names diabetes"),
    ("the plan begins with eye protection", "the plan begins with audiometry"),
    ("retraining comes before surgery", "masseteric nerve transfer comes before surgery"),
    ("audiometry comes before selective neurectomy", "retraining comes before toxin"),
    ("eye protection is due by 24 November 2026", "eye protection is due by 25 November 2026"),
    (
        "masseteric nerve transfer may be done until 14 March 2027",
        "masseteric nerve transfer may be done until 15 March 2027",
    ),
    ("audiometry is offered until 1 February 2027", "audiometry is offered until 2 February 2027"),
    (
        "selective neurectomy is not offered before 5 May 2027",
        "nerve graft is not offered before 5 May 2027",
    ),
    (
        "selective neurectomy is held, and opens on 5 May 2027",
        "selective neurectomy is held, and opens on 6 May 2027",
    ),
    (
        "toxin for synkinesis carries no caution about diabetes",
        "toxin for synkinesis carries no caution about trouble swallowing",
    ),
    ("an answer about cause could add static sling", "an answer about age could add static sling"),
    (
        "an answer about cause could take audiometry away",
        "an answer about cause could take static sling away",
    ),
    ("the plan also follows A16", "the plan also follows A12"),
    ('the plan does not say "stroke"', 'the plan does not say "the cornea"'),
    ("the plan does not point out diabetes", "the plan does not point out eye closure"),
    ("the patient is seen again by 7 December 2026", "the patient is seen again by 8 May 2027"),
    (
        "if House-Brackmann grade were V, static sling would be offered",
        "if House-Brackmann grade were IV, static sling would be offered",
    ),
    (
        "if House-Brackmann grade were V, audiometry would no longer be offered",
        "if House-Brackmann grade were V, static sling would no longer be offered",
    ),
    (
        "the door to static sling opens on 14 March 2027",
        "the door to brow lift opens on 14 March 2027",
    ),
    ("wird Augenschutz angeboten", "wird Schlaganfall-Pfad angeboten"),
    ("nerve graft is not offered", "audiometry is not offered"),
    ("no slings and flaps is offered", "no surgery is offered"),
    (
        "nerve graft is not offered because its window has closed",
        "nerve graft is not offered because it is contraindicated",
    ),
    (
        "slings and flaps is not offered because the patient declined it",
        "slings and flaps is not offered because it is too early",
    ),
    (
        "nerve graft is not offered because of toxin allergy",
        "nerve graft is not offered because of diabetes",
    ),
    ("selective neurectomy is held", "nerve graft is held"),
    (
        "selective neurectomy is held in the restore stage",
        "selective neurectomy is held in the refine stage",
    ),
    (
        'selective neurectomy is held until "The face has been stable"',
        'selective neurectomy is held until "a year has passed"',
    ),
    (
        "selective neurectomy waits for months without change",
        "selective neurectomy waits for diabetes",
    ),
    ("the urgency is urgent", "the urgency is soon"),
    ("the urgency is at least soon", "the urgency is at least same day"),
    ("the plan is not in conflict", "the plan is in conflict"),
    ("the main pathway is A12", "the main pathway is A14"),
    ("the main pathway is partial paralysis with synkinesis", "the main pathway is minimal"),
    ('the plan says "the cornea is in danger"', 'the plan says "the ear is in danger"'),
    ("the plan points out eye closure", "the plan points out diabetes"),
    ("the plan thinks of parotid cancer", "the plan thinks of stroke"),
    ("the plan asks about cause", "the plan asks about diabetes"),
    ("the plan asks about cause first", "the plan asks about age first"),
    ("the plan asks about cause before age", "the plan asks about age before cause"),
    ("the plan does not ask about diabetes", "the plan does not ask about age"),
    (
        "if nothing else changes, static sling opens on 14 March 2027",
        "if nothing else changes, static sling opens on 15 March 2027",
    ),
    (
        "if nothing else changes, masseteric nerve transfer closes on 2027-03-14",
        "if nothing else changes, static sling closes on 2027-03-14",
    ),
    ("the plan is old after 14 December 2026", "the plan is old after 15 December 2026"),
]

ALTERED = [
    ("the eye is protected", lambda plan: plan["stages"][0]["items"].pop(0)),
    ("every reason for audiometry has a source", lambda plan: plan["sources"].clear()),
    (
        "every treatment that is not offered has a reason",
        lambda plan: plan["not_offered"][0].update(because=[]),
    ),
]

REFUSED = Answer(
    422,
    {
        "title": "Not acceptable",
        "errors": [
            {"pointer": "/house_brackmann", "detail": "'IIV' is no grade.", "suggestion": "IV"}
        ],
    },
    {},
)
TAKEN = Answer(202, {"assessment_id": "a1"}, {})

AT_THE_DOOR = [
    ("the assessment is refused", REFUSED, TAKEN),
    ("the assessment is accepted", TAKEN, REFUSED),
    ("the assessment is refused because of House-Brackmann grade", REFUSED, TAKEN),
    ("the refusal names 1 fault", REFUSED, TAKEN),
    ('the refusal suggests "IV"', REFUSED, TAKEN),
    ('the refusal does not repeat "Anna"', REFUSED, Answer(422, {"detail": "Anna?"}, {})),
    (
        "the assessment is refused as another one under a known reference",
        Answer(409, {}, {}),
        TAKEN,
    ),
    ("the decision is refused", Answer(412, {}, {}), TAKEN),
    (
        "the decision is refused because the plan was not seen",
        Answer(428, {}, {}),
        Answer(412, {}, {}),
    ),
]


def say(text: str, case: Case) -> None:
    """Run the one Then that reads a text."""
    [step] = readers(text, "then")
    typed = {"case": case, **step.parser.parse_arguments(text)}
    wanted = inspect.signature(step.step_func).parameters
    step.step_func(**{name: value for name, value in typed.items() if name in wanted})


def a_case(plan=PLAN) -> Case:
    return Case("p-1", NOW, plans=[deepcopy(plan)])


@pytest.mark.parametrize(("kept", "broken"), KEPT_AND_BROKEN)
def test_a_then_can_be_kept_and_can_be_broken(kept, broken):
    say(kept, a_case())
    with pytest.raises(Differs) as differs:
        say(broken, a_case())

    assert str(differs.value).startswith("expected: ")
    assert "\ngot: " in str(differs.value)


@pytest.mark.parametrize(("text", "alter"), ALTERED)
def test_a_then_about_the_whole_plan_can_be_broken(text, alter):
    case = a_case()
    say(text, case)
    alter(case.plan)
    with pytest.raises(Differs):
        say(text, case)


@pytest.mark.parametrize(("text", "kept", "broken"), AT_THE_DOOR)
def test_a_then_about_an_answer_can_be_kept_and_can_be_broken(text, kept, broken):
    say(text, Case("p-1", NOW, answers=[kept]))
    with pytest.raises(Differs):
        say(text, Case("p-1", NOW, answers=[broken]))


def test_a_repeat_is_the_same_only_when_it_is_marked_as_one():
    replayed = Answer(202, {"assessment_id": "a1"}, {"idempotent-replayed": "true"})
    say("the answer is the same as before", Case("p-1", NOW, answers=[TAKEN, replayed]))
    with pytest.raises(Differs):
        say("the answer is the same as before", Case("p-1", NOW, answers=[TAKEN, TAKEN]))


def test_a_replay_says_something_new_as_often_as_was_promised():
    case = Case("p-1", NOW, replayed={"changed": 1, "new": 1, "unchanged": 7})
    say("2 plans say something new", case)
    with pytest.raises(Differs, match=r"expected: 1 plans? .*new"):
        say("1 plan says something new", case)


def test_every_then_that_needs_no_line_is_tried_here():
    tried = [*(text for pair in KEPT_AND_BROKEN for text in pair)]
    tried += [text for text, *_ in (*ALTERED, *AT_THE_DOOR)]
    tried += ["the answer is the same as before", "2 plans say something new"]
    functions = {step.step_func for text in tried for step in readers(text, "then")}

    assert {step.step_func for step in known() if _needs_no_line(step)} == functions


def _needs_no_line(step) -> bool:
    ours = step.step_func.__module__.startswith("features.steps.")
    needed = inspect.signature(step.step_func).parameters
    return step.type == "then" and ours and not {"doors", "pages", "line"} & {*needed}


def test_a_broken_then_names_the_row_and_the_findings_that_decided(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(Differs) as differs:
        say("nerve graft is offered", a_case())

    assert str(differs.value) == (
        "expected: Nerve graft is offered\n"
        "got:      not offered: its window has closed\n"
        "          Toxin calms what moves in the wrong places.\n"
        "          (row toxin.first read: Synkinesis: moderate, obvious; Toxin allergy:\n"
        "          not assessed)"
    )


@pytest.mark.parametrize("columns", [60, 80])
def test_what_a_broken_then_says_fits_the_terminal(columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(columns))
    with pytest.raises(Differs) as differs:
        say("nerve graft is offered", a_case())

    indented = 2
    assert max(map(len, str(differs.value).splitlines())) <= columns - indented


def test_what_needs_the_whole_line_asks_for_its_tag():
    with pytest.raises(Misread, match="Write the tag @line"):
        _ = a_case().kept_plan


def test_a_then_before_any_plan_says_which_step_is_missing():
    with pytest.raises(Misread, match="When the plan is drawn up"):
        say("the eye is protected", Case("p-1", NOW))
