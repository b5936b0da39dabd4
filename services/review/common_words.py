"""
The words that most bodies hold: what their compression begins with.

Names and codes of the catalogue and of the contract, and nothing of any patient. A store keeps the
words that it was written with, so that they may differ from release to release.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from schemas import plan_words as words
from schemas.catalogue import Finding, catalogue
from schemas.interventions import interventions

_SHOWN = (
    words.STATUSES,
    words.ITEM_SIDES,
    words.URGENCIES,
    words.STRENGTHS,
    words.STANDINGS,
    words.EVIDENCE,
)
# As the recommender writes an item, an answer and a reason: what is likelier stands nearer the end.
_ITEM = (
    '","side":"both","side":"right","side":"left","strength":"option","strength":"recommended",'
    '"strength":"strong","standing":"conditional","standing":"in_doubt","standing":"certain",'
    '"in_doubt":[],"conditional_on":[],"must_confirm":["pregnancy","age_years"],"evidence":"'
    '"off_label":false,"opens":"2027-"closes":"2027-"until":"2027-"by":"2027-"approximate":["by"],'
)
_ANSWER = '{,"adds":[],"removes":[],"urgency":"soon"},{,"adds":["'
_HEAD = '","content_hash":"act_by":"2027-","reassess_by":"2027-","stale_after":"2027-","status":"'
_REASON = '],"because":[{,"findings":{"","findings":{}},{'


@cache
def common_words() -> bytes:
    """Write them in one run, the commonest last; at most 32 KiB, which is as far as zlib looks."""
    listed = (*_SHOWN, tuple(interventions()))
    told = _quoted(word for group in listed for word in group)
    found = "".join(map(_finding, catalogue().findings.values()))
    return f"{told}{_HEAD}{_ITEM}{_ANSWER}{found}{_REASON}".encode()[-32768:]


def _finding(finding: Finding) -> str:
    usual = '["none"]' if finding.kind == "list" else '"unknown"'
    return f'{_quoted(_answers(finding))}"{finding.name}":{usual},'


def _answers(finding: Finding) -> Iterator[str]:
    yield from (word.code for word in finding.words)
    if finding.kind == "yes_no":
        yield from ("yes", "no")


def _quoted(each: Iterable[str]) -> str:
    return "".join(f'"{word}",' for word in each)
