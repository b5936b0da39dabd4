"""Reading a feature file, and saying what stands in the way."""

from __future__ import annotations

import re
from pathlib import Path

from gherkin.dialect import Dialect
from gherkin.errors import CompositeParserException, ParserException
from gherkin.parser import Parser

from features.guards.fault import Fault
from features.guards.feature_file import FeatureFile
from features.guards.keywords import blocks, keyword_meant, steps

_CELLS = (
    "This row has more or fewer cells than its table.",
    "Count the | signs: every row of a table has as many as the first.",
)
_ENDS = (
    "The file ends before something that it began.",
    "Look at the lines above: after tags, a scenario must follow.",
)
_NOT_HERE = "This line cannot be read here."
_NO_FEATURE = "A file begins with `Feature:` and a title; write that line above it."
_OUT_OF_PLACE = "It is well written, and in the wrong place: look at the lines above it."
_LANGUAGE = ("This language is not known.", "Write `# language: en`.")
_LETTER = ("This line has a letter that is not saved as UTF-8.", "Save the file as UTF-8.")


class Unreadable(Exception):
    """A file that Gherkin cannot read; `faults` says where and what to write."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def read(path: Path, *, root: Path) -> FeatureFile:
    """
    Read one feature file.

    Args:
        root: the project's folder, from which messages name the file.

    Raises:
        Unreadable: it is not Gherkin, or not UTF-8; whoever wrote it mends it.
    """
    name = path.relative_to(root).as_posix()
    return parsed(_text(path, name), path=path, name=name)


def parsed(text: str, *, path: Path, name: str) -> FeatureFile:
    """
    Read the text of a feature; `name` is what messages call it.

    Raises:
        Unreadable: it is not Gherkin; whoever wrote it mends it.
    """
    lines = tuple(text.splitlines())
    try:
        return FeatureFile(path, name, lines, Parser().parse(text))
    except CompositeParserException as broken:
        faults = [_fault(error, name, lines) for error in broken.errors]
        raise Unreadable(_without_followers(faults, _language(lines[0]))) from broken
    except ParserException as broken:
        raise Unreadable([_fault(broken, name, lines)]) from broken


def _text(path: Path, name: str) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = raw.count(b"\n", 0, broken.start) + 1
        raise Unreadable([Fault(name, line, _LETTER[0], mend=_LETTER[1])]) from broken


def _fault(error: ParserException, name: str, lines: tuple[str, ...]) -> Fault:
    line = min(error.location["line"], len(lines))
    typed = lines[line - 1]
    what, mend = _reason(str(error), typed, lines[0])
    return Fault(name, line, what, "" if what == _ENDS[0] else typed, mend)


def _without_followers(faults: list[Fault], language: str) -> list[Fault]:
    """
    Leave out lines that only cannot be read because one before them cannot.

    After a misspelt `Scenario:` every right step under it is a fault to Gherkin, and none to
    whoever wrote it.
    """
    own = [it for it in faults if it.what != _NOT_HERE or not _begins_rightly(it.typed, language)]
    return own or faults[:1]


def _begins_rightly(typed: str, language: str) -> bool:
    opener, colon, _ = typed.strip().partition(":")
    first = next(iter(typed.split()), "")
    named = bool(colon) and opener in blocks(language)
    return named or first in steps(language) or first[:1] in ("|", "@", "*")


def _reason(said: str, typed: str, first_line: str) -> tuple[str, str]:
    if "inconsistent cell count" in said:
        return _CELLS
    if "Language not supported" in said:
        return _LANGUAGE
    if "unexpected end of file" in said:
        return _ENDS
    language = _language(first_line)
    if not _begins_rightly(typed, language):
        return _NOT_HERE, keyword_meant(typed, language)
    return _NOT_HERE, _NO_FEATURE if "FeatureLine" in said else _OUT_OF_PLACE


def _language(first_line: str) -> str:
    said = re.match(r"\s*#\s*language\s*:\s*([\w-]+)", first_line)
    return said[1] if said and Dialect.for_name(said[1]) else "en"
