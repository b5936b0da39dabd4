"""The throw-away PostgreSQL that tests and trials run on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from ops.line.process import lives
from tests.postgres_server import SERVER

pytestmark = pytest.mark.postgres


@pytest.fixture
def folder(postgres_server):
    # Only where a server of ours could be started at all, and where its user can reach it.
    if "FACIALIS_TEST_POSTGRES" in os.environ:
        pytest.skip("the tests were given a server, so none may be installed here")
    folder = Path(tempfile.mkdtemp(prefix="facialis-postgres-"))
    folder.chmod(0o755)
    yield folder
    run("stop", folder)
    shutil.rmtree(folder, ignore_errors=True)


def run(*words):
    return subprocess.run([SERVER, *words], capture_output=True, text=True, check=False)


def test_it_comes_back_with_the_same_data_on_the_same_port_even_after_kill_9(folder):
    address = run("start", folder, "--port", "0").stdout.strip()
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE kept (number INTEGER)")
    kill_9(process_of(folder))
    assert run("start", folder).stdout.strip() == address
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT * FROM kept").fetchall() == []


def test_one_that_is_paused_can_be_stopped(folder):
    address = run("start", folder, "--port", "0").stdout.strip()
    os.kill(process_of(folder), signal.SIGSTOP)
    assert run("stop", folder).returncode == 0
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address, connect_timeout=2)


def test_it_listens_on_the_loopback_address_alone(folder):
    address = run("start", folder, "--port", "0").stdout.strip()
    with psycopg.connect(address) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)


def test_a_port_that_is_taken_is_said(folder):
    taken = run("start", folder, "--port", "0").stdout.strip().rpartition(":")[2].split("/")[0]
    other = Path(tempfile.mkdtemp(prefix="facialis-postgres-"))
    other.chmod(0o755)
    refused = run("start", other, "--port", taken)
    shutil.rmtree(other)
    assert refused.returncode == 1
    assert "choose another with --port" in refused.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands it to another user")
def test_a_folder_that_its_user_cannot_reach_is_said(folder):
    folder.chmod(0o700)
    refused = run("start", folder, "--port", "0")
    folder.chmod(0o755)
    assert refused.returncode == 1
    assert "choose a folder that others may enter" in refused.stderr


def kill_9(process):
    os.kill(process, signal.SIGKILL)
    # Until it is gone, whoever starts it again would find it running.
    while lives(process):
        time.sleep(0.01)


def process_of(folder):
    return int((folder / "data/postmaster.pid").read_text().split("\n")[0])
