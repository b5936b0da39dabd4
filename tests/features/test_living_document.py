"""The living document: what is promised beside what came of it, and what guards a row."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache

import pytest

from features.coverage.clinic import knowledge
from features.guards.reading import read
from features.living import gaps, mutants, saying
from features.living.document import CHANGED, OTHER_TABLES, Document, feature_files
from features.living.figures import FORM, figures_of, read_figures, write
from features.living.page import page
from features.living.written import examples_of, scenarios_of, written
from tests.features.figures import some_figures, some_run

MOST_BYTES = 3_000_000

FEATURE = """\
@gate @row-stroke.gate
Feature: The eye
  What it is about.

  In two parts.

  Scenario: Before any rule
    Then the eye is protected

  @row-eye.protect
  Rule: It is protected
    Why it is so.

    Source: Baugh 2013,
    and others.

    Background:
      Given no synkinesis

    Scenario: With a table
      Given these findings
        | finding | value |
        | grade   | V     |
      When the text is
        \"\"\"
        two lines
        \"\"\"
      Then the eye is protected

    @line @row-eye.night
    Scenario Outline: Each grade
      Given a patient with House-Brackmann grade <grade>
      Then the eye is protected

      Examples: Weak
        | grade |
        | III   |
        | IV    |

      Examples: Weaker
        | grade |
        | V     |
"""


@cache
def figures():
    return some_figures()


@pytest.fixture
def document():
    return Document(feature_files(), figures(), digest=knowledge().digest)


@pytest.fixture
def laid_out(tmp_path):
    (tmp_path / "eye.feature").write_text(FEATURE, encoding="utf-8")
    return written(read(tmp_path / "eye.feature", root=tmp_path))


def test_a_feature_is_laid_out_with_rules_sources_steps_and_tables(laid_out):
    loose, rule = laid_out["rules"]
    with_table, outline = rule["scenarios"]

    assert laid_out["description"] == ["What it is about.", "In two parts."]
    assert (loose["title"], loose["rows"]) == ("", ["stroke.gate"])
    assert rule["description"] == ["Why it is so."]
    assert rule["source"] == "Baugh 2013, and others."
    assert [step["text"] for step in rule["background"]] == ["no synkinesis"]
    assert with_table["steps"][0]["table"] == [["finding", "value"], ["grade", "V"]]
    assert with_table["steps"][1]["quoted"] == "two lines"
    assert [table["title"] for table in outline["tables"]] == ["Weak", "Weaker"]
    assert [row["cells"] for row in examples_of(outline)] == [["III"], ["IV"], ["V"]]


def test_a_tag_of_a_row_is_inherited_and_every_other_stays_where_it_stands(laid_out):
    _, outline = laid_out["rules"][1]["scenarios"]

    assert outline["rows"] == ["stroke.gate", "eye.protect", "eye.night"]
    assert outline["tags"] == ["line"]
    assert laid_out["tags"] == ["gate"]


def test_every_example_has_its_result_and_the_one_that_differs_says_how(document):
    assert document.front["run"]["same_tables"]
    assert document.front["run"]["as_written"]
    came = [
        example["came"]
        for feature in document.features
        for scenario in scenarios_of(feature)
        for example in examples_of(scenario)
    ]
    [differs] = [it for it in came if it["result"] == "differs"]

    assert {it["result"] for it in came} == {"agrees", "differs"}
    assert len(came) == figures()["counts"]["examples"]
    assert differs["expected"] == "Corticosteroid is offered"
    assert differs["got"] == "not offered: not yet"
    assert differs["trace"] == ["It begins later.", "(row steroid.bells read: Age: 15)"]
    assert differs["step"] == "Then it is offered"


def test_nothing_has_a_result_before_the_first_run():
    document = Document(feature_files(), None)

    assert document.front["run"] is None
    assert document.coverage is None
    assert document.features[0]["counts"][""] == document.features[0]["counts"]["examples"]


def test_a_file_that_changed_since_has_no_result(document):
    files = feature_files()
    changed = [replace(files[0], lines=(*files[0].lines, "# once more")), *files[1:]]
    document = Document(changed, figures())

    assert not document.front["run"]["as_written"]
    assert set(document.features[0]["counts"]) >= {CHANGED}
    assert document.features[0]["counts"]["agrees"] == 0
    assert document.features[-1]["counts"]["agrees"] > 0


def test_results_with_other_tables_are_not_shown_as_results():
    document = Document(feature_files(), figures(), digest="0" * 64)

    assert not document.front["run"]["same_tables"]
    for feature in document.features:
        assert feature["counts"][OTHER_TABLES] == feature["counts"]["examples"]


def test_an_example_that_a_whole_run_missed_is_not_tried():
    some = {**figures(), "examples": {}}
    counts = Document(feature_files(), some).features[0]["counts"]

    assert counts["not tried"] == counts["examples"]


def test_what_was_not_chosen_is_left_out_of_a_document_of_a_choice():
    kept = {at: it for at, it in figures()["examples"].items() if at.startswith("features/eye.")}
    document = Document(feature_files(), {**figures(), "examples": kept, "chosen": True})

    assert [feature["name"] for feature in document.tried] == ["eye"]


def test_the_promises_that_guard_a_row_are_those_under_its_tag(document):
    found = document.row("steroid.bells")

    assert found is not None
    assert found["text"].startswith("Bell's palsy within 72 hours")
    assert {place["feature"] for place in found["promises"]} >= {"bells", "medicines"}
    number = sum(len(place["results"]) for place in found["promises"])
    assert document.guarding("steroid.bells") == number > 3


def test_a_row_without_a_tag_is_guarded_by_what_comes_by_it():
    some = json.loads(json.dumps(figures()))
    some["coverage"]["rows"]["module.synkinesis"]["examples"] = ["features/deutsch.feature:9"]
    document = Document(feature_files(), some)
    found = document.row("module.synkinesis")

    assert document.guarding("module.synkinesis") == 1
    assert found is not None
    assert found["promises"] == []
    assert [place["at"] for place in found["others"]] == ["features/deutsch.feature:9"]


def test_nothing_guards_what_is_no_row(document):
    assert document.row("nonsense") is None
    assert document.guarding("nonsense") == 0


def test_the_document_is_one_file_that_asks_for_nothing_else(document):
    text = page(document)

    assert len(text.encode()) < MOST_BYTES
    assert not re.search(r'(?:src|href)="(?!#)', text)
    assert "/try?" not in text
    assert "url(" not in text
    assert "<script" not in text
    assert "1 differs" in text
    assert knowledge().digest[:12] in text


def test_every_link_within_the_document_leads_somewhere(document):
    text = page(document)
    ids = re.findall(r' id="([^"]+)"', text)

    assert len(ids) == len(set(ids))
    assert {*re.findall(r'href="#([^"]+)"', text)} <= set(ids)


def test_a_promise_cannot_become_markup(tmp_path):
    path = tmp_path / "eye.feature"
    path.write_text(FEATURE.replace("Before any rule", "<b>bold</b>"), encoding="utf-8")
    text = page(Document([read(path, root=tmp_path)], None))

    assert "<b>bold" not in text
    assert "&lt;b&gt;bold" in text


def test_figures_of_another_form_or_half_written_are_none(tmp_path):
    path = tmp_path / "promises.json"
    assert read_figures(path) is None
    write({"form": FORM + 1}, path)
    assert read_figures(path) is None
    path.write_text('{"form":', encoding="utf-8")
    assert read_figures(path) is None
    write(figures(), path)
    assert read_figures(path) == json.loads(json.dumps(figures()))


def test_the_gaps_are_laid_out_with_a_proposal_or_how_to_ask_for_one(document):
    coverage = document.coverage
    assert coverage is not None
    fates = next(part for part in coverage["parts"] if part["kind"] == "fates")

    assert [part["kind"] for part in coverage["parts"]] == [
        "rows",
        "fates",
        "findings",
        "invariants",
    ]
    assert fates["total"] - fates["visited"] == len(fates["missing"])
    proposals = [gap["example"] for part in coverage["parts"] for gap in part["missing"]]
    assert "Scenario: one\n  Given a patient" in proposals
    assert None in proposals
    assert {it["name"] for it in coverage["unreached"]} == {
        "companion.brow.eye",
        "companion.cross_face.gracilis",
    }


def test_the_terminal_says_the_same_in_plain_words(document):
    said = "\n".join(saying.coverage(document.coverage))

    assert "Interventions, offered and left out: " in said
    assert "nerve_graft left out: Nerve graft, left out" in said
    assert "No patient reaches companion.brow.eye" in said


def test_what_a_mutant_left_is_read_with_the_tables_that_it_is_of(tmp_path):
    path = tmp_path / "mutants.json"
    assert mutants.survivors("abc", path) is None
    listed = [
        {"kind": "threshold moved", "name": "eye: a step later", "example": "Scenario: x"},
        {"kind": "row dropped", "name": "eye: dropped", "example": ""},
    ]
    path.write_text(
        json.dumps({"digest": "abc", "tried": 10, "equal": 3, "listed": listed}), encoding="utf-8"
    )
    found = mutants.survivors("abcdef", path)

    assert found is not None
    assert (found["current"], found["noticed"], found["equal"]) == (True, 5, 3)
    assert [one["name"] for one in found["thresholds"]] == ["eye: a step later"]
    assert [one["name"] for one in found["others"]] == ["eye: dropped"]
    other = mutants.survivors("fedcba", path)
    assert other is not None
    assert not other["current"]


def test_examples_are_proposed_until_time_is_up():
    some = {"coverage": {"gaps": {"fates": ["nerve_graft left_out", "nerve_graft offered"]}}}
    gaps.with_proposals(some, seconds=0)
    assert some["coverage"]["proposals"] == {}
    gaps.with_proposals(some)
    assert (
        "Then Nerve graft is offered" in some["coverage"]["proposals"]["fates nerve_graft offered"]
    )


def test_a_difference_is_said_as_it_is_and_what_broke_as_what_it_is():
    example = {"file": "features/eye.feature", "line": 3, "row": {"grade": "V"}}
    ours = {**example, "said": "features/eye.feature:7: This is not what came.\n    Then x"}
    broke = {**example, "said": "\n".join([*map(str, range(40)), "KeyError: 'x'"])}

    assert saying.difference(ours) == ours["said"]
    said = saying.difference(broke).splitlines()
    assert said[0].startswith("features/eye.feature:3: (grade V) Something broke")
    assert said[-1] == "    KeyError: 'x'"
    assert len(said) < 20


def test_the_results_of_an_outline_stand_at_its_rows():
    files = [it for it in feature_files() if it.path.stem == "bells"]
    found = figures_of(some_run(), files, seconds=1)["examples"]
    outline = next(it for it in scenarios_of(written(files[0])) if it["tables"])

    for row in examples_of(outline):
        assert f"features/bells.feature:{row['line']}" in found
