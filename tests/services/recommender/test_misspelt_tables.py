"""
A typo in a table never leaves anything silently green.

Of every kind of key, and of word out of a given list, the first and the last in the tables are
misspelt in turn; each time the tables must be refused, and say where. `EVERY_SLIP=1` tries all.
"""

import os
import re
from functools import cache
from typing import NamedTuple

import pytest

from schemas.catalogue import catalogue
from schemas.yaml_table import TableError, table_from
from services.recommender.engine import Files, PathwayError
from services.recommender.pathway_files import PATHWAYS, knowledge_from, read_files
from services.recommender.proof.invariants_file import FILE, check_invariants
from tests.services.recommender.slips import Written, keys, misspelt, values, with_slip

TABLES = [*sorted(PATHWAYS.glob("*.yaml")), *sorted(PATHWAYS.glob("rows/*.yaml"))]
TEXTS = {path.relative_to(PATHWAYS).as_posix(): path.read_text("utf-8") for path in TABLES}

ALIKE = {file: "rows" for file in TEXTS if file.startswith("rows/") or file == "companions.yaml"}
"""Files that are read alike, and so are tried as one."""

SORTS = sorted({ALIKE.get(file, file) for file in TEXTS})

NAMING = ("interventions.yaml", "windows.yaml", "sources.yaml", "derived.yaml", "derived_rows.yaml")
"""Files whose outermost keys are names."""

NAMES_UNDER = (
    *("groups", "summaries", "when", "redundant", "not_asked", "in_stage", "strength"),
    *("comes_after", "bars", "goes_to", "due", "part_of"),
)
"""Keys under which the keys are names."""

JOINED = (None, "any", "all", "none")
"""Keys of an invariant under which clauses stand within clauses."""

FREE = (
    *("en", "id", "title", "why", "lives", "version", "citation", "doi", "year", "row", "name"),
    *("developer", "funding", "reviewed", "intended_user", "intended_use", "not_for"),
    *("flag", "alert", "values", "precedence", "redundant", "not_asked"),
)
"""Keys under which stands what nobody can look up: texts, and names where they are given."""


class Slip(NamedTuple):
    """A word of a table, misspelt, and what was said of it."""

    file: str
    one: Written
    wrong: str
    error: PathwayError | TableError | None

    @property
    def placed(self):
        """Whether it was refused by its file and line."""
        where = self.error and (self.error.file, self.error.line)
        return where == (self.file, self.one.line)


@cache
def as_read():
    return read_files()


@cache
def as_compiled():
    return knowledge_from(as_read())


def refused(file, text):
    """What is wrong with the tables, one of them with another text; None when nothing is."""
    files, tables = as_read(), as_compiled()
    try:
        document = table_from(text, file)
        if file == FILE:
            check_invariants(document, tables)
        else:
            knowledge_from(Files({**files.documents, file: document}, files.rows, "digest"))
    except (PathwayError, TableError) as error:
        return error
    return None


def slips(sort, words, wanted):
    """Words of the files of one sort, one misspelt after the other."""
    every = [
        (file, one)
        for file, text in TEXTS.items()
        if ALIKE.get(file, file) == sort
        for one in words(text)
        if wanted(file, one)
    ]
    for file, one in some(every):
        wrong = misspelt(one.word)
        yield Slip(file, one, wrong, refused(file, with_slip(TEXTS[file], one, wrong)))


def some(every):
    """The first and the last of each kind; or all."""
    if os.environ.get("EVERY_SLIP"):
        return every
    last = {kind(*found): found for found in every}
    first = {kind(*found): found for found in reversed(every)}
    return dict.fromkeys([*first.values(), *last.values()])


def kind(file, one):
    """What words that are read alike have in common: their path, whatever the names in it."""
    known, above = catalogue().findings, [None, *one.path[:-1]]
    path = [
        "*" if over in NAMES_UNDER or part in known else part
        for over, part in zip(above, one.path, strict=True)
    ]
    found = path if file != FILE else [part for part in path if part not in JOINED]
    return ("*", *found[1:]) if file in NAMING else tuple(found)


def is_name(file, one):
    """Whether a key gives a name, which others look up."""
    grouped = len(one.path) == 2 and one.path[0] in ("groups", "summaries")
    return grouped or (len(one.path) == 1 and file in NAMING)


@cache
def looked_up(name):
    every = " ".join(TEXTS.values())
    return len(re.findall(rf"(?<![\w.]){re.escape(name)}(?![\w])", every)) > 1


def is_closed(_, one):
    """Whether a value is one of a given list of words, or made of such."""
    return bool(re.search("[a-z]", one.word)) and not any(key in FREE for key in one.path)


@pytest.mark.parametrize("sort", SORTS)
def test_a_misspelt_key_is_refused_with_its_file_and_line(sort):
    wanted = slips(sort, keys, lambda file, one: not is_name(file, one))
    assert [slip for slip in wanted if not slip.placed] == []


@pytest.mark.parametrize("sort", SORTS)
def test_who_looks_up_a_name_that_is_misspelt_where_it_is_given_is_told_the_name(sort):
    wanted = slips(sort, keys, lambda file, one: is_name(file, one) and looked_up(one.word))
    assert [slip for slip in wanted if slip.wrong not in str(slip.error) and not slip.placed] == []


@pytest.mark.parametrize("sort", SORTS)
def test_a_misspelt_word_out_of_a_list_is_refused_with_the_right_one(sort):
    found = slips(sort, values, lambda file, one: is_closed(file, one) and " " not in one.word)
    assert [slip for slip in found if not slip.placed or slip.one.word not in str(slip.error)] == []


@pytest.mark.parametrize("sort", SORTS)
def test_a_cell_with_a_slip_is_refused_with_its_file_and_line(sort):
    found = slips(sort, values, lambda file, one: is_closed(file, one) and " " in one.word)
    assert [slip for slip in found if not slip.placed] == []
