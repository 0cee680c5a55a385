"""The settings are strict: each test starts a program of its own with nothing but the given environment."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PROJECT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DATABASE_URL": "postgres://portal@localhost/portal",
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": "a.de,b.de",
}
SHOW = """
from django.conf import settings
names = "DEBUG TRIAL ALLOWED_HOSTS SECURE_SSL_REDIRECT SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE CATALOGUE_VERSION"
print(*(getattr(settings, name) for name in names.split()))
"""


def start(environment: dict[str, str], program: str = SHOW) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "COVERAGE_PROCESS_START") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env=kept | environment | {"DJANGO_SETTINGS_MODULE": "portal.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_is_closed_by_default():
    done = start(PRODUCTION)

    assert (done.stdout, done.stderr) == ("False True ['a.de', 'b.de'] True True True file\n", "")


def test_local_trial_needs_no_settings(tmp_path):
    done = start({"STATE_DIR": str(tmp_path)})

    assert done.stdout == "False True ['localhost', '127.0.0.1', '[::1]'] False False False file\n"
    assert (tmp_path / "secret_key").exists()


@pytest.mark.parametrize(
    ("variables", "address"), [({}, "https://a.de"), ({"PORTAL_ADDRESS": "https://hilfe.a.de/"}, "https://hilfe.a.de")]
)
def test_links_in_letters_lead_to_the_portal(variables, address):
    done = start(PRODUCTION | variables, "from django.conf import settings; print(settings.PORTAL_ADDRESS)")

    assert (done.stdout, done.stderr) == (f"{address}\n", "")


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_missing_variable_stops_the_start_with_one_sentence(name):
    done = start({key: value for key, value in PRODUCTION.items() if key != name})

    assert done.returncode == 1
    assert done.stderr == f"{name} fehlt: Setzen Sie diese Umgebungsvariable (siehe .env.example).\n"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DEBUG", "yes", "DEBUG ist „yes“; erlaubt sind 1 (an) und 0 (aus)."),
        ("CATALOGUE_VERSION", "redis", "CATALOGUE_VERSION ist „redis“; erlaubt ist file oder database."),
        (
            "PORTAL_ADDRESS",
            "hilfe.example.org",
            "PORTAL_ADDRESS ist „hilfe.example.org“; schreiben Sie die ganze Adresse, zum Beispiel "
            "https://hilfe.example.org.",
        ),
        (
            "ALLOWED_HOSTS",
            ".example.org",
            "PORTAL_ADDRESS ist „https://.example.org“; schreiben Sie die ganze Adresse, zum Beispiel "
            "https://hilfe.example.org.",
        ),
        ("NEEDS_DAYS", "-1", "NEEDS_DAYS ist „-1“; schreiben Sie eine Zahl von Tagen, zum Beispiel 14."),
        (
            "HELP_HOURS",
            "Montag",
            "HELP_HOURS: „Montag“ ist nicht zu lesen; schreiben Sie zum Beispiel „Mo-Do 08:00-16:00, Fr 08:00-12:00“.",
        ),
    ],
)
def test_wrong_value_stops_the_start_with_one_sentence(name, value, sentence):
    done = start(PRODUCTION | {name: value})

    assert done.returncode == 1
    assert done.stderr == f"{sentence}\n"


def test_example_documents_each_variable():
    read = "".join((PROJECT / "portal" / name).read_text() for name in ("settings.py", "local_trial.py"))
    used = set(re.findall(r'(?:environ(?:\.get\(|\[)|flag\(|required\(|one_of\(|days\()"([A-Z_]+)"', read))
    used |= {f"CITY_{name.upper()}" for name in settings.CITY_FACTS}
    documented = set(re.findall(r"^#?([A-Z_]+)=", (PROJECT / ".env.example").read_text(), re.MULTILINE))

    assert len(used) > 15
    assert documented == used


def test_an_error_is_written_where_the_server_runs():
    program = "import django, logging; django.setup(); logging.getLogger('django.request').error('Es brennt')"
    assert start(PRODUCTION, program).stderr == "Es brennt\n"
