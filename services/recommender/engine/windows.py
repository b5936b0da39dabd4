"""Windows: named amounts that rows may write instead of a number."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.recommender.engine.errors import PathwayError


class Windows(Mapping[str, str]):
    """
    Name of a window → its amount; remembers which were read.

    A window that no row names looks as if it governed something, so `check_all_named` refuses
    it once every row has been read.
    """

    def __init__(self, document: Mapping[str, Mapping[str, Any]]) -> None:
        self._amounts = {name: str(window["is"]) for name, window in document.items()}
        self._named: set[str] = set()

    def __getitem__(self, name: str) -> str:
        found = self._amounts[name]
        self._named.add(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._amounts)

    def __len__(self) -> int:
        return len(self._amounts)

    def check_all_named(self) -> None:
        """Raise PathwayError, mended by the tables' author, if some window governs nothing."""
        idle = [name for name in self._amounts if name not in self._named]
        if idle:
            raise PathwayError(
                file="windows.yaml",
                row=idle[0],
                found="a window that no row names",
                write="Write its name in the rows that it governs, or take it out.",
            )
