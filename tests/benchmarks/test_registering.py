"""A small example of the bench of registrations: the real server and worker, with a dozen people."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
FIGURE = re.compile(r"\d+")


def test_bench_registers_everybody_and_counts_them_again():
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        own = {"LOCAL": "1", "STATE_DIR": f"{folder}/var", "STATIC_ROOT": f"{folder}/static"}
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.registering", "--rate", "400", "--minutes", "0.03"],
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert re.fullmatch(r"12 registrations in \d+ s: \d+ a minute, 12 receipts", lines[0])
    assert lines[1] == "In the database: 12 registrations; seats given 14, counted 14"
    assert [FIGURE.sub("0", line) for line in lines[2:]] == [
        "Connections that the server had closed: 0",
        "whole registration: p0 0 ms, p0 0 ms, longest 0 ms",
        "slowest page: p0 0 ms, p0 0 ms, longest 0 ms",
    ]
