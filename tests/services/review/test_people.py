"""Signing in: a link once for 15 minutes, a session for 12 hours, a form of one's own."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from services.review.links import make_link, read_link
from services.review.people import new_sign_in_link
from services.review.store.outbox import StoreOutbox
from services.review.store.store import look_at_postgres, open_postgres, open_to_look
from services.review.store.tables import openings, people, sessions, used_links
from tests.services.review.builders import NOON, a_plan, an_assessment, proposed, received
from tests.services.review.station import BEARER, Browser, Station

SECRET = b"s" * 32
MINUTE = timedelta(minutes=1)


def test_a_link_is_good_for_fifteen_minutes():
    link = make_link(SECRET, link_id="link-0001", now=NOON)
    assert read_link(SECRET, link, now=NOON + 14 * MINUTE) == "link-0001"
    assert read_link(SECRET, link, now=NOON + 15 * MINUTE) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda link: link.replace("link-0001", "link-0002"),
        lambda link: re.sub(r"\.\d+\.", ".99999999999.", link),
        lambda link: link[:-1],
        lambda link: link + "A",
        lambda link: "",
        lambda link: "a.b.c",
    ],
)
def test_a_link_that_was_tampered_with_is_nobodys(spoil):
    link = make_link(SECRET, link_id="link-0001", now=NOON)
    assert read_link(SECRET, spoil(link), now=NOON) is None
    assert read_link(b"another secret", link, now=NOON) is None


def test_signing_in_asks_name_and_role_and_begins_a_session(station):
    browser = Browser(station.app.test_client())
    page = browser.get(link := station.link())
    assert page.status_code == 200
    answer = browser.client.post(
        link,
        data={"form_token": browser.hidden("form_token"), "name": " Dr  Ada ", "role": "nurse"},
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=43200" in cookie
    browser.get("/")
    assert "Dr Ada Nurse" in browser.text


def test_the_session_is_kept_by_its_digest_alone(station, pages):
    token = pages.client.get_cookie("facialis_session").value
    with station.store.reading() as connection:
        (digest,) = connection.scalars(select(sessions.c.digest))
        assert token.encode() not in digest
        assert list(connection.scalars(select(people.c.name))) == ["Dr Ada Byron"]


def test_opening_a_link_does_not_use_it_up(station):
    link = station.link()
    for _ in range(2):
        assert station.app.test_client().get(link).status_code == 200


def test_a_link_works_once(station):
    link = station.link()
    first, second = Browser(station.app.test_client()), Browser(station.app.test_client())
    first.get(link)
    second.get(link)
    assert first.post(link, name="Dr Ada", role="physician").status_code == 200
    assert second.post(link, name="Dr Eve", role="physician").status_code == 401
    with station.store.reading() as connection:
        assert len(connection.execute(select(used_links)).all()) == 1
    assert "does not work any more" in second.text


def test_a_link_that_ended_is_refused_in_plain_words(station):
    link = station.link()
    station.now = NOON + 16 * MINUTE
    browser = Browser(station.app.test_client())
    assert browser.get(link).status_code == 401
    assert "facialis sign-in" in browser.text


def test_another_process_can_print_a_link_while_a_file_is_served(file_store, tmp_path):
    prints_a_link(file_store, open_to_look(tmp_path / "review.db"))


@pytest.mark.postgres
def test_another_process_can_print_a_link_while_a_database_is_served(database):
    store = open_postgres(database)
    prints_a_link(store, look_at_postgres(database))
    store.close()


def prints_a_link(store, looking):
    station = Station(store, now=NOON)
    link = new_sign_in_link(looking, now=NOON, new_id=station.new_id)
    looking.close()
    assert station.app.test_client().get(link).status_code == 200


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "A", "role": "physician"}, "Write your name"),
        ({"name": "x" * 81, "role": "physician"}, "Write your name"),
        ({"name": "<b>Ada</b>", "role": "physician"}, "Write your name"),
        ({"name": "Dr Ada", "role": "king"}, "Choose your role"),
        ({"name": "Dr Ada"}, "Choose your role"),
    ],
)
def test_what_is_missing_is_asked_for_and_the_link_stays_good(station, fields, words):
    browser = Browser(station.app.test_client())
    browser.get(link := station.link())
    assert browser.post(link, **fields).status_code == 422
    assert words in browser.text
    assert browser.post(link, name="Dr Ada", role="other").status_code == 200


def test_a_sign_in_form_of_another_site_is_refused(station):
    answer = station.app.test_client().post(
        station.link(), data={"name": "Dr Eve", "role": "other", "form_token": "0" * 64}
    )
    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers


def test_a_session_ends_after_twelve_hours(station, pages):
    station.now = NOON + timedelta(hours=12) - MINUTE
    assert pages.get("/").status_code == 200
    station.now = NOON + timedelta(hours=12)
    assert pages.get("/").status_code == 401
    assert "Your session has ended" in pages.text


def test_ended_sessions_are_forgotten_when_somebody_signs_in(station, pages):
    station.now = NOON + timedelta(hours=13)
    station.signed_in("Dr Eve")
    with station.store.reading() as connection:
        assert len(connection.execute(select(sessions)).all()) == 1


def test_signing_out_ends_the_session_on_the_server(station, pages):
    pages.get("/")
    token = pages.client.get_cookie("facialis_session").value
    pages.post("/sign-out")
    pages.client.set_cookie("facialis_session", token)
    assert pages.get("/").status_code == 401


def test_the_key_opens_no_page(station):
    station.take(received(an_assessment()), proposed(a_plan()))
    for path in ("/", f"/cases/{a_plan()['plan_id']}", "/assessments/a-1"):
        answer = station.machine.get(path, headers=BEARER)
        assert answer.status_code == 401
        assert answer.content_type.startswith("text/html")


def test_the_same_name_and_role_keep_their_reference(station):
    station.signed_in()
    station.signed_in()
    station.signed_in(role="nurse")
    with station.store.reading() as connection:
        assert len(connection.execute(select(people)).all()) == 2


def test_names_stay_in_the_store(station, pages):
    plan = a_plan()
    station.take(received(an_assessment()), proposed(plan))
    pages.decide(plan["plan_id"], "protect", "accept")
    ((_, message),) = StoreOutbox(station.store).read(0, 10)
    assert b"Ada" not in message.body
    assert b'"role":"physician"' in message.body
    assert "Ada" not in station.get(f"/v1/plans/{plan['plan_id']}").text


def test_who_opened_which_case_when_is_recorded(station, pages):
    plan = a_plan()
    station.take(received(an_assessment()), proposed(plan))
    pages.get(f"/cases/{plan['plan_id']}")
    station.signed_in("Dr Eve", "nurse").get(f"/cases/{plan['plan_id']}/stages/protect")
    with station.store.reading() as connection:
        rows = connection.execute(select(openings.c.plan_id, openings.c.opened_at)).all()
    assert rows == [(plan["plan_id"], NOON)] * 2
    pages.get(f"/cases/{plan['plan_id']}")
    assert "Dr Eve (nurse), 22-Nov-2026 12:00 UTC" in pages.text


def test_a_form_of_another_site_records_nothing(station, pages):
    plan = a_plan()
    station.take(received(an_assessment()), proposed(plan))
    answer = pages.client.post(
        f"/cases/{plan['plan_id']}/stages/protect",
        data={"decision": "accept", "decision_id": "x", "etag": "*", "form_token": "0" * 64},
    )
    assert answer.status_code == 403
    assert station.plan(plan["plan_id"])["review"]["decisions"] == []
