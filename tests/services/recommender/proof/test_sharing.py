"""The work of a proof dealt out: the same verdicts in the same order, and no silent end."""

import os
import time

import pytest

from services.recommender.proof.prove import prove
from services.recommender.proof.sharing import NoVerdict, shared
from services.recommender.proof.verdicts import Verdict
from tests.services.recommender.proof.test_prove import SAFE, claims, with_rows

pytest.importorskip("z3")


def _said(name, *, after_s=0.0):
    def task():
        time.sleep(after_s)
        return [Verdict("rows", name, f"in process {os.getpid()}", True)]

    return task


def test_verdicts_come_in_the_order_of_the_tasks_however_long_each_takes():
    tasks = [_said("slow", after_s=0.3), _said("quick"), _said("last")]
    assert [one.id for one in shared(tasks, 2)] == ["slow", "quick", "last"]


def test_each_task_has_a_process_of_its_own_unless_there_is_only_one():
    tasks = [_said("one"), _said("two")]
    titles = {one.title for one in shared(tasks, 2)}
    assert len(titles) == 2
    assert f"in process {os.getpid()}" not in titles
    assert {one.title for one in shared(tasks, 1)} == {f"in process {os.getpid()}"}


def test_a_process_that_dies_is_no_proof():
    def dies():
        os._exit(1)

    with pytest.raises(NoVerdict, match="part 2"):
        list(shared([_said("one"), dies], 2))


def test_two_processes_prove_and_break_what_one_does():
    unsafe = claims(SAFE, rows=with_rows(without="toxin.allergy"))
    alone, together = list(prove(unsafe)), list(prove(unsafe, processes=2))
    assert [(one.id, one.said, one.note) for one in alone] == [
        (one.id, one.said, one.note) for one in together
    ]
    (patient,) = next(one.patients for one in together if one.id == "I-3")
    assert patient.findings["toxin_allergy"] == "yes"
