"""The digest of the knowledge covers every word that can change a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.recommender import pathway_files
from services.recommender.pathway_files import PATHWAYS, read_files

SCHEMAS = Path(__file__).parents[3] / "schemas"
READ_ALSO = ("findings.yaml", "interventions.yaml")


@pytest.mark.parametrize("changed", READ_ALSO)
def test_a_changed_word_list_changes_the_digest(changed, tmp_path, monkeypatch):
    before = digest_with(tmp_path, monkeypatch)
    for name in READ_ALSO:
        text = (SCHEMAS / name).read_text("utf-8")
        end = "# changed\n" if name == changed else ""
        (tmp_path / "schemas" / name).write_text(text + end, "utf-8")
    assert read_files(PATHWAYS).digest != before


def digest_with(tmp_path, monkeypatch):
    """The digest beside copies of the word lists, which may then be changed."""
    (tmp_path / "schemas").mkdir()
    for name in READ_ALSO:
        (tmp_path / "schemas" / name).write_bytes((SCHEMAS / name).read_bytes())
    monkeypatch.setattr(pathway_files, "__file__", str(tmp_path / "a" / "b" / "c.py"))
    assert read_files(PATHWAYS).digest == read_files(PATHWAYS).digest
    return read_files(PATHWAYS).digest
