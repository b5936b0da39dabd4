"""Drawing up the plan, and posting: once, again, corrected, late, withdrawn."""

from __future__ import annotations

from urllib.parse import quote

from features.guards.fault import in_row
from features.speech.drawn_plan import differs
from features.speech.noting import note_table, note_visit, visits_of
from features.speech.posting import ASSESSMENTS, in_words, plan_of
from features.speech.sentence import given, when
from features.speech.values import elapsed_of
from schemas.elapsed import DAYS_IN

PREVIEW = "/v1/plans/preview"


@given("the assessment reference is {quoted}")
def _reference(case, quoted):
    case.findings["assessment_id"] = f"{quoted}-{case.patient_ref}"


@given("the patient was assessed {elapsed} ago")
def _assessed(case, elapsed):
    case.assessed_ago(days=elapsed["value"] * DAYS_IN[elapsed["unit"]])


@when("the plan is drawn up")
def _drawn_up(case, doors, request):
    if request.node.get_closest_marker("line"):
        _through_the_line(case, doors)
    else:
        _previewed(case, doors)


@when("the assessment is posted", "the same assessment is posted again")
def _posted(case, doors):
    case.answers.append(doors.post(ASSESSMENTS, case.assessment()))
    if case.answer.status == 202:
        case.sent.append(case.answer.body["assessment_id"])


@when("another assessment is posted under the same reference")
def _posted_otherwise(case, doors, datatable):
    note_table(case, datatable)
    case.answers.append(doors.post(ASSESSMENTS, case.assessment()))


@when("the patient is assessed again")
def _assessed_again(case, doors, datatable):
    case.anew()
    note_table(case, datatable)
    _through_the_line(case, doors)


@when("these assessments arrive")
def _several(case, doors, datatable):
    for row, (assessed, found) in enumerate(visits_of(datatable), start=1):
        case.anew()
        with in_row(row):
            ago = elapsed_of(assessed.removesuffix(" ago"))
            case.assessed_ago(days=ago["value"] * DAYS_IN[ago["unit"]])
            note_visit(case, found)
        _through_the_line(case, doors)


@when("an assessment from {elapsed} ago arrives late")
def _late(case, doors, elapsed, datatable):
    case.anew()
    case.assessed_ago(days=elapsed["value"] * DAYS_IN[elapsed["unit"]])
    note_table(case, datatable)
    _through_the_line(case, doors)


@when("the assessment is withdrawn because of {withdrawal}")
def _withdrawn(case, doors, withdrawal):
    path = f"{ASSESSMENTS}/{case.sent_id}/withdraw"
    case.answers.append(doors.post(path, {"reason": withdrawal}))
    if case.answer.status >= 400:
        raise differs("the assessment is withdrawn", in_words(case.answer))


@when("{elapsed} have passed", "{elapsed} has passed")
def _time_passes(case, passing_time, elapsed):
    passing_time.let_pass(days=elapsed["value"] * DAYS_IN[elapsed["unit"]])
    case.now = passing_time.now()


def _previewed(case, doors):
    at = case.now.isoformat()
    posted = {"assessed_at": at, **case.assessment()}
    answer = doors.post(f"{PREVIEW}?as_of={quote(at)}", posted)
    case.answers.append(answer)
    if answer.status != 200:
        raise differs("a plan", in_words(answer))
    case.keep(answer.body, drawn_from=posted)


def _through_the_line(case, doors):
    posted = case.assessment()
    answer = doors.post(ASSESSMENTS, posted)
    case.answers.append(answer)
    if answer.status != 202:
        raise differs("the assessment is accepted", in_words(answer))
    case.sent.append(answer.body["assessment_id"])
    if (drawn_up := plan_of(doors, answer.body["assessment_id"])) is None:
        raise differs("a plan is drawn up", "none came within ten seconds")
    case.keep(drawn_up, drawn_from=posted)
