"""The entry for the server; each process warms up before its first visitor."""

import gc
import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

# Models can be imported only now that the apps are loaded.
from offers.reference import reference  # noqa: E402

# The words of the search take more than a second to build: nobody waits for it. Without a database the process
# starts all the same and says 503 until there is one.
with suppress(DatabaseError):
    _ = reference().lexicon
connection.close()
# What is there now stays: the garbage collector needn't walk through it again and again.
gc.freeze()
