"""A misspelt word of a table, at any depth, is refused with its line and the nearest right one."""

import pytest

from schemas.yaml_table import TableError
from services.recommender.engine import PathwayError
from tests.services.recommender.engine.small_tables import TABLES, small_knowledge


def refused(file, written, misspelt):
    text = TABLES[file]
    assert written in text
    with pytest.raises(PathwayError) as caught:
        small_knowledge(**{name_of(file): text.replace(written, misspelt, 1)})
    return caught.value


def name_of(file):
    return "rows" if file == "rows/all.yaml" else file.removesuffix(".yaml")


@pytest.mark.parametrize(
    ("file", "written", "misspelt", "near"),
    [
        ("rows/all.yaml", "by: ", "bye: ", "Did you mean by?"),
        ("companions.yaml", "if_offered: ", "if_ofered: ", "Did you mean if_offered?"),
        ("pathways.yaml", "when: ", "wen: ", "Did you mean when?"),
        ("derived.yaml", "when: ", "wen: ", "Did you mean when?"),
        ("observations.yaml", "sum: ", "summ: ", "Did you mean sum?"),
        ("windows.yaml", "{is: 72 h", "{is: 72 h, mean: x", "Did you mean means?"),
        ("sources.yaml", "citation: ", "citaton: ", "Did you mean citation?"),
        ("headlines.yaml", "text: ", "txt: ", "Did you mean text?"),
    ],
)
def test_a_misspelt_column_is_refused_with_the_nearest_right_one(file, written, misspelt, near):
    error = refused(file, written, misspelt)
    assert error.file == file
    assert error.line is not None
    assert near in str(error)


def test_a_column_of_another_verb_is_refused():
    row = "{id: x, flag: f, strength: strong}"
    text = f"{TABLES['rows/all.yaml'].rstrip()}\n        - {row}\n"
    with pytest.raises(PathwayError, match="row x, strength"):
        small_knowledge(rows=text)


def test_what_is_yes_or_no_is_nothing_else():
    error = refused("interventions.yaml", "title: ", 'off_label: "noo", title: ')
    assert "found 'noo'. Did you mean no?" in str(error)


@pytest.mark.parametrize(
    ("file", "written", "misspelt", "says"),
    [
        ("rows/all.yaml", "{finding: duration", "{findng: duration", "opens_when.findng"),
        ("rows/all.yaml", "{finding: duration", "{finding: duratoin", "Did you mean duration?"),
        ("rows/all.yaml", "must_be: 6 months", "must_be: 6 mnths", "opens_when.must_be"),
        ("rows/all.yaml", "closes: onset + 548 d", "closes: onst + 548 d", "mean onset?"),
        ("rows/all.yaml", "until: last_toxin + 84 d", "until: last_toxin + 84 dd", "84 dd"),
        ("companions.yaml", "if_offered: [nerve]", "if_offered: nerve", "Write a list"),
        ("pathways.yaml", "modules: []", "moduls: []", "Did you mean modules?"),
        ("pathways.yaml", "archetype: A19", "archetype: A91", "Did you mean A19?"),
        ("observations.yaml", "any: [arm, leg]", "any: [arm, legg]", "Did you mean leg?"),
        ("observations.yaml", "intervention: [toxin]", "interventoin: [toxin]", "intervention?"),
        ("observations.yaml", "sum: cycles", "sum: cycels", "Did you mean cycles?"),
        ("observations.yaml", "sum: cycles, ", "", "exactly one of sum, days_since"),
        ("derived.yaml", "is: conflict", "is: conflct", "Did you mean conflict?"),
        ("knowledge.yaml", "until: 90 d", "untl: 90 d", "Did you mean until?"),
        ("stages.yaml", "responsible: ent", "responsible: en", "Did you mean ent?"),
        ("headlines.yaml", "{drops.by}", "{drop.by}", "Did you mean drops.by?"),
        ("headlines.yaml", "{reassess_by}", "{reasess_by}", "Did you mean reassess_by?"),
        ("urgency.yaml", "within 24 h", "withn 24 h", "Begin it with within"),
        ("gaps.yaml", "stale_after: 21 d", "stale_after: 21 dys", "needs a unit of time"),
        ("refusals.yaml", "row: refused", "rw: refused", "Did you mean row?"),
        ("wording.yaml", "not_yet: ", "not_yett: ", "Did you mean not_yet?"),
        ("wording.yaml", "Needs {needs}", "Needs {neds}", "Did you mean needs?"),
        ("windows.yaml", "is: 72 h", "is: 72 hr", "Did you mean h?"),
        ("interventions.yaml", "cautions: [{text: {en:", "cautions: [{text: {enn:", "mean en?"),
    ],
)
def test_what_stands_deeper_is_looked_at_as_well(file, written, misspelt, says):
    error = refused(file, written, misspelt)
    assert error.line is not None
    assert says in str(error)


@pytest.mark.parametrize(
    ("file", "written", "again"),
    [
        ("pathways.yaml", "id: pathway.weak", "id: pathway.gate"),
        ("derived.yaml", "eye_incomplete:\n", "limb_sign:\n"),
        ("derived.yaml", "eye_incomplete:\n", "side:\n"),
        ("rows/all.yaml", "id: toxin.offer", "id: toxin.allergy"),
        ("rows/all.yaml", "id: toxin.offer", "id: toxin.offer, id: toxin.other"),
    ],
)
def test_what_has_a_name_or_id_stands_once(file, written, again):
    text = TABLES[file]
    assert written in text
    with pytest.raises((PathwayError, TableError)) as caught:
        small_knowledge(**{name_of(file): text.replace(written, again, 1)})
    assert caught.value.line is not None


def test_a_row_says_why_a_cell_stays_only_of_cells_that_it_has():
    row = "{id: x, when: {side: left}, flag: f, redundant: {sde: It is said in full.}}"
    text = f"{TABLES['rows/all.yaml'].rstrip()}\n        - {row}\n"
    with pytest.raises(PathwayError, match=r"row x, redundant.sde: .* Did you mean side\?"):
        small_knowledge(rows=text)
