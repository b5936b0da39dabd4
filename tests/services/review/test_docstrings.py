"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

WITH_EXAMPLES = (
    "moments",
    "standing",
    "store.columns",
    "present.dates",
    "present.findings",
    "present.items",
    "present.words",
)


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_what_a_docstring_shows_is_so(module):
    ran = doctest.testmod(import_module(f"services.review.{module}"))
    assert ran.attempted > 0
    assert ran.failed == 0
