"""What a table's author can mend."""


class PathwayError(Exception):
    """
    Say that a table cannot be used as it stands.

    Mended by the author of the table. The message names the file and line, the row, the
    column, what was found there and what to write instead.
    """

    def __init__(
        self,
        *,
        file: str,
        found: str,
        write: str,
        row: str = "",
        column: str = "",
        line: int | None = None,
    ) -> None:
        self.file, self.line, self.row, self.column = file, line, row, column
        self.found, self.write = found, write
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        where = [place] + [f"row {self.row}"] * bool(self.row) + [self.column] * bool(self.column)
        return f"{', '.join(where)}: found {self.found}. {self.write}"
