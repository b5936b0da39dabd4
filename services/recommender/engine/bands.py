"""Bands of a number in words, and a number that lies inside one."""

import math

from services.recommender.engine.amounts import in_words
from services.recommender.engine.findings import Finding, bits


def band_text(finding: Finding, band: int) -> str:
    """A band of a number in words: "under 16 years", "3 months or more"."""
    return _range_text(finding, band, band)


def value_texts(finding: Finding, value: int) -> list[str]:
    """A set of bands in words, bands that touch said as one range."""
    found: list[str] = []
    first = last = -1
    for band in bits(value):
        if last >= 0 and band > last + 1:
            found.append(_range_text(finding, first, last))
            first = -1
        first = band if first < 0 else first
        last = band
    return [*found, _range_text(finding, first, last)] if last >= 0 else found


def _range_text(finding: Finding, first: int, last: int) -> str:
    edges = []
    if first > 0 and last < len(finding.cuts) and finding.cuts[last] <= _just_past(first, finding):
        return _said(round(finding.cuts[last], 6), finding)
    if first:
        edges.append(_edge(finding.cuts[first - 1], finding, under=False))
    if last < len(finding.cuts):
        edges.append(_edge(finding.cuts[last], finding, under=True))
    return ", ".join(edges) or "any"


def number_in(finding: Finding, band: int) -> int | float:
    """A round number inside a band, never on its edge where the band has an inside."""
    low = finding.cuts[band - 1] if band else 0.0
    high = finding.cuts[band] if band < len(finding.cuts) else low + max(2.0, low)
    middle = (low + high) / 2
    tried: tuple[int | float, ...] = (round(middle), round(middle, 1), middle)
    for number in tried:
        if finding.band(number) == 1 << band:
            return number
    return round(low, 6)


def _just_past(first: int, finding: Finding) -> float:
    """Where a range ends that holds nothing but the threshold it begins with."""
    return math.nextafter(finding.cuts[first - 1], math.inf)


def _edge(cut: float, finding: Finding, *, under: bool) -> str:
    written = round(cut, 6)
    past = cut > written
    said = _said(written, finding)
    if under:
        return f"at most {said}" if past else f"under {said}"
    return f"over {said}" if past else f"{said} or more"


def _said(number: float, finding: Finding) -> str:
    if finding.unit == "hours":
        return in_words(number)
    return f"{number:g}" if finding.unit == "plain" else f"{number:g} {finding.unit}"
