"""The data folder."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from facialis import folder
from facialis.trouble import Trouble


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_is_made_for_its_owner_alone(tmp_path: Path):
    data = tmp_path / "new" / "data"
    folder.hold(data).release()
    assert mode(data) == 0o700


def test_an_open_one_of_ours_is_shut(tmp_path: Path):
    folder.hold(tmp_path).release()
    tmp_path.chmod(0o755)
    folder.hold(tmp_path).release()
    assert mode(tmp_path) == 0o700


def test_a_folder_with_other_things_in_it_keeps_its_mode(tmp_path: Path):
    tmp_path.chmod(0o755)
    (tmp_path / "letters.txt").write_text("mine", encoding="utf-8")
    folder.hold(tmp_path).release()
    assert mode(tmp_path) == 0o755


def test_a_second_one_is_refused_and_told_the_process(tmp_path: Path):
    lock = folder.hold(tmp_path)
    with pytest.raises(Trouble, match=rf"held by process {os.getpid()}"):
        folder.hold(tmp_path)
    assert folder.holder(tmp_path) == str(os.getpid())
    lock.release()
    folder.hold(tmp_path).release()
    assert folder.holder(tmp_path) is None


def test_a_process_that_died_holds_nothing(tmp_path: Path):
    dies = """
import os, sys
from pathlib import Path
from facialis.folder import hold

hold(Path(sys.argv[1]))
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", dies, tmp_path], check=False)
    assert folder.holder(tmp_path) is None
    folder.hold(tmp_path).release()


def test_a_file_in_its_place_is_told_with_the_mend(tmp_path: Path):
    (tmp_path / "data").write_text("", encoding="utf-8")
    with pytest.raises(Trouble) as refused:
        folder.hold(tmp_path / "data")
    assert "--data DIR" in refused.value.mend


def test_the_key_is_made_once_and_private(tmp_path: Path):
    key = folder.key_of(tmp_path)
    assert len(key) >= 32
    assert folder.key_of(tmp_path) == key
    assert mode(tmp_path / "key") == 0o600


def test_what_runs_here_is_told_privately_and_forgotten(tmp_path: Path):
    assert folder.read_run(tmp_path) is None
    folder.write_run(tmp_path, {"url": "http://127.0.0.1:1", "key": "k", "sign_in": "s"})
    assert mode(tmp_path / "run.json") == 0o600
    assert folder.read_run(tmp_path) == json.loads((tmp_path / "run.json").read_text())
    folder.forget_run(tmp_path)
    folder.forget_run(tmp_path)
    assert folder.read_run(tmp_path) is None
