"""Read a YAML file as it is written: text, lists and tables, with the line of everything."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class TableError(Exception):
    """
    A YAML file that cannot be read as a table. Its author mends it.

    Attributes:
        file: the file's name.
        line: the line, counted from 1; 0 when the whole file is meant.
        what: what was found there, and what to write instead.
    """

    def __init__(self, file: str, line: int, what: str) -> None:
        super().__init__(f"{file}, line {line}: {what}" if line else f"{file}: {what}")
        self.file = file
        self.line = line
        self.what = what


class Lines(dict[str, Any]):
    """A mapping that knows its line, and the line of each of its keys."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.line_of: dict[str, int] = {}


class Items(list[Any]):
    """A list that knows its line, and the line of each of its items."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.line_of: list[int] = []


def read_table(path: Path) -> Any:
    """
    Read one YAML file into mappings (`Lines`), lists (`Items`) and text, and nothing else.

    Every scalar stays the text that was written, so that `yes`, `no`, `on` and `1.0` keep their
    meaning; an empty value is the empty text. Keys must be text, and stand once.

    Raises:
        TableError: not YAML, empty, a key given twice, a key that is not text, an alias.
    """
    return table_from(path.read_text(encoding="utf-8"), path.name)


def table_from(text: str, file: str) -> Any:
    """Read YAML from text, as `read_table` does from a file; `file` is the name for errors."""
    try:
        _refuse_aliases(text, file)
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise TableError(file, _line(error.problem_mark), f"not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise TableError(file, 0, f"not YAML: {error}") from error
    if root is None:
        raise TableError(file, 0, "the file is empty")
    return _value(root, file)


def _refuse_aliases(text: str, file: str) -> None:
    # An alias hides from a reader what a row says, and a recursive one never ends.
    if "*" not in text:
        return
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise TableError(file, _line(event.start_mark), "an alias; write the value out")


def _value(node: yaml.Node, file: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, file)
    if isinstance(node, yaml.SequenceNode):
        return _sequence(node, file)
    return str(node.value)


def _mapping(node: yaml.MappingNode, file: str) -> Lines:
    table = Lines(_line(node.start_mark))
    for key, line, value in _entries(node, file):
        if key in table:
            raise TableError(
                file, line, f"{key!r} is given twice; line {table.line_of[key]} has it already"
            )
        table[key] = _value(value, file)
        table.line_of[key] = line
    return table


def _entries(node: yaml.MappingNode, file: str) -> Iterator[tuple[str, int, yaml.Node]]:
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise TableError(file, _line(key.start_mark), "a key that is not a word")
        yield str(key.value), _line(key.start_mark), value


def _sequence(node: yaml.SequenceNode, file: str) -> Items:
    items = Items(_line(node.start_mark))
    for item in node.value:
        items.append(_value(item, file))
        items.line_of.append(_line(item.start_mark))
    return items


def _line(mark: Any) -> int:
    return 0 if mark is None else int(mark.line) + 1
