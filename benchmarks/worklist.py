"""How long a clinician waits for a page, however many plans there are."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from time import perf_counter

from flask.testing import FlaskClient
from sqlalchemy import func, select

from benchmarks.bars import Figure, quantile, told, under
from benchmarks.seed import seed_store
from benchmarks.stores import NotHere, bytes_on_disk, open_any, postgres
from facialis import clock
from facialis.tables import keep_for_good
from services.doors.keys import Keys
from services.doors.opening import Edge, open_doors
from services.review.app import blueprint
from services.review.pages import problem_page
from services.review.people import new_sign_in_link
from services.review.station import Review
from services.review.store.store import Store
from services.review.store.tables import plans

MANY = 1_000_000
_DISTINCT = 500
_PAGES = 60
_BAR_MS, _BAR_GB = 100.0, 5.0
_TOKEN = re.compile(r'name="form_token" value="(\w+)"')


@dataclass(frozen=True, slots=True)
class Filled:
    """A store to measure: how many plans it gets, or where one is that has them already."""

    plans: int = 20_000
    stores: tuple[str, ...] = ()


def measure(seed: int, filled: Filled) -> Iterator[Figure]:
    """Open pages of stores that were filled before, or are filled now, in a file and a server."""
    for where in filled.stores:
        yield from _measured(where, seed)
    if filled.stores:
        return
    with tempfile.TemporaryDirectory() as folder:
        yield from _measured(folder, seed, fill=filled.plans)
    try:
        with postgres() as address:
            yield from _measured(address, seed, fill=filled.plans)
    except NotHere as missing:
        yield Figure("worklist in PostgreSQL", f"not measured: {missing}")


def _measured(where: str, seed: int, *, fill: int = 0) -> Iterator[Figure]:
    store = open_any(where)
    try:
        if fill:
            seed_store(store, fill, seed=seed, distinct=_DISTINCT)
            keep_for_good()
        yield from _figures(store, Random(seed))
    finally:
        store.close()


def _figures(store: Store, chance: Random) -> Iterator[Figure]:
    named = "PostgreSQL" if store.writer.dialect.name == "postgresql" else "SQLite"
    with store.reading() as connection:
        count = connection.scalar(select(func.count()).select_from(plans)) or 0
        ids = list(connection.scalars(select(plans.c.plan_id).limit(100 * _PAGES)))
    size = bytes_on_disk(store)
    with _signed_in(store) as browser:
        pages: dict[str, Callable[[], str]] = {
            "worklist, first page": lambda: "/",
            "worklist, filtered": lambda: "/?urgency=urgent&state=waiting",
            "worklist, one patient": lambda: f"/?patient_ref=SIMULATED-{chance.randrange(count)}",
            "case page": lambda: f"/cases/{chance.choice(ids)}",
        }
        for name, address in pages.items():
            spent_ms = [_opened_ms(browser, address()) for _ in range(_PAGES)]
            p95_ms = quantile(spent_ms, 0.95)
            yield under(f"{name}, p95, {named}, {count:,} plans", p95_ms, _BAR_MS, unit="ms")
    if count >= MANY:
        yield under(f"store on disk, {named}, {count:,} plans", size / 1e9, _BAR_GB, unit="GB")
    else:
        yield told(f"store on disk, {named}, a plan", size / count, unit="bytes")


def _opened_ms(browser: FlaskClient, address: str) -> float:
    began = perf_counter()
    page = browser.get(address)
    spent_ms = (perf_counter() - began) * 1000
    if page.status_code != 200:
        raise RuntimeError(f"{address.partition('?')[0]}: {page.status_code}")
    return spent_ms


@contextmanager
def _signed_in(store: Store) -> Iterator[FlaskClient]:
    """Serve the pages in this process, to somebody who has signed in."""
    keys = Keys({"bench": "a-key-for-benchmarks-only"})
    review = Review(store=store, keys=keys, now=clock.now, new_id=clock.new_id)
    app = open_doors([blueprint(review)], edge=Edge(new_id=clock.new_id, page=problem_page))
    with app.test_client() as browser:
        link = new_sign_in_link(store, now=clock.now(), new_id=clock.new_id)
        found = _TOKEN.search(browser.get(link).text)
        sent = {"form_token": found[1] if found else "", "name": "Bench", "role": "physician"}
        browser.post(link, data=sent)
        yield browser
