"""The living document: every promise as it is written, beside what came of it when it last ran."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from features.guards.feature_file import FeatureFile
from features.guards.reading import Unreadable, read
from features.living.asked import FEATURES, ROOT
from features.living.figures import AGREES, DIFFERS, NOT_TRIED, digest
from features.living.gaps import coverage_of
from features.living.written import Page, examples_of, scenarios_of, written

CHANGED = "changed since"
"""Instead of a result: the file is not the one that ran."""

OTHER_TABLES = "other tables"
"""Instead of a result: it ran, but not with the tables that are in use."""

Figures = Mapping[str, Any]


class Document:
    """
    Features and figures, joined; made once for each state of both.

    Args:
        figures: of the last run; None when there was none.
        digest: of the tables that are in use here; the run may have had others.
    """

    def __init__(
        self, files: Iterable[FeatureFile], figures: Figures | None, *, digest: str = ""
    ) -> None:
        self._files, self._figures, self._digest = list(files), figures, digest

    @cached_property
    def front(self) -> Page:
        """
        What stands at the front: the last run, and the features with their counts.

        `run` is None when the promises were not run here yet; in it `same_tables` tells whether
        they were run with the tables that are in use, `as_written` whether no file was changed.
        """
        return {"run": self._run, "features": [self._contents(page) for page in self.features]}

    @cached_property
    def features(self) -> list[Page]:
        """Every feature, laid out with the result of each example."""
        return [self._with_results(file) for file in self._files]

    @property
    def tried(self) -> list[Page]:
        """The features that have to do with the last run: all, or those that were chosen."""
        if not (self._figures and self._figures["chosen"]):
            return self.features
        return [page for page in self.features if page["counts"]["examples"] > _silent(page)]

    def feature(self, name: str) -> Page | None:
        """One feature by the name of its file without `.feature`; None when there is none."""
        return next((page for page in self.features if page["name"] == name), None)

    def row(self, row: str) -> Page | None:
        """
        What guards a row of the tables; None when no example has to do with it.

        Returns:
            `promises`: the scenarios under a tag that names it. `others`: examples without that
            tag for which it did something when they last ran. `text` is why the row stands.
        """
        own = list(self._places(lambda scenario: row in scenario["rows"]))
        visiting = self._visiting(row)
        if not own and not visiting:
            return None
        named = {place["at"] for place in own}
        others = self._places(lambda scenario: _at(scenario) in visiting - named)
        about = self._covered_rows.get(row, {})
        return {
            "row": row,
            "does": about.get("does", ""),
            "text": about.get("text", ""),
            "promises": own,
            "others": list(others),
        }

    def guarding(self, row: str) -> int:
        """Count the examples that guard a row: those under its tag, else those that come by it."""
        return self._guarding.get(row) or len(self._visiting(row))

    @cached_property
    def coverage(self) -> Page | None:
        """What no example visits, with a proposal for each; None when it was never looked at."""
        return coverage_of(self._figures) if self._figures else None

    # -- the run -------------------------------------------------------------------------------

    @cached_property
    def _run(self) -> Page | None:
        if self._figures is None:
            return None
        figures = self._figures
        told = {
            key: figures[key]
            for key in ("at", "seconds", "knowledge", "chosen", "counts", "said", "faults")
        }
        return {**told, "same_tables": self._same_tables, "as_written": not self._changed}

    @cached_property
    def _same_tables(self) -> bool:
        ran = self._figures["knowledge"]["digest"] if self._figures else ""
        return not self._digest or ran == self._digest

    @cached_property
    def _changed(self) -> frozenset[str]:
        """The files whose text is not the one that ran."""
        known = self._figures["files"] if self._figures else {}
        return frozenset(it.name for it in self._files if known.get(it.name) != digest(it))

    def _with_results(self, file: FeatureFile) -> Page:
        page = written(file)
        counts = {"examples": 0, AGREES: 0, DIFFERS: 0}
        for scenario in scenarios_of(page):
            scenario["at"] = f"{file.name}:{scenario['line']}"
            for example in examples_of(scenario):
                found = self._result(file.name, example["line"])
                example["came"] = found
                counts["examples"] += 1
                counts[found["result"]] = counts.get(found["result"], 0) + 1
        page["counts"] = counts
        return page

    def _result(self, file: str, line: int) -> Mapping[str, Any]:
        if self._figures is None:
            return {"result": ""}
        if not self._same_tables:
            return {"result": OTHER_TABLES}
        if file in self._changed:
            return {"result": CHANGED}
        missing = "" if self._figures["chosen"] else NOT_TRIED
        found: Mapping[str, Any] = self._figures["examples"].get(
            f"{file}:{line}", {"result": missing}
        )
        return found

    @staticmethod
    def _contents(page: Page) -> Page:
        kept = {key: page[key] for key in ("name", "file", "title", "description", "counts")}
        titles = [rule["title"] for rule in page["rules"] if rule["title"]]
        return {**kept, "rules": titles}

    # -- rows ----------------------------------------------------------------------------------

    def _places(self, wanted: Any) -> Iterator[Page]:
        for page in self.features:
            for rule in page["rules"]:
                for scenario in rule["scenarios"]:
                    if wanted(scenario):
                        yield {
                            "feature": page["name"],
                            "title": page["title"],
                            "rule": rule["title"],
                            "scenario": scenario["title"],
                            "line": scenario["line"],
                            "at": scenario["at"],
                            "results": [it["came"]["result"] for it in examples_of(scenario)],
                        }

    @cached_property
    def _guarding(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for page in self.features:
            for scenario in scenarios_of(page):
                number = sum(1 for _ in examples_of(scenario))
                for row in scenario["rows"]:
                    found[row] = found.get(row, 0) + number
        return found

    @cached_property
    def _covered_rows(self) -> Mapping[str, Any]:
        covered = (self._figures or {}).get("coverage") or {}
        found: Mapping[str, Any] = covered.get("rows", {})
        return found

    def _visiting(self, row: str) -> frozenset[str]:
        named = self._covered_rows.get(row, {}).get("examples", ())
        return frozenset(named)


def _silent(page: Page) -> int:
    return int(page["counts"].get("", 0))


def _at(scenario: Page) -> str:
    return str(scenario["at"])


def feature_files(folder: Path = FEATURES, *, root: Path = ROOT) -> list[FeatureFile]:
    """Read every feature file that can be read; the guards name those that cannot."""
    found = []
    for path in sorted(folder.rglob("*.feature")):
        try:
            found.append(read(path, root=root))
        except Unreadable:
            continue
    return found
