"""A small example of the bench of the concept on paper."""

import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
FIGURE = re.compile(r"\d+(?:\.\d+)?")


def test_the_bench_makes_a_concept_and_says_how_long_it_took():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.concept_document", "--parts", "1", "--rounds", "1"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    # Figures differ from run to run; which ones there are doesn't.
    assert FIGURE.sub("0", done.stdout) == (
        "concept of 0 pages: 0 s (at most 0 s for 0 pages), 0 MB in a process of its own, 0 kB\n"
    )
