"""What cannot be read: kept and set aside, seen by whoever waits for it, and handed on again."""

from __future__ import annotations

import json
import re

import pytest

from features.speech.arriving import arriving, damaged
from features.speech.drawn_plan import differs
from features.speech.older_release import cannot_read
from features.speech.posting import ASSESSMENTS, eventually, in_words, plan_of
from features.speech.sayings import listed_words
from features.speech.sentence import given, then, when

_KEY = re.compile(r"^\s*key\s+(\S+)", re.MULTILINE)


@pytest.fixture
def older_release(case, line_here):
    """Make the line one that cannot read this patient's assessments yet, until it is stopped."""
    with cannot_read(case.patient_ref) as release:
        yield release


@given("a release of Facialis that cannot read this patient's assessments yet")
def _older(older_release):
    pass


@when("the assessment is posted, and set aside")
def _posted_in_vain(case, doors):
    case.answers.append(doors.post(ASSESSMENTS, case.assessment()))
    if case.answer.status != 202:
        raise differs("the assessment is accepted", in_words(case.answer))
    case.sent.append(case.answer.body["assessment_id"])
    _reads(case, doors, "set_aside")


@when("a release that can read them is installed")
def _newer(older_release):
    older_release.close()


@when("an assessment of the patient arrives {damage}")
def _arrives(case, line, damage):
    case.sent.append(f"arrived-{len(case.sent) + 1}-{case.patient_ref}")
    event = arriving(case.assessment(), assessment_id=case.sent[-1], now=case.now)
    line.send(damaged(event, damage))


@when("the sender puts a mended one in its place")
def _mended(case, doors):
    posted = {**case.assessment(), "replaces": case.sent_id}
    case.answers.append(doors.post(ASSESSMENTS, posted))
    if case.answer.status != 202:
        raise differs("the mended assessment is accepted", in_words(case.answer))
    case.sent.append(case.answer.body["assessment_id"])
    _keep_plan(case, doors, drawn_from=posted)


@when("the operator hands on again what was set aside")
def _handed_on(case, line):
    line.hand_on([it["id"] for it in _waiting(case, line, least=1)])


@then("the plan of the assessment arrives")
def _plan_arrives(case, doors):
    _keep_plan(case, doors, drawn_from=case.assessment())


@then("the sender reads that it was set aside")
def _sender_reads(case, doors):
    _reads(case, doors, "set_aside")


@then("the worklist says {quoted} of the patient")
def _worklist_says(case, pages, quoted):
    def said():
        return pages.without_plan(case.patient_ref)

    if not eventually(lambda: quoted.casefold() in said().casefold()):
        raise differs(f'the worklist says "{quoted}"', said() or "nothing of this patient")


@then("the worklist does not say that the patient waits for a plan")
def _worklist_is_silent(case, pages):
    if not eventually(lambda: not pages.without_plan(case.patient_ref)):
        raise differs("nothing of this patient", pages.without_plan(case.patient_ref))


@then("the operator finds it set aside {damage}")
def _operator_finds(case, line, damage):
    found = _waiting(case, line, least=1)
    if [it["reason"] for it in found] != [damage]:
        reason = listed_words("damage")[damage]
        raise differs(f"one assessment that was set aside {reason}", _list(found))


@then(
    "it is set aside once, tried again {number} time",
    "it is set aside once, tried again {number} times",
)
def _tried_again(case, line, number):
    if not eventually(lambda: [it["attempt"] for it in _waiting(case, line)] == [number]):
        raise differs(f"one that was tried again {number} times", _list(_waiting(case, line)))


@then("nothing of the patient is set aside any more")
def _nothing_waits(case, line):
    if not eventually(lambda: not _waiting(case, line)):
        raise differs("nothing is set aside", _list(_waiting(case, line)))


@then("the plan counts from the day when the assessment was received")
def _as_of_receipt(case, doors):
    received = doors.get(f"{ASSESSMENTS}/{case.plan['assessment_id']}").body["received_at"]
    if case.plan["as_of"] != received:
        raise differs(f"the plan counts from {received}", f"from {case.plan['as_of']}")


def _keep_plan(case, doors, *, drawn_from):
    if (drawn_up := plan_of(doors, case.sent_id)) is None:
        raise differs("the assessment is planned", "no plan came within ten seconds")
    case.keep(drawn_up, drawn_from=drawn_from)


def _reads(case, doors, state):
    path = f"{ASSESSMENTS}/{case.sent_id}"
    eventually(lambda: (doors.get(path).body or {}).get("state") == state)
    if (found := (doors.get(path).body or {}).get("state")) != state:
        raise differs(f"the sender reads: {state.replace('_', ' ')}", f"{found}".replace("_", " "))


def _waiting(case, line, *, least=0):
    """Read what the operator's list has of this patient, when there is as much as is due."""

    found = []

    def enough():
        lines = line.command("set-aside", "list", "--json").splitlines()
        found[:] = [it for it in map(json.loads, lines) if _is_of(case, line, it)]
        return len(found) >= least

    eventually(enough)
    return found


def _is_of(case, line, listed):
    key = _KEY.search(line.command("set-aside", "show", listed["id"]))
    return key is not None and key[1] == case.patient_ref


def _list(found):
    return "; ".join(f"{it['reason']}: {it['detail']}" for it in found) or "nothing is set aside"
