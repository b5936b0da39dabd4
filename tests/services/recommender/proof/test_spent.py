"""Time spent on a proof is told beside the verdicts, of each kind of claim."""

import pytest

from services.recommender.proof.prove import prove
from services.recommender.proof.spent import KINDS, Spent, timed
from tests.services.recommender.proof.test_prove import claims

pytest.importorskip("z3")


def test_a_task_gives_what_it_finds_and_then_what_it_took():
    first, second, spent = timed("cells", lambda: ["one", "two"])()
    assert (first, second) == ("one", "two")
    assert isinstance(spent, Spent)
    assert spent.kind == "cells"
    assert spent.seconds >= 0


def test_a_proof_tells_what_each_kind_of_claim_took_and_mixes_it_into_no_verdict():
    told = []
    found = list(prove(claims(), spent=told.append))
    assert {one.kind for one in told} == set(KINDS)
    assert not any(isinstance(one, Spent) for one in found)
    assert {one.id for one in found} == {one.id for one in prove(claims())}
