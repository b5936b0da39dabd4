"""The findings catalogue says of every finding what a form, a table and a page need."""

import pytest

from schemas.catalogue import Catalogue, Finding, catalogue, catalogue_from, sided_names
from schemas.yaml_table import TableError, table_from

ALL = (*catalogue().record.values(), *catalogue().findings.values())


def a_catalogue(entry: str) -> Catalogue:
    indented = "\n".join(f"    {line}" for line in entry.splitlines())
    text = f"groups:\n  eye: The eye\nrecord: {{}}\nfindings:\n  it:\n{indented}\n"
    return catalogue_from(table_from(text, "findings.yaml"), "findings.yaml")


SAID = "group: eye\nlabel: L\nquestion: Q?\nwhy: W."


@pytest.mark.parametrize("finding", ALL, ids=lambda finding: finding.name)
def test_a_finding_is_asked_for_in_a_sentence_and_says_why(finding: Finding) -> None:
    assert finding.question.endswith("?")
    assert finding.why.endswith(".")
    assert finding.label
    assert finding.group in catalogue().groups


@pytest.mark.parametrize("finding", ALL, ids=lambda finding: finding.name)
def test_a_finding_with_words_says_each_in_plain_text(finding: Finding) -> None:
    has_words = finding.kind in ("word", "yes_no", "list")
    assert bool(finding.words) == has_words
    assert all(word.text and "_" not in word.text for word in finding.words)


def test_every_group_has_a_finding() -> None:
    assert {finding.group for finding in ALL} == set(catalogue().groups)


def test_the_record_and_the_findings_share_no_name() -> None:
    assert not set(catalogue().record) & set(catalogue().findings)


def test_neither_unknown_nor_none_is_a_word_of_a_list() -> None:
    words = {w.code for it in ALL if it.kind == "list" for w in it.words}
    assert not words & {"unknown", "none"}


def test_a_finding_for_each_side_has_a_key_for_each() -> None:
    findings = catalogue().findings
    assert sided_names(findings["eye_closure"]) == ("eye_closure_left", "eye_closure_right")
    assert sided_names(findings["goals"]) == ()


def test_a_word_is_said_as_a_page_says_it() -> None:
    cause = catalogue().findings["cause"]
    assert cause.text_of("bells_palsy") == "Bell's palsy"
    assert cause.text_of("not a word of it") == "not a word of it"


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("kind: word\ngroup: eye\nlabel: L\nquestion: Q?", "it has no why"),
        (f"kind: colour\n{SAID}", "'colour' is not a kind"),
        (f"kind: date\n{SAID}".replace("eye", "ear"), "'ear' is not a group"),
        (f"kind: number\nleast: 0\n{SAID}", "least and most"),
        (f"kind: list\nwords: {{none: nothing}}\n{SAID}", "'none'"),
        (f"kind: word\nwords: {{unknown: not known}}\n{SAID}", "'unknown'"),
    ],
)
def test_an_entry_that_cannot_be_used_is_named_with_its_line(entry: str, says: str) -> None:
    with pytest.raises(TableError, match=says) as error:
        a_catalogue(entry)
    assert error.value.line == 6


def test_none_may_be_the_word_of_a_finding_that_has_one() -> None:
    finding = a_catalogue(f"kind: word\nwords: {{none: none}}\n{SAID}").findings["it"]
    assert [word.code for word in finding.words] == ["none"]
