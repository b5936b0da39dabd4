"""
The guards as a pytest plugin: named in the root `conftest.py`, beside the modules of steps.

It looks at three moments. When a folder of promises is collected, the set of its tests must be
the set of its examples as gherkin-official compiles them. While a step runs, it must be known,
must read what stands under it, and must be code that runs. At the end every example must have
run, but for those that whoever started the run left out.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest

from features.guards import row_tags, running
from features.guards.collecting import FOLDER
from features.guards.completeness import compare
from features.guards.fault import Fault
from features.guards.tags import published
from features.guards.tally import Tally


def pytest_configure(config: pytest.Config) -> None:
    """Keep a tally of this run, and make the published tags known to `-m`."""
    config.pluginmanager.register(Tally(config), "promises-tally")
    page = config.rootpath / "features" / "tags.md"
    for tag, meaning in published(page).items() if page.exists() else ():
        config.addinivalue_line("markers", f"{tag}: {meaning}")
    for tag in row_tags.written(page.parent):
        config.addinivalue_line("markers", f"{tag}: examples of this row of the tables")


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Compare what was collected with what was promised, before any selection takes tests away."""
    report = yield
    if report.passed and (where := _promises_of(collector)):
        items = [item for item in report.result if isinstance(item, pytest.Item)]
        compared = compare(items, *where)
        if compared.wrong:
            report.outcome, report.longrepr = "failed", compared.wrong
        tally = collector.config.pluginmanager.get_plugin("promises-tally")
        tally.expect(compared.tests, compared.faults)
    return report


def pytest_bdd_step_func_lookup_error(feature: Any, step: Any) -> None:
    """Answer an unknown step with the two nearest."""
    _refuse(running.unknown_step(feature, step))


def pytest_bdd_before_step(feature: Any, step: Any, step_func: Any) -> None:
    """Refuse what two readers claim, code that would not run, and tables that none would read."""
    _refuse(running.ambiguous(feature, step) or running.unread(feature, step, step_func))


def pytest_bdd_step_error(request: Any, feature: Any, step: Any, exception: Exception) -> None:
    """Say in words what a step could not read, what differed, or that its code broke."""
    callspec = getattr(request.node, "callspec", None)
    row = callspec.params.get("_pytest_bdd_example", {}) if callspec else {}
    message = running.in_words(feature, step, exception, row)
    raise pytest.fail.Exception(message, pytrace=False) from None


def _promises_of(collector: pytest.Collector) -> Any:
    return getattr(collector.obj, FOLDER, None) if isinstance(collector, pytest.Module) else None


def _refuse(fault: Fault | None) -> None:
    if fault is not None:
        pytest.fail(str(fault), pytrace=False)
