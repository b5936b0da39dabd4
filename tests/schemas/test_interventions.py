"""Interventions have one code, one family, one title."""

import pytest

from schemas.interventions import families, interventions, title_of


def test_families_stand_in_the_order_of_reports() -> None:
    assert list(families()) == [
        "urgent",
        "medical",
        "eye",
        "support",
        "physical_therapy",
        "botulinum_toxin",
        "slings_and_flaps",
        "nerve",
        "muscle",
        "other_surgery",
        "diagnostic",
    ]


def test_every_intervention_is_of_a_family_and_has_a_title_of_its_own() -> None:
    assert {it.family for it in interventions().values()} == set(families())
    titles = [it.title for it in interventions().values()]
    assert len(set(titles)) == len(titles) == 47


def test_a_title_is_found_by_code_whether_of_one_or_of_a_family() -> None:
    assert title_of("nerve_graft") == "Nerve graft"
    assert title_of("nerve") == "Nerve surgery"
    with pytest.raises(KeyError):
        title_of("leeches")


def test_what_was_done_to_one_side_counts_there_and_a_medicine_everywhere() -> None:
    assert interventions()["gracilis_transfer"].one_sided
    assert not interventions()["corticosteroid"].one_sided
    assert not interventions()["botulinum_toxin_symmetry"].one_sided


def test_an_intervention_without_a_card_has_no_key() -> None:
    assert interventions()["corticosteroid"].key == "med.steroid"
    assert interventions()["audiometry"].key == ""
