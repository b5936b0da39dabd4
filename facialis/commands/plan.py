"""``facialis plan``: assessments in, plans out, to read or as JSON lines."""

from __future__ import annotations

import sys
from functools import partial
from typing import Any

import click

from facialis import clock
from facialis.examples import assessment_in
from facialis.meter import meter
from facialis.planned import STDIN, Plan, planned
from facialis.planning import planner
from facialis.printing import json_lines, pages
from facialis.tables import keep_for_good, knowledge
from schemas.strict_json import parse
from services.recommender.as_of import WrongAsOf
from services.recommender.propose import propose


@click.command("plan")
@click.argument(
    "files",
    nargs=-1,
    metavar="[FILE… | -]",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
)
@click.option("--as-of", metavar="DATE|assessed", help="Plan for that moment instead of now.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each assessment.")
def command(files: tuple[str, ...], as_of: str | None, as_json: bool) -> None:
    """Plan the assessments in FILEs, or from standard input.

    A FILE holds one assessment or example, or one on each line (NDJSON). Each plan is a page to
    read; with --json one line comes out for each line that goes in, in order: the plan, or
    {"line": 17, "error": {…}}.

    Ends with 0; with 1 when an assessment could not be planned; with 2 on wrong usage.
    """
    plan, inputs = _planner(as_of), _inputs(files)
    show = json_lines(many_files=len(inputs) > 1) if as_json else pages()
    failed = False
    with meter(inputs) as count:
        for result in planned(inputs, plan):
            show(result)
            count(result)
            failed = failed or result.plan is None
    sys.exit(1 if failed else 0)


def _inputs(files: tuple[str, ...]) -> tuple[str, ...]:
    if not files and sys.stdin.isatty():
        raise click.UsageError(
            "name a FILE, or pipe assessments in: facialis examples | facialis plan"
        )
    return files or (STDIN,)


def _planner(as_of: str | None) -> Plan:
    proposing = partial(propose, knowledge=knowledge())
    keep_for_good()
    try:
        return planner(proposing, as_of=as_of, now=clock.now, read=_read)
    except WrongAsOf as wrong:
        raise click.BadParameter(str(wrong), param_hint="--as-of") from wrong


def _read(raw: bytes) -> Any:
    return assessment_in(parse(raw), as_of=clock.now())
