"""The tests run on a real PostgreSQL: the embedded one where DATABASE_URL names no other."""

import os
from contextlib import ExitStack

from django.db import connection

from portal import embedded_database

os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
os.environ.setdefault("LOCAL", "1")
server = ExitStack()


def pytest_configure() -> None:
    if not os.environ.get("DATABASE_URL"):
        server.enter_context(embedded_database.running())
    # Several people can test at once on one server, each in a database of their own.
    connection.settings_dict["TEST"]["NAME"] = os.environ.get("DATABASE_TEST_NAME")


def pytest_unconfigure() -> None:
    connection.close()
    server.close()
