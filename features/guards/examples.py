"""Every example of a folder, named by where it stands: as promised, and as collected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from gherkin.pickles.compiler import Compiler
from pytest_bdd.scenario import scenario_wrapper_template_registry

from features.guards.feature_file import FeatureFile, Node, scenarios


@dataclass(frozen=True, slots=True, order=True)
class Example:
    """
    One example: a scenario, or one row of an outline.

    Attributes:
        file: the feature file, as messages name it.
        line: the line of the scenario.
        name: its name.
        row: the row's cells by column; empty for a plain scenario.
    """

    file: str
    line: int
    name: str
    row: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        row = ", ".join(f"{column} {cell}" for column, cell in self.row)
        return f"{self.file}:{self.line}: {self.name}" + (f" ({row})" if row else "")


def promised(file: FeatureFile) -> set[Example]:
    """List the examples of a file as gherkin-official, and not pytest-bdd, compiles them."""
    by_id = {scenario["id"]: scenario for scenario, _ in scenarios(file.feature)}
    rows = dict(_rows(file.feature))
    return {
        Example(
            file.name,
            by_id[pickle["astNodeIds"][0]]["location"]["line"],
            by_id[pickle["astNodeIds"][0]]["name"],
            rows.get(pickle["astNodeIds"][-1], ()),
        )
        for pickle in Compiler().compile({**file.document, "uri": file.name})
    }


def collected(item: pytest.Item, *, names: Mapping[str, str]) -> Example | None:
    """
    Tell which example a test tries; None for a test that is no scenario.

    Args:
        names: what messages call a file, by its absolute path.
    """
    template = scenario_wrapper_template_registry.get(getattr(item, "function", None))
    if template is None:
        return None
    callspec = getattr(item, "callspec", None)
    row: Mapping[str, Any] = callspec.params.get("_pytest_bdd_example", {}) if callspec else {}
    path = template.feature.filename
    return Example(names.get(path, path), template.line_number, template.name, tuple(row.items()))


def _rows(feature: Node) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for scenario, _ in scenarios(feature):
        for examples in scenario["examples"]:
            columns = [cell["value"] for cell in examples.get("tableHeader", {}).get("cells", ())]
            for row in examples.get("tableBody", ()):
                cells = [cell["value"] for cell in row["cells"]]
                yield row["id"], tuple(zip(columns, cells, strict=True))
