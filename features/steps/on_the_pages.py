"""What a clinician reads on the worklist and on the page of the case."""

from __future__ import annotations

from features.speech.drawn_plan import differs
from features.speech.posting import eventually
from features.speech.sentence import then

_MOST = 600


@then("the worklist begins with this patient")
def _begins(case, pages):
    if not eventually(lambda: pages.patients()[:1] == [case.patient_ref]):
        raise differs(f"the worklist begins with {case.patient_ref}", *_read(pages))


@then("the patient is on the worklist")
def _listed(case, pages):
    if not eventually(lambda: case.patient_ref in pages.patients()):
        raise differs(f"{case.patient_ref} is on the worklist", *_read(pages))


@then("the patient is not on the worklist")
def _not_listed(case, pages):
    if not eventually(lambda: case.patient_ref not in pages.patients()):
        raise differs(f"{case.patient_ref} is not on the worklist", *_read(pages))


@then("the page of the case says {quoted}")
def _says(case, pages, quoted):
    page = pages.read(f"/cases/{case.kept_plan['plan_id']}")
    if quoted.casefold() not in page.casefold():
        raise differs(f'the page says "{quoted}"', _about(page))


def _about(page):
    """Give what stands at the top of a page: enough to know it by."""
    return page if len(page) <= _MOST else f"{page[:_MOST].rpartition(' ')[0]} …"


def _read(pages):
    return pages.patients() or ["nobody is on it"]
