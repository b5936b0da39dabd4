"""What is missing, what time will bring, what is left out."""

from __future__ import annotations

from schemas.interventions import interventions
from services.review.present.items import Calendar
from services.review.present.outlook import doors, left_out, questions, shifts
from services.review.present.words import in_sentence
from tests.services.review.builders import NOON, a_plan, a_reason

EYE = in_sentence(interventions()["eye_protection"].title)
MRI = in_sentence(interventions()["mri_brain"].title)


def a_question(rank, urgency="soon", **answer):
    return {
        "finding": "vesicles",
        "text": "Are there vesicles?",
        "why": "They mean zoster.",
        "rank": rank,
        "urgency": urgency,
        "answers": [{"value": "yes", "adds": [], "removes": [], "urgency": urgency} | answer],
    }


def test_questions_come_by_rank():
    asked = questions(a_plan(questions=[a_question(2), a_question(1)]))
    assert [question.rank for question in asked] == [1, 2]


def test_each_answer_says_what_it_would_change():
    plan = a_plan(
        questions=[
            a_question(1, "same_day", adds=["mri_brain", "eye_protection"], removes=[]),
        ]
    )
    (question,) = questions(plan)
    assert question.urgency.word == "Same day"
    assert question.answers[0].value == "yes"
    assert question.answers[0].change == f"adds {EYE} and {MRI}; becomes same day"


def test_an_answer_in_the_engines_words_is_said_so():
    (question,) = questions(a_plan(questions=[a_question(1, text="3 mm or more")]))
    assert question.answers[0].value == "3 mm or more"
    assert question.answers[0].change == "changes nothing that is offered"


def test_a_question_presses_only_where_an_answer_would_press_more_than_now():
    plan = a_plan(urgency="emergency", questions=[a_question(1, "emergency")])
    assert questions(plan)[0].urgency is None


def test_doors_open_and_close_if_nothing_else_changes():
    plan = a_plan(
        horizon=[
            {
                "on": "2027-03-14",
                "approximate": True,
                "at": "18 months",
                "adds": ["mri_brain"],
                "removes": ["eye_protection"],
            }
        ]
    )
    (door,) = doors(plan, calendar=Calendar(NOON))
    assert (door.on, door.at, door.left) == ("about 14-Mar-2027", "18 months", "112 days left")
    assert (door.opens, door.closes) == (MRI, EYE)


def test_a_grade_apart_says_what_would_move():
    shift = {"finding": "house_brackmann", "to": "V", "adds": ["mri_brain"], "removes": []}
    (told,) = shifts(a_plan(sensitivity=[shift | {"urgency": "urgent"}]))
    assert told.finding == "House-Brackmann grade: V – severe"
    assert told.change == f"adds {MRI}; becomes urgent"


def test_what_is_left_out_stands_by_kind_the_gravest_first():
    def one(intervention, kind, **more):
        nearest = [{"finding": "eye_closure", "to": ["incomplete"]}]
        because = [a_reason("r", "Because.")]
        return {
            "intervention": intervention,
            "kind": kind,
            "because": because,
            "nearest": nearest,
        } | more

    plan = a_plan(
        not_offered=[
            one("mri_brain", "not_indicated"),
            one("eye_protection", "contraindicated", until="2027-01-01"),
            one("tarsorrhaphy", "not_indicated"),
        ]
    )
    barred, idle = left_out(plan, calendar=Calendar(NOON))
    assert (barred.name, barred.folded, len(barred.left_out)) == ("Contraindicated", False, 1)
    assert (idle.name, idle.folded, len(idle.left_out)) == ("Not indicated", True, 2)
    assert barred.left_out[0].until == "01-Jan-2027"
    assert barred.left_out[0].nearest == ("Eye closure: incomplete",)
