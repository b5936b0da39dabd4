"""The findings catalogue: all that an assessment may say, with its words, units and questions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from schemas.interventions import families, interventions, title_of
from schemas.yaml_table import Lines, TableError, read_table

_FILE = Path(__file__).with_name("findings.yaml")

Kind = Literal["word", "yes_no", "list", "number", "date", "elapsed", "treatments", "ref", "moment"]

SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Word:
    """One word that a finding may be given, and how a page says it."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One thing that may be observed, asked or measured.

    Attributes:
        name: its key in an assessment.
        kind: what its value looks like.
        label: its name on a form or page.
        group: the code of its group on the form.
        question: as a clinician would ask for it.
        why: what the answer changes.
        words: what it may be; empty unless it is a `word`, a `list` or `yes_no`. Neither "unknown"
            nor, for a list, "none" is among them.
        unit: the unit of a number; None when it has none.
        least: the smallest number allowed; None when it is not a number.
        most: the largest number allowed; None when it is not a number.
        whole: whether the number has no fraction.
        required: whether an assessment is refused without it.
        sided: whether it may also be given once for each side.
        or_unknown: whether, though required, it may be said to be unknown.
    """

    name: str
    kind: Kind
    label: str
    group: str
    question: str
    why: str
    words: tuple[Word, ...] = ()
    unit: str | None = None
    least: float | None = None
    most: float | None = None
    whole: bool = False
    required: bool = False
    sided: bool = False
    or_unknown: bool = False

    @property
    def tested(self) -> bool:
        """Whether it comes from a test that has to be made, not from asking or looking."""
        return self.group == "tests"

    def text_of(self, code: str) -> str:
        """Say one of its words as a page does; a word that it does not have is said as it is."""
        return next((word.text for word in self.words if word.code == code), code)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """
    Every finding, in the order of the form.

    Attributes:
        groups: the title of every group, by its code.
        record: what an assessment says about itself (who, when), by name.
        findings: what it says about the patient, by name.
    """

    groups: Mapping[str, str]
    record: Mapping[str, Finding]
    findings: Mapping[str, Finding]


@cache
def catalogue() -> Catalogue:
    """
    Return the findings catalogue, read once.

    Raises:
        TableError: `findings.yaml` is not as it should be; whoever edits it mends it.
    """
    return catalogue_from(read_table(_FILE), _FILE.name)


def catalogue_from(table: Lines, file: str) -> Catalogue:
    """Make a catalogue of a table that was read; `file` is the name for errors."""
    groups = MappingProxyType(dict(table["groups"]))
    return Catalogue(
        groups, _section(table["record"], groups, file), _section(table["findings"], groups, file)
    )


def sided_names(finding: Finding) -> tuple[str, ...]:
    """Return the keys under which a finding may come for each side; none when it is not sided."""
    return tuple(f"{finding.name}_{side}" for side in SIDES) if finding.sided else ()


def _section(table: Lines, groups: Mapping[str, str], file: str) -> Mapping[str, Finding]:
    return MappingProxyType(
        {name: _finding(name, entry, groups=groups, file=file) for name, entry in table.items()}
    )


def _finding(name: str, entry: Lines, *, groups: Mapping[str, str], file: str) -> Finding:
    for fault in _faults(name, entry, groups):
        raise TableError(file, entry.line, fault)
    return Finding(
        name=name,
        kind=entry["kind"],
        label=entry["label"],
        group=entry["group"],
        question=entry["question"],
        why=entry["why"],
        words=tuple(_words(entry)),
        unit=entry.get("unit"),
        least=_number(entry.get("least")),
        most=_number(entry.get("most")),
        whole=entry.get("whole") == "yes",
        required=entry.get("required") == "yes",
        sided=entry.get("sided") == "yes",
        or_unknown=entry.get("or_unknown") == "yes",
    )


def _faults(name: str, entry: Lines, groups: Mapping[str, str]) -> Iterator[str]:
    for key in ("kind", "group", "label", "question", "why"):
        if not entry.get(key):
            yield f"{name} has no {key}"
    if entry.get("kind") not in get_args(Kind):
        yield f"{name}: {entry.get('kind')!r} is not a kind of finding"
    if entry.get("group") not in groups:
        yield f"{name}: {entry.get('group')!r} is not a group"
    if entry.get("kind") == "number" and not {"least", "most"} <= entry.keys():
        yield f"{name} is a number and needs its least and most"
    for code in entry.get("words", {}):
        if code in ("unknown", "none") and not (code == "none" and entry["kind"] == "word"):
            yield f"{name}: {code!r} may be said of every finding and is not one of its words"


def _words(entry: Lines) -> Iterator[Word]:
    if entry["kind"] == "yes_no":
        yield from (Word("yes", "yes"), Word("no", "no"))
    if entry.get("words_from") == "interventions":
        yield from (Word(code, title_of(code)) for code in (*families(), *interventions()))
    yield from (Word(code, text) for code, text in entry.get("words", {}).items())


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)
