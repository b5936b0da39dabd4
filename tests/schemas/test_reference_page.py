"""The reference pages say what the word lists say."""

from pathlib import Path

import pytest

from schemas.catalogue import catalogue
from schemas.interventions import interventions
from schemas.reasons import reasons
from schemas.reference_page import FOLDER, pages, write_pages
from schemas.topics import TOPICS


@pytest.mark.parametrize("name", pages())
def test_a_page_is_current(name: str) -> None:
    kept = (FOLDER / name).read_text("utf-8")
    assert kept == pages()[name], "run `python -m schemas.reference_page`"


def test_the_page_of_findings_says_all_of_each() -> None:
    page = pages()["findings.md"]
    for finding in (*catalogue().record.values(), *catalogue().findings.values()):
        (row,) = [line for line in page.splitlines() if line.startswith(f"| **`{finding.name}`")]
        assert finding.label in row
        assert finding.question in row
        assert finding.why in row
        assert (finding.unit or "") in row
        if finding.name != "refusals":
            assert all(f"`{word.code}`" in row for word in finding.words)
        if finding.kind == "number":
            assert f"{finding.least:g} to {finding.most:g}" in row


def test_nothing_is_missing_on_the_other_pages() -> None:
    assert all(f"`{code}`" in pages()["interventions.md"] for code in interventions())
    assert all(f"`{code}`" in pages()["reasons.md"] for code in reasons())
    assert all(f"`{name}`" in pages()["topics.md"] for name in TOPICS)


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    for page in pages().values():
        rows = [line for line in page.splitlines() if line.startswith("|")]
        assert len({line.count("|") for line in rows}) == 1


def test_pages_are_written_where_they_are_wanted(tmp_path: Path) -> None:
    write_pages(tmp_path / "new" / "folder")
    assert {path.name for path in (tmp_path / "new" / "folder").iterdir()} == set(pages())
