"""What `facialis features` does: runs, writes the document, and says what came of it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import click

from facialis import folder
from facialis.promised import unusable
from facialis.trouble import Trouble
from features.living import saying
from features.living.asked import Asked, NoSuchFeature
from features.living.carrying_out import Ended, carry_out
from features.living.document import Document, feature_files
from features.living.figures import CHOSEN, NAME, figures_of, read_figures, write
from features.living.gaps import coverage_of, proposed_for, with_proposals
from features.living.page import page

PAGE, CHOSEN_PAGE = "index.html", "chosen.html"

AGREE, DIFFER, WRONG_USAGE = 0, 1, 2
_USAGE, _NOTHING_CHOSEN = 4, 5
_LAST_LINES = 25


def run(words: Sequence[str], kept: Path, *, data: Path) -> int:
    """
    Run promises, write the document, and print what came of them.

    Args:
        words: what was typed: feature files, and words for pytest.
        kept: the folder of the document.
        data: the data folder, in which a running line says where it is.

    Returns:
        The exit code: 0 all agree, 1 something differs or must be mended, 2 wrong usage.
    """
    asked = _asked(words)
    ended = _carried_out(asked, kept)
    if not _tried_something(ended):
        return _did_not_run(ended, words)
    figures = figures_of(ended.run, feature_files(), seconds=ended.seconds)
    figures["chosen"] |= asked.chooses
    if not figures["chosen"]:
        with_proposals(figures)
    where = _written(figures, kept)
    _tell_end(ended, where, data)
    return AGREE if ended.status == 0 else DIFFER


def missing(kept: Path, *, propose: bool, data: Path) -> int:
    """
    Print what no example visits; runs everything first if what is known is not of now.

    Args:
        propose: print an example for each gap beside it, too.
    """
    figures = read_figures(kept / NAME)
    if figures is None or not _is_of_now(figures):
        click.echo("Everything is run first, since tables or features changed.", err=True)
        if run((), kept, data=data) == WRONG_USAGE:
            return WRONG_USAGE
        figures = read_figures(kept / NAME)
    covered = coverage_of(figures) if figures else None
    if covered is None:
        raise Trouble("Not every example was tried, so nobody knows what they miss.")
    if not propose:
        covered = _without_examples(covered)
    click.echo("\n".join(saying.coverage(covered)))
    return AGREE


def proposed(names: Sequence[str]) -> int:
    """Print an example for each of these rows, interventions, findings or invariants."""
    for name in names:
        text = proposed_for(name)
        if text is None:
            known = "a row, a finding, an invariant, or an intervention with `offered`"
            raise Trouble(f"Nothing is called {name}; a name is that of {known}.")
        click.echo(f"# {name}\n{text or _NOBODY}\n")
    return AGREE


_NOBODY = "# No patient was found; it may be a backstop behind another."


def _asked(words: Sequence[str]) -> Asked:
    try:
        return Asked.of(words)
    except NoSuchFeature as wrong:
        raise click.UsageError(str(wrong)) from wrong


def _carried_out(asked: Asked, kept: Path) -> Ended:
    _make(kept)
    what = asked.in_words or "all promises"
    click.echo(f"Trying {what} …", err=True)
    count = _Count()
    ended = carry_out(asked, kept=kept / ".cache", tell=count)
    count.clear()
    return ended


def _make(kept: Path) -> None:
    """Make the folder, and see before a minute of work that it can be written."""
    try:
        kept.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=kept):
            pass
    except OSError as broken:
        raise unusable(kept, broken) from broken


class _Count:
    """Counts on the terminal while a run goes on, and says at once what differs."""

    def __init__(self) -> None:
        self._tried = 0
        self._said: set[str] = set()
        self._counts = sys.stderr.isatty()

    def __call__(self, message: Mapping[str, Any]) -> None:
        match next(iter(message.items())):
            case ("example", said):
                self._tried += 1
                if said["came"] == "failed":
                    self._say(saying.difference(said))
            case ("fault", said):
                self._say(saying.fault(said))
            case ("broken", said):
                self._say(str(said["said"]))
        if self._counts:
            print(f"\r  {self._tried} examples tried ", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the count away."""
        if self._counts:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def _say(self, text: str) -> None:
        # A slip in an outline is the same in each of its rows, and is said once.
        if text not in self._said:
            self._said.add(text)
            self.clear()
            click.echo(f"{text}\n")


def _tried_something(ended: Ended) -> bool:
    return bool(ended.run.end) and bool(ended.run.examples or ended.run.faults)


def _did_not_run(ended: Ended, words: Sequence[str]) -> int:
    if ended.status == _NOTHING_CHOSEN:
        click.echo(f"No example is chosen by: {' '.join(words)}", err=True)
        return WRONG_USAGE
    # Asked for something that tries nothing, such as `--collect-only`: what it says is the answer.
    said = "\n".join(ended.said.strip().splitlines()[-_LAST_LINES:] if ended.status else [])
    click.echo(said or ended.said, err=bool(ended.status))
    return {0: AGREE, _USAGE: WRONG_USAGE}.get(ended.status, DIFFER)


def _written(figures: dict[str, Any], kept: Path) -> Path:
    name, where = (CHOSEN, CHOSEN_PAGE) if figures["chosen"] else (NAME, PAGE)
    write(figures, kept / name)
    (kept / where).write_text(page(Document(feature_files(), figures)), encoding="utf-8")
    return kept / where


def _tell_end(ended: Ended, where: Path, data: Path) -> None:
    said = ended.run.end
    click.echo("\n".join([*said["said"], *said.get("missing", ())]))
    click.echo(f"The document: {where.resolve().as_uri()}")
    if running := folder.read_run(data):
        click.echo(f"On the pages of Facialis: {running['url']}/promises")


def _is_of_now(figures: Mapping[str, Any]) -> bool:
    from features.coverage.clinic import knowledge

    now = Document(feature_files(), figures, digest=knowledge().digest).front["run"]
    return bool(now["same_tables"] and now["as_written"])


def _without_examples(covered: Mapping[str, Any]) -> dict[str, Any]:
    parts = [
        {**part, "missing": [{**gap, "example": None} for gap in part["missing"]]}
        for part in covered["parts"]
    ]
    return {**covered, "parts": parts}
