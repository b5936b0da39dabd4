"""A station as its neighbours meet it: events come in, machines and people knock at its doors."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from itertools import count

from bus.port import Delivery, Outcome
from services.doors.keys import Keys
from services.doors.opening import Edge, open_doors
from services.review.app import blueprint
from services.review.ledger import StoreLedger
from services.review.pages import problem_page
from services.review.people import new_sign_in_link
from services.review.projection import project
from services.review.station import Review
from services.review.store.store import Store

KEY = "a-key-of-the-clinic-1234"
BEARER = {"Authorization": f"Bearer {KEY}"}


class Station:
    """``now`` may be set; ids are numbers, so that tests read the same each time."""

    def __init__(self, store: Store, *, now: datetime) -> None:
        self.store, self.now, self.noticed = store, now, 0
        numbers = count(1)
        self.new_id = lambda: f"00000000-0000-4000-8000-{next(numbers):012}"
        self.ledger = StoreLedger(store, now=lambda: self.now)
        self.review = Review(
            store=store,
            keys=Keys({"clinic": KEY}),
            now=lambda: self.now,
            new_id=self.new_id,
            chart_url="https://ehr.example/charts/{patient_ref}",
            notice=self._notice,
        )
        edge = Edge(new_id=self.new_id, page=problem_page)
        self.app = open_doors([blueprint(self.review)], edge=edge)
        self.machine = self.app.test_client()

    def _notice(self) -> None:
        self.noticed += 1

    def take(self, *deliveries: Delivery) -> None:
        """Project deliveries, as the consuming loop does."""
        effects = tuple(effect for delivery in deliveries for effect in project(delivery))
        self.ledger.commit(Outcome(effects, (), {}))

    def get(self, path: str, **headers: str):
        return self.machine.get(path, headers=BEARER | headers)

    def plan(self, plan_id: str) -> dict:
        return self.get(f"/v1/plans/{plan_id}").get_json()

    def decide(self, plan_id: str, *, etag: str | None = None, **decision):
        etag = etag or self.get(f"/v1/plans/{plan_id}").headers["ETag"]
        return self.machine.post(
            f"/v1/plans/{plan_id}/decisions",
            json=a_decision(**decision),
            headers=BEARER | {"If-Match": etag},
        )

    def link(self) -> str:
        return new_sign_in_link(self.store, now=self.now, new_id=self.new_id)

    def signed_in(self, name: str = "Dr Ada Byron", role: str = "physician") -> Browser:
        browser = Browser(self.app.test_client())
        browser.get(link := self.link())
        browser.post(link, name=name, role=role)
        return browser


class Browser:
    """A browser without JavaScript: keeps cookies, and sends the forms of the page that it saw."""

    def __init__(self, client) -> None:
        self.client, self.page = client, None

    def get(self, path: str):
        self.page = self.client.get(path)
        return self.page

    def post(self, path: str, **fields):
        """Send a form of the page seen last, with its hidden fields, and go where it leads."""
        token = re.search(r'name="form_token" value="(\w+)"', self.page.text)
        carried = {"form_token": token[1]} if token else {}
        self.page = self.client.post(path, data=carried | fields, follow_redirects=True)
        return self.page

    def hidden(self, name: str) -> str:
        """Read a hidden field of the page seen last."""
        return re.search(rf'name="{name}" value="([^"]*)"', self.page.text)[1]

    def decide(self, plan_id: str, stage: str, decision: str, **fields):
        """Open a case, and send one of the forms of a stage."""
        self.get(f"/cases/{plan_id}")
        carried = {name: self.hidden(name) for name in ("etag", "decision_id")}
        path = f"/cases/{plan_id}/stages/{stage}"
        return self.post(path, **carried, decision=decision, **fields)

    @property
    def text(self) -> str:
        return words(self.page.text)


def words(page: str) -> str:
    """Read a page as somebody does: its words, without its marks."""
    body = re.sub(r"<(script|style|head)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body))).strip()


def a_decision(**changed) -> dict:
    """A decision as machines post it."""
    return {
        "decision_id": "decision-1",
        "stage": "protect",
        "decision": "accept",
        "decided_by": {"ref": "user-7", "role": "physician"},
    } | changed
