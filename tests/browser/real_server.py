"""The portal's own server beside the tests, to be killed."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from benchmarks.servers import wait_for
from portal.processes import end_with_parent, is_free
from portal.serving import command


@contextmanager
def real_server(port: int) -> Iterator[None]:
    """The portal's own server on the tests' database, killed at the end without a warning."""
    database = connection.settings_dict
    environment = os.environ | {
        "DATABASE_URL": f"postgres://{database['USER']}@{quote(database['HOST'], safe='')}/{database['NAME']}",
        "LOCAL": "1",
        "SECRET_KEY": settings.SECRET_KEY,
        # Style sheets come from where they are written: nothing has to be collected.
        "DEBUG": "1",
    }
    # Of the one before, which was killed, no process listens any more.
    assert is_free(port)
    with subprocess.Popen(
        [*command(port), "--workers", "1"],
        cwd=settings.BASE_DIR,
        env=environment,
        start_new_session=True,
        preexec_fn=end_with_parent,
    ) as process:
        try:
            wait_for(port, process)
            yield
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
