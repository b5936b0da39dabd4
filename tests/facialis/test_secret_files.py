"""Secrets that stand in files."""

from facialis.secret_files import with_files


def test_the_file_takes_the_place_of_the_variable(tmp_path):
    (tmp_path / "key").write_text(" hush \n", encoding="utf-8")
    given = {"KEY_FILE": str(tmp_path / "key"), "OTHER": "x"}
    assert with_files(given, ["KEY"]) == ({"KEY": "hush", "OTHER": "x"}, [])


def test_a_file_that_cannot_be_read_is_named_with_its_variable(tmp_path):
    found, (fault,) = with_files({"KEY_FILE": str(tmp_path / "none")}, ["KEY"])
    assert found == {}
    assert "KEY_FILE" in fault
    assert str(tmp_path / "none") in fault


def test_both_at_once_are_refused_without_telling_either(tmp_path):
    (tmp_path / "key").write_text("hush", encoding="utf-8")
    given = {"KEY": "loud", "KEY_FILE": str(tmp_path / "key")}
    _, (fault,) = with_files(given, ["KEY"])
    assert "keep one" in fault
    assert "hush" not in fault
    assert "loud" not in fault
