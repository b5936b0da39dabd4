"""What is typed after `facialis features` is read as it was meant."""

from __future__ import annotations

import pytest

from features.living.asked import Asked, NoSuchFeature


@pytest.mark.parametrize(
    ("typed", "only", "words"),
    [
        (["gates.feature"], ["features/gates.feature"], []),
        (["features/gates.feature:12"], ["features/gates.feature:12"], []),
        (["gates"], ["features/gates.feature"], []),
        (["gates:12", "eye"], ["features/gates.feature:12", "features/eye.feature"], []),
        (["-k", "gates"], [], ["-k", "gates"]),
        (["-m", "gate", "eye"], ["features/eye.feature"], ["-m", "gate"]),
    ],
)
def test_feature_files_are_told_from_other_words(typed, only, words):
    asked = Asked.of(typed)

    assert ([*asked.only], [*asked.words]) == (only, words)


def test_a_file_that_is_not_there_is_answered_with_the_nearest():
    with pytest.raises(NoSuchFeature, match=r"Did you mean features/gates\.feature\?"):
        Asked.of(["gatse.feature"])


def test_a_file_in_another_folder_is_to_be_moved(tmp_path):
    (tmp_path / "my_first.feature").write_text("Feature: Mine\n", encoding="utf-8")

    with pytest.raises(NoSuchFeature, match="Move it there"):
        Asked.of(["my_first.feature"], here=tmp_path)
