"""The page of invariants is current and names each of the brief."""

from services.recommender.invariants_page import PAGE, page


def test_the_page_of_invariants_is_current():
    assert PAGE.read_text(encoding="utf-8") == page()


def test_each_invariant_of_the_brief_has_its_line():
    for number in range(1, 55):
        assert f"| INV-{number:02}" in page()
