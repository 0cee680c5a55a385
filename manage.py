#!/usr/bin/env python
"""Django's command line; starts the embedded database where no other one is named."""

import os
import sys

from django.core.management import execute_from_command_line

from portal import embedded_database


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    if os.environ.get("DATABASE_URL"):
        execute_from_command_line(sys.argv)
        return
    with embedded_database.running():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
