"""``facialis backup`` and ``restore``: what was acknowledged before the copy is there after it."""

from __future__ import annotations

import json
import signal
import stat
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from facialis import clock
from facialis.operators import backing_up
from facialis.operators.backing_up import MANIFEST, back_up, restore
from facialis.trouble import Trouble
from tests.facialis.lines import a_line, ask, facialis, post, said, soon, state_of
from tests.facialis.test_planning import MINIMAL


def patient(number: int) -> dict[str, Any]:
    return {**MINIMAL, "patient_ref": f"P-{number}", "assessment_id": f"a-{number}"}


@pytest.fixture(scope="module")
def backed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A backup made while assessments came in, of a line killed afterwards; and its ids."""
    folder = tmp_path_factory.mktemp("backed")
    posted: list[str] = []
    enough, stop = Event(), Event()
    with a_line(folder / "data") as line:

        def keep_posting() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                assert post(line, "/v1/assessments", patient(number))[0] == 202
                posted.append(f"a-{number}")
                if number == 20:
                    enough.set()

        thread = Thread(target=keep_posting)
        thread.start()
        assert enough.wait(60)
        before = list(posted)
        said("backup", str(folder / "copy"), "--data", str(folder / "data"))
        stop.set()
        thread.join()
        line.stop(signal.SIGKILL)
    return folder / "copy", before


def test_every_file_is_in_the_manifest_and_for_its_owner_alone(backed: tuple[Path, list[str]]):
    copy, _ = backed
    manifest = json.loads((copy / MANIFEST).read_text())
    names = {one["name"] for one in manifest["files"]}
    assert names == {"intake.db", "recommender.db", "review.db", "reviews.db", "key"}
    assert {path.name for path in copy.iterdir()} == {*names, MANIFEST}
    assert stat.S_IMODE(copy.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in copy.iterdir()} == {0o600}


def test_a_restored_line_has_what_was_acknowledged_before_and_plans_all_of_it(
    backed: tuple[Path, list[str]], tmp_path: Path
):
    copy, before = backed
    data = tmp_path / "again"
    assert "5 files are back" in said("restore", str(copy), "--data", str(data))
    with a_line(data) as line:
        assert line.told["key"] == (copy / "key").read_text().strip()
        assert soon(lambda: all(state_of(line, name) == "planned" for name in before))
        plans = [plan["assessment_id"] for plan in line.plans()]
        assert len(plans) == len(set(plans)) >= len(before)
        number = len(before) + 1000
        assert post(line, "/v1/assessments", patient(number))[0] == 202
        assert soon(lambda: state_of(line, f"a-{number}") == "planned")
        assert ask(line, "/readyz")[0] == 200


@pytest.mark.parametrize("name", ["intake.db", "review.db", "key"])
def test_a_backup_of_which_a_byte_changed_is_not_restored(
    backed: tuple[Path, list[str]], tmp_path: Path, name: str
):
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in backed[0].iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    changed = bytearray((copy / name).read_bytes())
    changed[len(changed) // 2] ^= 1
    (copy / name).write_bytes(changed)
    refused = facialis("restore", str(copy), "--data", str(tmp_path / "new"))
    assert refused.returncode == 1
    assert f"{name} is not as it was written" in refused.stderr
    assert not (tmp_path / "new").exists()


def test_nothing_is_put_into_a_folder_that_holds_something(
    backed: tuple[Path, list[str]], tmp_path: Path
):
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(Trouble, match="holds something"):
        restore(backed[0], tmp_path)
    with pytest.raises(Trouble, match="holds something"):
        back_up(backed[0], tmp_path, now=clock.now())


def test_a_folder_without_a_manifest_is_no_backup(tmp_path: Path):
    with pytest.raises(Trouble, match="was not finished"):
        restore(tmp_path, tmp_path / "new")


def test_a_manifest_that_names_a_file_elsewhere_is_refused(tmp_path: Path):
    one = {"name": "../key", "sha256": "", "size": 0, "versions": {}}
    (tmp_path / MANIFEST).write_text(json.dumps({"form": 1, "files": [one]}))
    with pytest.raises(Trouble, match="no file of a line"):
        restore(tmp_path, tmp_path / "new")


def test_who_reads_is_copied_before_what_it_reads(
    monkeypatch: pytest.MonkeyPatch, backed: tuple[Path, list[str]], tmp_path: Path
):
    copied: list[str] = []
    really = backing_up._copied
    monkeypatch.setattr(
        backing_up, "_copied", lambda path, copy: (copied.append(path.name), really(path, copy))[1]
    )
    back_up(backed[0], tmp_path / "copy", now=clock.now())
    assert copied == ["review.db", "reviews.db", "recommender.db", "intake.db"]
