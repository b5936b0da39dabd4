"""The page of all doors in Chromium: it draws every door, breaks no policy and asks nobody else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from facialis.line import open_line
from facialis.ports import listen
from facialis.server import Server
from facialis.settings import Settings

CHROMIUM = Path("/usr/bin/chromium")
PATIENT_MS = 120_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists() and "CI" not in os.environ, reason=f"there is no {CHROMIUM} here"
    ),
]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    line, sock = open_line(Settings(data=tmp_path, key="a-key-for-the-docs-page")), listen(0)
    server = Server(line.app, sock, threads=4)
    server.start()
    yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    server.stop()
    line.close()


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], timeout=PATIENT_MS
        )
        page = browser.new_page()
        page.set_default_timeout(PATIENT_MS)
        yield page
        browser.close()


def test_the_page_of_doors_draws_them_all_and_asks_nobody_else(served: str, page: Page) -> None:
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(served + "/docs")
    doors = page.request.get(served + "/openapi.json").json()["paths"]
    page.locator(".opblock").nth(sum(map(len, doors.values())) - 1).wait_for()
    assert [url for url in asked if not url.startswith((served, "data:"))] == []
    assert complaints == []
