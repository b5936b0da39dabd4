"""What the door refuses, and what becomes of repeats."""

from __future__ import annotations

from features.guards.fault import Misread
from features.speech.drawn_plan import differs
from features.speech.posting import current_plans, faults, in_words
from features.speech.sentence import given, then
from features.speech.text import key
from features.speech.words import finding_words
from schemas.catalogue import catalogue


@given("the assessment leaves out {entry}")
def _left_out(case, entry):
    name = _name(entry)
    case.left_out |= {"duration", "onset_date", "onset_at"} if name == "duration" else {name}


@given("the assessment says {quoted} for {entry}")
def _says(case, quoted, entry):
    case.findings[_name(entry)] = quoted


@given("the assessment says an empty list for {entry}")
def _says_an_empty_list(case, entry):
    case.findings[_name(entry)] = []


@given("the assessment says the number {number} for {entry}")
def _says_number(case, number, entry):
    case.findings[_name(entry)] = number


@given("the assessment has an entry {quoted} that says {other:quoted}")
def _unknown_entry(case, quoted, other):
    case.findings[quoted] = other


@then("the assessment is refused")
def _refused(case):
    if not 400 <= case.answer.status < 500:
        raise differs("the assessment is refused", in_words(case.answer))


@then("the assessment is refused because of {entry}")
def _refused_because(case, entry):
    _refused(case)
    if not any(
        fault["pointer"].lstrip("/").split("/")[0] == _name(entry) for fault in faults(case.answer)
    ):
        raise differs(f"it is refused because of {entry}", in_words(case.answer))


@then("the refusal names {number} faults", "the refusal names {number} fault")
def _fault_count(case, number):
    if len(faults(case.answer)) != number:
        raise differs(f"{number} faults are named", in_words(case.answer))


@then("the refusal suggests {quoted}")
def _suggests(case, quoted):
    found = [str(fault.get("suggestion")) for fault in faults(case.answer)]
    if quoted not in found:
        raise differs(f'it suggests "{quoted}"', in_words(case.answer))


@then("the refusal does not repeat {quoted}")
def _discreet(case, quoted):
    if quoted in str(case.answer.body):
        raise differs(f'"{quoted}" is not repeated', in_words(case.answer))


@then("the assessment is accepted")
def _accepted(case):
    if case.answer.status != 202:
        raise differs("the assessment is accepted", in_words(case.answer))


@then("the answer is the same as before")
def _same(case):
    if len(case.answers) < 2:
        mend = "Write `When the same assessment is posted again` before."
        raise Misread("There are not two answers yet.", mend)
    first, second = case.answers[-2:]
    replayed = second.headers.get("idempotent-replayed")
    if (first.status, first.body) != (second.status, second.body) or replayed != "true":
        raise differs(in_words(first), in_words(second))


@then("the assessment is refused as another one under a known reference")
def _conflict(case):
    if case.answer.status != 409:
        raise differs("it is refused as another one (409)", in_words(case.answer))


@then("nothing is planned for the patient")
def _nothing(case, doors):
    if plans := current_plans(doors, case.patient_ref):
        raise differs("nothing is planned", "; ".join(it["headline"] for it in plans))


def _name(entry):
    typed = key(entry)
    record = {key(it.label): name for name, it in catalogue().record.items()}
    return record.get(typed) or finding_words().code_of(entry)
