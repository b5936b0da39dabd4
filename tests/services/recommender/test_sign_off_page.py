"""The list for sign-off is current and names what has no confirmed source."""

from services.recommender.sign_off_page import PAGE, page


def test_the_list_for_sign_off_is_current():
    assert PAGE.read_text(encoding="utf-8") == page()


def test_a_row_without_a_confirmed_source_is_listed_and_one_with_sources_is_not():
    assert "| `pathway.cut_nerve` |" in page()
    assert "| `pathway.synkinesis` |" not in page()
