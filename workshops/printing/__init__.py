"""The paper of a workshop, as PDF: what people get by post or print themselves, and what staff hold on the day.

    ticket(registration, now=now)            letter(notice, now=now), letters(notices, now=now)
    invitation_letters(invitations, now=now) attendance_list(workshop, now=now), badges(workshop, now=now)
    needs_list(workshop, now=now)            call_list(workshop, now=now)
    voting_slips(slips, now=now)             ballot_sheet(round, now=now), minutes_sheet(workshop, now=now)

Each returns bytes; a view hands them out with `offers.printing.as_response`. Whoever prints a list with names notes it
first (ListExport). Many letters at once may raise `offers.printing.PrinterIsBusy`. The Typst file of a sheet stands
beside it; offers.printing is how it becomes PDF.
"""

from workshops.printing.lists import attendance_list, badges, call_list, needs_list
from workshops.printing.post import invitation_letters, letter, letters, ticket
from workshops.printing.room import ballot_sheet, minutes_sheet, voting_slips

__all__ = [
    "attendance_list",
    "badges",
    "ballot_sheet",
    "call_list",
    "invitation_letters",
    "letter",
    "letters",
    "minutes_sheet",
    "needs_list",
    "ticket",
    "voting_slips",
]
