"""The tables as they are read say all that a row does."""

from __future__ import annotations

from typing import Any

from schemas.yaml_table import read_table
from services.recommender.pathway_files import PATHWAYS
from services.recommender.written import written_tables

TOLD_APART = {"id", "when", "if_offered", "unless_offered", "text", "sources", "evidence"}
"""What a page shows in places of its own."""

OF_THE_AUTHOR = {"effective", "redundant"}


def rows() -> dict[str, dict[str, Any]]:
    files = [*(PATHWAYS / "rows").glob("*.yaml"), PATHWAYS / "companions.yaml"]
    return {row["id"]: row for file in files for row in read_table(file)["rows"]}


def words(said: object) -> list[str]:
    if isinstance(said, list):
        return [word for one in said for word in words(one)]
    if isinstance(said, dict):
        return [said["text"]["en"]]
    return [str(said)]


def test_whatever_a_row_does_is_written() -> None:
    written = {row.id: "\n".join(row.then) for table in written_tables() for row in table.rows}
    for row_id, row in rows().items():
        for column in row.keys() - TOLD_APART - OF_THE_AUTHOR:
            for word in words(row[column]):
                assert all(part in written[row_id] for part in word.split(" + ")), (row_id, column)
