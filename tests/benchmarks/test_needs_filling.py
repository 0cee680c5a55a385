"""A small example of the bench of the needs form: the real server, two people, a few seconds."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
FIGURE = re.compile(r"\d+(?:\.\d+)?")
SMALL = ("--rate", "30", "--seconds", "3", "--people", "1")


def test_bench_finds_every_page_that_was_confirmed():
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        own = {"LOCAL": "1", "STATE_DIR": f"{folder}/var", "STATIC_ROOT": f"{folder}/static"}
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.needs_filling", *SMALL],
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    pages, of_pages, sent, of_sent = map(int, FIGURE.findall(lines[3]))
    assert (pages, sent) == (of_pages, of_sent)
    assert pages > 20
    assert sent >= 1
    assert [FIGURE.sub("0", line) for line in lines] == [
        "Home page 0 ms, page of the form 0 ms: 0 times",
        "0 people began; 0 saves in 0 s: 0 a second",
        "0 forms sent: 0 a minute",
        "In the database: 0 of 0 pages, 0 of 0 sent forms",
        "Connections that the server had closed: 0",
        "saving: p0 0 ms, p0 0 ms, longest 0 ms",
        "next page: p0 0 ms, p0 0 ms, longest 0 ms",
        "both: p0 0 ms, p0 0 ms, longest 0 ms",
    ]
