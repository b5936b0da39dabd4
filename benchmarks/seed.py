"""``python -m benchmarks.seed --plans 1000000 --store DIR|postgresql://…`` fills a review store."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import islice
from time import perf_counter

import click
from sqlalchemy import Connection, func, select

from benchmarks.pipeline import event_of
from benchmarks.stores import bytes_on_disk, open_any
from benchmarks.varied import Lot, Pattern, Patterns, lot
from benchmarks.whole_plan import assessments
from bus.port import Delivery, Message
from facialis import clock
from facialis.tables import keep_for_good, knowledge
from services.recommender.propose import propose
from services.recommender.station import planning
from services.review.common_words import common_words
from services.review.effects import AssessmentReceived, PlanProposed
from services.review.passages import cut, fold, passages_in
from services.review.projection import project
from services.review.records import Records
from services.review.settling import write_effects
from services.review.store.inserting import put_into
from services.review.store.knowing import write_records
from services.review.store.passages import keep_passages
from services.review.store.store import Store
from services.review.store.tables import bodies, plans

DISTINCT = 3000
_LOT = 1000
_UNDER_WAY = 6
_WRITTEN_TOGETHER = 500

Effects = tuple[AssessmentReceived, PlanProposed]


def seed_store(store: Store, count: int, *, seed: int, distinct: int = DISTINCT) -> None:
    """
    Fill a store with plans of as many simulated patients, one each, all waiting.

    As many as ``distinct`` are proposed and written as the line does it; see ``benchmarks.varied``
    for the others. Uses all cores.
    """
    planned = list(_planned(seed, min(count, distinct)))
    for start in range(0, len(planned), _WRITTEN_TOGETHER):
        with store.writing() as connection:
            together = planned[start : start + _WRITTEN_TOGETHER]
            write_effects(connection, [effect for pair in together for effect in pair])
    with store.writing() as connection:
        patterns = _patterns(connection, planned)
    for made in _lots(patterns, count - len(planned)):
        with store.writing() as connection:
            write_records(connection, before=Records(), after=made.records)
            connection.execute(put_into(connection, bodies), made.bodies)
    with store.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")  # sooner than its own housekeeping would


def _planned(seed: int, count: int) -> Iterator[Effects]:
    plan = planning(partial(propose, knowledge=knowledge()))
    keep_for_good()
    for assessment in islice(assessments(seed), count):
        arrived = _delivered(event_of(assessment))
        (proposed,) = plan(arrived)
        known, planned = (*project(arrived), *project(_delivered(proposed)))
        assert isinstance(known, AssessmentReceived)
        assert isinstance(planned, PlanProposed)
        yield known, planned


def _delivered(message: Message) -> Delivery:
    return Delivery(
        message.topic, 0, 0, message.key, message.headers, message.body, recorded_at=clock.now()
    )


def _patterns(connection: Connection, planned: Sequence[Effects]) -> Patterns:
    cuts = [(cut(known.findings.text), cut(plan.body.text)) for known, plan in planned]
    wanted = {common_words()}.union(*(passages_in(body) for _, body in cuts))
    marks = keep_passages(connection, wanted)
    folded = [(fold(findings, marks), fold(body, marks)) for findings, body in cuts]
    pairs = zip(planned, folded, strict=True)
    each = [Pattern(known, plan.record, *texts) for (known, plan), texts in pairs]
    return Patterns(each, marks[common_words()])


def _lots(patterns: Patterns, count: int) -> Iterator[Lot]:
    ranges = (range(start, min(start + _LOT, count)) for start in range(0, count, _LOT))
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(mp_context=spawning, initializer=_keep, initargs=(patterns,)) as pool:
        under_way: deque[Future[Lot]] = deque()
        for numbers in ranges:
            under_way.append(pool.submit(_lot, numbers))
            if len(under_way) >= _UNDER_WAY:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


_kept: list[Patterns] = []


def _keep(patterns: Patterns) -> None:
    _kept[:] = [patterns]


def _lot(numbers: range) -> Lot:
    return lot(_kept[0], numbers)


@click.command()
@click.option("--plans", "count", default=1_000_000, show_default=True, type=click.IntRange(1))
@click.option("--store", "where", required=True, metavar="DIR|postgresql://…")
@click.option("--distinct", default=DISTINCT, show_default=True, help="So many are proposed.")
@click.option("--seed", default=7, show_default=True, help="Other seeds make other patients.")
def main(count: int, where: str, distinct: int, seed: int) -> None:
    """Fill a review store with the plans of simulated patients."""
    # Ended from outside it ends as if by itself, and takes its workers with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    began = perf_counter()
    store = open_any(where)
    try:
        seed_store(store, count, seed=seed, distinct=distinct)
        spent_s, size = perf_counter() - began, bytes_on_disk(store)
        with store.reading() as connection:
            there = connection.scalar(select(func.count()).select_from(plans)) or 0
            texts = connection.scalar(select(func.count()).select_from(bodies)) or 0
    finally:
        store.close()
    proposed = min(count, distinct)
    click.echo(
        f"{there:,} plans in {spent_s:,.0f} s, {size / 1e9:.2f} GB on disk, "
        f"{size / there:,.0f} bytes a plan, {texts:,} bodies.\n"
        f"{proposed:,} of them were proposed and projected as the line does it; the others are\n"
        "these again with patients, ids, moments, dates and content hashes of their own."
    )


if __name__ == "__main__":
    main()
