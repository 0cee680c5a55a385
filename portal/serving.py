"""`make run`: brings a local trial up to date and serves it as in production."""

import hashlib
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from offers.models import Offer
from portal import local_trial, processes
from portal.catalogues import compile_catalogues

PROCESSES = 2
OPERATOR = "betrieb"
# Whoever waits for a page comes first.
WORKER = ["nice", sys.executable, "manage.py", "worker"]
# Seconds between two looks whether the worker still runs.
PAUSE = 5


def prepare(say: Callable[[str], None]) -> None:
    """Brings languages, database, catalogue, questionnaire, static files and accounts up to date.

    A second time changes nothing.
    """
    say("Datenbank wird eingerichtet …")
    compile_catalogues()
    call_command("migrate", verbosity=0)
    call_command("ensure_roles")
    if not Offer.objects.exists():
        say("Der Katalog wird geladen …")
        call_command("load_kaiserslautern", "--publish")
    call_command("load_questionnaire")
    call_command("load_order")
    call_command("load_office")
    call_command("nightly")
    collect_static_files()
    if password := create_operator():
        say(f"Konto für den Betrieb angelegt. Name: {OPERATOR}  Passwort (wird nur jetzt gezeigt): {password}")


def collect_static_files() -> None:
    """Collects, hashes and compresses the static files, if one has changed since the last time."""
    stamp = local_trial.FOLDER / "static_files"
    state = state_of_static_files()
    if stamp.exists() and stamp.read_text() == state and Path(settings.STATIC_ROOT).exists():
        return
    call_command("collectstatic", "--noinput", "--clear", verbosity=0)
    stamp.write_text(state)


def state_of_static_files() -> str:
    """A fingerprint that changes whenever a static file does."""
    facts = sorted(
        (path, storage.size(path), storage.get_modified_time(path).isoformat())
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def create_operator() -> str:
    """Creates the operator's account where nobody has an account yet; its password, or "" where nothing was done."""
    users = get_user_model().objects
    if users.exists():
        return ""
    password = secrets.token_urlsafe(12)
    operator = users.create_superuser(username=OPERATOR, password=password)
    operator.groups.set(Group.objects.filter(name="Betrieb"))
    return password


def command(port: int) -> list[str]:
    """The server of the portal, as it is served here and measured in benchmarks/."""
    return [
        *(sys.executable, "-m", "granian", "portal.wsgi:application", "--interface", "wsgi", "--http", "1"),
        *("--port", str(port), "--workers", str(PROCESSES), "--blocking-threads", "1"),
        *("--respawn-failed-workers", "--no-ws", "--log-level", "error"),
        # A process that was born while the server was told to end has not heard it, and a browser may keep its
        # connection open: neither is waited for for ever, nor worth a warning.
        *("--workers-kill-timeout", "5"),
    ]


def serve(port: int, say: Callable[[str], None]) -> int:
    """Serves, with a worker beside it, until the server is stopped (Ctrl-C, SIGTERM); the server's exit code."""
    with start(command(port), port) as server, ended_by_signals(server):
        worker = start(WORKER, port)
        while (code := exit_code(server, within=PAUSE)) is None:
            if worker.poll() is not None:
                say("Die Arbeit im Hintergrund ist abgebrochen und beginnt neu.")
                worker = start(WORKER, port)
        worker.terminate()
        worker.wait()
    return code


def start(program: list[str], port: int) -> subprocess.Popen:
    return subprocess.Popen(
        program,
        cwd=settings.BASE_DIR,
        env={"PORTAL_ADDRESS": f"http://localhost:{port}"} | os.environ,
        start_new_session=True,
        preexec_fn=processes.end_with_parent,
    )


def exit_code(server: subprocess.Popen, *, within: float) -> int | None:
    """The server's exit code; None where it still runs after these seconds."""
    try:
        return server.wait(timeout=within)
    except subprocess.TimeoutExpired:
        return None


@contextmanager
def ended_by_signals(server: subprocess.Popen) -> Iterator[None]:
    """Ctrl-C and SIGTERM reach the server, once and in order; who waits for it goes on when it has ended."""
    former = {
        number: signal.signal(number, lambda *_: server.terminate()) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
