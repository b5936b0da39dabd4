"""The guide for clinical staff is true: its examples are read, its messages come."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from features.guards.check import check_file
from features.guards.feature_file import scenarios
from features.guards.reading import read
from features.guards.tags import published
from features.guards.vocabulary import readers

FEATURES = Path(__file__).parents[2] / "features"
README = (FEATURES / "README.md").read_text(encoding="utf-8")
TAGS = published(FEATURES / "tags.md")

_WRONG = README.split("## When something is wrong")[1].split("\n## ")[0]
FIRST = re.findall(r"```gherkin\n(Feature:.*?)```", README, re.DOTALL)
MESSAGES = [
    part
    for row in re.findall(r"^\| (`.*?`) \| ", _WRONG, re.M)
    for message in re.findall(r"`([^`]+)`", row)
    for part in message.split("…")
    if len(part.strip()) > 3
]
KIND = {"Context": "given", "Action": "when", "Outcome": "then"}


def test_the_first_promise_passes_the_guards_and_every_step_is_known(tmp_path):
    [text] = FIRST
    path = tmp_path / "my_first.feature"
    path.write_text(text, encoding="utf-8")

    assert check_file(path, root=tmp_path, known=TAGS).faults == ()
    for scenario, _ in scenarios(read(path, root=tmp_path).feature):
        kind = ""
        for step in scenario["steps"]:
            kind = KIND.get(step["keywordType"], kind)
            assert len(readers(step["text"], kind)) == 1, step["text"]


@pytest.mark.parametrize("message", [it for it in MESSAGES if "NOT TRIED" not in it])
def test_every_message_of_the_guide_is_one_that_comes(message, broken_run):
    assert message.strip() in broken_run.said


def test_every_feature_is_in_the_guide():
    named = {path.stem for path in FEATURES.glob("*.feature")}

    assert named <= {*re.findall(r"`(\w+)`", README.split("## What is where")[1])}


def test_every_tag_is_used_and_no_guide_names_another():
    used = {
        tag
        for path in FEATURES.rglob("*.feature")
        for line in re.findall(r"^\s*(@.*)$", path.read_text(encoding="utf-8"), re.M)
        for tag in re.findall(r"@([\w.-]+)", line)
    }

    assert {tag for tag in used if not tag.startswith("row-")} == set(TAGS)
    assert set(re.findall(r"^\s+@([\w-]+)", README, re.M)) <= set(TAGS)
