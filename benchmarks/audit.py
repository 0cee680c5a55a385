"""`make audit`: what Lighthouse and the Nu HTML checker say of the main pages. Needs Node, Java and Chromium.

The portal must be running (`make run`); ADDRESS names it where it isn't http://localhost:8000.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from portal import local_trial
from tests.browser import chromium

ADDRESS = os.environ.get("ADDRESS", "http://localhost:8000")
PAGES = (
    "/",
    "/angebote/",
    "/angebote/?q=einkaufen",
    "/stadtteile/",
    "/themen/",
    "/merkzettel/",
    "/hilfe/",
    "/impressum/",
)
PACKAGES = ("lighthouse@13.5.0", "vnu-jar@26.9.27")
FOLDER = local_trial.FOLDER / "audit"


def main() -> None:
    for program in ("npm", "node", "java"):
        if not shutil.which(program):
            sys.exit(f"{program} fehlt: `make audit` braucht Node und Java.")
    try:
        urlopen(ADDRESS + "/health/").close()  # noqa: S310 (the address is ours)
    except OSError:
        sys.exit(f"Unter {ADDRESS} antwortet niemand: Starten Sie erst das Portal mit: make run")
    FOLDER.mkdir(parents=True, exist_ok=True)
    run("npm", "install", "--prefix", FOLDER, "--no-save", "--silent", *PACKAGES)
    faults = sum([check_html(page) for page in PAGES])
    for page in PAGES:
        print(page, *lighthouse(page))
    sys.exit(f"{faults} Seiten mit Fehlern" if faults else 0)


def check_html(page: str) -> bool:
    """Prints the checker's errors; it refuses addresses of this machine, so the page is saved first."""
    saved = FOLDER / "page.html"
    with urlopen(ADDRESS + page) as answer:  # noqa: S310 (the address is ours)
        saved.write_bytes(answer.read())
    jar = next(FOLDER.glob("node_modules/vnu-jar/**/vnu.jar"))
    done = run("java", "-jar", jar, "--errors-only", saved, check=False)
    print(page, "HTML:", done.stderr or "ohne Fehler")
    return done.returncode != 0


def lighthouse(page: str) -> list[str]:
    """The four marks (of 100), first paint and layout shift of a page on a slow telephone."""
    done = run(
        FOLDER / "node_modules" / ".bin" / "lighthouse",
        ADDRESS + page,
        *("--quiet", "--output", "json", "--chrome-flags=--headless=new --no-sandbox"),
        env=os.environ | {"CHROME_PATH": chromium.path() or ""},
    )
    report = json.loads(done.stdout)
    marks = [f"{name} {part['score'] * 100:.0f}" for name, part in report["categories"].items()]
    timing = [report["audits"][name]["displayValue"] for name in ("first-contentful-paint", "cumulative-layout-shift")]
    return marks + timing


def run(*command: str | Path, check: bool = True, **options) -> subprocess.CompletedProcess:
    return subprocess.run(command, capture_output=True, text=True, check=check, **options)


if __name__ == "__main__":
    main()
