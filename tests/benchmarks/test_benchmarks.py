"""A small example of `make bench`: the real program on its own folder, with few offers and short runs."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SMALL = ("--small", "20", "--large", "40", "--city", "30", "--each", "20", "--seconds", "0.3", "--rounds", "1")
FIGURE = re.compile(r"\d+(?:\.\d+)?")


def test_bench_measures_every_page_and_leaves_nothing_behind():
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        own = {"LOCAL": "1", "STATE_DIR": f"{folder}/var", "STATIC_ROOT": f"{folder}/static"}
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks", *SMALL],
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stderr == ""
    # Figures differ from run to run; which ones there are doesn't.
    assert [FIGURE.sub("0", line) for line in done.stdout.splitlines()] == [
        "| page | bare, a second | cached, stamp | cached, database | uncached | uncached, 0 offers |",
        "|---|---|---|---|---|---|",
        *(f"| {page} | 0 | 0 | 0 | 0 | 0 |" for page in ("list", "search", "misspelt", "detail", "home")),
        "| page | 0 offers: p0, p0 ms | 0 offers: p0, p0 ms | growth of p0 |",
        "|---|---|---|---|",
        *(f"| {page} | 0, 0 | 0, 0 | 0 |" for page in ("list", "search", "misspelt", "detail")),
        "List of 0 offers in one city: 0 ms, 0 times one of 0.",
        "Brochure of 0 offers: 0 ms, again 0 ms, as long as 0 lists",
        *(f"Memory of the server „{name}“: 0 MB, 0 MB" for name in ("small", "large", "city", "database", "bare")),
        *(
            f"First view of {page}: 0 bytes of HTML and 0 of CSS over the wire (0 raw)"
            for page in ("list", "search", "misspelt", "detail", "home")
        ),
    ]
