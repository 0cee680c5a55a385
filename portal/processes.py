"""What the local trial needs to know about processes: one at a time, and none left behind."""

import ctypes
import fcntl
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# From <linux/prctl.h>.
PR_SET_PDEATHSIG = 1
# After `kill -9` the processes of the last start need a moment to end.
PATIENCE = 4


class AlreadyRunning(Exception):
    """The portal runs already; the text is its address."""


def end_with_parent() -> None:
    """This process ends when its parent ends, even by `kill -9`. Where the system can't do that, nothing happens."""
    with suppress(AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextmanager
def only_one(lock_file: Path, address: str) -> Iterator[None]:
    """Only one process at a time is inside. Raises AlreadyRunning with the address of the one that is."""
    lock_file.parent.mkdir(exist_ok=True)
    lock = os.open(lock_file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not patiently(lambda: fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)):
            raise AlreadyRunning(lock_file.read_text())
        lock_file.write_text(address)
        yield
    finally:
        os.close(lock)


def is_free(port: int) -> bool:
    """Whether a server can listen on this port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return patiently(lambda: probe.bind(("127.0.0.1", port)))


def patiently(attempt) -> bool:
    """Tries for some seconds; whether it went well without an OSError."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            attempt()
        except OSError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.2)
        else:
            return True
