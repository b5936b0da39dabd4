"""A feature file as pages show it: rules with their sources, examples with steps and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from features.guards.feature_file import FeatureFile, Node, line_of
from features.guards.row_tags import PREFIX

Page = dict[str, Any]

_SOURCE = re.compile(r"^\s*(?:Source|Quelle)\s*:\s*", re.MULTILINE)


def written(file: FeatureFile) -> Page:
    """
    Lay out a feature.

    Returns:
        `name file line title language description tags rows background` and `rules`: one for each
        rule in the order of the file, examples outside of any rule before them under no title.
    """
    feature = file.feature
    inherited = _tags(feature)
    loose = [child["scenario"] for child in feature["children"] if "scenario" in child]
    rules = [_rule({"children": []}, loose, inherited)] if loose else []
    for child in feature["children"]:
        if "rule" in child:
            rule = child["rule"]
            inner = [each["scenario"] for each in rule["children"] if "scenario" in each]
            rules.append(_rule(rule, inner, inherited))
    return {
        "name": file.path.stem,
        "file": file.name,
        **_head(feature),
        "language": feature["language"],
        "background": list(_backgrounds(feature)),
        "rules": rules,
    }


def examples_of(scenario: Page) -> Iterator[Page]:
    """Walk what is tried of a scenario: itself, or each row of its tables; each has a `line`."""
    if scenario["tables"]:
        for table in scenario["tables"]:
            yield from table["rows"]
    else:
        yield scenario


def scenarios_of(page: Page) -> Iterator[Page]:
    """Walk the scenarios of a feature as laid out."""
    for rule in page["rules"]:
        yield from rule["scenarios"]


def _rule(rule: Node, scenarios: Sequence[Node], inherited: Sequence[str]) -> Page:
    head = _head(rule) if "name" in rule else {"title": "", "line": 0, "source": "", "tags": []}
    own = [*inherited, *_tags(rule)]
    return {
        "description": [],
        **head,
        "rows": _rows(own),
        "background": list(_backgrounds(rule)),
        "scenarios": [_scenario(each, own) for each in scenarios],
    }


def _scenario(scenario: Node, inherited: Sequence[str]) -> Page:
    tables = [_table(each) for each in scenario["examples"]]
    below = [tag for each in scenario["examples"] for tag in _tags(each)]
    return {
        **_head(scenario),
        "keyword": scenario["keyword"],
        "rows": _rows([*inherited, *_tags(scenario), *below]),
        "steps": [*map(_step, scenario["steps"])],
        "tables": tables,
    }


def _head(node: Node) -> Page:
    said, source = _described(node.get("description") or "")
    return {
        "title": node["name"].strip(),
        "line": line_of(node),
        "description": said,
        "source": source,
        "tags": [tag for tag in _tags(node) if not tag.startswith(PREFIX)],
    }


def _described(text: str) -> tuple[list[str], str]:
    """Take a description apart: its paragraphs, and what follows `Source:`."""
    said, found, source = text, _SOURCE.search(text), ""
    if found:
        said, source = text[: found.start()], " ".join(text[found.end() :].split())
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", said)]
    return [part for part in parts if part], source


def _table(examples: Node) -> Page:
    head = examples.get("tableHeader") or {"cells": ()}
    return {
        "title": examples["name"].strip(),
        "columns": _cells(head),
        "rows": [
            {"line": line_of(row), "cells": _cells(row)} for row in examples.get("tableBody", ())
        ],
    }


def _step(step: Node) -> Page:
    table, text = step.get("dataTable"), step.get("docString")
    return {
        "keyword": step["keyword"].strip(),
        "text": step["text"],
        "line": line_of(step),
        "table": [_cells(row) for row in table["rows"]] if table else [],
        "quoted": (text["content"] or "") if text else "",
    }


def _backgrounds(node: Node) -> Iterator[Page]:
    for child in node["children"]:
        if "background" in child:
            yield from map(_step, child["background"]["steps"])


def _cells(row: Node) -> list[str]:
    return [cell["value"] for cell in row["cells"]]


def _tags(node: Node) -> list[str]:
    return [tag["name"].removeprefix("@") for tag in node.get("tags", ())]


def _rows(tags: Sequence[str]) -> list[str]:
    own = [tag.removeprefix(PREFIX) for tag in tags if tag.startswith(PREFIX)]
    return list(dict.fromkeys(own))
