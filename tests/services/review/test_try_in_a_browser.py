"""
Try a case in a real browser, without JavaScript: on a phone, on a desk in the dark, on paper.

Needs Debian's chromium and playwright; without them it is skipped, and in CI it fails.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.services.review.builders import NOON
from tests.services.review.station import Station
from tests.services.review.test_browser import (  # noqa: F401
    DESK,
    PATIENT_MS,
    Watched,
    chromium,
    served,
    signed_in,
)
from tests.services.review.trying import with_trying

PHONE = {"width": 400, "height": 860}
SYNKINESIS = "/try?house_brackmann=III&synkinesis=moderate&duration=14+months"
PATHS = (
    "/try",
    f"{SYNKINESIS}&tip=duration&example=whole",
    "/try?house_brackmann=3&age_years=1,5&haus=1&as_of=gestern",
    "/try?side=bilateral&house_brackmann=VI&prior_treatments.0.intervention=nerve_graft",
)

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

pytestmark = pytest.mark.browser


@pytest.fixture
def station(file_store):
    return with_trying(Station(file_store, now=NOON))


@pytest.fixture
def at(chromium, station):  # noqa: F811
    """Open a window of the station's pages, signed in."""
    with served(station.app) as origin:
        yield lambda **options: signed_in(Watched(chromium, origin, **options), station)


@pytest.mark.parametrize(
    "window",
    [{"viewport": PHONE}, {"viewport": DESK, "color_scheme": "dark"}],
    ids=["phone", "desk"],
)
def test_no_state_of_the_page_reaches_out_or_overflows(at, window):
    watched = at(**window)
    for path in PATHS:
        watched.open(path)
        for summary in watched.page.locator("main details:not([open]) > summary").all():
            if summary.is_visible():
                summary.click()
        assert watched.overflow() == 0, path
        assert watched.wrong == []


def test_a_clinician_tells_a_case_answers_a_question_and_goes_back(at):
    watched = at(viewport=PHONE)
    page = watched.page
    watched.open("/try")
    page.select_option("#field-house_brackmann", "III")
    page.select_option("#field-synkinesis", "moderate")
    page.fill("#field-duration", "14")
    page.locator(".case-form button").first.click()

    asked = "/try?house_brackmann=III&synkinesis=moderate&duration=14+months#result"
    page.wait_for_url(lambda url: url.endswith(asked))
    page.locator("#headline").wait_for()
    assert page.locator("#headline").bounding_box()["y"] < PHONE["height"]

    page.locator("#missing a", has_text="yes").first.click()
    page.wait_for_url(lambda url: "vesicles=yes" in url)
    page.go_back()
    assert "vesicles" not in page.url
    assert page.input_value("#field-duration") == "14"
    assert watched.wrong == []


def test_a_slip_is_told_where_it_was_made_and_mended_by_one_click(at):
    watched = at(viewport=DESK)
    page = watched.page
    watched.open("/try")
    page.select_option("#field-house_brackmann", "V")
    page.fill("#field-age_years", "1,5")
    page.locator(".case-form button").first.click()

    field = page.locator("#field-age_years")
    page.locator('#field-age_years[value="1,5"]').wait_for()
    assert field.input_value() == "1,5"
    assert field.get_attribute("aria-invalid") == "true"
    described = field.get_attribute("aria-describedby").split()
    assert "Did you mean 1.5?" in " ".join(page.inner_text(f"#{it}") for it in described)
    page.get_by_role("link", name="Take 1.5").first.click()
    page.locator('#field-age_years[value="1.5"]').wait_for()
    assert page.input_value("#field-age_years") == "1.5"
    page.locator("#headline").wait_for()


def test_staff_paste_a_scenario_see_it_kept_and_save_another(at):
    watched = at(viewport=DESK)
    page = watched.page
    watched.open("/try")
    page.fill(
        "#gherkin",
        "Given a patient with House-Brackmann grade III\nAnd modderate synkinesis",
    )
    page.get_by_role("button", name="Read it").click()
    assert "Line 2" in page.inner_text("#gherkin-faults")
    page.fill("#gherkin", page.input_value("#gherkin").replace("modderate", "moderate"))
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("link", name="Open this patient").click()
    page.get_by_role("button", name="Show the Gherkin").click()

    assert "Scenario: " in page.input_value("#example")
    page.wait_for_url(lambda url: url.endswith("#save"))


def test_every_field_has_a_name_that_is_read_aloud(at):
    watched = at(viewport=DESK)
    watched.open(PATHS[1])
    nameless = [
        field.evaluate("it => it.outerHTML")
        for field in watched.page.locator("input:not([type=hidden]), select, textarea").all()
        if not field.evaluate("it => (it.labels && it.labels.length) || it.ariaLabel ? 1 : 0")
    ]
    assert nameless == []
    ids = watched.page.evaluate("[...document.querySelectorAll('[id]')].map(it => it.id)")
    assert len(ids) == len(set(ids))


def test_what_is_pressed_is_large_enough(at):
    watched = at(viewport=PHONE)
    watched.open(PATHS[1])
    for control in watched.page.locator("main button, main select, .one-click > li > a").all():
        if control.is_visible():
            box = control.bounding_box()
            assert min(box["width"], box["height"]) >= 24, control.evaluate("it => it.outerHTML")


def test_paper_shows_the_case_and_the_plan_and_no_form(at):
    watched = at(viewport=DESK)
    watched.open(PATHS[1])
    watched.page.emulate_media(media="print")

    assert not watched.page.locator(".case-form").is_visible()
    assert watched.page.locator("#headline").is_visible()
    assert watched.page.locator("#stage-rehabilitate h3").is_visible()
    assert "moderate" in watched.page.inner_text(".said")


def test_nothing_stands_in_the_way_of_anybody(chromium, station):  # noqa: F811
    with served(station.app) as origin:
        # Axe is a script, which no page here lets in.
        context = chromium.new_context(bypass_csp=True, viewport=PHONE, color_scheme="dark")
        context.set_default_timeout(PATIENT_MS)
        token = station.signed_in().client.get_cookie("facialis_session").value
        context.add_cookies([{"name": "facialis_session", "value": token, "url": origin}])
        page = context.new_page()
        for path in PATHS:
            page.goto(origin + path)
            page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
            found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
            assert found == [], path
