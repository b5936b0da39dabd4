"""The pages as people meet them: in Chromium, wide and on a phone, with JavaScript and without."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from facialis import clock
from facialis.commands.sign_in import sign_in_path
from facialis.examples import examples
from facialis.line import open_line
from facialis.loading import load
from facialis.ports import listen
from facialis.server import Server
from facialis.settings import Settings

CHROMIUM = Path("/usr/bin/chromium")
# Without these Chromium calls its maker at every start, which a closed network refuses noisily.
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
KEY = "a-key-for-the-browser-test"
SHOWN = ("synkinesis-with-a-narrow-eye", "suspected-stroke", "findings-that-contradict")

WIDE, PHONE = (1280, 900), (375, 812)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (CHROMIUM.exists() or os.environ.get("CI")), reason=f"{CHROMIUM} is not installed"
    ),
]


@dataclass(frozen=True)
class Running:
    """A line that runs, with a few patients on it."""

    url: str
    data: Path

    def new_link(self) -> str:
        return self.url + sign_in_path(self.data)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data = tmp_path_factory.mktemp("line")
    opened, sock = open_line(Settings(data=data, key=KEY)), listen(0)
    opened.start()
    server = Server(opened.app, sock, threads=4)
    server.start()
    chosen = [one for one in examples(clock.now()) if one.name in SHOWN]
    assert load(chosen, line=opened, key=KEY, now=clock.now, new_id=clock.new_id) == len(SHOWN)
    yield Running(f"http://127.0.0.1:{sock.getsockname()[1]}", data)
    server.stop()
    opened.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        root = os.geteuid() == 0  # Chromium's sandbox refuses root
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*QUIET, *(["--no-sandbox"] if root else [])]
        )
        yield opened
        opened.close()


@contextmanager
def a_page(
    browser: Browser, size: tuple[int, int], **kind: Any
) -> Iterator[tuple[Page, list[str]]]:
    """A page in a session of its own, and what went wrong on it."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **kind)
    page, wrong = context.new_page(), []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: _note_stranger(asked.url, wrong))
    yield page, wrong
    context.close()


def _note_stranger(url: str, wrong: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:")):
        wrong.append(f"asked {url}")


def sign_in(page: Page, line: Running) -> None:
    page.goto(line.new_link())
    page.fill("input[name=name]", "Dr. Test")
    page.check("input[name=role][value=physician]")
    page.click("main button")
    page.wait_for_url(line.url + "/")


def sticks_out(page: Page) -> bool:
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


def cases(page: Page) -> list[str]:
    links = page.locator("main a[href^='/cases/']").all()
    return list(dict.fromkeys(link.get_attribute("href") for link in links))


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_worklist_cases_and_decisions_are_clean_and_fit(line, browser, size) -> None:
    with a_page(browser, size) as (page, wrong):
        sign_in(page, line)
        found = cases(page)
        assert len(found) == len(SHOWN)
        for path in ["/", *found, f"{found[0]}/stages/emergency"]:
            assert page.goto(line.url + path).status == 200, path
            assert not sticks_out(page), path
        assert wrong == []


def test_the_doors_page_shows_every_door_and_asks_nobody_else(line, browser) -> None:
    with a_page(browser, WIDE) as (page, wrong):
        page.goto(line.url + "/docs")
        page.get_by_text("/v1/plans/preview").first.wait_for()
        assert wrong == []


def test_a_clinician_without_javascript_signs_in_and_decides(line, browser) -> None:
    with a_page(browser, WIDE, java_script_enabled=False) as (page, wrong):
        sign_in(page, line)
        page.goto(line.url + cases(page)[-1])
        page.click("form:has([name=decision][value=accept]) button >> nth=0")
        page.get_by_text("Accepted").first.wait_for()
        assert wrong == []
