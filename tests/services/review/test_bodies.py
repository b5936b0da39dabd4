"""Bodies in the store: shared, small, and read back byte by byte."""

from __future__ import annotations

import json
import zlib
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, update

from benchmarks.whole_plan import assessments
from facialis.tables import knowledge
from services.intake.outbox import as_bytes
from services.recommender.propose import propose
from services.review.bodies import Body, findings_body, plan_body
from services.review.store.bodies import keep_bodies, read_texts
from services.review.store.tables import bodies, passages

A = Body(b"a" * 16, b'{"stages":[],"text":"A sentence of the tables."}')
SAME_SENTENCE = Body(b"b" * 16, b'{"flags":[],"text":"A sentence of the tables."}')


@pytest.fixture(scope="module")
def said():
    """What was assessed and what was planned: three patients of every archetype."""
    tables, made = knowledge(), list(islice(assessments(6), 63))
    plans = [plan_body(propose(assessment, tables)) for assessment in made]
    return [*plans, *map(findings_body, made)]


def test_the_body_of_a_plan_as_the_recommender_writes_it_is_cut_out_of_its_text():
    tables = knowledge()
    for assessment in islice(assessments(8), 21):
        plan = propose(assessment, tables)
        as_written = plan_body(plan, as_bytes(plan))
        assert as_written == plan_body(plan)
        # Not by writing it again: the text alone decides.
        assert plan_body({}, as_bytes(plan)) == as_written


def test_the_body_of_a_plan_that_somebody_else_wrote_is_the_same():
    plan = propose(next(assessments(8)), knowledge())
    for written in (json.dumps(plan), json.dumps(plan, sort_keys=True), "", "{}"):
        assert plan_body(plan, written.encode()) == plan_body(plan)


def keep(store, *kept):
    with store.writing() as connection:
        keep_bodies(connection, {body.digest: body.text for body in kept})


def keep_and_undo(store, body):
    with store.writing() as connection:
        keep_bodies(connection, {body.digest: body.text})
        assert read_texts(connection, [body.digest]) == {body.digest: body.text}
        raise ZeroDivisionError


def read(store, *digests):
    with store.reading() as connection:
        return read_texts(connection, digests)


def count(store, table):
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def packed(store, digest):
    with store.reading() as connection:
        return connection.scalar(select(bodies.c.packed).where(bodies.c.digest == digest))


def test_every_body_reads_back_as_it_was_kept_byte_by_byte(store, said):
    for body in said:
        keep(store, body)
    assert read(store, *(body.digest for body in said)) == {body.digest: body.text for body in said}


@given(st.dictionaries(st.binary(min_size=16, max_size=16), st.binary(max_size=300), max_size=5))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=50,
)
def test_whatever_is_kept_first_under_a_digest_is_read(store, texts):
    held = read(store, *texts)
    with store.writing() as connection:
        keep_bodies(connection, texts)
    assert read(store, *texts) == texts | held


def test_a_plan_among_many_takes_a_fifth_of_what_it_takes_alone(store, said):
    keep(store, *said)
    among_many = sum(len(packed(store, body.digest)) for body in said)
    assert among_many < 0.25 * sum(len(zlib.compress(body.text)) for body in said)


def test_a_sentence_that_two_bodies_hold_is_kept_once(store):
    keep(store, A)
    before = count(store, passages)
    keep(store, SAME_SENTENCE)
    assert count(store, passages) == before


def test_what_was_undone_is_not_taken_for_kept(store):
    with pytest.raises(ZeroDivisionError):
        keep_and_undo(store, A)
    keep(store, SAME_SENTENCE)
    assert read(store, SAME_SENTENCE.digest) == {SAME_SENTENCE.digest: SAME_SENTENCE.text}
    with store.writing() as connection:  # the connection that did the undone work
        assert read_texts(connection, [SAME_SENTENCE.digest])


def test_several_lots_in_one_transaction_share(store):
    with store.writing() as connection:
        keep_bodies(connection, {A.digest: A.text})
        keep_bodies(connection, {SAME_SENTENCE.digest: SAME_SENTENCE.text})
    assert len(read(store, A.digest, SAME_SENTENCE.digest)) == 2


def test_what_an_earlier_release_packed_is_read(store):
    with store.writing() as connection:
        connection.execute(insert(bodies), {"digest": A.digest, "packed": zlib.compress(A.text)})
    assert read(store, A.digest) == {A.digest: A.text}


def test_a_forgotten_body_is_left_out_and_its_passages_serve_others(store):
    keep(store, A, SAME_SENTENCE)
    with store.writing() as connection:
        connection.execute(update(bodies).where(bodies.c.digest == A.digest).values(packed=None))
    assert read(store, A.digest, SAME_SENTENCE.digest) == {SAME_SENTENCE.digest: SAME_SENTENCE.text}


def test_a_body_that_was_forgotten_is_there_again_for_the_next_patient_who_needs_it(store):
    keep(store, A)
    with store.writing() as connection:
        connection.execute(update(bodies).values(packed=None))
    keep(store, A)
    assert read(store, A.digest) == {A.digest: A.text}
