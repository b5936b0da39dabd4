"""The clinicians' cases, tried beside the check of their tables."""

from __future__ import annotations

from collections.abc import Sequence

import click

from facialis.trouble import Trouble
from schemas.yaml_table import TableError
from services.recommender.cases import CASES, Example, Verdict, read_cases, try_example
from services.recommender.engine.knowledge import Knowledge

ROW_BY_ROW = ("by_row.yaml", "slips.yaml")
"""The long files that go through the rows one by one; tests try them, the check does not wait."""

_TOLD = 10


def tried(tables: Knowledge, *, every: bool) -> Sequence[Verdict]:
    """
    Try the cases, those that go row by row only if every one is asked for.

    Raises:
        Trouble: a case cannot be read; names file, line, and the nearest right word.
    """
    return [try_example(example, tables) for example in _cases(every)]


def tell(verdicts: Sequence[Verdict]) -> bool:
    """Print what differs, and how many are as expected; tell whether all are."""
    wrong = [verdict for verdict in verdicts if verdict.differences]
    for verdict in wrong[:_TOLD]:
        click.echo(f"{verdict}\n", err=True)
    if len(wrong) > _TOLD:
        click.echo(f"and {len(wrong) - _TOLD} more.\n", err=True)
    if wrong:
        click.echo(f"{len(wrong)} of {len(verdicts)} cases get another plan.", err=True)
    else:
        click.echo(f"{len(verdicts)} cases get the plan that they expect.")
    return not wrong


def _cases(every: bool) -> list[Example]:
    try:
        return [one for one in read_cases(CASES) if every or one.file not in ROW_BY_ROW]
    except TableError as broken:
        raise Trouble(str(broken), mend="See pathways/cases/README.md for the words.") from broken
