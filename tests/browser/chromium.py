"""The real Chromium the browser tests use. Run as a program, it installs it where that is possible and missing."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "Chromium fehlt: Installieren Sie es mit: sudo apt-get install chromium"


def path() -> str | None:
    """Where Chromium is; the variable CHROMIUM names another one."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Installs Debian's Chromium as root or with a sudo that asks nothing. Raises SystemExit with what to do."""
    become_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    environment = [*become_root, "env", "DEBIAN_FRONTEND=noninteractive"]
    for command in (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]):
        try:
            subprocess.run(
                [*environment, *command], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=300
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise SystemExit(MISSING) from error


if __name__ == "__main__" and not path():
    install()
