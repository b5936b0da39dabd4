"""The papers are true: links lead somewhere, commands exist, each decision is on its page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from facialis.__main__ import main as facialis
from schemas.assessment import load_assessment
from tests.house import ROOT, kept, text


def test_every_make_target_says_what_it_does() -> None:
    assert set(re.findall(r"^\.PHONY: (\S+)", text("Makefile"), flags=re.M)) == targets()


def test_the_readme_lists_what_make_can_do() -> None:
    assert targets() - {"help"} <= set(re.findall(r"`make ([a-z-]+)`", text("README.md")))


def test_no_paper_names_a_make_target_that_is_not_there() -> None:
    said = list(spoken(r"(?:`|^ *)make ([a-z-]+)"))
    assert said
    assert not [(paper, target) for paper, target in said if target not in targets()]


def test_no_paper_names_a_command_that_is_not_there() -> None:
    assert isinstance(facialis, click.Group)
    said = list(spoken(r"(?:`|bin/|^ *)facialis ([a-z][a-z-]+)"))
    assert said
    assert not [(paper, command) for paper, command in said if command not in facialis.commands]


def test_every_link_in_a_paper_leads_somewhere() -> None:
    assert not [f"{p.relative_to(ROOT)}: {link}" for p in papers() for link in broken_links(p)]


def test_every_assessment_in_a_paper_would_be_accepted() -> None:
    bodies = [body for _, body in spoken(r"-d '(\{[^']+\})'")]
    assert len(bodies) >= 3
    for body in bodies:
        load_assessment(json.loads(body), received_at=datetime(2026, 11, 22, tzinfo=UTC))


def test_every_decision_is_in_the_index_under_its_own_heading() -> None:
    listed = re.findall(r"\[(\d{4})\]\((.+\.md)\) \| (.+) \|$", text("docs/adr/README.md"), re.M)
    assert {file: f"{number} {title}" for number, file, title in listed} == {
        p.name: p.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        for p in decisions()
    }


@pytest.mark.parametrize("part", ["Context", "Decision", "Alternatives", "Consequences"])
def test_every_decision_has_its_four_parts(part: str) -> None:
    assert not [p.name for p in decisions() if f"\n**{part}.**" not in p.read_text("utf-8")]


def test_every_decision_fits_on_a_page() -> None:
    assert not [p.name for p in decisions() if len(p.read_text("utf-8").splitlines()) > 60]


def test_the_changelog_speaks_to_clinicians_and_to_programmers() -> None:
    assert re.findall(r"^## (.+)$", text("CHANGELOG.md"), re.M) == ["Clinical", "Technical"]


@pytest.mark.parametrize(
    "words",
    [
        ["accept", "change", "not now", "decline"],
        ["emergency", "protect", "rehabilitate", "restore", "refine"],
        ["certain", "in doubt", "conditional"],
        ["assessment", "finding", "not assessed", "plan", "held", "set aside", "position"],
    ],
)
def test_the_glossary_holds_the_words_of_the_field(words: list[str]) -> None:
    assert not [word for word in words if word not in text("GLOSSARY.md")]


@pytest.mark.parametrize("name", ["README.md", "NOTICE", "docs/intended-use-and-limits.md"])
def test_readers_are_told_that_the_tables_wait_for_a_clinician(name: str) -> None:
    assert "facial-nerve clinician" in " ".join(text(name).split())


def papers() -> list[Path]:
    return [p for p in kept() if p.suffix == ".md"]


def decisions() -> list[Path]:
    return sorted((ROOT / "docs/adr").glob("[0-9]*.md"))


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", text("Makefile"), flags=re.M))


def spoken(pattern: str) -> Iterator[tuple[str, str]]:
    """What the papers name: the paper, and the word that the pattern catches."""
    for paper in papers():
        for word in re.findall(pattern, paper.read_text(encoding="utf-8"), flags=re.M):
            yield paper.relative_to(ROOT).as_posix(), word


def broken_links(paper: Path) -> Iterator[str]:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", paper.read_text(encoding="utf-8"), flags=re.S)
    for link in re.findall(r"\]\(([^)\s]+)\)", prose):
        if "://" not in link and not (paper.parent / link.split("#")[0]).exists():
            yield link
