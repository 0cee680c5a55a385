import signal
import socket
import subprocess
import sys
import time

import pytest

from portal import processes

CHILD_OF_A_PARENT_THAT_DIES = """
import os, sys, time
from portal import processes
if os.fork():
    time.sleep(60)
else:
    processes.end_with_parent()
    print(os.getpid(), flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def _impatience(monkeypatch):
    monkeypatch.setattr(processes, "PATIENCE", 0.3)


def test_only_one_is_inside(tmp_path):
    lock = tmp_path / "var" / "lock"
    with (
        processes.only_one(lock, "http://localhost:8000"),
        pytest.raises(processes.AlreadyRunning, match="^http://localhost:8000$"),
        processes.only_one(lock, "http://localhost:9000"),
    ):
        pytest.fail("two are inside")

    with processes.only_one(lock, "http://localhost:9000"):
        assert lock.read_text() == "http://localhost:9000"


def test_port_is_free_unless_somebody_listens():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert not processes.is_free(port)
    assert processes.is_free(port)


def test_child_ends_with_its_parent_even_by_kill_9():
    parent = subprocess.Popen([sys.executable, "-c", CHILD_OF_A_PARENT_THAT_DIES], stdout=subprocess.PIPE, text=True)
    with parent:
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)

    assert processes.patiently(lambda: refuse_while_running(child))


def refuse_while_running(pid: int) -> None:
    time.sleep(0.05)
    with open(f"/proc/{pid}/stat") as file:
        state = file.read().rsplit(")", 1)[1].split()[0]
    if state != "Z":
        raise OSError
