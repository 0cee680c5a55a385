"""A small example of the bench of stock × need: the real program on its own folder, with few forms."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
FIGURE = re.compile(r"\d+(?:\.\d+)?")


def test_the_bench_measures_every_table_and_leaves_nothing_behind():
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        own = {"LOCAL": "1", "STATE_DIR": f"{folder}/var", "STATIC_ROOT": f"{folder}/static"}
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.concept_matrix", "--forms", "30", "--offers", "20", "--rounds", "1"],
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stderr == ""
    # Figures differ from run to run; which ones there are doesn't.
    assert [FIGURE.sub("0", line) for line in done.stdout.splitlines()] == [
        "0 forms, 0 offers",
        *(
            f"{table}, Lebensbereich × {place}: 0 s (the first time 0 s)"
            for place in ("planning area", "district")
            for table in ("stock × need", "need alone", "stock alone")
        ),
    ]
