"""YAML is read as it was written, with the line of everything."""

from pathlib import Path

import pytest

from schemas.yaml_table import Items, Lines, TableError, read_table, table_from


def test_every_scalar_stays_the_text_that_was_written() -> None:
    table = table_from("a: yes\nb: 1.0\nc: 2026-11-22\nd: null\ne: off\nf:\n", "t.yaml")
    assert table == {"a": "yes", "b": "1.0", "c": "2026-11-22", "d": "null", "e": "off", "f": ""}


def test_tables_and_lists_know_their_lines() -> None:
    table = table_from("a: 1\nrows:\n  - x: 1\n    y: 2\n  - z\n", "t.yaml")
    assert isinstance(table, Lines)
    rows = table["rows"]
    assert isinstance(rows, Items)
    assert (table.line, table.line_of) == (1, {"a": 1, "rows": 2})
    assert (rows.line, rows.line_of) == (3, [3, 5])
    assert (rows[0].line, rows[0].line_of) == (3, {"x": 3, "y": 4})


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "line 1 has it already"),
        ("a: [1\nb: 2\n", 2, "not YAML"),
        ("? [a, b]\n: c\n", 1, "not a word"),
        ("a: &x 1\nb: *x\n", 2, "alias"),
        ("", 0, "empty"),
        ("a: 1\n---\nb: 2\n", 2, "not YAML"),
        ("a: \x07\n", 0, "not YAML"),
    ],
)
def test_what_cannot_be_read_is_named_by_file_and_line(text: str, line: int, says: str) -> None:
    with pytest.raises(TableError, match=says) as error:
        table_from(text, "rows.yaml")
    assert (error.value.file, error.value.line) == ("rows.yaml", line)
    assert str(error.value).startswith("rows.yaml")


def test_a_file_is_read_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text("syndrome: Möbius\n", encoding="utf-8")
    assert read_table(path) == {"syndrome": "Möbius"}
