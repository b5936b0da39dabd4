"""What the words of the tables may and may not say."""

import re

from services.recommender.engine.findings import bits
from services.recommender.pathway_files import PATHWAYS
from tests.services.recommender.real_plans import knowledge

DOSE = re.compile(r"\d\s*(mg|g|ml|mcg|µg|units?|U|IU)\b")
CERTAIN = re.compile(r"diagnosis (is )?(confirmed|certain|established)|certainly is", re.IGNORECASE)


def texts():
    for path in sorted(PATHWAYS.rglob("*.yaml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield path.name, line.partition("#")[0]


def test_no_table_names_a_dose():
    assert [(file, line) for file, line in texts() if DOSE.search(line)] == []


def test_no_text_claims_that_a_diagnosis_is_certain():
    found = [(file, line) for file, line in texts() if CERTAIN.search(line)]
    assert [one for one in found if one[0] != "invariants.yaml"] == []


def test_toxin_says_its_interval_its_units_and_its_label():
    tables = knowledge()
    toxins = [card for card in tables.cards.values() if card.family == "botulinum_toxin"]
    assert len(toxins) == 3
    for card in toxins:
        said = " ".join(card.cautions)
        assert "12 weeks" in said
        assert "interchangeable" in said
        place = tables.items.index(card.code)
        offers = [tables.rows[at].offer() for at in bits(tables.offers_of_item[place])]
        assert offers
        assert card.off_label or "label" in said.lower() or all(o.off_label for o in offers)


def test_every_stage_says_when_to_look_again_and_when_to_go_on():
    tables = knowledge()
    rows = [tables.rows[at].stage_terms() for at in bits(tables.verbs["stage"])]
    assert {row.stage for row in rows} == set(range(5))
    assert all(row.reassess_in_days > 0 and row.escalates_when for row in rows)
