"""
Every page in a real browser, as nobody else would see it: no JavaScript, no outside host.

Needs Debian's chromium and playwright; without them it is skipped, and in CI it fails.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest
from werkzeug.serving import make_server

from schemas.interventions import interventions
from tests.services.review.builders import (
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

CHROMIUM = Path("/usr/bin/chromium")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
PATIENT_MS = 120_000
"""How long a browser is waited for: a slow machine is no failure."""

LONG = "pneumonoultramicroscopicsilicovolcanoconiosis"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api") if "CI" not in os.environ else None
    if not CHROMIUM.exists() and "CI" not in os.environ:
        pytest.skip(f"there is no {CHROMIUM} here (apt-get install chromium)")
    if playwright is None:
        from playwright import sync_api as playwright
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox"], timeout=PATIENT_MS
        )
        yield browser
        browser.close()


@contextmanager
def served(app):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Watched:
    """A page that may reach its own origin only, and reports what it should not have done."""

    def __init__(self, browser, origin, **options):
        self.context = browser.new_context(java_script_enabled=False, **options)
        self.context.set_default_timeout(PATIENT_MS)
        self.origin, self.wrong = origin, []
        self.page = self.context.new_page()
        self.page.route("**/*", self._only_ours)
        self.page.on("console", self._said)
        self.page.on("requestfailed", self._failed)

    def open(self, path):
        answer = self.page.goto(self.origin + path)
        assert self.wrong == [], path
        return answer

    def notices(self):
        """Whether anything was wrong; what a page does is told a moment later."""
        ends = monotonic() + PATIENT_MS / 1000
        while not self.wrong and monotonic() < ends:
            self.page.wait_for_timeout(20)
        return bool(self.wrong)

    def overflow(self):
        """How many pixels the page is wider than its window."""
        seen = self.context.new_cdp_session(self.page).send("Page.getLayoutMetrics")
        return seen["cssContentSize"]["width"] - seen["cssLayoutViewport"]["clientWidth"]

    def _only_ours(self, route):
        if route.request.url.startswith((self.origin, "data:")):
            route.continue_()
        else:
            self.wrong.append(f"asked {route.request.url}")
            route.abort()

    def _failed(self, request):
        # A browser breaks off what the page before had asked for when it goes on to the next.
        if "ABORTED" not in request.failure:
            self.wrong.append(f"failed {request.url}: {request.failure}")

    def _said(self, message):
        # A refused page says its own status; what a policy refused would be said here too.
        if not (message.type == "error" and "status of 4" in message.text):
            self.wrong.append(f"said {message.text}")


def a_full_plan():
    """A plan with all that a plan can say, and words too long for a phone."""
    because = [a_reason("row." + LONG, f"A reason about {LONG}.", vesicles="unknown")] * 2
    items = [
        an_item(
            code,
            by="2026-11-30",
            closes="2027-03-14",
            until="2027-01-01T10:00:00Z",
            approximate=["closes"],
            standing="conditional",
            off_label=True,
            to=["facial_nerve_surgeon", "oculoplastic"],
            aims=["eye_safety", "dynamic_movement"],
            must_confirm=["age_years", "pregnancy"],
            in_doubt=["eye_closure"],
            conditional_on=[{"finding": "synkinesis", "must_be": ["moderate"]}],
            prerequisites=[{"text": "Imaging first"}],
            cautions=[{"text": f"Mind {LONG}.", "findings": {"smoking": "yes"}}],
            because=because,
        )
        for code in ("eye_protection", "botulinum_toxin_synkinesis")
    ]
    stages = [
        a_stage("emergency", *items[:1]),
        a_stage("rehabilitate", *items[1:], held=(a_held("eyelid_weight", "later"),)),
    ]
    answer = {"value": "yes", "adds": ["mri_brain"], "removes": [], "urgency": "emergency"}
    question = {"finding": "vesicles", "text": f"{LONG}?", "why": "Why.", "urgency": "emergency"}
    return a_plan(
        urgency="urgent",
        status="conflict",
        headline=f"Do this about {LONG} by 30-Nov-2026.",
        stages=stages,
        alerts=[{"code": "a", "text": f"Alert {LONG}", "urgency": "same_day"}],
        flags=[{"code": "f", "text": "Check.", "findings": {"side": "left"}}],
        differential=[{"cause": "lyme", "text": "Think of it."}],
        not_offered=[
            {"intervention": code, "kind": kind, "because": because, "nearest": []}
            for code, kind in zip(
                list(interventions())[:4],
                ["contraindicated", "refused", "not_yet", "not_indicated"],
                strict=True,
            )
        ],
        questions=[question | {"rank": n, "answers": [answer]} for n in range(1, 12)],
        horizon=[
            {
                "on": "2027-03-14",
                "approximate": True,
                "at": "18 months",
                "adds": ["nerve_graft"],
                "removes": ["mri_brain"],
            }
        ],
        sensitivity=[
            {
                "finding": "house_brackmann",
                "to": "V",
                "adds": [],
                "removes": [],
                "urgency": "soon",
            }
        ],
    )


@pytest.fixture
def paths(station):
    """One address of each kind of page, those that need no session first."""
    plan = a_full_plan()
    old = a_plan("b-1", patient_ref="x" * 60 + "-1", stale_after="2026-11-21")
    station.take(
        received(an_assessment(simulated=True)),
        proposed(plan),
        received(an_assessment("b-1", patient_ref=old["patient_ref"])),
        proposed(old),
        received(an_assessment("c-1", patient_ref="patient-3")),
        proposed(a_plan("c-1", patient_ref="patient-3")),
        withdrawn("c-1", patient_ref="patient-3"),
        set_aside(an_assessment("d-1", patient_ref="patient-4")),
    )
    return [
        "/",
        "/?patient_ref=nobody-1",
        "/?state=withdrawn",
        f"/cases/{plan['plan_id']}",
        f"/cases/{plan['plan_id']}/stages/emergency",
        f"/cases/{old['plan_id']}",
        f"/cases/{a_plan('c-1')['plan_id']}",
        "/assessments/d-1",
        "/nowhere",
        "/sign-in",
    ]


def signed_in(watched, station):
    """Give the browser a session, as a link would have."""
    token = station.signed_in().client.get_cookie("facialis_session").value
    cookie = {"name": "facialis_session", "value": token, "url": watched.origin}
    watched.context.add_cookies([cookie])
    return watched


def test_somebody_signs_in_on_a_phone(chromium, station):
    with served(station.app) as origin:
        watched = Watched(chromium, origin, viewport=PHONE)
        watched.open(station.link())
        assert watched.overflow() == 0
        watched.page.fill("#name", "Dr Ada Byron")
        watched.page.check("input[value=physician]")
        watched.page.click("main button")
        watched.page.wait_for_url(f"{origin}/")
        assert "Dr Ada Byron" in watched.page.inner_text(".who")


SMUGGLED = [
    '<p style="color:red">x</p>',
    "<style>p {color: red}</style>",
    '<img src="https://outside.example/x.png" alt="">',
    '<link rel="stylesheet" href="https://outside.example/x.css">',
]


def test_what_a_page_must_not_do_is_noticed(chromium, station):
    station.app.add_url_rule(
        "/smuggled/<int:number>", view_func=lambda number: f"<!doctype html>{SMUGGLED[number]}"
    )
    with served(station.app) as origin:
        watched = Watched(chromium, origin)
        for number, smuggled in enumerate(SMUGGLED):
            watched.wrong.clear()
            watched.page.goto(f"{origin}/smuggled/{number}")
            assert watched.notices(), smuggled


@pytest.mark.parametrize(
    "window",
    [{"viewport": PHONE}, {"viewport": DESK, "color_scheme": "dark"}],
    ids=["phone", "desk"],
)
def test_no_page_reaches_out_or_overflows(chromium, station, paths, window):
    with served(station.app) as origin:
        watched = signed_in(Watched(chromium, origin, **window), station)
        for path in paths:
            watched.open(path)
            assert watched.overflow() == 0, path


def test_a_case_is_read_and_decided_without_javascript(chromium, station, paths):
    with served(station.app) as origin:
        watched = signed_in(Watched(chromium, origin, viewport=PHONE), station)
        page = watched.page
        watched.open("/")
        page.click("text=patient-1")
        page.locator("#stage-rehabilitate .decide summary", has_text="Decline").first.click()
        assert watched.overflow() == 0
        page.locator("#stage-rehabilitate .decide summary", has_text="Not now").click()
        assert page.locator("#stage-rehabilitate details[open]").count() == 1
        page.fill("#rehabilitate-until", "2026-12-01")
        page.locator("#rehabilitate-until").locator("xpath=ancestor::form").locator(
            "button"
        ).click()
        page.locator("#stage-rehabilitate", has_text="put off until 01-Dec-2026").wait_for()
        assert watched.wrong == []


def test_opened_reasons_do_not_overflow_a_phone(chromium, station, paths):
    with served(station.app) as origin:
        watched = signed_in(Watched(chromium, origin, viewport=PHONE), station)
        watched.open(paths[3])
        for summary in watched.page.locator(".why > summary, .kind > summary").all():
            if summary.is_visible():
                summary.click()
        assert watched.overflow() == 0


def test_the_date_is_the_same_for_every_reader(chromium, station, paths):
    with served(station.app) as origin:
        seen = []
        for zone, region in (("Australia/Sydney", "de-DE"), ("America/New_York", "en-US")):
            reader = {"locale": region, "timezone_id": zone}
            watched = signed_in(Watched(chromium, origin, **reader), station)
            watched.open(paths[3])
            seen.append(watched.page.inner_text(".instruction"))
        assert "30-Nov-2026" in seen[0]
        assert seen[0] == seen[1]


def test_what_is_pressed_is_large_enough_and_never_under_the_banner(chromium, station, paths):
    with served(station.app) as origin:
        watched = signed_in(Watched(chromium, origin, viewport=PHONE), station)
        watched.open(f"{paths[3]}#stage-rehabilitate")
        banner = watched.page.locator(".banner").bounding_box()
        title = watched.page.locator("#title-rehabilitate").bounding_box()
        assert title["y"] >= banner["y"] + banner["height"]
        for control in watched.page.locator("button, .decide summary, select, input").all():
            if control.is_visible():
                box = control.bounding_box()
                small = min(box["width"], box["height"])
                assert small >= 24, control.evaluate("it => it.outerHTML")


def test_paper_shows_the_plan_and_nothing_to_press(chromium, station, paths):
    with served(station.app) as origin:
        watched = signed_in(Watched(chromium, origin, viewport=DESK), station)
        watched.open(paths[3])
        watched.page.emulate_media(media="print")
        assert not watched.page.locator(".decide").first.is_visible()
        assert not watched.page.locator(".top").is_visible()
        assert watched.page.locator("#stage-rehabilitate h3").is_visible()
        assert watched.page.pdf()[:4] == b"%PDF"
