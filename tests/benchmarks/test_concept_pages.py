"""A small example of the bench of released pages."""

import re
import subprocess
import sys
from pathlib import Path

from benchmarks.concept_pages import LIST, PAGES

PROJECT = Path(__file__).resolve().parents[2]
FIGURE = re.compile(r"\d+\.\d+")


def test_the_bench_sets_each_page_beside_the_list():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.concept_pages", "--seconds", "0", "--rounds", "1"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert FIGURE.sub("0", done.stdout).splitlines() == [
        f"{address} {kind}: 0 ms, 0 times {LIST}" for kind in ("kept", "made anew") for address in (LIST, *PAGES)
    ]
