import doctest
import importlib
import pkgutil

import pytest

import bus

MODULES = [it.name for it in pkgutil.walk_packages(bus.__path__, "bus.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    modules = map(importlib.import_module, MODULES)
    assert sum(doctest.testmod(it).attempted for it in modules) >= 3
