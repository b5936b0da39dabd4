"""``facialis features``: tries every promise, and writes the living document."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from facialis import folder
from facialis.promised import FOLDER, unusable

_PASSED_ON = {"ignore_unknown_options": True, "help_option_names": ["-h", "--help"]}


@click.command("features", context_settings=_PASSED_ON)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False, readable=False),
    default=folder.USUAL,
    show_default=True,
    help="Folder of the line, whose pages show what came of it.",
)
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the document instead of `promises` in that one.",
)
@click.option("--coverage", is_flag=True, help="Say what no example visits.")
@click.option(
    "--propose", is_flag=True, help="The same, with an example for each; or for what is named."
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar="[FILE[:LINE]… | -k WORD | …]")
def command(
    data: Path, to: Path | None, coverage: bool, propose: bool, words: tuple[str, ...]
) -> None:
    """Try what the clinical staff promised, and write it down with what came of it.

    All of it, or only the feature files that are named (with :LINE only the example there), or what
    fits -k WORD or -m TAG. Whatever else is typed goes to pytest.

    \b
    facialis features
    facialis features eye.feature:12
    facialis features -k stroke
    facialis features --propose companion.eye.night

    Ends with 0; with 1 when an example differs or a line must be mended; with 2 on wrong usage.
    """
    from facialis.promising import missing, proposed, run

    kept = to or _within(data)
    if propose and words:
        sys.exit(proposed(words))
    if coverage or propose:
        sys.exit(missing(kept, propose=propose, data=data))
    sys.exit(run(words, kept, data=data))


def _within(data: Path) -> Path:
    # Made here as `facialis run` makes it, so that it is as private whoever comes first.
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as broken:
        raise unusable(data, broken) from broken
    return data / FOLDER
