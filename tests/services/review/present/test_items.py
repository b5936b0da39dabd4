"""The lines of a stage in words."""

from __future__ import annotations

from services.review.present.items import Calendar, held, item
from tests.services.review.builders import NOON, a_held, an_item

TODAY = Calendar(NOON)


def said(**changed):
    return item(an_item("nerve_graft", **changed), affected="left", calendar=TODAY)


def notes(**changed):
    return {note.label: note.texts for note in said(**changed).notes}


def test_dates_say_what_happens_then_and_how_long_is_left():
    dates = said(
        opens="2026-12-01",
        by="2026-11-22T15:00:00Z",
        closes="2027-03-14",
        until="2026-11-01",
        approximate=["closes"],
    ).dates
    assert [(date.label, date.date, date.left, date.past) for date in dates] == [
        ("From", "01-Dec-2026", "9 days left", False),
        ("By", "22-Nov-2026 15:00 UTC", "3 hours left", False),
        ("Until", "01-Nov-2026", "21 days past", True),
        ("Window closes", "about 14-Mar-2027", "112 days left", False),
    ]


def test_the_other_side_is_said_loudly():
    assert said(side="right").side == "right, the other side"
    assert said(side="left").side == "left"
    assert said(side="both").side == "both sides"
    assert said(side="opposite").side == "opposite side"


def test_certain_items_need_no_word_for_it():
    assert said().standing == ""
    assert said(standing="conditional").standing == "Conditional"
    assert said(standing="in_doubt").standing == "In doubt, taken to be safe"


def test_what_must_be_confirmed_names_the_findings():
    assert notes(must_confirm=["age_years", "pregnancy"]) == {
        "Confirm first": ("Age and pregnancy: an answer could rule this out.",)
    }


def test_no_item_waits_for_a_test_whose_result_could_rule_it_out():
    assert notes(must_confirm=["pregnancy", "mri_result"]) == {
        "Confirm first": ("Pregnancy: an answer could rule this out.",),
        "If already done": ("MRI: a result could rule this out.",),
    }


def test_what_an_item_needs_is_said_in_the_words_of_the_finding():
    condition = {"finding": "synkinesis", "must_be": ["moderate", "severe"]}
    assert notes(conditional_on=[condition])["Only if"] == (
        "Synkinesis, not assessed, is: moderate, obvious or severe, disfiguring or in the way.",
    )


def test_a_caution_for_this_patient_stands_apart_from_those_for_all():
    cautions = [
        {"text": "For everybody.", "findings": {}},
        {"text": "For this one.", "findings": {"smoking": "yes"}},
    ]
    assert notes(cautions=cautions) == {
        "Caution here": ("For this one. (smoking: yes)",),
        "Caution": ("For everybody.",),
    }


def test_company_is_named():
    told = notes(
        **{"with": ["eye_protection"]}, after=["nerve_repair"], part_of="gracilis_transfer"
    )
    assert list(told) == ["Together with", "After", "Part of"]


def test_whom_to_send_to_and_what_for_share_a_line():
    assert notes(to=["ent", "facial_nerve_surgeon"], aims=["dynamic_movement"], zone="midface") == {
        "To": ("ENT and facial nerve surgeon, for movement (midface)",)
    }
    assert notes(aims=["eye_safety"], zone="eye") == {"For": ("a safe eye",)}


def test_a_held_item_says_what_opens_it_and_from_when():
    told = held(
        a_held("gracilis_transfer", "no movement by 182 days", on="2027-03-14"), calendar=TODAY
    )
    assert told.opens_when == ("no movement by 182 days",)
    assert (told.on.label, told.on.date) == ("Not before", "14-Mar-2027")
    assert held(a_held("gracilis_transfer"), calendar=TODAY).on is None
