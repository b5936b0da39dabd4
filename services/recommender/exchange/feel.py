"""Cells in FEEL, the language of DMN.

A raw finding is a word or a number; what was not assessed is null. A derived finding is the
list of all values that it may have, since a blank can leave more than one open.
"""

from collections.abc import Iterator, Sequence

from services.recommender.engine.cells import Cell
from services.recommender.engine.findings import Finding, bits, known

ANY = "-"


def holds(cell: Cell, finding: Finding, *, of: str = "?") -> str:
    """Say when a cell fires, of a variable; `?` is the input of the column that it stands in."""
    if cell.wanted == 0:
        return _open(finding, of)
    if cell.wanted == cell.full:
        return ANY if of == "?" else "true"
    met = _all_in(cell, finding, of)
    return met if cell.blank == "hold" else f"{_blank_meets(cell, finding, of)} or {met}"


def may_hold(cell: Cell, finding: Finding, *, of: str = "?") -> str:
    """Say when a cell is met by some answer to what is blank."""
    if cell.wanted == 0:
        return _open(finding, of)
    if cell.wanted == cell.full:
        return ANY if of == "?" else "true"
    if finding.derived:
        return f"some v in {of} satisfies {_among(cell, finding)}"
    return f"{of} = null or {_raw_in(cell, finding, of)}"


def value_list(value: int, finding: Finding) -> str:
    """Write a set of words as a list."""
    return _list([finding.words[at] for at in bits(value)])


def text(word: str) -> str:
    """Write a word as FEEL text."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def both(conditions: Sequence[str]) -> str:
    """Join conditions: all of them."""
    return " and ".join(f"({it})" for it in conditions) or "true"


def _open(finding: Finding, of: str) -> str:
    if finding.derived:
        return f"count({of}) = {finding.size}" if not known(finding.full) else "false"
    return f"{of} = null"


def _all_in(cell: Cell, finding: Finding, of: str) -> str:
    if finding.derived:
        return f"every v in {of} satisfies {_among(cell, finding)}"
    return _raw_in(cell, finding, of)


def _blank_meets(cell: Cell, finding: Finding, of: str) -> str:
    if finding.derived:
        return f"(count({of}) > 1 and (some v in {of} satisfies {_among(cell, finding)}))"
    return f"{of} = null"


def _among(cell: Cell, finding: Finding) -> str:
    return f"list contains({value_list(cell.wanted, finding)}, v)"


def _raw_in(cell: Cell, finding: Finding, of: str) -> str:
    if finding.words:
        words = [text(finding.words[at]) for at in bits(cell.wanted)]
        return f"{of} in ({', '.join(words)})"
    ranges = " or ".join(f"{of} in {it}" for it in _ranges(cell.wanted, finding))
    return f"({of} != null and ({ranges}))"


def _ranges(wanted: int, finding: Finding) -> Iterator[str]:
    """The runs of bands that touch, each as one interval."""
    first = last = -1
    for band in bits(wanted):
        if last >= 0 and band > last + 1:
            yield _interval(first, last, finding)
            first = -1
        first = band if first < 0 else first
        last = band
    if last >= 0:
        yield _interval(first, last, finding)


_LEAST, _MOST = "-1", "1000000000"


def _interval(first: int, last: int, finding: Finding) -> str:
    low = _edge(finding.cuts[first - 1], past="(", on="[", before=True) if first else f"[{_LEAST}"
    if last == len(finding.cuts):
        return f"{low}..{_MOST}]"
    return f"{low}..{_edge(finding.cuts[last], past=']', on=')', before=False)}"


def _edge(cut: float, *, past: str, on: str, before: bool) -> str:
    # A threshold that stands just past a number (`at most 72 h`) leaves the number itself below.
    number = round(cut, 6)
    bracket = past if cut > number else on
    return f"{bracket}{number:.10g}" if before else f"{number:.10g}{bracket}"


def _list(words: Sequence[str]) -> str:
    return f"[{', '.join(map(text, words))}]"
