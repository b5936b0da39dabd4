"""
The reference pages, made from the word lists.

    python -m schemas.reference_page        writes them into docs/reference/
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from schemas.catalogue import Catalogue, Finding, Word, catalogue
from schemas.interventions import Intervention, families, interventions
from schemas.reasons import categories, reasons, system
from schemas.topics import TOPICS

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"

_MADE = (
    "<!-- Made by `python -m schemas.reference_page`; edit the word lists and not this page. -->"
)


def pages() -> Mapping[str, str]:
    """Write every page, by its file name."""
    return {
        "findings.md": _page("Findings", _findings(catalogue())),
        "interventions.md": _page("Interventions", _interventions()),
        "reasons.md": _page("Reasons", _reasons()),
        "topics.md": _page("Topics", _topics()),
    }


def write_pages(folder: Path = FOLDER) -> None:
    """Put every page into a folder, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def _page(title: str, lines: Iterable[str]) -> str:
    return "\n".join((f"# {title}", "", _MADE, "", *lines)) + "\n"


def _findings(found: Catalogue) -> Iterator[str]:
    yield (
        "Everything that an assessment may say, in the order of the form. What is left out, null "
        'or `"unknown"` was not assessed; that is never the same as "no". A list is one or more '
        'of its words, or `["none"]` for "looked, and found none". Findings marked *each side* '
        'may, with `side: "bilateral"`, also come as `…_left` and `…_right`; the plain name is '
        "then the worse side."
    )
    for code, title in found.groups.items():
        everything = (*found.record.values(), *found.findings.values())
        yield from ("", f"## {title}", "")
        yield from _table(
            ("finding", "asked as", "value", "why it matters"),
            (_finding(it) for it in everything if it.group == code),
        )


def _finding(finding: Finding) -> Sequence[str]:
    name = f"**`{finding.name}`**<br>{finding.label}"
    required = '*required, or "unknown"*' if finding.or_unknown else "*required*"
    marks = {required: finding.required, "*each side*": finding.sided}
    value = "<br>".join((_value(finding), *(mark for mark, is_so in marks.items() if is_so)))
    return name, finding.question, value, finding.why


def _value(finding: Finding) -> str:
    if finding.kind == "number":
        return _number(finding)
    if finding.name == "refusals":
        return "a list of [interventions](interventions.md) or families"
    if finding.kind in ("word", "yes_no", "list"):
        words = " · ".join(_word(word) for word in finding.words)
        return f"a list: {words} · `none`" if finding.kind == "list" else words
    return _KINDS[finding.kind]


def _word(word: Word) -> str:
    plain = word.text == word.code.replace("_", " ")
    return f"`{word.code}`" if plain else f"`{word.code}` ({word.text})"


def _number(finding: Finding) -> str:
    kind = "a whole number" if finding.whole else "a number"
    unit = f" {finding.unit}" if finding.unit else ""
    return f"{kind}, {finding.least:g} to {finding.most:g}{unit}"


_KINDS = {
    "ref": "a reference: 1 to 64 letters, digits and `. _ : -`",
    "moment": "a time with its offset, `2026-11-22T09:30:00+01:00`",
    "date": "a date, `2026-11-22`",
    "elapsed": (
        'one of `duration` (`{"value": 14, "unit": "months"}`; hours, days, weeks, months, years; '
        'or `"unknown"`), `onset_date` (a date) and `onset_at` (a time with its offset)'
    ),
    "treatments": (
        "a list of `{intervention, side?, response?, cycles?, started?, last_given?, ended?}`, or "
        '`["none"]`; response is `none` `partial` `good` `worse` `ongoing` `unknown`. '
        "What was given on the other side only does not count "
        "([interventions](interventions.md))"
    ),
}


def _interventions() -> Iterator[str]:
    yield "Every intervention that a plan may name, by family. A plan offers each or says why not."
    for family, title in families().items():
        yield from ("", f"## {title} (`{family}`)", "")
        found = (it for it in interventions().values() if it.family == family)
        yield from _table(
            ("code", "title", "given before, it counts"), (_intervention(it) for it in found)
        )


def _intervention(found: Intervention) -> Sequence[str]:
    counts = "on the side where it was given" if found.one_sided else "whichever side it was given"
    return f"`{found.code}`", found.title, counts


def _reasons() -> Iterator[str]:
    yield f"Why a recommendation was not followed: the codes of <{system()}>, all and no others."
    for category, title in categories().items():
        yield from ("", f"## {title} (`{category}`)", "")
        found = (it for it in reasons().values() if it.category == category)
        yield from _table(("code", "button"), ((f"`{it.code}`", it.text) for it in found))


def _topics() -> Iterator[str]:
    yield (
        "Every event is a CloudEvent 1.0 in binary mode: attributes in headers `ce_…`, the body "
        "as JSON in UTF-8. `ce_type` is the topic, `ce_source` is `/facialis/<station>`, "
        "`ce_subject` the assessment_id, `ce_client` whose assessment it is. Events of one key "
        "stay in order; an event may be seen twice, and then has the same `ce_id`."
    )
    yield ""
    yield from _table(
        ("topic", "says", "key", "written by", "read by", "body"),
        (
            (
                f"`{it.name}`",
                it.title,
                f"`{it.key}`",
                it.producer,
                ", ".join(it.consumers) or "whoever is interested",
                f"[{it.schema}](../../schemas/examples/{it.name.rpartition('.')[0]}/v1)",
            )
            for it in TOPICS.values()
        ),
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(head)
    yield _row(["---"] * len(head))
    yield from (_row(row) for row in rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    write_pages()
