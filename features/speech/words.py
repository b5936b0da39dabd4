"""Words that stand for one code: titles, codes said as words, and short names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from features.guards.fault import Misread
from features.guards.nearest import nearest, one_of
from features.speech.sayings import groups, listed_words, names
from features.speech.text import key, plain, spoken
from schemas.catalogue import Finding, catalogue
from schemas.interventions import families, interventions

_MANY = 8
_PAGE = "docs/reference/steps.md"
_GRADES = ["I", "II", "III", "IV", "V", "VI"]


@dataclass(frozen=True, slots=True)
class Words:
    """
    A closed list of things that a slot may hold.

    Attributes:
        what: what one of them is called in messages.
        shown: how each code is shown, in the order to list them.
        by_key: the code of every way to say one.
    """

    what: str
    shown: Mapping[str, str]
    by_key: Mapping[str, str]

    def code_of(self, typed: str) -> str:
        """
        Find the code that was meant.

        Raises:
            Misread: it is none of the words; names the nearest, and all when they are few.
        """
        if (code := self.by_key.get(key(typed))) is not None:
            return code
        what = f"{self.what} '{plain(typed)}' is not one {self._known()}."
        raise Misread(what, self._nearest(typed) or self._all())

    def _nearest(self, typed: str) -> str:
        """Ask for the nearest one, by the name under which it is shown and can be copied."""
        for way in nearest(key(typed), self.by_key):
            code = self.by_key[way]
            return f"Did you mean {self._name(code, self.shown.get(code, way))}?"
        return ""

    def _name(self, code: str, text: str) -> str:
        """Give the shortest part of a text that stands for this code and for no other."""
        short = _short(text)
        return short if self.by_key.get(key(short)) == code else text

    def _all(self) -> str:
        return "" if len(self.shown) <= _MANY else f"All of them: {_PAGE}"

    def _known(self) -> str:
        short = [self._name(code, text) for code, text in self.shown.items()]
        if short == _GRADES:
            return "of I–VI"
        return f"of {one_of(short)}" if len(short) <= _MANY else "that I know"


def words(what: str, shown: Mapping[str, str], more: Iterable[tuple[str, str]] = ()) -> Words:
    """
    Make a list of words.

    Args:
        shown: the text of each code; the code itself, and the text up to its first comma, dash or
            bracket, say the same.
        more: further names, each with its code.
    """
    ways = [(way, code) for code, text in shown.items() for way in _ways(code, text)]
    return Words(what, dict(shown), {key(way): code for way, code in (*reversed(ways), *more)})


@cache
def intervention_words() -> Words:
    """Give the words for one intervention."""
    shown = {code: it.title for code, it in interventions().items()}
    return words("The treatment", shown, names("interventions"))


@cache
def treatment_words() -> Words:
    """Give the words for one intervention, a family of them, or a group of `sayings.yaml`."""
    shown = {**families(), **{code: it.title for code, it in interventions().items()}}
    more = (*names("interventions"), *names("families"), *((name, name) for name in groups()))
    return words("The treatment", shown, more)


def interventions_of(treatment: str) -> tuple[str, ...]:
    """List the interventions that a code of `treatment_words` stands for."""
    parts = groups().get(treatment, (treatment,))
    return tuple(code for code, it in interventions().items() if {code, it.family} & {*parts})


def title_of(treatment: str) -> str:
    """Say a code of `treatment_words` as a message does."""
    return treatment_words().shown.get(treatment, treatment)


@cache
def finding_words() -> Words:
    """Give the words for one finding."""
    shown = {name: finding.label for name, finding in catalogue().findings.items()}
    return words("The finding", shown, names("findings"))


@cache
def words_of(finding: Finding) -> Words:
    """Give the words that a finding may be, in a finding of words, a list or a yes and no."""
    if finding.name == "refusals":
        return treatment_words()
    shown = {word.code: word.text for word in finding.words}
    return words(finding.label, shown)


@cache
def closed_words(what: str) -> Words:
    """Give one of the closed lists of `sayings.yaml`: stage, urgency, strength …"""
    return words(f"The {spoken(what)}", listed_words(what))


def _short(text: str) -> str:
    """Leave out what stands behind a dash, comma or bracket."""
    return text.partition(" – ")[0].partition(", ")[0].partition(" (")[0]


def _ways(code: str, text: str) -> Iterator[str]:
    for stop in (", ", " – ", " ("):
        yield text.partition(stop)[0]
    yield text
    yield spoken(code)
