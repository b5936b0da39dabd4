"""
What a run says about itself, as a pytest plugin: one message a line, in JSON.

`--stream FILE` names where the messages go. The first says with which tables and when; then comes
one for each example with what came of it, one for each fault that has to be mended, one for what
could not be collected; the last says how it ended. Examples come home from the workers of xdist on
their reports, so that one process writes.

`--only NAME` and `--only NAME:LINE` choose the examples of one feature file, or the one that stands
on a line of it.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import pytest
from pytest_bdd.scenario import scenario_wrapper_template_registry

from facialis import clock
from features.coverage.clinic import knowledge
from features.guards.collecting import fault_of
from features.guards.fault import Differs
from features.living.choosing import Choice, chosen

_NAME = "promises-stream"
_OURS = ("patient_ref", "assessment_id")
_MESSAGE = "promise"
_DONE = pytest.StashKey[int]()
_PATIENT = pytest.StashKey[dict[str, Any]]()
_DIFFERS = pytest.StashKey[dict[str, Any]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add where the messages go, and which examples are chosen."""
    parser.addoption("--stream", metavar="FILE", help="write what comes of each example, as JSON")
    parser.addoption("--only", action="append", default=[], metavar="FILE[:LINE]", help="no others")


def pytest_configure(config: pytest.Config) -> None:
    """Open the stream in the process that reports; its workers write nothing."""
    path = config.getoption("--stream")
    if path and not hasattr(config, "workerinput"):
        file = Path(path).open("w", encoding="utf-8", buffering=1)  # noqa: SIM115 - closed below
        config.add_cleanup(file.close)
        config.pluginmanager.register(Stream(config, file), _NAME)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was not chosen."""
    choices = [Choice.of(text) for text in config.getoption("--only")]
    if choices:
        standing = {item: _place(item) for item in items}
        kept = chosen(choices, standing)
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = [item for item in items if item in kept]


def pytest_bdd_before_scenario(request: pytest.FixtureRequest) -> None:
    """Begin to count its steps."""
    request.node.stash[_DONE] = 0


def pytest_bdd_after_step(request: pytest.FixtureRequest) -> None:
    """Count a step that was done."""
    request.node.stash[_DONE] += 1


def pytest_bdd_after_scenario(request: pytest.FixtureRequest) -> None:
    """Keep the patient, where one assessment and one plan are all that there is to an example."""
    try:
        case = request.getfixturevalue("case")
    except pytest.FixtureLookupError:
        return
    if len(case.plans) == 1 and "review" not in case.plans[0]:
        posted = {name: value for name, value in case.drawn_from[0].items() if name not in _OURS}
        request.node.stash[_PATIENT] = {"posted": posted, "as_of": case.plans[0]["as_of"]}


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_step_error(request: pytest.FixtureRequest, exception: Exception) -> None:
    """Keep what was expected and what came, before the guards make one message of it."""
    if isinstance(exception, Differs) and exception.expected:
        told = {"expected": exception.expected, "got": [*exception.got]}
        request.node.stash[_DIFFERS] = told


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Send along with the report what came of an example, or which fault it is."""
    report = yield
    if report.when == "call" or not report.passed:
        setattr(report, _MESSAGE, _message(item, report))
    return report


class Stream:
    """Writes the messages of one run."""

    def __init__(self, config: pytest.Config, file: IO[str]) -> None:
        self._config, self._file = config, file
        self._broken: set[str] = set()

    def pytest_sessionstart(self) -> None:
        """Say with which tables, and when."""
        tables = knowledge()
        self._write("begin", {"at": clock.now().isoformat(), "knowledge": _named(tables)})

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Say what could not be collected; each worker finds the same."""
        if report.failed and (said := str(report.longrepr)) not in self._broken:
            self._broken.add(said)
            self._write("broken", {"said": said})

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Say what came of an example."""
        if message := getattr(report, _MESSAGE, None):
            self._write(*message)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None]:
        """Say how it ended, after all others made up their minds."""
        yield
        tally = self._config.pluginmanager.get_plugin("promises-tally")
        coverage = self._config.pluginmanager.get_plugin("promises-coverage")
        found = coverage.found() if coverage else None
        end: dict[str, Any] = {"status": int(session.exitstatus)}
        end |= tally.told() if tally else {}
        if found:
            end |= {"coverage": found.as_json(), "missing": list(found.in_words())}
        self._write("end", end)

    def _write(self, kind: str, said: Mapping[str, Any]) -> None:
        self._file.write(json.dumps({kind: said}, ensure_ascii=False) + "\n")


def _named(tables: Any) -> dict[str, str]:
    return {"version": tables.version, "digest": tables.digest}


def _message(item: pytest.Item, report: pytest.TestReport) -> tuple[str, dict[str, Any]] | None:
    if fault := fault_of(item):
        return "fault", asdict(fault)
    place = _place(item)
    if place is None:
        return None
    callspec = getattr(item, "callspec", None)
    row = callspec.params.get("_pytest_bdd_example", {}) if callspec else {}
    said: dict[str, Any] = {
        "file": place[0],
        "line": place[1],
        "row": dict(row),
        "seconds": round(report.duration, 3),
        "came": report.outcome,
    }
    said |= item.stash.get(_PATIENT, {})
    if report.failed:
        said |= {"steps_done": item.stash.get(_DONE, 0), "said": report.longreprtext}
        said |= item.stash.get(_DIFFERS, {})
    return "example", said


def _place(item: pytest.Item) -> tuple[str, int] | None:
    """Tell the feature file and the line of an example; None for a test that is none."""
    if fault := fault_of(item):
        return fault.file, fault.line
    template = scenario_wrapper_template_registry.get(getattr(item, "function", None))
    if template is None:
        return None
    path = Path(template.feature.filename)
    root = item.config.rootpath
    name = path.relative_to(root) if path.is_relative_to(root) else path
    return name.as_posix(), template.line_number
