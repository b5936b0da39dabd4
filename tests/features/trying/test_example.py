"""A case that is saved as an example agrees with the tables, says its row and where it belongs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from facialis.examples import examples
from features.coverage.visits import visits_of
from features.guards.check import check_file
from features.guards.tags import published
from features.trying.belongs import NEW_FILE, places
from tests.features.conftest import ROOT
from tests.features.trying.planning import NOW, a_case, trying

STEPS = sorted((ROOT / "features" / "steps").glob("[!_]*.py"))
CONFTEST = "pytest_plugins = " + repr(
    ["features.guards.plugin", *(f"features.steps.{step.stem}" for step in STEPS)]
)


TAG = re.compile(r"@row-\S+")


def nobody(assessment):
    own = ("assessment_id", "replaces", "assessor_role")
    return {**{k: v for k, v in assessment.items() if k not in own}, "patient_ref": "SIMULATED-1"}


CASES = {it.name: nobody(it.assessment) for it in examples(NOW)}


def example(assessment, about="whole", as_of=""):
    return trying().example(assessment, as_of=as_of, about=about)


def test_it_says_who_the_patient_is_and_what_the_plan_does():
    said = example(a_case())

    assert said["text"].splitlines() == [
        "    @row-pathway.synkinesis",
        "    Scenario: Partial paralysis with synkinesis, grade III after 14 months",
        "      Given a patient with House-Brackmann grade III",
        "      And moderate synkinesis",
        "      And the palsy began 14 months ago",
        "      When the plan is drawn up",
        "      Then the main pathway is Partial paralysis with synkinesis",
        *said["text"].splitlines()[7:],
    ]
    assert "toxin for synkinesis is offered in the rehabilitate stage" in said["text"]
    assert "selective neurectomy is held in the restore stage" in said["text"]
    assert said["note"] == ""


def test_it_says_where_it_belongs():
    said = example(a_case(), about="botulinum_toxin_synkinesis")

    assert said["file"] == "features/synkinesis.feature"
    assert said["rule"] == "Toxin and physical therapy come first, together"
    lines = (ROOT / said["file"]).read_text(encoding="utf-8").splitlines()
    assert said["rule"] in lines[said["line"] - 1]


def test_it_is_not_sent_under_a_rule_that_says_more_of_every_patient():
    given = {it.rule: it.given for it in places() if it.file == "features/synkinesis.feature"}
    assert given["Toxin and physical therapy come first, together"] == {
        "house_brackmann",
        "duration",
    }

    # Of this patient the grade is not the only thing that such a background would add.
    for name, case in CASES.items():
        said = example(case)
        if said["line"]:
            rule = next(it for it in places() if (it.file, it.line) == (said["file"], said["line"]))
            onset = {"onset_at", "onset_date", "duration"} & case.keys()
            assert rule.given <= {*case} | ({"duration"} if onset else set()), name
        else:
            assert said["file"] == NEW_FILE


@pytest.mark.parametrize(
    ("about", "promises"),
    [
        ("selective_neurectomy", 'selective neurectomy is held until "90 days of retraining'),
        ("corticosteroid", "corticosteroid is not offered because its window has closed"),
        ("neuromuscular_retraining", "neuromuscular retraining is offered as a recommendation"),
    ],
)
def test_it_may_be_about_one_intervention(about, promises):
    assert promises in example(a_case(), about=about)["text"]


def test_a_row_that_does_nothing_here_is_no_tag():
    said = example(a_case(), about="gracilis_transfer")

    assert "free gracilis muscle transfer is not offered" in said["text"]
    assert "@row-" not in said["text"]


@pytest.mark.parametrize("name", CASES)
def test_every_tag_names_a_row_that_does_something_here(name):
    plan = trying().plan(CASES[name], as_of="")
    offered = [it["intervention"] for stage in plan["stages"] for it in stage["items"]]
    held = [it["intervention"] for stage in plan["stages"] for it in stage["held"]]
    barred = [it["intervention"] for it in plan["not_offered"] if it["kind"] != "not_indicated"]
    for about in ("whole", *offered[:4], *held[:2], *barred[:4]):
        said = example(CASES[name], about)
        [read] = trying().read(said["text"])["examples"]
        posted = {"patient_ref": "SIMULATED-1", "assessed_at": read["as_of"], **read["assessment"]}
        visited = visits_of(posted, trying().plan(posted, as_of=read["as_of"])).rows

        assert {tag.removeprefix("@row-") for tag in TAG.findall(said["text"])} <= visited


def test_days_are_counted_back_so_that_it_agrees_on_every_day():
    last = [{"intervention": "botulinum_toxin_synkinesis", "response": "good", "cycles": 1}]
    given = [{**last[0], "last_given": "2026-08-30"}]

    said = example(a_case(prior_treatments=given), about="botulinum_toxin_synkinesis")

    assert "84 days ago" in said["text"]


def test_what_was_found_days_before_is_told_so():
    said = example(a_case(assessed_at="2026-10-23T14:37:00Z"), about="whole")

    assert "the patient was assessed 30 days ago" in said["text"]


def test_a_moment_of_onset_is_told_in_hours():
    acute = {**a_case(onset_at="2026-11-21T02:00:00Z"), "synkinesis": "none"}
    acute.pop("duration")

    assert "the palsy began 36 hours ago" in example(acute)["text"]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Every example of every simulated patient, run as a promise under the guards."""
    from tests.features.conftest import Folder

    folder = Folder(tmp_path_factory.mktemp("saved"))
    folder.write("conftest.py", CONFTEST)
    (folder.features / "tags.md").write_text((ROOT / "features" / "tags.md").read_text())
    for name, case in CASES.items():
        plan = trying().plan(case, as_of="")
        items = [it["intervention"] for stage in plan["stages"] for it in stage["items"]]
        barred = [it["intervention"] for it in plan["not_offered"] if it["kind"] != "not_indicated"]
        rule = ["Feature: Saved", "", f"  Rule: {name}", "    Source: our own, for review.", ""]
        for about in ("whole", *items[:2], *barred[:2]):
            rule += [example(case, about)["text"], ""]
        folder.write(f"features/{name}.feature", "\n".join(rule))
    return folder.run("-p", "xdist.plugin")


def test_every_example_is_green_under_the_guards(run):
    assert run.code == 0, run.said[-3000:]
    assert len(run.passed) > 3 * len(CASES)


def test_as_a_file_of_its_own_the_guards_take_it(tmp_path):
    file = tmp_path / "features" / "my_first.feature"
    file.parent.mkdir()
    file.write_text(example(a_case())["whole"], encoding="utf-8")

    known = published(Path(ROOT / "features" / "tags.md"))
    assert check_file(file, root=tmp_path, known=known).faults == ()


def test_put_where_it_belongs_the_guards_take_it_and_it_is_green(folder):
    folder.write("conftest.py", CONFTEST)
    (folder.features / "tags.md").write_text((ROOT / "features" / "tags.md").read_text())
    said = example(a_case(side="left"), about="botulinum_toxin_synkinesis")
    lines = (ROOT / said["file"]).read_text(encoding="utf-8").splitlines()
    following = [n for n, line in enumerate(lines) if n >= said["line"] and "  Rule:" in line]
    end = next(n for n in range(following[0], 0, -1) if not lines[n - 1].strip())
    text = "\n".join([*lines[:end], said["text"], "", *lines[end:]])
    folder.write("features/synkinesis.feature", text)

    ran = folder.run("-p", "xdist.plugin", "-k", "toxin")

    assert ran.code == 0, ran.said[-3000:]
    assert any("is_offered_grade_iii_after_14_months" in name for name in ran.passed)
