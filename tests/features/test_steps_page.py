"""The list of steps is made from the steps, and is current."""

from features.guards.vocabulary import sentences
from features.speech.steps_page import PAGE, page


def test_the_page_is_current():
    """Mended by `make steps`."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_fixed_sentence_stands_on_the_page():
    written = page()

    assert not [
        pattern for pattern, _ in sentences() if "{" not in pattern and pattern not in written
    ]
