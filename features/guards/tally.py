"""The tally of a run: which examples were collected, chosen and tried, and what came of each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

_CHOOSING = (
    "-k",
    "-m",
    "-x",
    "--only",
    "--deselect",
    "--lf",
    "--last-failed",
    "--sw",
    "--stepwise",
)
_FAILED = pytest.ExitCode.TESTS_FAILED
_ENDED = (pytest.ExitCode.OK, _FAILED)
_TRIED = ("passed", "failed")


class Tally:
    """
    A pytest plugin that keeps count for one run.

    Under xdist each worker keeps its own and sends it to the process that reports.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._collected: dict[str, str] = {}
        self._chosen: set[str] = set()
        self._faults: set[str] = set()
        self._came: dict[str, str] = {}
        self._untried: list[str] = []

    def expect(self, tests: dict[str, str], faults: Iterable[str]) -> None:
        """Note what a folder holds: the example that each test tries, and the tests of faults."""
        self._collected |= tests
        self._faults |= set(faults)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note what is left after every selection."""
        self._chosen = {item.nodeid for item in session.items}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what came of a test; a failure before or after its steps is one, too."""
        if report.when == "call" or report.failed:
            self._came[report.nodeid] = report.outcome

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """Take over what a worker of xdist collected."""
        sent = getattr(node, "workeroutput", {}).get("promises", {})
        self.expect(sent.get("collected", {}), sent.get("faults", ()))
        self._chosen |= set(sent.get("chosen", ()))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run when an example was not tried; a worker sends what it knows instead."""
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output["promises"] = {
                "collected": self._collected,
                "faults": sorted(self._faults),
                "chosen": sorted(self._chosen & self._collected.keys()),
            }
        elif self._ran_to_its_end(session):
            self._untried = self._find_untried()
            session.exitstatus = _FAILED if self._untried else session.exitstatus

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say in plain words how many examples agree."""
        if self._came.keys() & (self._collected.keys() | self._faults):
            for line in self._summary():
                terminalreporter.write_line(line)

    def told(self) -> dict[str, Any]:
        """Give the figures of the run, and the words for them, once it has ended."""
        tried, differ = self._figures()
        return {
            "tried": tried,
            "differ": differ,
            "faults": len(self._met()),
            "not_tried": list(self._untried),
            "chosen": self._was_chosen(),
            "said": list(self._summary()),
        }

    def _met(self) -> set[str]:
        """Give the faults that the run came upon: of files that were chosen, not of others."""
        return self._faults & self._came.keys()

    def _figures(self) -> tuple[int, int]:
        came = [self._came[it] for it in self._collected if self._came.get(it) in _TRIED]
        return len(came), came.count("failed")

    def _summary(self) -> Iterator[str]:
        tried, differ = self._figures()
        counted = f"{_count(tried, 'example')}: {_agree(tried - differ)}, {_differ(differ)}"
        yield f"{counted}{self._closing()}."
        if faults := self._met():
            lines = _count(len(faults), "line")
            yield f"{lines} must be mended before the rest of the file is run."
        if self._untried:
            yield f"{_count(len(self._untried), 'example')} NOT TRIED:"
            yield from (f"  {example}" for example in self._untried)

    def is_whole(self) -> bool:
        """Tell whether every example that was collected was tried, and none was chosen."""
        tried = {it for it in self._collected if self._came.get(it) in _TRIED}
        return not self._was_chosen() and not self._faults and tried == self._collected.keys()

    def _closing(self) -> str:
        coverage = self._config.pluginmanager.get_plugin("promises-coverage")
        return coverage.closing() if coverage else ""

    def _find_untried(self) -> list[str]:
        due = self._collected.keys() & self._chosen if self._was_chosen() else self._collected
        return sorted(self._collected[it] for it in due if self._came.get(it) not in _TRIED)

    def _was_chosen(self) -> bool:
        # What a settings file leaves out by itself was chosen by nobody who started this run.
        typed = map(str, self._config.invocation_params.args)
        told = os.environ.get("PYTEST_ADDOPTS", "").split()
        return any(arg.startswith(_CHOOSING) or "::" in arg for arg in (*typed, *told))

    def _ran_to_its_end(self, session: pytest.Session) -> bool:
        stopped = session.shouldstop or session.shouldfail or self._config.option.collectonly
        return not stopped and session.exitstatus in _ENDED


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _agree(number: int) -> str:
    return f"{number} agree{'s' if number == 1 else ''}"


def _differ(number: int) -> str:
    return f"{number} differ{'s' if number == 1 else ''}"
