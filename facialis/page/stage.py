"""One stage: what is offered, by when and why, and what is held for later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from facialis.page.shapes import QUIET, apart, hanging, heading, indented, labelled, stacked
from services.review.present.items import Dated, Held, Item, Note
from services.review.present.reasons import Reason
from services.review.present.stages import Stage
from services.review.present.words import in_sentence, plain

REASONS_SHOWN = 2
_NOTE_STYLES = {"warning": "yellow", "unknown": "italic"}

Row = tuple[str, RenderableType]


def stage(shown: Stage) -> RenderableType:
    """Show a stage: its items, then what is held, then when it has done its work."""
    return stacked(
        [
            heading(" – ".join(filter(None, (shown.name, shown.title))), style="bold cyan"),
            *(apart(_item(item)) for item in shown.items),
            *(apart(_held(held)) for held in shown.held),
            apart(indented(labelled(_note(note, quiet=True) for note in shown.ends))),
        ]
    )


def _item(item: Item) -> RenderableType:
    words = [in_sentence(item.strength), in_sentence(item.standing)]
    words.append("off label" if item.off_label else "")
    title = Text.assemble((item.title, "bold"), f", {item.side}")
    title.append(f"  {' · '.join(filter(None, words))}", style="italic")
    mark = Text("◐" if item.standing else "●", style="bold green")
    rows = [*map(_date, item.dates), *_why(item.reasons), *map(_note, item.notes)]
    rows.append(("Evidence", Text(item.evidence, style=QUIET)))
    return hanging(mark, stacked([title, labelled(rows)]))


def _held(held: Held) -> RenderableType:
    title = Text.assemble((held.title, "bold"), ("  held, not offered yet", "italic"))
    opens: list[Row] = [("Opens when", Text(text)) for text in held.opens_when]
    dates = [_date(held.on)] if held.on else []
    return hanging("◌", stacked([title, labelled([*opens, *dates, *_why(held.reasons)])]))


def _date(dated: Dated) -> Row:
    left = (f", {dated.left}", "bold red" if dated.past else QUIET)
    return dated.label, Text.assemble((dated.date, "bold"), left)


def _why(reasons: Sequence[Reason]) -> Iterator[Row]:
    for reason in reasons[:REASONS_SHOWN]:
        yield "Why", _reason(reason)
    if (more := len(reasons) - REASONS_SHOWN) > 0:
        yield "Why", Text(f"and {more} more; --json shows all", style=QUIET)


def _reason(reason: Reason) -> Text:
    text = Text(reason.text)
    if reason.sources:
        text.append(f" [{', '.join(map(plain, reason.sources))}]", style=QUIET)
    return text


def _note(note: Note, *, quiet: bool = False) -> Row:
    style = QUIET if quiet else _NOTE_STYLES.get(note.tone, "")
    return note.label, Text("\n".join(note.texts), style=style)
