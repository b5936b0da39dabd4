"""Every way to say a finding: what the catalogue gives by itself, and `sayings.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from features.speech.sayings import said
from features.speech.sentence import Sentence, sentence
from features.speech.slots import as_typed
from schemas.catalogue import SIDES, Finding, catalogue

_NAMES = {"Bell's", "House-Brackmann", "Lyme", "Sunnybrook"}
_SLOTS = ("{word}", "{words}", "{number}", "{day}")


@dataclass(frozen=True)
class FindingSentence:
    """
    A sentence, and the findings that it stands for.

    Attributes:
        sentence: as it is read.
        findings: the text of the value by the key in an assessment; `{word}` is filled in.
    """

    sentence: Sentence
    findings: Mapping[str, str]

    def said(self, typed: Mapping[str, str]) -> dict[str, str]:
        """Tell what a text says of each finding; `typed` is what stood in the slots."""
        return {name: text.format_map(typed) for name, text in self.findings.items()}


@cache
def finding_sentences() -> tuple[FindingSentence, ...]:
    """Give every sentence: of `sayings.yaml`, then of each finding in the catalogue."""
    return (*_of_sayings(), *(it for f in catalogue().findings.values() for it in sentences_of(f)))


def sentences_of(finding: Finding) -> Iterator[FindingSentence]:
    """Walk the sentences that the catalogue gives for one finding."""
    label, shape = spoken_label(finding.label), _shapes(finding)
    for pattern, value in shape:
        yield _plain(finding, pattern.format(label=label), value)
        if finding.sided:
            for side in SIDES:
                yield _on_side(finding, pattern.format(label=label), value, side)


def _shapes(finding: Finding) -> Iterator[tuple[str, str]]:
    slot = {"word": "{word}", "list": "{words}", "number": "{number}", "date": "{day}"}
    if value := slot.get(finding.kind):
        for verb in ("is", "are"):
            yield f"the {{label}} {verb} {{{value}}}", value
        yield f"{{label}}: {{{value}}}", value
    if finding.kind == "yes_no":
        yield "{label}", "yes"
        yield "no {label}", "no"
        yield "{label}: {{word}}", "{word}"


def _plain(finding: Finding, pattern: str, value: str) -> FindingSentence:
    return FindingSentence(_sentence(finding, pattern), {finding.name: value})


def _on_side(finding: Finding, pattern: str, value: str, side: str) -> FindingSentence:
    on_side = _sentence(finding, f"{pattern} on the {side}")
    return FindingSentence(on_side, {f"{finding.name}_{side}": value})


def _sentence(finding: Finding, pattern: str, language: str = "en") -> Sentence:
    slots = {slot[1:-1]: as_typed(_example(finding)) for slot in _SLOTS}
    return sentence(pattern, language=language, **slots)


def _example(finding: Finding) -> str:
    if finding.name == "refusals":
        return "nerve graft"
    if finding.words:
        middle = finding.words[len(finding.words) // 2 if finding.kind == "word" else 0]
        return middle.text.partition(",")[0].partition(" – ")[0]
    if finding.kind == "number":
        return f"{max(3, finding.least or 0):g}"
    return {"date": "14 March 2026"}.get(finding.kind, "none")


def _of_sayings() -> Iterator[FindingSentence]:
    for it in said():
        first = catalogue().findings[next(iter(it.findings))]
        yield FindingSentence(_sentence(first, it.sentence, it.language), it.findings)


def spoken_label(label: str) -> str:
    """Say a finding's label within a sentence: small, unless it begins with a name."""
    first = label.split()[0]
    return label if first in _NAMES or first[1:2].isupper() else label[0].lower() + label[1:]
