"""A word that was misspelt is answered with the one that was meant."""

import pytest

from schemas.catalogue import catalogue
from schemas.interventions import interventions
from schemas.nearest import nearest


def words(name: str) -> list[str]:
    return [word.code for word in catalogue().findings[name].words]


@pytest.mark.parametrize(
    ("said", "finding", "meant"),
    [
        ("Left", "side", "left"),
        (" bilateral ", "side", "bilateral"),
        ("bells palsy", "cause", "bells_palsy"),
        ("Bell's palsy", "cause", "bells_palsy"),
        ("ramsey_hunt", "cause", "ramsay_hunt"),
        (3, "house_brackmann", "III"),
        ("4", "house_brackmann", "IV"),
        ("iv", "house_brackmann", "IV"),
        (True, "diabetes", "yes"),
        (False, "diabetes", "no"),
        (True, "side", None),
        ("purple", "side", None),
        ("x" * 100_000, "cause", None),
        ("", "cause", None),
        (None, "cause", None),
    ],
)
def test_the_nearest_word_is_found(said: object, finding: str, meant: str | None) -> None:
    assert nearest(said, words(finding)) == meant


def test_an_intervention_that_was_misspelt_is_found() -> None:
    assert nearest("botulinum_toxin_synkinesia", interventions()) == "botulinum_toxin_synkinesis"
