"""The version of what public pages show: asked from the database, or from a stamp on a single host.

The stamp is the modification time of a file: a request costs one `stat` instead of a query. Whoever changed
something renews it after the commit: `relist` does, and the portal at the end of every request of the admin. A page is
kept under the stamp that was read before it was made, so it is never older.
"""

import os
import time
from pathlib import Path

from django.conf import settings

from offers.models import CatalogueVersion


def current_version() -> str:
    if settings.CATALOGUE_VERSION == "database":
        return str(CatalogueVersion.objects.current())
    try:
        return str(stamp_file().stat().st_mtime_ns)
    except FileNotFoundError:
        renew_stamp()
        return str(stamp_file().stat().st_mtime_ns)


def stamp_file() -> Path:
    return settings.STATE_DIR / "catalogue-version"


def renew_stamp() -> None:
    """Say that something changed; every process on this host makes its pages anew."""
    stamp_file().parent.mkdir(parents=True, exist_ok=True)
    stamp_file().touch()
    # File systems count in steps of some milliseconds; two changes within one step must differ.
    os.utime(stamp_file(), ns=(time.time_ns(), time.time_ns()))
