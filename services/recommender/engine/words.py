"""Words: what tables may name, each as the shape of a value; sources and windows are their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from services.recommender.engine.amounts import AMOUNT, HOURS
from services.recommender.engine.rows import DATES, MOMENT_CLOCKS
from services.recommender.engine.shapes import (
    Misfit,
    Shape,
    beginning,
    line_of,
    listed,
    one_of,
    one_or_listed,
    parts,
    text,
    time_of,
)
from services.recommender.engine.spelling import did_you_mean
from services.recommender.engine.vocabulary import Vocabulary

Documents = Mapping[str, Mapping[str, Any]]

SAYS = parts({"en": text})
"""A text by language."""

YES_OR_NO, YES = one_of(("yes", "no")), one_of(("yes",))


class Words:
    """The words of one folder of tables."""

    def __init__(self, documents: Documents, vocabulary: Vocabulary) -> None:
        self.documents, self.vocabulary = documents, vocabulary
        families = vocabulary.families
        self.item = one_of(families)
        self.items = listed(self.item)
        wide = one_of(dict.fromkeys([*families, *families.values(), "all"]))
        self.targets, self.listed_targets = one_or_listed(wide), listed(wide)

    def plan(self, key: str) -> Shape:
        """A word of a plan, or of an earlier treatment, that stands under this key."""
        return one_of(self.vocabulary.words[key])

    def of(self, finding: object) -> Shape:
        """A word of this finding; any text where it has none."""
        raw = self.vocabulary.findings.get(str(finding))
        return one_of(raw.words) if raw is not None and raw.words else text

    def findings(self, kind: str) -> Shape:
        """A finding of the catalogue of this kind."""
        return one_of(f.name for f in self.vocabulary.findings.values() if f.kind == kind)

    @property
    def sources(self) -> Shape:
        """A list of sources, at least one; read once `sources.yaml` is known to be right."""
        file = "sources.yaml"
        known = self.documents[file]
        places = {name: f"{file}, line {line_of(known, name)}" for name in known}
        return listed(one_of(known, places), least=1)

    def amount(self, found: Any) -> None:
        """A number, with a unit of time or of a finding where it has one: 72 h, 6 months, 90."""
        text(found)
        written = AMOUNT.fullmatch(found)
        if written is None:
            raise Misfit(repr(found), "Write a number and its unit, as 72 h.")
        units = {finding.unit for finding in self.vocabulary.findings.values()}
        if written[2]:
            one_of([*HOURS, *sorted(units - {""})])(written[2])

    @property
    def time(self) -> Shape:
        """An amount of time or a window; read once `windows.yaml` is known to be right."""
        return time_of(self._amounts)

    @property
    def moment(self) -> Shape:
        """A clock, or a time counted from it: `onset + 72 h`."""
        clock_word = one_of(MOMENT_CLOCKS)

        def shape(found: Any) -> None:
            text(found)
            clock, plus, added = (part.strip() for part in found.partition("+"))
            clock_word(clock)
            if plus:
                self.time(added)

        return shape

    @property
    def within(self) -> Shape:
        """The word `within` and a time."""

        def shape(found: Any) -> None:
            beginning("within ")(found)
            self.time(found.removeprefix("within "))

        return shape

    @property
    def _amounts(self) -> Mapping[str, str]:
        return {name: str(window["is"]) for name, window in self.documents["windows.yaml"].items()}

    @property
    def headline(self) -> Shape:
        """A text by language in which dates of the plan and of its items stand in braces."""
        dates = [f"{code}.{date}" for code in self.vocabulary.families for date in DATES]
        return with_names(["today", "reassess_by", *dates])


def with_names(names: Iterable[str]) -> Shape:
    """A text by language in which these names may stand in braces, to be filled in."""
    known = tuple(names)

    def template(found: Any) -> None:
        text(found)
        for part in found.split("{")[1:]:
            name = part.partition("}")[0]
            if name not in known:
                raise Misfit(f"{{{name}}}", did_you_mean(name, known))

    return parts({"en": template})
