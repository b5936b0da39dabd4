"""The promises of a running line: read at the first question, and again after a change."""

from __future__ import annotations

import pytest

from facialis import promised as module
from facialis.promised import FOLDER, promised
from features.coverage.clinic import knowledge
from features.living.figures import NAME, write
from tests.features.figures import some_figures


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_LOOK_AGAIN_S", -1.0)
    (tmp_path / FOLDER).mkdir()
    return promised(tmp_path, digest=knowledge().digest)


def test_before_the_first_run_there_are_features_and_no_results(here):
    assert here.front["run"] is None
    assert len(here.front["features"]) > 20
    assert here.coverage is None
    assert here.feature("eye") is not None
    assert here.feature("nonsense") is None
    assert here.guarding("steroid.bells") > 3


def test_a_run_is_seen_while_the_line_goes_on(here, tmp_path):
    assert here.front["run"] is None
    write(some_figures(), tmp_path / FOLDER / NAME)

    assert here.front["run"]["counts"]["differ"] == 1
    assert here.front["run"]["same_tables"]
    assert here.coverage is not None
    assert here.row("steroid.bells") is not None


def test_what_did_not_change_is_not_read_again(here):
    first = here.front

    assert here.front is first
