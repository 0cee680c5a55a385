"""The product's own server, started for a bench: two processes, as `make run` starts them."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from portal.processes import end_with_parent
from portal.serving import command

PATIENCE = 30


class ServerDoesNotStart(Exception):
    """The server didn't listen in time, or has ended; its own words stand above."""


@contextmanager
def server(environment: dict[str, str]) -> Iterator[tuple[int, subprocess.Popen]]:
    """The server's port and process, ready inside the block."""
    port = free_port()
    with subprocess.Popen(
        command(port), cwd=settings.BASE_DIR, env=environment, start_new_session=True, preexec_fn=end_with_parent
    ) as process:
        try:
            wait_for(port, process)
            yield port, process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise ServerDoesNotStart


def megabytes(process: subprocess.Popen) -> list[float]:
    """Resident memory of each process that answers requests: RSS, pages shared with others counted in full."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [_resident(child) for child in children]


def _resident(process: str) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))
