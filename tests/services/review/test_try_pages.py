"""Try a case: what is said is planned at once, the address holds it, and nothing is kept."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from facialis.examples import examples
from services.review.present.try_form import COMMON, address
from services.review.tried_fields import pairs_of
from tests.services.review.builders import (
    NOON,
    a_plan,
    a_stage,
    an_assessment,
    an_item,
    proposed,
    received,
)
from tests.services.review.station import BEARER, Station, words
from tests.services.review.trying import with_trying

SYNKINESIS = "/try?house_brackmann=III&synkinesis=moderate&duration=14+months"
FAULTY = "/try?house_brackmann=3&age_years=1,5&haus=1&eye_closure=incomplte&as_of=gestern"


@pytest.fixture
def station(file_store):
    return with_trying(Station(file_store, now=NOON))


@pytest.fixture
def pages(station):
    return station.signed_in()


def links(page):
    return [unescape(it) for it in re.findall(r'href="([^"]+)"', page.text)]


def textarea(page, name):
    return unescape(re.search(rf'<textarea id="{name}"[^>]*>(.*?)</textarea>', page.text, re.S)[1])


# -- the form ----------------------------------------------------------------------------------


def test_a_blank_form_asks_for_a_grade_and_says_nothing_is_wrong(pages):
    page = pages.get("/try")

    assert page.status_code == 200
    assert "Begin with a grade" in pages.text
    assert 'role="alert"' not in page.text


def test_what_most_plans_turn_on_comes_first_and_everything_may_stay_not_assessed(pages):
    page = pages.get("/try").text
    selects = re.findall(r'<select id="field-([\w.]+)"[^>]*>\s*<option value="">([^<]+)', page)

    assert len(COMMON) == 10
    assert len(selects) > 60
    assert {text for _, text in selects} == {"not assessed"}
    first = page.index("<details")
    assert all(page.index(f'id="field-{name}"') < first for name in COMMON)


def test_what_was_filled_in_leads_to_an_address_that_holds_it_and_no_blanks(pages):
    pages.get("/try")
    token = pages.hidden("form_token")
    form = {
        "form_token": token,
        "house_brackmann": "III",
        "duration": "14",
        "duration_unit": "months",
        "vesicles": "",
        "age_years": "",
    }
    answer = pages.client.post("/try", data=form)

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/try?house_brackmann=III&duration=14+months#result"


def test_a_form_of_somebody_else_is_refused(pages):
    pages.get("/try")

    assert pages.client.post("/try", data={"house_brackmann": "III"}).status_code == 403
    assert pages.client.post("/try/gherkin", data={"gherkin": "x"}).status_code == 403


def test_an_address_that_names_a_patient_leads_to_one_that_does_not(pages):
    answer = pages.get("/try?house_brackmann=III&patient_ref=MRN-4711&vesicles=")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/try?house_brackmann=III"


def test_the_form_is_filled_as_the_address_says(pages):
    page = pages.get(f"{SYNKINESIS}&ocular_symptoms=pain&prior_treatments=none").text

    assert '<option value="III" selected>' in page
    assert re.search(r'name="duration" value="14"', page)
    assert '<option value="months" selected>' in page
    assert re.search(r'name="ocular_symptoms" value="pain" checked', page)
    assert re.search(r'name="prior_treatments" value="none" checked', page)


def test_nobody_tries_a_case_who_is_not_signed_in(station):
    assert station.app.test_client().get(SYNKINESIS).status_code == 401


def test_a_station_without_what_plans_it_says_so(file_store):
    pages = Station(file_store, now=NOON).signed_in()

    assert pages.get("/try").status_code == 404


# -- faults ------------------------------------------------------------------------------------


def test_every_fault_is_told_at_once_at_its_field(pages):
    page = pages.get(FAULTY).text

    assert "5 things to mend" in pages.text
    for name in ("house_brackmann", "age_years", "eye_closure", "as_of"):
        field = re.search(rf'<(?:input|select) id="field-{name}"[^>]*>', page)[0]
        assert 'aria-invalid="true"' in field
        assert f"fault-{name}" in field
        assert f'id="fault-{name}"' in page
        assert f'href="#field-{name}"' in page


def test_a_fault_names_the_nearest_right_thing_and_one_click_takes_it(pages):
    page = pages.get("/try?house_brackmann=3&synkinesis=none")
    offered = [it for it in links(page) if "house_brackmann=III" in it]

    assert offered
    assert pages.get(offered[0]).status_code == 200
    assert "to mend" not in pages.text


def test_the_form_stays_as_it_was_typed(pages):
    page = pages.get(FAULTY).text

    assert '<option value="3" selected>3 (as typed)</option>' in page
    assert 'value="1,5"' in page
    assert 'value="gestern"' in page


def test_a_word_of_a_list_that_is_none_is_named_and_can_be_mended(pages):
    page = pages.get("/try?house_brackmann=III&ocular_symptoms=pain&ocular_symptoms=redd")

    assert '"redd" is not one of its words' in pages.text
    assert any("ocular_symptoms=pain&ocular_symptoms=red#" in it for it in links(page))


def test_a_grade_is_asked_for_where_everything_else_was_said(pages):
    pages.get("/try?synkinesis=moderate")

    assert "Say which House-Brackmann grade" in pages.text


def test_what_contradicts_is_planned_and_said(pages):
    pages.get("/try?house_brackmann=I&synkinesis=severe&duration=14+months")

    assert "The findings contradict each other" in pages.text


@pytest.mark.parametrize(
    "query",
    [
        "house_brackmann=%00",
        "duration=1e400+days",
        "duration=%F0%9F%98%80",
        "prior_treatments.0.cycles=x",
        "prior_treatments=none&prior_treatments.0.intervention=nerve_graft",
        "prior_treatments.99.intervention=x",
        "as_of=9999-12-31",
        "as_of=assessed",
        "house_brackmann=III&onset_date=2026-11-20&duration=3+days",
        "house_brackmann=III&tip=nonsense&example=nonsense",
        "house_brackmann=III&example=%22%3E%3Cscript%3E",
        "side=bilateral&house_brackmann=III&house_brackmann_left=IV",
        "house_brackmann=III&house_brackmann_left=IV",
        "&".join(f"x{n}=1" for n in range(300)),
    ],
)
def test_nothing_that_stands_in_an_address_breaks_the_page(pages, query):
    page = pages.get(f"/try?{query}")

    assert page.status_code in (200, 303)
    assert "<script" not in page.text


# -- the plan ----------------------------------------------------------------------------------


def test_the_plan_stands_on_the_same_page(pages):
    pages.get(SYNKINESIS)

    assert "Start retraining and toxin together" in pages.text
    assert "Held: not offered yet" in pages.text
    assert "Botulinum toxin for synkinesis" in pages.text
    assert "Not offered" in pages.text
    assert "Tried, not stored" in pages.text


def test_nothing_can_be_decided_on_it(pages):
    page = pages.get(SYNKINESIS).text

    assert "/cases/" not in page
    assert 'name="decision"' not in page


CASES = [pytest.param(it.assessment, id=it.name) for it in examples(NOON)]


def preview(station, posted):
    path = "/v1/plans/preview?as_of=2026-11-25"
    answer = station.machine.post(path, json=posted, headers=BEARER)
    assert answer.status_code == 200
    return {k: v for k, v in answer.get_json().items() if k not in ("plan_id", "assessment_id")}


@pytest.mark.parametrize("assessment", CASES)
def test_it_is_the_plan_that_posting_it_makes(station, assessment):
    own = {k: v for k, v in assessment.items() if k not in ("assessment_id", "replaces")}
    page = station.signed_in().get(address(pairs_of(own, as_of="2026-11-25")))
    shown = json.loads(textarea(page, "as-json"))

    plan = preview(station, shown)

    assert plan == preview(station, {**own, "patient_ref": shown["patient_ref"]})
    read = words(page.text).replace(" ", "")
    assert plan["headline"].replace(" ", "") in read
    for stage in plan["stages"]:
        for item in stage["items"]:
            assert item["because"][0]["text"].replace(" ", "") in read


def test_it_is_planned_as_of_the_day_that_the_address_says(pages):
    pages.get(f"{SYNKINESIS}&as_of=2027-03-14")

    assert "As of 14-Mar-2027 00:00 UTC" in pages.text


def test_each_question_is_answered_by_one_click(pages):
    page = pages.get(SYNKINESIS)
    answers = {it for it in links(page) if it.startswith(SYNKINESIS) and "vesicles" in it}

    assert answers == {f"{SYNKINESIS}&vesicles=yes", f"{SYNKINESIS}&vesicles=no"}
    pages.get(f"{SYNKINESIS}&vesicles=yes")
    assert "Treatment for zoster" in pages.text


def test_every_answer_that_can_be_clicked_is_taken(pages):
    page = pages.get("/try?house_brackmann=VI&synkinesis=none&duration=30+hours")
    clicks = {
        it
        for block in re.findall(r'<ul class="one-click".*?</ul>', page.text, re.S)
        for it in re.findall(r'href="(/try[^"]+)"', block)
    }

    assert len(clicks) > 100
    for click in sorted(clicks)[::7]:
        pages.get(unescape(click))
        assert "to mend" not in pages.text, click


def test_what_was_said_can_be_left_out_again(pages):
    page = pages.get(SYNKINESIS)

    assert "/try?house_brackmann=III&duration=14+months#result" in links(page)


# -- as a machine posts it ---------------------------------------------------------------------


def test_the_command_is_the_post_and_holds_no_key(pages, station):
    page = pages.get(f"{SYNKINESIS}&as_of=2026-11-25")
    command = textarea(page, "as-curl")

    assert "http://localhost/v1/plans/preview?as_of=2026-11-25" in command
    assert "$FACIALIS_KEY" in command
    assert next(iter(BEARER.values())).split()[1] not in page.text
    body = re.search(r"--data '(.*)'", command)[1]
    assert json.loads(body) == json.loads(textarea(page, "as-json"))


def test_nothing_is_shown_to_be_run_before_it_was_checked(pages):
    page = pages.get("/try?house_brackmann=III&as_of=';rm+-rf+~'").text

    assert "curl" not in page


# -- examples ----------------------------------------------------------------------------------


def test_a_case_is_saved_as_an_example_and_told_where_it_belongs(pages):
    page = pages.get(f"{SYNKINESIS}&example=botulinum_toxin_synkinesis")

    assert "@row-toxin.synkinesis" in textarea(page, "example")
    assert "features/synkinesis.feature" in pages.text
    assert "Toxin and physical therapy come first, together" in pages.text


def test_where_it_tips_is_a_table_with_a_way_to_each_side(pages):
    page = pages.get(f"{SYNKINESIS}&tip=duration")

    ways = [it for it in links(page) if "duration=90+days" in it]
    assert ways
    assert "This case: 14 months" in pages.text
    assert "Scenario Outline" in page.text
    pages.get(ways[0])
    assert "Botulinum toxin for synkinesis" in pages.text


def test_what_never_tips_says_so(pages):
    pages.get("/try?house_brackmann=I&synkinesis=none&duration=14+months&tip=age_years")

    assert "Nothing that is offered or held changes" in pages.text


SCENARIO = """\
Scenario: No toxin in the second month
  Given a patient with House-Brackmann grade III
  And moderate synkinesis
  And the palsy began 2 months ago
  When the plan is drawn up
  Then toxin for synkinesis is not offered
  And nerve graft is offered
"""


def test_a_pasted_example_fills_the_form_and_is_held_against_the_plan(pages):
    pages.get("/try")
    page = pages.post("/try/gherkin", gherkin=SCENARIO)

    assert page.status_code == 200
    assert '<option value="III" selected>' in page.text
    assert "Agrees toxin for synkinesis is not offered" in pages.text
    assert "Differs nerve graft is offered" in pages.text
    assert "expected: Nerve graft is offered" in pages.text
    address = next(it for it in links(page) if "as_of=" in it and it.endswith("#result"))
    assert dict(parse_qsl(urlsplit(address).query))["duration"] == "2 months"


def test_a_mistyped_step_is_answered_in_the_guards_words(pages):
    pages.get("/try")
    page = pages.post("/try/gherkin", gherkin=SCENARIO.replace("grade III", "grade IIV"))

    assert page.status_code == 422
    assert "Line 2: House-Brackmann grade 'IIV' is not one of I–VI. Did you mean IV?" in pages.text
    assert "grade IIV" in textarea(page, "gherkin")


# -- from a case that was declined ---------------------------------------------------------------


@pytest.fixture
def declined(station):
    plan = a_plan(stages=[a_stage("rehabilitate", an_item("botulinum_toxin_synkinesis"))])
    station.take(received(an_assessment()), proposed(plan))
    pages = station.signed_in()
    pages.decide(
        plan["plan_id"],
        "rehabilitate",
        "decline",
        reasons="does-not-align-latest-evidence",
        reference="PMID:12345678",
    )
    return pages


def test_a_decline_since_evidence_has_moved_on_leads_to_the_case_to_be_tried(declined):
    [way] = [it for it in links(declined.page) if it.startswith("/try?")]
    asked = dict(parse_qsl(urlsplit(way).query))

    assert not {"patient_ref", "assessment_id"} & asked.keys()
    assert "patient-1" not in way
    assert asked["example"] == "botulinum_toxin_synkinesis"
    assert asked["house_brackmann"] == an_assessment()["house_brackmann"]
    page = declined.get(way)
    assert page.status_code == 200
    assert "Scenario:" in textarea(page, "example")


def test_any_other_decline_leads_nowhere(station):
    plan = a_plan(stages=[a_stage("rehabilitate", an_item("botulinum_toxin_synkinesis"))])
    station.take(received(an_assessment()), proposed(plan))
    pages = station.signed_in()
    pages.decide(plan["plan_id"], "rehabilitate", "decline", reasons="service-not-available")

    assert not [it for it in links(pages.page) if it.startswith("/try?")]


def test_nothing_is_stored(station):
    pages = station.signed_in()
    with station.store.reading() as connection:
        before = list(connection.connection.driver_connection.iterdump())
    pages.get(SYNKINESIS)
    pages.get(f"{SYNKINESIS}&tip=house_brackmann&example=whole")
    pages.post("/try/gherkin", gherkin=SCENARIO)
    with station.store.reading() as connection:
        assert list(connection.connection.driver_connection.iterdump()) == before
