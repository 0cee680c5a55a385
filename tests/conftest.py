"""The tests run on a real PostgreSQL: the embedded one where DATABASE_URL names no other."""

import os
from contextlib import ExitStack
from copy import deepcopy
from tempfile import TemporaryDirectory

import django
import pytest
from django.conf import settings
from django.db import connection, transaction

from portal import embedded_database

os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
os.environ.setdefault("LOCAL", "1")
# Set up here, so that the tests' other files may import models.
django.setup()
server = ExitStack()


def pytest_configure() -> None:
    # Imported here: it needs the settings.
    from portal.catalogues import compile_catalogues  # noqa: PLC0415

    # Nothing is collected for the tests; WhiteNoise warns unless there is at least a folder.
    settings.STATIC_ROOT = server.enter_context(TemporaryDirectory())
    compile_catalogues()
    if not os.environ.get("DATABASE_URL"):
        server.enter_context(embedded_database.running())
    # Several people can test at once on one server, each in a database of their own.
    connection.settings_dict["TEST"]["NAME"] = os.environ.get("DATABASE_TEST_NAME")


def pytest_unconfigure() -> None:
    connection.close()
    server.close()


@pytest.fixture(autouse=True)
def _own_state(settings, tmp_path):
    """Each test keeps pages, stamps and static files of its own: nothing is left over, nothing has to be collected."""
    # Imported here: nothing of the portal is loaded before the settings are.
    from needs.definitions import forget_definitions  # noqa: PLC0415
    from offers.reference import forget  # noqa: PLC0415
    from portal.page_cache import store  # noqa: PLC0415

    settings.STATE_DIR = tmp_path
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    # WhiteNoise then looks a file up when it is asked for; the folder of collected files needn't exist.
    settings.WHITENOISE_AUTOREFRESH = True
    store.clear()
    forget()
    forget_definitions()


@pytest.fixture(autouse=True)
def _empty_queue(request):
    """What a test has committed to the worker's queue goes: Django's emptying of the tables leaves it."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def mail_server(settings):
    """A real mail server, and letters go to it (tests.mail.MailServer)."""
    from tests.mail import running_mail_server  # noqa: PLC0415

    with running_mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = server.host, server.port, False
        yield server


@pytest.fixture
def stopped_clock(monkeypatch):
    """It is `tests.factories.NOW`, for pages too."""
    from tests.factories import NOW  # noqa: PLC0415

    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return NOW


@pytest.fixture(scope="module")
def _built_city(django_db_setup, django_db_blocker):
    """Built once for all tests of a file, which each work in a savepoint inside."""
    from tests.catalogue import make_small_city  # noqa: PLC0415
    from tests.factories import NOW  # noqa: PLC0415

    with django_db_blocker.unblock(), transaction.atomic():
        yield make_small_city(now=NOW)
        transaction.set_rollback(True)


@pytest.fixture
def city(_built_city, db, stopped_clock):
    """A small city with everything that the pages show (tests.catalogue); it is ten o'clock on a Monday."""
    return deepcopy(_built_city)
