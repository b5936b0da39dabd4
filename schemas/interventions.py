"""The interventions that a plan may name, by family."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from schemas.yaml_table import read_table

_ONE_SIDED = {"on its side": True, "on either side": False}

_FILE = Path(__file__).with_name("interventions.yaml")


@dataclass(frozen=True, slots=True)
class Intervention:
    """
    One thing that may be done for a patient.

    Attributes:
        code: how contracts, tables and events name it.
        key: its card in the clinical evidence brief; empty where there is none.
        family: the code of its family, one of `families()`.
        title: how a page names it.
        one_sided: whether one that was given before counts only on the side where it was given.
    """

    code: str
    key: str
    family: str
    title: str
    one_sided: bool = False


@cache
def interventions() -> Mapping[str, Intervention]:
    """Return every intervention by its code, in the order of pages and reports."""
    return MappingProxyType(
        {
            code: _intervention(code, family, entry)
            for family, table in _families().items()
            for code, entry in table["interventions"].items()
        }
    )


def _intervention(code: str, family: str, entry: Mapping[str, Any]) -> Intervention:
    one_sided = _ONE_SIDED[entry.get("counts", "on either side")]
    return Intervention(code, entry.get("key", ""), family, entry["title"], one_sided)


@cache
def families() -> Mapping[str, str]:
    """Return the title of every family by its code, in the order of pages and reports."""
    return MappingProxyType({code: table["title"] for code, table in _families().items()})


def title_of(code: str) -> str:
    """
    Name an intervention or a family as a page does.

    Raises:
        KeyError: there is neither of that code.
    """
    return families()[code] if code in families() else interventions()[code].title


@cache
def _families() -> Mapping[str, Any]:
    families: Mapping[str, Any] = read_table(_FILE)["families"]
    return families
