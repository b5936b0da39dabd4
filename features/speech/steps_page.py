"""The list of everything that a promise can say, as a page: `docs/reference/steps.md`."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from features import steps
from features.guards.vocabulary import known
from features.speech.finding_sentences import finding_sentences, sentences_of
from features.speech.sayings import said
from features.speech.sentence import Saying, Sentence
from features.speech.slots import LISTED
from features.speech.words import (
    closed_words,
    finding_words,
    interventions_of,
    treatment_words,
    words_of,
)
from schemas.catalogue import Finding, catalogue
from schemas.interventions import interventions

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "steps.md"

_HEAD = """\
# What a promise can say

Made by `make steps` from the steps and the findings catalogue; do not edit it by hand. `make steps
ARGS=toxin` prints what has the word in it. How to write a promise is told in
[your first promise](../tutorial/your-first-promise.md).

Capitals, `a` and `the` before a name, and curly quotes do not matter. Every finding may be said to
be `not assessed`. Where a sentence shows **⟨something⟩**, the lists further down say what may stand
there.
"""
_FINDINGS = (
    "| finding     | value      |",
    "| eye closure | incomplete |",
)
_TABLES = {
    "these findings": _FINDINGS,
    "earlier treatments": (
        "| treatment             | response | cycles | last given  |",
        "| toxin for synkinesis  | none     | 2      | 90 days ago |",
    ),
    "the patient is assessed again": _FINDINGS,
    "an assessment from {elapsed} ago arrives late": _FINDINGS,
    "another assessment is posted under the same reference": _FINDINGS,
    "these assessments arrive": (
        "| assessed    | grade | synkinesis |",
        "| 90 days ago | VI    | none       |",
        "| 10 days ago | III   | mild       |",
    ),
    "the clinician changes the {stage} stage": (
        "| treatment        | change | stage        |",
        "| audiometry       | added  |              |",
        "| electromyography | moved  | rehabilitate |",
    ),
}
"""What may stand under a step that reads a table."""

_LONG = 400

_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")


def page() -> str:
    """Write the page."""
    return "\n".join([_HEAD, *_steps(), *_patient(), *_slots()]).rstrip() + "\n"


def main(words: Sequence[str] = ()) -> None:
    """Write the page to its place, and print what of it holds every one of these words."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print("\n".join(found(words)))


def found(words: Sequence[str]) -> list[str]:
    """
    Find the lines of the page that hold every one of these words; with none, all of it.

    What is asked for is said plainly when nothing holds it.
    """
    lines = page().splitlines()
    if not words:
        return lines
    wanted = [word.casefold() for word in words]
    some = [line for line in lines if all(word in line.casefold() for word in wanted)]
    said = [_narrowed(line.replace("**", ""), wanted) for line in some if line[0] != "#"]
    return said or [f"No step holds: {' '.join(words)}. All of them: docs/reference/steps.md"]


def _narrowed(line: str, wanted: Sequence[str]) -> str:
    """Of a row that lists very much, keep the words that were asked for."""
    name, _, listed = line.strip("| ").rpartition(" | ")
    some = [it for it in listed.split(", ") if any(word in it.casefold() for word in wanted)]
    return f"| {name} | … {', '.join(some)} … |" if len(line) > _LONG and some else line


def _steps() -> Iterator[str]:
    for kind, sayings in _by_kind().items():
        yield f"\n## {kind.capitalize()}\n"
        for module in _modules():
            lines = [_line(kind, it) for it in sayings.get(module.__name__, ())]
            if lines:
                yield f"**{_about(module.__doc__)}**\n"
                yield from lines
                yield ""


def _by_kind() -> dict[str, dict[str, list[Sentence]]]:
    _modules()
    findings = {it.sentence.pattern for it in finding_sentences()}
    found: dict[str, dict[str, list[Sentence]]] = {"given": {}, "when": {}, "then": {}}
    for step in known():
        if isinstance(step.parser, Saying) and step.type:
            own = [it for it in step.parser.sentences if it.pattern not in findings]
            found[step.type].setdefault(step.step_func.__module__, []).extend(own)
    return found


def _modules() -> list[object]:
    names = sorted(it.name for it in pkgutil.iter_modules(steps.__path__))
    return [importlib.import_module(f"{steps.__name__}.{name}") for name in names]


def _line(kind: str, it: Sentence) -> str:
    said = f"- {kind.capitalize()} {_shown(it.pattern)}"
    if it.slots:
        said += f" – `{it.example}`"
    if table := _TABLES.get(it.pattern):
        said += "\n\n" + "\n".join(f"      {row}" for row in table) + "\n"
    return said


def _shown(pattern: str) -> str:
    return _SLOT.sub(lambda slot: f"**⟨{(slot[2] or slot[1]).replace('_', ' ')}⟩**", pattern)


def _about(doc: str | None) -> str:
    return (doc or "").strip().splitlines()[0].removesuffix(".")


def _patient() -> Iterator[str]:
    yield "\n## Given: the findings\n"
    yield "Sentences of our own, each for one finding or several:\n"
    for it in said():
        yield f"- Given {_shown(it.sentence)} – {_stands_for(it.findings)}"
    yield "\nAnd for every finding of the catalogue, in a sentence or in a table under"
    yield "`Given these findings` with the columns `finding` and `value`:\n"
    yield "| finding | sentences | what it may be |"
    yield "|---|---|---|"
    yield from (_row(it) for it in catalogue().findings.values() if it.kind != "elapsed")


def _stands_for(findings: Iterable[str]) -> str:
    labels = [catalogue().findings[name].label for name in findings]
    return "; ".join(labels)


def _row(finding: Finding) -> str:
    plain = [
        it.sentence.pattern for it in sentences_of(finding) if " on the " not in it.sentence.pattern
    ]
    sided = " (also `… on the left`, `… on the right`)" if finding.sided else ""
    says = " · ".join(_shown(it) for it in plain) or "a table under `Given earlier treatments`"
    return f"| {finding.label} | {says}{sided} | {_may_be(finding)} |"


def _may_be(finding: Finding) -> str:
    if finding.name == "refusals":
        return "any treatment"
    if finding.words:
        return ", ".join(words_of(finding).shown.values()) + (", none" * (finding.kind == "list"))
    if finding.kind == "number":
        return f"{finding.least:g} to {finding.most:g} {finding.unit or ''}".strip()
    return {"date": "14 March 2026, or 90 days ago"}.get(finding.kind, "")


def _slots() -> Iterator[str]:
    yield "\n## What may stand between ⟨ and ⟩\n"
    yield "| slot | what may stand there |"
    yield "|---|---|"
    yield "| elapsed | a number and hours, days, weeks, months or years: `14 months` |"
    yield "| day | `14 March 2026`, `2026-03-14`, `today` or `90 days ago` |"
    yield '| quoted | words between "quotation marks" |'
    yield "| number | `2`, `two` or `no` |"
    yield "| pathway | its number or its title: `A12` |"
    yield "| cause | what the finding Cause may be |"
    yield "| entry | a finding, or what the record holds: `patient reference` |"
    yield f"| intervention | {', '.join(it.title for it in interventions().values())} |"
    yield f"| treatment | an intervention, or several at once: {', '.join(_several())} |"
    yield f"| finding | {', '.join(finding_words().shown.values())} |"
    for what in LISTED:
        yield f"| {what.replace('_', ' ')} | {', '.join(closed_words(what).shown.values())} |"


def _several() -> Iterator[str]:
    for name, code in treatment_words().by_key.items():
        if len(interventions_of(code)) > 1:
            yield name


if __name__ == "__main__":
    main(sys.argv[1:])
