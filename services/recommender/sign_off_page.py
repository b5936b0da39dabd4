"""Writes docs/reference/sign-off.md: what a facial-nerve clinician has still to sign."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from schemas.yaml_table import read_table
from services.recommender.pathway_files import PATHWAYS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "sign-off.md"

TO_BE_CONFIRMED = "to_be_confirmed"

HEAD = """# For sign-off

Facialis may not be used on patients before a facial-nerve clinician has signed its tables. This
page lists what such a signature decides on. It is written from the tables by
`python -m services.recommender.sign_off_page`; a test keeps it current.

"""

UNCONFIRMED = """
## Rows without a confirmed source

Each rests, in whole or in part, on a note, on common practice or on an engineering default.
"""


def page(folder: Path = PATHWAYS) -> str:
    """The page: choices first, then every row that has no confirmed source, file by file."""
    choices = read_table(folder / "sign_off.yaml")["choices"]
    return HEAD + "".join([*_choices(choices), *_unconfirmed(folder)])


def _choices(choices: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield "## Choices that the evidence leaves open\n\n"
    yield "| choice | what the tables do | why |\n|---|---|---|\n"
    for choice in choices:
        yield f"| `{choice['id']}` | {choice['choice']['en']} | {choice['why']['en']} |\n"


def _unconfirmed(folder: Path) -> Iterator[str]:
    yield UNCONFIRMED
    for path in _files(folder):
        rows = [row for row in _rows(read_table(path)) if TO_BE_CONFIRMED in row["sources"]]
        if rows:
            yield f"\n### {path.relative_to(folder)}\n\n| row | says | evidence |\n|---|---|---|\n"
            yield from (_line(row) for row in rows)


def _files(folder: Path) -> list[Path]:
    named = [folder / name for name in ("windows.yaml", "pathways.yaml", "companions.yaml")]
    return named + sorted((folder / "rows").glob("*.yaml"))


def _rows(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Every entry of a file that names its sources, windows with their name as id."""
    if "rows" in document:
        return list(document["rows"])
    if "main" in document:
        return [*document["main"], *document["modules"]]
    return [{"id": name, "text": entry["means"], **entry} for name, entry in document.items()]


def _line(row: Mapping[str, Any]) -> str:
    text = row.get("text", {}).get("en", "")
    return f"| `{row['id']}` | {text} | {row.get('evidence', '').replace('_', ' ')} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
