"""Scratch databases with synthetic catalogues: made, measured, dropped."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

import psycopg
from django.conf import settings

MANAGE = (sys.executable, str(settings.BASE_DIR / "manage.py"))


@dataclass(frozen=True)
class Catalogue:
    """So many synthetic offers, evenly in so many municipalities, in a database of their own."""

    offers: int
    municipalities: int

    @property
    def name(self) -> str:
        return f"bench_{self.offers}_{self.municipalities}_{os.getpid()}"

    @property
    def url(self) -> str:
        """How DATABASE_URL names it, on the server that the settings name."""
        server = settings.DATABASES["default"]
        password = f":{quote(server['PASSWORD'], safe='')}" if server.get("PASSWORD") else ""
        port = f":{server['PORT']}" if server.get("PORT") else ""
        return f"postgres://{server['USER']}{password}@{quote(server['HOST'], safe='')}{port}/{self.name}"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"DATABASE_URL": self.url, "LOCAL": "1", "HELP_PHONE": "0631 5550100"}


@contextmanager
def scratch(catalogue: Catalogue, *commands: tuple[str, ...]) -> Iterator[Catalogue]:
    """The catalogue in a database that exists inside the block only; `commands` of `manage.py` fill it otherwise."""
    administer(f'CREATE DATABASE "{catalogue.name}"')
    try:
        manage(catalogue, "migrate", "--verbosity", "0")
        sizes = ("--offers", str(catalogue.offers), "--municipalities", str(catalogue.municipalities))
        for command in commands or [("make_catalogue", *sizes)]:
            manage(catalogue, *command)
        administer("VACUUM (ANALYZE)", database=catalogue.name)
        yield catalogue
    finally:
        administer(f'DROP DATABASE "{catalogue.name}" WITH (FORCE)')


def manage(catalogue: Catalogue, *arguments: str) -> None:
    subprocess.run([*MANAGE, *arguments], env=catalogue.environment, check=True, stdout=subprocess.DEVNULL)


def administer(statement: str, *, database: str = "") -> None:
    with connect(database or settings.DATABASES["default"]["NAME"], autocommit=True) as connection:
        connection.execute(statement)


def connect(database: str, **options) -> psycopg.Connection:
    """To a database of the server that the settings name, without Django."""
    server = settings.DATABASES["default"]
    where = {"host": server["HOST"], "port": server.get("PORT"), "user": server["USER"]}
    return psycopg.connect(**where, password=server.get("PASSWORD"), dbname=database, **options)
