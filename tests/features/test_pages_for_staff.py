"""The guide and the page of messages are true, word for word: everything on them is tried."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.features.transcripts import (
    FEATURES,
    PAGES,
    alone,
    copied_to,
    counts,
    plain,
    run,
    said_of,
    shown_on,
)

GUIDE, MESSAGES = (page.read_text(encoding="utf-8") for page in PAGES)

AGAIN = "read through what `python -m tests.features.transcripts` writes"
HEADED = re.compile(r"^### (`+)(?P<title>.+?)\1$", re.MULTILINE)
IN_A_TABLE = re.compile(r"^\| (`.+`) \| ", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_the_page_shows_is_what_is_said(page: Path, tmp_path: Path):
    shown = [it for it in shown_on(page.read_text(encoding="utf-8")) if not counts(it.said)]
    said = said_of([it.feature for it in shown], tmp_path)

    for it, came in zip(shown, said, strict=True):
        assert came == it.said.strip(), f"{page.name}:{it.line}: {AGAIN}"


def test_what_the_guide_shows_of_a_whole_run_is_what_is_printed(tmp_path: Path):
    whole = [it for it in shown_on(GUIDE) if counts(it.said)]

    assert len(whole) >= 2
    for number, it in enumerate(whole):
        done = alone(it.feature, tmp_path / str(number))
        assert plain(done.stdout) == it.said.strip(), f"line {it.line}: {AGAIN}"
        assert done.returncode == (0 if "0 differ." in it.said and "must" not in it.said else 1)


def test_the_guide_mistypes_five_kinds_of_word():
    slips = re.findall(r"^\*\*A ([\w ]+)(?:\.\*\*|\*\*)", GUIDE, re.MULTILINE)

    assert {"step", "grade", "treatment", "tag", "column", "keyword"} <= {*slips}


def test_the_guide_asks_for_no_word_of_python():
    assert not re.search(r"python|pytest|pip |import ", GUIDE, re.IGNORECASE)


def test_a_message_brings_about_what_its_heading_says():
    for part in MESSAGES.split("\n### ")[1:]:
        heading = HEADED.search(f"### {part}")
        [shown] = shown_on(part)

        assert heading, part.splitlines()[0]
        assert pattern_of(heading["title"]).search(shown.said), heading["title"]


def test_every_message_of_guards_and_steps_stands_on_the_page():
    said = "\n".join(it.said for it in shown_on(MESSAGES))
    listed = "\n".join(IN_A_TABLE.findall(MESSAGES))
    missing = [
        f"{where}: {pattern.pattern}"
        for where, pattern in messages_of_the_code()
        if not pattern.search(said) and not pattern.search(listed)
    ]

    assert not missing


def test_a_mistyped_german_step_is_answered_in_german(tmp_path: Path):
    root = copied_to(tmp_path)
    text = (FEATURES / "deutsch.feature").read_text(encoding="utf-8")
    slip = text.replace("mäßige Synkinesien", "mässige Synkinese", 1)
    (root / "features" / "deutsch.feature").write_text(slip, encoding="utf-8")
    done = run(root, "deutsch.feature")

    assert done.returncode == 1
    assert "Did you mean:\n    Und mäßige Synkinesien\n" in done.stdout


def pattern_of(title: str) -> re.Pattern[str]:
    return re.compile(".+?".join(re.escape(part) for part in title.split("…")))


def messages_of_the_code() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Walk every message that guards, speech and steps can give, as a pattern."""
    for folder in ("guards", "speech", "steps"):
        for path in sorted((FEATURES / folder).glob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for call in ast.walk(tree):
                if isinstance(call, ast.Call) and (what := _what(call, folder)) is not None:
                    for text in _texts(what, tree):
                        yield f"{path.name}:{call.lineno}", text


def _what(call: ast.Call, folder: str) -> ast.expr | None:
    """Find what a call says is wrong; None for a call that says nothing."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    places = {"Misread": 0, **({"fault": 1, "_fault": 2, "Fault": 2} if folder == "guards" else {})}
    place = places.get(name, len(call.args))
    return call.args[place] if place < len(call.args) else None


def _texts(node: ast.expr, tree: ast.AST) -> Iterator[re.Pattern[str]]:
    """Make the pattern of what is said, following a name to where it was set."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        yield re.compile(_pattern(node))
    elif isinstance(node, ast.Starred | ast.Subscript):
        yield from _texts(node.value, tree)
    elif isinstance(node, ast.Tuple):
        yield from _texts(node.elts[0], tree)
    elif isinstance(node, ast.Name):
        for value in _set(node.id, tree):
            yield from _texts(value, tree)


def _set(name: str, tree: ast.AST) -> Iterator[Any]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(
            isinstance(it, ast.Name) and it.id == name for it in node.targets
        ):
            yield node.value


def _pattern(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return re.escape(str(node.value))
    parts = node.values if isinstance(node, ast.JoinedStr) else []
    return "".join(
        re.escape(str(it.value)) if isinstance(it, ast.Constant) else ".+?" for it in parts
    )
