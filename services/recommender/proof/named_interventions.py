"""Interventions as invariants name them: by code, by family, or by a group of the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.recommender.proof.invariants_file import wrong

Names = str | Sequence[str]
"""One name or several."""


@dataclass(frozen=True, slots=True)
class NamedInterventions:
    """
    What names stand for.

    Attributes:
        families: code of an intervention → its family, in the order of the catalogue.
        groups: name → names.
    """

    families: Mapping[str, str]
    groups: Mapping[str, Sequence[str]]
    codes: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", tuple(self.families))

    def places(self, names: Names, row: str) -> list[tuple[int, str]]:
        """
        The interventions meant, by place and code, each once.

        Raises:
            PathwayError: a name stands for nothing; `row` is the invariant that uses it.
        """
        listed = [names] if isinstance(names, str) else names
        meant = dict.fromkeys(code for name in listed for code in self._meant(name, row))
        return [(self.codes.index(code), code) for code in meant]

    def bits(self, names: Names, row: str) -> int:
        """The same as bits."""
        return sum(1 << place for place, _ in self.places(names, row))

    def _meant(self, name: str, row: str) -> list[str]:
        if name in self.groups:
            return [code for part in self.groups[name] for code in self._meant(part, row)]
        found = [name] if name in self.families else []
        found = found or [code for code, family in self.families.items() if family == name]
        if not found:
            raise wrong(row, "", name, "Write an intervention, a family or a group.")
        return found
