"""`make run` as a new user meets it: a program of its own, with a folder and a database of its own."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from needs.models import Questionnaire, Thresholds, Wave
from offers.models import Offer
from portal import local_trial, serving
from portal.management.commands.serve import Command

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def trial():
    """The environment of a trial that has a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="portal-"))
    folder.chmod(0o755)
    passed_on = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY"}}
    yield passed_on | {"LOCAL": "1", "STATE_DIR": str(folder / "var"), "STATIC_ROOT": str(folder / "static")}
    shutil.rmtree(folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(trial: dict[str, str], port: int) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=PROJECT,
        env=trial,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def status_of(port: int, address: str) -> int:
    """The answer's status; asks for 90 seconds at most, for a server that is just starting."""
    for _attempt in range(300):
        page = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            page.request("GET", address, headers={"Host": "localhost"})
            return page.getresponse().status
        except ConnectionError:
            time.sleep(0.3)
        finally:
            page.close()
    raise AssertionError("nobody answers")


def worker_of(server: subprocess.Popen, *, after: int = 0) -> int:
    """The number of the process of the worker that follows the one given; waits for 90 seconds at most."""
    for _attempt in range(300):
        for number in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split():
            if is_worker(number) and int(number) != after:
                return int(number)
        time.sleep(0.3)
    raise AssertionError("there is no worker")


def is_worker(number: int | str) -> bool:
    try:
        return b"worker" in Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
    except FileNotFoundError:
        return False


def test_portal_is_served_once_and_ends_cleanly(trial):
    port = free_port()
    with serve(trial, port) as first:
        assert status_of(port, "/") == 200
        with serve(trial, port) as second:
            assert second.communicate() == (f"Das Portal läuft schon: http://localhost:{port}\n", None)
            assert second.returncode == 1
        worker = worker_of(first)
        os.kill(worker, signal.SIGKILL)
        assert worker_of(first, after=worker) != worker
        first.send_signal(signal.SIGINT)
        said = first.communicate()[0]

    assert first.returncode == 0
    assert said.startswith("Datenbank wird eingerichtet …\n")
    assert re.search(r"Name: betrieb  Passwort \(wird nur jetzt gezeigt\): \S{16}\n", said)
    assert said.endswith(
        f"Das Portal läuft: http://localhost:{port}  (Beenden: Strg-C)\n"
        "Die Arbeit im Hintergrund ist abgebrochen und beginnt neu.\nBeendet.\n"
    )
    assert not (Path(trial["STATE_DIR"]) / "postgres" / "data" / "postmaster.pid").exists()


def test_nobody_is_left_when_the_server_is_killed(trial):
    with serve(trial, free_port()) as server:
        worker = worker_of(server)
        server.kill()
        # The pipe is at its end when nobody is left who could write.
        said = server.stdout.read()

    assert said.endswith("(Beenden: Strg-C)\n")
    assert not is_worker(worker)


def test_taken_port_is_named_and_another_one_proposed(trial):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with serve(trial, port) as refused:
            sentence = f"Der Port {port} ist belegt. Wählen Sie einen anderen: make run PORT={port + 1}\n"
            assert refused.communicate()[0] == sentence


def test_ctrl_c_while_it_is_being_prepared_ends_it(trial):
    with serve(trial, free_port()) as server:
        assert server.stdout.readline() == "Datenbank wird eingerichtet …\n"
        server.send_signal(signal.SIGINT)
        assert server.communicate()[0].endswith("Beendet.\n")


def test_ctrl_c_that_was_dropped_while_it_is_being_prepared_ends_it(monkeypatch):
    """As where Python calls back: "Exception ignored in"."""
    monkeypatch.setattr(serving, "prepare", lambda _say: None)
    with pytest.raises(KeyboardInterrupt):
        Command().serve(free_port(), "http://localhost", [signal.SIGINT])


def test_static_files_are_collected_when_one_has_changed(settings, monkeypatch, tmp_path):
    monkeypatch.setattr(local_trial, "FOLDER", tmp_path)
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.css").write_text("p{}")

    serving.collect_static_files()
    assert (tmp_path / "static" / "a.css").read_text() == "p{}"

    (tmp_path / "static" / "a.css").write_text("untouched")
    serving.collect_static_files()
    assert (tmp_path / "static" / "a.css").read_text() == "untouched"

    (tmp_path / "source" / "a.css").write_text("p{color:red}")
    serving.collect_static_files()
    assert (tmp_path / "static" / "a.css").read_text() == "p{color:red}"


@pytest.mark.django_db
def test_preparing_twice_changes_nothing(settings, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(local_trial, "FOLDER", tmp_path)
    settings.STATIC_ROOT = tmp_path / "static"
    said = []

    serving.prepare(said.append)
    password = said.pop().rpartition(" ")[2]
    call_command("prepare")
    assert "\nAngebote: 69 neu" in capsys.readouterr().out

    operator = get_user_model().objects.get()
    assert operator.check_password(password)
    assert (operator.username, operator.is_staff) == ("betrieb", True)
    assert Offer.objects.count() == 69
    # A draft: nobody is asked yet.
    assert list(Questionnaire.objects.values_list("name", "frozen_at")) == [("Was fehlt Ihnen?", None)]
    assert (Thresholds.objects.count(), Wave.objects.count()) == (1, 0)
    assert said == ["Datenbank wird eingerichtet …", "Der Katalog wird geladen …"]
