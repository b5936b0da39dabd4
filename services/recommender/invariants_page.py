"""Writes docs/reference/invariants.md: what must hold of every plan, and where it is held."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from schemas.yaml_table import read_table
from services.recommender.pathway_files import PATHWAYS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "invariants.md"

HEAD = """# What must hold of every plan

Each line is proved over every assessment that the door admits, by `facialis pathways prove`, or
held by a check or test that is named. INV numbers are those of the clinical brief, C those of the
public contract. This page is written from `services/recommender/pathways/invariants.yaml` by
`python -m services.recommender.invariants_page`; a test keeps it current.

| invariant | says | where it lives |
|---|---|---|
"""

SETTLED = """
## Conflicts that were settled

Where two of them cannot both hold, the one that stands higher wins: {order}.

| invariant | gives way | because |
|---|---|---|
"""

NOT_ASKED = """
## What the proof leaves out

| finding | why |
|---|---|
"""


def page(folder: Path = PATHWAYS) -> str:
    """The page: every invariant, then what was settled, then what is not proved."""
    document = read_table(folder / "invariants.yaml")
    entries = document["invariants"]
    order = " > ".join(document["precedence"])
    left_out = (f"| `{name}` | {why} |\n" for name, why in document["not_asked"].items())
    return "".join(
        [
            HEAD,
            *map(_line, entries),
            SETTLED.format(order=order),
            *_settled(entries),
            NOT_ASKED,
            *left_out,
        ]
    )


def _line(entry: Mapping[str, Any]) -> str:
    held = "two assessments, proved" if "between" in entry else "proved"
    lives = str(entry.get("lives", held)).replace("|", "/")
    return f"| {entry['id']} | {entry['title']} | {lives} |\n"


def _settled(entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for entry in entries:
        for name in entry.get("yields_to", ()):
            yield f"| {entry['id']} | where {name} applies | it stands higher |\n"
        for one in entry.get("unless", ()):
            when = ", ".join(f"{name}: {cell}" for name, cell in one["when"].items())
            yield f"| {entry['id']} | {_plain(when)} | {one['why']} |\n"


def _plain(text: str) -> str:
    return text.replace("|", "/").replace("[", "").replace("]", "")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
