"""``facialis doctor``: looks at what a line stands on, and says what mends it."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import RenderableType
from rich.text import Text

from facialis.checks import Check, checks
from facialis.folder import USUAL
from facialis.page.shapes import hanging, stacked
from facialis.screen import console, show

MARKS = {"well": ("✓", "green"), "optional": ("·", "dim"), "wrong": ("✗", "bold red")}


@click.command("doctor")
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), default=USUAL, show_default=True
)
@click.option("--files", "whole_files", is_flag=True, help="Read each data file whole, too.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@click.pass_obj
def command(environ: Mapping[str, str], data: Path, whole_files: bool, as_json: bool) -> None:
    """Check Python, SQLite, disk, port, data folder, tables and settings.

    Each line that fails ends with what mends it. Ends with 1 when one fails.
    """
    found = list(checks(data, environ, whole_files=whole_files))
    if as_json:
        click.echo(json.dumps([asdict(check) for check in found], indent=2))
    else:
        show(console(), stacked(_line(check) for check in found))
    sys.exit(1 if any(check.state == "wrong" for check in found) else 0)


def _line(check: Check) -> RenderableType:
    mark, style = MARKS[check.state]
    text = Text.assemble((f"{check.name}: ", "bold"), check.found)
    if check.mend:
        text.append(f"\n→ {check.mend}", style="bold")
    return hanging(Text(mark, style=style), text)
