"""Several threads that begin at the same moment, for tests of races on a real database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from offers.actions.refusals import Refusal


def at_once(*jobs: Callable[[], object]) -> list:
    """What each job returned; each has a connection of its own. An exception counts as an answer."""
    start = Barrier(len(jobs))

    def begin(job: Callable[[], object]) -> object:
        start.wait()
        try:
            return job()
        except Exception as refusal:  # The test asserts which.
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return list(threads.map(begin, jobs))


def together(*jobs: Callable[[], object]) -> list:
    """As `at_once`; of a refusal its kind, and anything else that goes wrong is raised."""
    answers = at_once(*jobs)
    for answer in answers:
        if isinstance(answer, Exception) and not isinstance(answer, Refusal):
            raise answer
    return [type(answer) if isinstance(answer, Refusal) else answer for answer in answers]
