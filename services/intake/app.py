"""Intake's doors: post an assessment, see how far it has come, take it back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import BoundedSemaphore
from typing import Any

from flask import Blueprint, Flask, Response, request

from schemas.ids import received_id
from schemas.topics import ASSESSMENTS_RECEIVED
from schemas.withdrawal import load_withdrawal
from services.doors import kinds
from services.doors.answers import answer
from services.doors.body import read_json
from services.doors.described import described
from services.doors.keys import Keys, client, key_needed
from services.doors.opening import Edge, open_doors
from services.doors.problems import Problem
from services.doors.tracing import about, part, traceparent
from services.intake import descriptions, events
from services.intake.accept import Sender, accept
from services.intake.following import Following, NobodyFollows
from services.intake.outbox import Accepted, AnotherBody, Outbox
from services.intake.preferring import seconds_to_wait, waiting_places
from services.intake.telling import acknowledged, far_along, path_of, taken_back

_IDEMPOTENCY_KEY = re.compile("[ -~]{1,255}")


@dataclass(frozen=True, slots=True)
class Intake:
    """
    What the station works with.

    Attributes:
        outbox: where it keeps what it accepts.
        now: the time, aware.
        new_id: makes a UUID as text, a new one each time.
        following: tells what became of an assessment.
        page_of: the address of the page about an assessment, by client and assessment_id.
        make_room: raises Unavailable while no more can be taken.
    """

    outbox: Outbox
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    following: Following = field(default_factory=NobodyFollows)
    page_of: Callable[[str, str], str] = lambda client, assessment_id: "/"
    make_room: Callable[[], None] = lambda: None
    waiting: BoundedSemaphore = field(default_factory=waiting_places)


def create_app(intake: Intake, *, keys: Keys, edge: Edge) -> Flask:
    """Make an application of this station alone."""
    return open_doors([blueprint(intake, keys=keys)], edge=edge)


def blueprint(intake: Intake, *, keys: Keys) -> Blueprint:
    """Make the station's doors, for clients with a key."""
    doors = Blueprint("intake", __name__)
    doors.before_request(key_needed(keys))

    @doors.post("/v1/assessments")
    @described(descriptions.POST)
    def post_assessment() -> Response:
        return _post(intake)

    @doors.get("/v1/assessments/<assessment_id>")
    @described(descriptions.GET)
    def get_assessment(assessment_id: str) -> Response:
        return _get(intake, assessment_id)

    @doors.post("/v1/assessments/<assessment_id>/withdraw")
    @described(descriptions.WITHDRAW)
    def withdraw_assessment(assessment_id: str) -> Response:
        return _withdraw(intake, assessment_id)

    return doors


def _post(intake: Intake) -> Response:
    posted, key = read_json(), _idempotency_key()
    intake.make_room()
    try:
        with part(f"append {ASSESSMENTS_RECEIVED.name}", "producer"):
            sender = Sender(client(), key, traceparent())
            entry, replayed = accept(
                posted, sender=sender, outbox=intake.outbox, now=intake.now(), new_id=intake.new_id
            )
    except AnotherBody as other:
        raise _another_body(other) from None
    about(received_id(entry.client, entry.assessment_id))
    headers = {"Location": path_of(entry.assessment_id)}
    if replayed:
        headers["Idempotent-Replayed"] = "true"
    if plan := _plan_in_time(intake, entry):
        return answer(plan, headers=headers | {"Preference-Applied": "wait"})
    return answer(acknowledged(entry, page=_page(intake, entry)), 202, headers=headers)


def _plan_in_time(intake: Intake, entry: Accepted) -> Mapping[str, Any] | None:
    seconds = seconds_to_wait(request.headers.get("Prefer", ""))
    if not seconds or not intake.waiting.acquire(blocking=False):
        return None
    try:
        return intake.following.wait_for_plan(entry.client, entry.assessment_id, seconds)
    finally:
        intake.waiting.release()


def _get(intake: Intake, assessment_id: str) -> Response:
    entry = intake.outbox.find(client(), assessment_id)
    followed = intake.following.state_of(client(), assessment_id)
    if entry is None and followed is None:
        raise _not_here()
    page = intake.page_of(client(), assessment_id)
    return answer(far_along(assessment_id, entry, followed, page=page))


def _withdraw(intake: Intake, assessment_id: str) -> Response:
    reason = load_withdrawal(read_json())["reason"]
    trace = traceparent()
    try:
        entry = intake.outbox.withdraw(
            client(),
            assessment_id,
            reason=reason,
            at=intake.now(),
            event=lambda entry: events.withdrawn(entry, traceparent=trace),
        )
    except AnotherBody as other:
        raise _another_body(other) from None
    if entry is None:
        raise _not_here()
    return answer(taken_back(entry, page=_page(intake, entry)))


def _idempotency_key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _IDEMPOTENCY_KEY.fullmatch(key):
        raise Problem(kinds.BAD_REQUEST, "Idempotency-Key takes 1 to 255 characters of ASCII.")
    return key


def _page(intake: Intake, entry: Accepted) -> str:
    return intake.page_of(entry.client, entry.assessment_id)


def _another_body(other: AnotherBody) -> Problem:
    detail = f"This {other.reference} was sent before and stands for something else."
    return Problem(kinds.ANOTHER_BODY, detail)


def _not_here() -> Problem:
    return Problem(kinds.NOT_FOUND, "No assessment of yours has this reference.")
