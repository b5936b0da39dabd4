"""Where an example belongs: the feature and the rule that speak of its row already."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import features
from features.guards.feature_file import FeatureFile, Node, line_of, rules
from features.guards.reading import Unreadable, read
from features.guards.row_tags import PREFIX, is_row
from features.speech.case import Case
from features.steps.patient import MONDAY
from features.trying.performing import NeedsTheLine, Step, perform
from schemas.finding_fields import ONSETS

NEW_FILE = "features/my_examples.feature"

_FOLDER = Path(features.__file__).parent


@dataclass(frozen=True, slots=True)
class Place:
    """
    A rule of a feature.

    Attributes:
        file: from the project's folder.
        rule: what it says.
        line: where it begins.
        rows: the ids of the rows that it is about.
        given: what its backgrounds say of every patient under it; None when that is more than
            findings, so that no example from elsewhere fits under it.
    """

    file: str
    rule: str
    line: int
    rows: tuple[str, ...]
    given: frozenset[str] | None


def place_for(wanted: Sequence[str], *, said: Collection[str]) -> Place | None:
    """
    Find the rule that speaks of most of some rows, and says nothing that an example does not.

    Args:
        said: the findings that the example says: what a background says first, it says otherwise.

    Returns:
        None when no rule speaks of any of them.
    """
    fitting = (it for it in places() if {*it.rows} & {*wanted} and _fits(it, said))
    ranked = sorted(fitting, key=lambda it: (-len({*it.rows} & {*wanted}), not _names(it, wanted)))
    return next(iter(ranked), None)


@cache
def places() -> tuple[Place, ...]:
    """List every rule of the English features that names its rows; read once."""
    return tuple(it for path in sorted(_FOLDER.glob("*.feature")) for it in _places(path))


def _fits(place: Place, said: Collection[str]) -> bool:
    return place.given is not None and place.given <= _one_onset(said)


def _names(place: Place, wanted: Sequence[str]) -> bool:
    return any(Path(place.file).stem in row.split(".") for row in wanted)


def _places(path: Path) -> Iterator[Place]:
    try:
        file = read(path, root=_FOLDER.parent)
    except Unreadable:
        # Its author sees why when the promises are run.
        return
    if file.feature["language"] == "en":
        yield from (it for rule in rules(file.feature) if (it := _place(file, rule)).rows)


def _place(file: FeatureFile, rule: Node) -> Place:
    tags = [tag["name"] for tag in rule["tags"] if is_row(tag["name"])]
    rows = tuple(tag.removeprefix(f"@{PREFIX}") for tag in tags)
    given = _given([*_background(file.feature), *_background(rule)])
    return Place(file.name, rule["name"], line_of(rule), rows, given)


def _background(node: Node) -> Iterator[Node]:
    for child in node["children"]:
        if "background" in child:
            yield from child["background"]["steps"]


def _given(steps: Sequence[Node]) -> frozenset[str] | None:
    case = Case("SIMULATED-1", MONDAY)
    for step in steps:
        rows = step.get("dataTable", {}).get("rows")
        table = [[cell["value"] for cell in row["cells"]] for row in rows] if rows else None
        said = Step(step["keyword"].strip(), "given", step["text"], line_of(step), table)
        if perform(said, case, plan=_no_plan, file=NEW_FILE):
            return None
    if case.now != MONDAY or case.left_out:
        return None
    return _one_onset(case.findings)


def _one_onset(names: Collection[str]) -> frozenset[str]:
    return frozenset("duration" if name in ONSETS else name for name in names)


def _no_plan(*_: object) -> dict[str, object]:
    raise NeedsTheLine
