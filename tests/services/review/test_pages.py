"""The pages, read as somebody reads them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from schemas.reasons import reasons
from services.review.present.words import in_sentence, title
from services.review.worklist import PAGE
from tests.services.review.builders import (
    NOON,
    a_held,
    a_plan,
    a_reason,
    a_stage,
    an_assessment,
    an_item,
    proposed,
    received,
    set_aside,
    withdrawn,
)

GRAFT = in_sentence(title("nerve_graft"))

EMERGENCY = {
    "urgency": "emergency",
    "act_by": "2026-11-22T12:30:00Z",
    "headline": "Activate the local stroke pathway now, 22-Nov-2026 12:30 UTC.",
    "stages": [
        a_stage("emergency", an_item("stroke_emergency", by="2026-11-22T12:30:00Z")),
        a_stage("protect", an_item("eye_protection")),
    ],
}


def planned(station, assessment_id="a-1", *, patient_ref="patient-1", findings=None, **changed):
    """An assessment with its plan, taken by the station; returns the plan."""
    at = {key: changed.pop(key) for key in ("assessed_at", "received_at") if key in changed}
    named = {"patient_ref": patient_ref, **at}
    plan = a_plan(assessment_id, **named, **changed)
    station.take(
        received(an_assessment(assessment_id, **named, **(findings or {}))), proposed(plan)
    )
    return plan


class TestWorklist:
    def test_a_row_says_what_two_minutes_need(self, station, pages):
        planned(station, findings={"simulated": True})
        pages.get("/")
        row = re.search(r"<tbody>(.*?)</tbody>", pages.page.text, re.DOTALL)[1]
        assert re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() == (
            "Soon patient-1 L LEFT Simulated IV Begin toxin and retraining together by "
            "20-Dec-2026 . 20-Dec-2026 28 days left Protect just now"
        )

    def test_emergency_and_same_day_come_first_then_the_earliest_deadline(self, station, pages):
        for number, (urgency, act_by) in enumerate(
            [
                ("routine", "2026-11-30"),
                ("soon", "2026-12-20"),
                ("urgent", "2026-11-29"),
                ("same_day", "2027-01-01"),
                ("emergency", "2027-02-02"),
                ("soon", None),
            ]
        ):
            plan = {"urgency": urgency, "act_by": act_by}
            if act_by is None:
                plan.pop("act_by")
            of = a_plan(f"a-{number}", patient_ref=f"patient-{number}", **plan)
            if act_by is None:
                of.pop("act_by")
            told = received(an_assessment(f"a-{number}", patient_ref=f"patient-{number}"))
            station.take(told, proposed(of))
        pages.get("/")
        assert re.findall(r'class="ref" href="[^"]+">(patient-\d)', pages.page.text) == [
            f"patient-{number}" for number in (4, 3, 2, 0, 1, 5)
        ]

    def test_of_equal_deadlines_the_longest_waiting_comes_first(self, station, pages):
        planned(station, "a-1", patient_ref="patient-1", assessed_at=NOON - timedelta(hours=1))
        planned(station, "a-2", patient_ref="patient-2", assessed_at=NOON - timedelta(hours=9))
        pages.get("/")
        assert pages.text.index("patient-2") < pages.text.index("patient-1")
        assert "9 hours" in pages.text

    def test_what_is_decided_leaves_and_is_found_under_its_state(self, station, pages):
        plan = planned(station)
        for stage in ("protect", "rehabilitate"):
            pages.decide(plan["plan_id"], stage, "accept")
        assert "patient-1" not in pages.get("/").text
        assert "patient-1" in pages.get("/?state=decided").text

    def test_what_was_put_off_comes_back_on_its_day(self, station, pages):
        plan = planned(station)
        pages.decide(plan["plan_id"], "rehabilitate", "accept")
        pages.decide(plan["plan_id"], "protect", "not_now", until="2026-11-23")
        assert "patient-1" not in pages.get("/").text
        station.now = NOON + timedelta(hours=12)
        pages = station.signed_in()
        pages.get("/")
        assert "Put off until 23-Nov-2026: decide again" in pages.text

    def test_a_withdrawn_assessment_leaves_at_once_and_is_read_as_withdrawn(self, station, pages):
        planned(station)
        station.take(withdrawn(reason="wrong_patient"))
        assert "patient-1" not in pages.get("/").text
        pages.get("/?state=withdrawn")
        assert "patient-1" in pages.text

    def test_filters_are_part_of_the_address(self, station, pages):
        planned(station, "a-1", patient_ref="patient-1", urgency="soon")
        planned(station, "a-2", patient_ref="patient-2", urgency="routine")
        page = pages.get("/?urgency=routine").text
        assert "patient-2" in page
        assert "patient-1" not in page

    def test_a_search_finds_decided_ones_too(self, station, pages):
        plan = planned(station, patient_ref="ward-7:0042")
        planned(station, "a-2", patient_ref="other-1")
        for stage in ("protect", "rehabilitate"):
            pages.decide(plan["plan_id"], stage, "accept")
        pages.get("/?patient_ref=ward-7")
        assert "ward-7:0042" in pages.text
        assert "other-1" not in pages.text

    def test_an_assessment_without_a_plan_is_shown_with_its_patient(self, station, pages):
        station.take(set_aside(an_assessment("a-9", patient_ref="patient-9")))
        pages.get("/")
        assert "Assessed, but without a plan patient-9" in pages.text
        assert "Could not be planned (not readable)" in pages.text

    def test_an_assessment_on_its_way_is_shown_only_when_it_takes_long(self, station, pages):
        station.take(received(an_assessment("a-9", patient_ref="patient-9")))
        assert "patient-9" not in pages.get("/").text
        station.now = NOON + timedelta(minutes=2)
        pages.get("/")
        assert "Still waiting for its plan, received 2 minutes ago." in pages.text

    @pytest.mark.parametrize("search", ["", "patient_ref=patient"])
    def test_pages_follow_each_other_until_all_were_shown(self, station, pages, search):
        told = []
        for number in range(PAGE + 7):
            at = {"assessed_at": NOON - timedelta(hours=number)}
            who = {"patient_ref": f"patient-{number:03}"}
            told += [
                received(an_assessment(f"a-{number}", **who, **at)),
                proposed(a_plan(f"a-{number}", **who, **at)),
            ]
        station.take(*told)
        found, path = [], f"/?{search}"
        for _ in range(2):
            page = pages.get(path).text
            found += re.findall(r'class="ref" href="[^"]+">(patient-\d+)', page)
            following = re.search(r'rel="next" href="([^"]+)"', page)
            path = following[1].replace("&amp;", "&") if following else None
        assert path is None
        assert len(found) == PAGE + 7
        assert set(found) == {f"patient-{number:03}" for number in range(PAGE + 7)}

    @pytest.mark.parametrize("query", ["after=odd", "state=odd", "urgency=odd", "patient_ref=%00"])
    def test_an_address_that_was_mangled_shows_the_worklist(self, pages, query):
        assert pages.get(f"/?{query}").status_code == 200

    def test_an_empty_worklist_says_so(self, pages):
        pages.get("/")
        assert "Nothing waits." in pages.text
        pages.get("/?patient_ref=nobody-1")
        assert "No plan for a patient reference that begins with nobody-1 ." in pages.text

    def test_open_plans_are_counted_by_urgency(self, station, pages):
        planned(station, urgency="same_day")
        pages.get("/")
        assert "Same day 1" in pages.text


class TestCase:
    def test_the_instruction_with_its_date_stands_on_top(self, station, pages):
        plan = planned(station)
        pages.get(f"/cases/{plan['plan_id']}")
        assert (
            "L LEFT patient-1 Chart HB grade IV Onset about 14 months before "
            "Assessed 22-Nov-2026 12:00 UTC just now Soon Waiting for a decision "
            "Begin toxin and retraining together by 20-Dec-2026 . "
            "Act by 20-Dec-2026 28 days left"
        ) in pages.text

    def test_the_patients_chart_is_linked(self, station, pages):
        plan = planned(station, patient_ref="ward:7")
        page = pages.get(f"/cases/{plan['plan_id']}").text
        assert 'href="https://ehr.example/charts/ward%3A7"' in page

    def test_what_was_not_assessed_is_as_plain_as_what_was(self, station, pages):
        plan = planned(station)
        pages.get(f"/cases/{plan['plan_id']}")
        assert "Synkinesis moderate, obvious" in pages.text
        assert "Not assessed" in pages.text
        assert "eye closure, gap between the lids, Bell's phenomenon" in pages.text

    def test_a_superseded_plan_leads_to_the_current_one(self, station, pages):
        old = planned(station)
        new = planned(station, "a-2", assessed_at=NOON + timedelta(hours=1), headline="New by x.")
        page = pages.get(f"/cases/{old['plan_id']}").text
        assert f'<a href="/cases/{new["plan_id"]}">Open the current plan</a>' in page
        assert "Decisions are closed" in pages.text
        assert 'class="decide"' not in page

    def test_an_old_plan_says_so_and_takes_no_decision(self, station, pages):
        plan = planned(station, stale_after="2026-11-21")
        page = pages.get(f"/cases/{plan['plan_id']}").text
        assert "This plan is old It counted until 21-Nov-2026." in pages.text
        assert 'class="decide"' not in page

    def test_a_conflict_is_shown_plainly(self, station, pages):
        plan = planned(station, status="conflict")
        pages.get(f"/cases/{plan['plan_id']}")
        assert "The findings contradict each other" in pages.text

    def test_a_withdrawn_plan_says_why(self, station, pages):
        plan = planned(station)
        station.take(withdrawn(reason="wrong_patient"))
        pages.get(f"/cases/{plan['plan_id']}")
        assert "Its assessment was taken back: it was for another patient." in pages.text

    def test_a_further_assessment_without_a_plan_is_said(self, station, pages):
        plan = planned(station)
        station.take(set_aside(an_assessment("a-2")))
        pages.get(f"/cases/{plan['plan_id']}")
        assert "A further assessment of this patient has no plan yet" in pages.text

    def test_what_changed_since_the_plan_before_is_said(self, station, pages):
        planned(station)
        new = planned(
            station,
            "a-2",
            assessed_at=NOON + timedelta(hours=1),
            stages=[a_stage("protect", an_item("eye_protection"))],
        )
        pages.get(f"/cases/{new['plan_id']}")
        assert f"{title('eye_protection')} added to protect" in pages.text
        assert f"{title('specialist_referral')} no longer offered" in pages.text

    def test_held_items_say_what_opens_them(self, station, pages):
        held = a_held("selective_neurectomy", "two toxin cycles have not helped", on="2027-03-14")
        plan = planned(station, stages=[a_stage("restore", held=(held,))])
        pages.get(f"/cases/{plan['plan_id']}")
        assert "not before 14-Mar-2027 112 days left" in pages.text
        assert "Opens when two toxin cycles have not helped." in pages.text
        assert pages.page.text.count('class="decide"') == 0

    def test_a_case_before_its_assessment_came_shows_the_plan_all_the_same(self, station, pages):
        plan = a_plan()
        station.take(proposed(plan))
        pages.get(f"/cases/{plan['plan_id']}")
        assert "What was assessed is not here" in pages.text

    def test_an_assessment_leads_to_its_case(self, station, pages):
        plan = planned(station)
        answer = pages.client.get("/assessments/a-1")
        assert (answer.status_code, answer.headers["Location"]) == (
            303,
            f"/cases/{plan['plan_id']}",
        )

    def test_an_assessment_without_a_plan_has_a_page(self, station, pages):
        station.take(received(an_assessment()))
        assert pages.get("/assessments/a-1").status_code == 200
        assert "No plan yet" in pages.text

    @pytest.mark.parametrize("path", ["/cases/none", "/assessments/none", "/nowhere"])
    def test_what_is_not_there_is_said_in_plain_words(self, pages, path):
        assert pages.get(path).status_code == 404
        assert "There is nothing here" in pages.text
        assert "Back to the worklist" in pages.text

    def test_an_empty_plan_says_that_there_is_nothing_to_decide(self, station, pages):
        plan = planned(station, stages=[])
        pages.get(f"/cases/{plan['plan_id']}")
        assert "there is nothing to decide" in pages.text
        assert station.plan(plan["plan_id"])["review"]["state"] == "decided"

    def test_a_text_that_is_markup_stays_text(self, station, pages):
        odd = "<img src=x onerror=alert(1)>"
        plan = planned(
            station,
            headline=odd,
            stages=[a_stage("protect", an_item("eye_protection", title=odd))],
            alerts=[{"code": "a", "text": odd, "urgency": "soon"}],
            differential=[{"cause": odd, "text": odd}],
            sources={odd: {"citation": odd, "year": "", "status": odd}},
        )
        assert "<img" not in pages.get(f"/cases/{plan['plan_id']}").text
        assert "<img" not in pages.get("/").text


class TestDecisions:
    def test_accepting_leads_back_to_the_case_with_what_comes_next(self, station, pages):
        plan = planned(station)
        pages.decide(plan["plan_id"], "protect", "accept")
        assert "Accepted by Dr Ada Byron (physician), 22-Nov-2026 12:00 UTC" in pages.text
        assert "Recorded. Next: rehabilitate Back to the worklist" in pages.text

    def test_a_decision_is_a_post_that_redirects(self, station, pages):
        plan = planned(station)
        pages.get(f"/cases/{plan['plan_id']}")
        fields = {name: pages.hidden(name) for name in ("form_token", "etag", "decision_id")}
        answer = pages.client.post(
            f"/cases/{plan['plan_id']}/stages/protect", data=fields | {"decision": "accept"}
        )
        assert answer.status_code == 303
        assert answer.headers["Location"].endswith("#decided-protect")

    def test_a_form_sent_twice_is_recorded_once(self, station, pages):
        plan = planned(station)
        pages.get(f"/cases/{plan['plan_id']}")
        fields = {name: pages.hidden(name) for name in ("form_token", "etag", "decision_id")}
        path = f"/cases/{plan['plan_id']}/stages/protect"
        for _ in range(2):
            answer = pages.client.post(path, data=fields | {"decision": "accept"})
            assert answer.status_code == 303
        assert len(station.plan(plan["plan_id"])["review"]["decisions"]) == 1

    def test_a_change_names_what_is_added_removed_and_moved(self, station, pages):
        plan = planned(
            station,
            stages=[
                a_stage(
                    "rehabilitate",
                    an_item("physical_therapy"),
                    an_item("eyelid_weight"),
                    an_item("botulinum_toxin_synkinesis"),
                )
            ],
        )
        pages.decide(
            plan["plan_id"],
            "rehabilitate",
            "change",
            **{
                "item:physical_therapy": "",
                "item:eyelid_weight": "remove",
                "item:botulinum_toxin_synkinesis": "move:refine",
                "add": ["tarsorrhaphy", ""],
            },
        )
        (decision,) = station.plan(plan["plan_id"])["review"]["decisions"]
        assert decision["changes"] == [
            {"intervention": "eyelid_weight", "action": "remove"},
            {"intervention": "botulinum_toxin_synkinesis", "action": "move", "stage": "refine"},
            {"intervention": "tarsorrhaphy", "action": "add"},
        ]
        for said in (
            f"removes {in_sentence(title('eyelid_weight'))}",
            f"moves {in_sentence(title('botulinum_toxin_synkinesis'))} to refine",
            f"adds {in_sentence(title('tarsorrhaphy'))}",
        ):
            assert said in pages.text

    def test_declining_asks_for_a_reason_and_keeps_what_was_chosen(self, station, pages):
        plan = planned(station)
        answer = pages.decide(plan["plan_id"], "protect", "decline")
        assert answer.status_code == 422
        assert "Not recorded yet Choose at least one reason." in pages.text
        pages.decide(
            plan["plan_id"],
            "protect",
            "decline",
            reasons=["does-not-align-latest-evidence"],
        )
        assert "Name the work: a DOI" in pages.text
        assert 'value="does-not-align-latest-evidence" checked' in pages.page.text
        pages.decide(
            plan["plan_id"],
            "protect",
            "decline",
            reasons=["does-not-align-latest-evidence", "patient-refuses"],
            reference="10.1000/182",
        )
        assert "Evidence has moved on; Patient declined" in pages.text
        assert "reference 10.1000/182" in pages.text

    def test_at_most_seven_reasons_are_shown_before_more_are_asked_for(self, station, pages):
        plan = planned(station)
        page = pages.get(f"/cases/{plan['plan_id']}/stages/protect").text
        likely = page.split('class="more"')[0]
        assert likely.count('name="reasons"') == 7
        assert page.count('name="reasons"') == len(reasons())

    def test_putting_off_past_a_last_day_says_so(self, station, pages):
        plan = planned(
            station,
            stages=[
                a_stage(
                    "restore",
                    an_item("nerve_graft", closes="2027-03-14", approximate=["closes"]),
                )
            ],
        )
        pages.get(f"/cases/{plan['plan_id']}")
        assert f"The window of {GRAFT} closes about 14-Mar-2027" in pages.text
        pages.decide(plan["plan_id"], "restore", "not_now", until="2027-03-15")
        assert f"Put off past a last day: the window of {GRAFT} closes about" in pages.text

    def test_declining_an_emergency_is_asked_once_more(self, station, pages):
        plan = planned(station, **EMERGENCY)
        said = {"reasons": ["patient-ineligible", "prefers-alternative"]}
        pages.decide(plan["plan_id"], "emergency", "decline", **said)
        assert "Decline the emergency stage? Nothing has been recorded yet." in pages.text
        assert station.plan(plan["plan_id"])["review"]["decisions"] == []
        again = dict(
            re.findall(r'name="(etag|decision_id|decision)" value="([^"]*)"', pages.page.text)
        )
        pages.post(f"/cases/{plan['plan_id']}/stages/emergency", **again, **said, confirmed="yes")
        (decision,) = station.plan(plan["plan_id"])["review"]["decisions"]
        assert decision["reasons"] == said["reasons"]

    def test_declining_anything_else_is_not_asked_twice(self, station, pages):
        plan = planned(station, **EMERGENCY)
        pages.decide(plan["plan_id"], "protect", "decline", reasons=["patient-ineligible"])
        assert len(station.plan(plan["plan_id"])["review"]["decisions"]) == 1

    def test_a_case_that_changed_meanwhile_is_412_and_nothing_is_lost(self, station, pages):
        plan = planned(station)
        pages.get(f"/cases/{plan['plan_id']}")
        fields = {name: pages.hidden(name) for name in ("etag", "decision_id")}
        station.decide(plan["plan_id"])
        answer = pages.post(
            f"/cases/{plan['plan_id']}/stages/rehabilitate", **fields, decision="accept"
        )
        assert answer.status_code == 412
        assert "This case changed while you were reading" in pages.text
        assert "Open the plan again" in pages.text

    def test_a_plan_that_was_superseded_meanwhile_is_409_and_leads_on(self, station, pages):
        plan = planned(station)
        pages.get(f"/cases/{plan['plan_id']}")
        fields = {name: pages.hidden(name) for name in ("etag", "decision_id")}
        new = planned(station, "a-2", assessed_at=NOON + timedelta(hours=1), headline="New by x.")
        answer = pages.post(f"/cases/{plan['plan_id']}/stages/protect", **fields, decision="accept")
        assert answer.status_code == 409
        assert f'href="/cases/{new["plan_id"]}">Open the current plan' in answer.text

    def test_a_stage_that_offers_nothing_has_no_form(self, station, pages):
        plan = planned(station)
        assert pages.get(f"/cases/{plan['plan_id']}/stages/refine").status_code == 404


def every_page(station):
    """Addresses of one page of each kind."""
    plan = planned(station, **EMERGENCY)
    station.take(received(an_assessment("a-7", patient_ref="patient-7")))
    return [
        "/",
        "/?state=decided",
        f"/cases/{plan['plan_id']}",
        f"/cases/{plan['plan_id']}/stages/emergency",
        "/assessments/a-7",
        "/nowhere",
        station.link(),
    ]


def test_every_page_keeps_the_rules_of_pages(station, pages):
    for path in every_page(station):
        page = pages.get(path)
        html = page.text
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'"), path
        assert page.headers["Cache-Control"] == "no-store", path
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", html), path
        assert not re.search(r'(src|href)="(?:https?:)?//(?!ehr\.example)', html), path
        assert '<html lang="en">' in html, path
        assert html.count("<h1") == 1, path
        assert html.count("<main") == html.count("<footer") == 1, path
        assert 'class="skip" href="#main"' in html, path
        assert "For health professionals only." in html, path
        assert "sign-off by a facial-nerve clinician before use on patients" in html, path
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), (path, [i for i in ids if ids.count(i) > 1])
        for form in re.findall(r'<form[^>]*method="post".*?</form>', html, re.DOTALL):
            assert 'name="form_token"' in form, path
        for target in re.findall(r'href="#([^"]+)"', html):
            assert target in ids, (path, target)


def test_the_grade_of_the_palsy_is_never_coloured(station, pages):
    plan = planned(station)
    for path in ("/", f"/cases/{plan['plan_id']}"):
        page = pages.get(path).text
        for tone in ("alarm", "critical", "warning", "info"):
            assert not re.search(rf'class="[^"]*\b{tone}\b[^"]*"[^>]*>[^<]*\b(IV)\b', page)


def test_reasons_lead_to_their_sources(station, pages):
    because = [a_reason("toxin.row", "Because of this.", synkinesis="moderate", vesicles="unknown")]
    plan = planned(station, stages=[a_stage("protect", an_item("eye_protection", because=because))])
    page = pages.get(f"/cases/{plan['plan_id']}").text
    assert '<a href="#source-baugh2013">baugh2013</a>' in page
    assert 'id="source-baugh2013"' in page
    assert "synkinesis: moderate, obvious; vesicles: not assessed" in pages.text
    assert "toxin.row" in pages.text
    assert "guideline, recommendation" in pages.text


def test_the_style_sheet_may_be_kept_because_its_address_names_its_content(pages):
    page = pages.get("/").text
    address = re.search(r'href="(/static/review/facialis\.css\?\w+)"', page)[1]
    with pages.client.get(address) as answer:
        assert answer.status_code == 200
        assert "max-age=31536000" in answer.headers["Cache-Control"]
