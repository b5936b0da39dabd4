"""The locks: whole, checked by hash, of one mind, and without a place to fetch from."""

from __future__ import annotations

import re

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tests.house import project, text

LOCKS = ["runtime", "line", "test", "bench", "compile"]
LISTS = ["runtime", "test", "bench"]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_place_to_fetch_from(name: str) -> None:
    place = r"://|--find-links|--index-url|--extra-index-url"
    assert not re.search(place, text(f"requirements/{name}.txt"))


@pytest.mark.parametrize("file", ["Makefile", ".ci/run", "pyproject.toml", "docker-compose.yml"])
def test_nothing_that_installs_names_a_place_to_fetch_from(file: str) -> None:
    assert not re.search(r"(?<!no-emit-)(index-url|find-links)|/simple/", text(file))


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_in_a_lock_is_pinned_and_checked_by_hash(name: str) -> None:
    entries = re.split(r"\n(?=\S)", text(f"requirements/{name}.txt").strip())
    packages = [entry for entry in entries if not entry.startswith("#")]
    assert packages
    assert not [p for p in packages if "==" not in p or "--hash=sha256:" not in p]


def test_the_runtime_lock_holds_what_the_project_asks_for() -> None:
    asked = project()["project"]["dependencies"] + project()["build-system"]["requires"]
    locked = pins("runtime")
    for needed in map(Requirement, asked):
        assert needed.specifier.contains(locked[canonicalize_name(needed.name)]), needed


@pytest.mark.parametrize("name", LISTS)
def test_a_lock_holds_what_its_list_asks_for(name: str) -> None:
    lines = text(f"requirements/{name}.in").splitlines()
    asked = {canonicalize_name(Requirement(x).name) for x in lines if x and not x.startswith("#")}
    assert asked <= set(pins(name))


@pytest.mark.parametrize("name", ["line", "test", "bench", "compile"])
def test_all_that_runs_it_runs_on_the_versions_of_the_product(name: str) -> None:
    assert pins("runtime").items() <= pins(name).items()


def test_everyone_names_the_same_pythons() -> None:
    fits = re.search(r"\(3, (\d+)\) <= sys.version_info < \(3, (\d+)\)", text("Makefile"))
    assert fits is not None
    low, beyond = f"3.{fits[1]}", f"3.{fits[2]}"
    asked = SpecifierSet(project()["project"]["requires-python"])
    assert asked == SpecifierSet(f">={low},<{beyond}")
    assert project()["tool"]["ruff"]["target-version"] == f"py{low.replace('.', '')}"
    assert f"--python-version {low}" in text("Makefile")


def pins(name: str) -> dict[str, str]:
    found = re.findall(r"^([\w.-]+)==([^\s;]+)", text(f"requirements/{name}.txt"), flags=re.M)
    return {canonicalize_name(package): version for package, version in found}
