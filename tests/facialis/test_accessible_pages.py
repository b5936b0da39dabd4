"""
Every page of a running Facialis, and the document that is read without one, judged by axe.

WCAG 2.2 AA, in a real browser, on a desk in the light and on a phone in the dark, with everything
that is folded opened. Needs Debian's chromium; without it this is skipped, and in CI it fails.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from facialis import clock
from facialis.chance import Chance
from facialis.examples import examples
from facialis.line import open_line
from facialis.loading import load
from facialis.ports import listen
from facialis.server import Server
from facialis.settings import Settings
from features.living.document import Document, feature_files
from features.living.figures import NAME, write
from features.living.page import page as living_page
from services.review.people import new_sign_in_link
from tests.features.figures import some_figures

CHROMIUM = Path("/usr/bin/chromium")
KEY = "a-key-for-axe-only-1"
PATIENT_MS = 120_000
"""How long a browser is waited for: a slow machine is no failure."""

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
WINDOWS = {
    "desk, light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone, dark": {"viewport": {"width": 400, "height": 860}, "color_scheme": "dark"},
}

# An address of each kind of page. `CASE` stands for the plan of a patient who has a palsy of both
# sides, the longest that there is. Add the address of a new page here.
PAGES = [
    "/",
    "/?state=withdrawn",
    "CASE",
    "CASE/stages/protect",
    "/pathways",
    "/pathways/A12",
    "/pathways/toxin",
    "/promises",
    "/promises/features/bells",
    "/promises/rows/steroid.bells",
    "/promises/coverage",
    "/try",
    "/try?house_brackmann=III&synkinesis=moderate&duration=14+months&example=whole&tip=duration",
    "/try?house_brackmann=3&age_years=1,5&haus=1",
    "/nowhere",
]

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore:unclosed")]


@dataclass(frozen=True)
class Site:
    """A running Facialis, somebody who signed in, and a case."""

    url: str
    case: str
    session: dict


@pytest.fixture(scope="module")
def chromium():
    if "CI" not in os.environ:
        pytest.importorskip("playwright.sync_api")
        pytest.importorskip("axe_playwright_python")
        if not CHROMIUM.exists():
            pytest.skip(f"there is no {CHROMIUM} here (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox"], timeout=PATIENT_MS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(chromium, tmp_path_factory):
    """The whole line with its simulated patients, and figures of a run with a difference."""
    data = tmp_path_factory.mktemp("data")
    (data / "promises").mkdir()
    write(some_figures(), data / "promises" / NAME)
    line = open_line(Settings(data=data, key=KEY), Chance(now=clock.now))
    line.start()
    with listen(0) as sock:
        server = Server(line.app, sock)
        server.start()
        url = "http://{}:{}".format(*sock.getsockname())
        load(examples(clock.now()), line=line, key=KEY, now=clock.now, new_id=clock.new_id)
        yield Site(url, _longest_case(line), _signed_in(chromium, url, data))
        server.stop()
    line.close()


def _longest_case(line):
    answer = line.app.test_client().get(
        "/v1/plans?limit=200", headers={"Authorization": f"Bearer {KEY}"}
    )
    longest = max(answer.get_json()["items"], key=lambda plan: len(json.dumps(plan)))
    return f"/cases/{longest['plan_id']}"


def _signed_in(browser, url, data):
    from facialis.files import REVIEW
    from services.review.store.store import open_to_look

    store = open_to_look(data / REVIEW)
    link = new_sign_in_link(store, now=clock.now(), new_id=clock.new_id)
    store.close()
    context = browser.new_context()
    context.set_default_timeout(PATIENT_MS)
    page = context.new_page()
    page.goto(url + link)
    page.fill("#name", "Dr Ada Byron")
    page.check("input[value=physician]")
    page.click("main button")
    page.locator(".who").wait_for()
    session = context.storage_state()
    context.close()
    return session


def _violations(page):
    """What axe finds on a page on which all that was folded is open, one line each."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
    found = Axe().run(page, options=RULES).response
    assert found["passes"], "axe looked at nothing"
    return [
        f"{rule['id']}: {node['target']} {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.fixture(params=WINDOWS.values(), ids=WINDOWS)
def window(request, chromium):
    """Open windows of one kind, with what was signed in or without."""
    opened = []

    def open_one(**state):
        opened.append(chromium.new_context(**request.param, **state))
        opened[-1].set_default_timeout(PATIENT_MS)
        return opened[-1].new_page()

    yield open_one
    for context in opened:
        context.close()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_for_people_signed_in(site, window, address):
    page = window(storage_state=site.session)
    answer = page.goto(site.url + address.replace("CASE", site.case))

    assert (answer.status == 404) == (address == "/nowhere")
    assert _violations(page) == []


@pytest.mark.parametrize("address", ["/", "/sign-in"])
def test_a_page_for_those_who_are_not(site, window, address):
    page = window()
    page.goto(site.url + address)

    assert _violations(page) == []


def test_the_page_of_a_link(site, window):
    page = window()
    page.goto(site.url + "/sign-in/nobodys-link")

    assert _violations(page) == []


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    """The document of a few features, one of them with an example that differs."""
    path = tmp_path_factory.mktemp("document") / "index.html"
    files = [it for it in feature_files() if it.path.stem in ("bells", "deutsch", "moving")]
    path.write_text(living_page(Document(files, some_figures())), encoding="utf-8")
    return path


def test_the_document_that_is_read_without_a_line(document, window):
    page = window()
    page.goto(document.as_uri())

    assert "1 differs" in page.inner_text("main")
    assert _violations(page) == []


def test_what_is_not_for_everybody_is_found(window, tmp_path):
    poor = tmp_path / "poor.html"
    poor.write_text(
        '<!doctype html><title>x</title><p style="color:#bbb">hard to read</p>', encoding="utf-8"
    )
    page = window()
    page.goto(poor.as_uri())

    assert any(line.startswith("color-contrast") for line in _violations(page))
    assert any(line.startswith("html-has-lang") for line in _violations(page))
