"""
Coverage of the clinic as a pytest plugin: what every example visits, and what none does.

It notes, after each example, the rows of the tables that decided something in its plans. At the end
it says how many rows have no example, and accuses a `@row-…` tag under which no example makes that
row do anything. Both only when every example was run: who chose a few is not accused.

`--coverage FILE` writes all of it as JSON, for pages and for those who fill the gaps.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd.scenario import scenario_wrapper_template_registry

from features.coverage.found import Found, found_of

NAME = "promises-coverage"
_VISITED = "visited"
_NODES = pytest.StashKey[dict[str, Any]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that says where the figures go."""
    parser.addoption("--coverage", metavar="FILE", help="write what the examples visit as JSON")


def pytest_configure(config: pytest.Config) -> None:
    """Begin with nothing visited."""
    config.pluginmanager.register(Coverage(config), NAME)


def pytest_bdd_after_scenario(request: pytest.FixtureRequest) -> None:
    """Note what a scenario visited, while its case is still there."""
    request.node.stash[_NODES] = _visited(request.node, request.getfixturevalue("case"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Send along with the report what was visited; so it comes home from a worker of xdist, too."""
    report = yield
    if report.when == "call" and (visited := item.stash.get(_NODES, None)):
        setattr(report, _VISITED, visited)
    return report


class Coverage:
    """What the examples of one run visited."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._visited: dict[str, dict[str, Any]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take over what an example visited."""
        if visited := getattr(report, _VISITED, None):
            self._visited[report.nodeid] = {**visited, "passed": report.passed}

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run when a row tag is not kept; write the figures where they are wanted."""
        if hasattr(self._config, "workerinput") or not (found := self.found()):
            return
        if found.unkept and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        if path := self._config.getoption("--coverage"):
            Path(path).write_text(json.dumps(found.as_json(), indent=1) + "\n", encoding="utf-8")

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say which tags are not kept, and what has no example."""
        if found := self.found():
            for line in found.in_words():
                terminalreporter.write_line(line)

    def closing(self) -> str:
        """Say how many rows have no example, to end the sentence that counts examples with."""
        return found.closing if (found := self.found()) else ""

    def found(self) -> Found | None:
        """Judge the run; None when not every example of the project was run."""
        tally = self._config.pluginmanager.get_plugin("promises-tally")
        if not self._visited or tally is None or not tally.is_whole():
            return None
        return found_of(self._visited.values(), self._config.rootpath)


def _visited(item: pytest.Item, case: Any) -> dict[str, Any]:
    from features.coverage.visits import NOTHING, visits_of

    visits = NOTHING
    for assessment, plan in zip(case.drawn_from, case.plans, strict=True):
        visits |= visits_of(assessment, plan)
    template = scenario_wrapper_template_registry[item.function]  # type: ignore[attr-defined]
    return {
        "file": Path(template.feature.filename).relative_to(item.config.rootpath).as_posix(),
        "line": template.line_number,
        "name": template.name,
        "rows": sorted(visits.rows),
        "fates": sorted(visits.fates),
        "findings": sorted(visits.findings),
        "invariants": sorted(visits.invariants),
    }
