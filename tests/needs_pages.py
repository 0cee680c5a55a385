"""The form in every state a person can meet it in: what the addresses of its pages are filled with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from needs.actions.contributions import write_note
from needs.actions.sheets import begin, begin_with_letter, keep, send
from needs.actions.urn import empty_urn
from needs.actions.waves import close_wave, issue_letters
from needs.keys import key_of
from needs.models import Contribution, Frame
from offers.models import Provider
from tests.factories import NOW
from tests.needs_factories import NETWORK, make_sheet, make_wave, send_sheet
from tests.workshop_factories import make_workshop
from workshops.models import Code
from workshops.views.opened import opened_address

TEXT = "Am Markt fehlt eine Bank.\nUnd ein Dach gegen den Regen."
ANSWERS = {
    "1": ["older_people", "relatives"],
    "2": ["helping"],
    "3": ["betzenberg"],
    "4": ["75_84"],
    "6-hilfe-im-alltag": ["missing"],
    "6b-hilfe-im-alltag": ["too_far", "full"],
    "8": ["none"],
    "9": ["einkaufen"],
    "13": [TEXT],
    "13-zitat": ["ja"],
    "mehr": ["ja"],
    "16": ["shopping", "ways"],
}


@contextmanager
def meanwhile(happens: Callable[[], object]) -> Iterator[None]:
    """Something happens in another window, just before the next row is locked."""
    waiting = [happens]

    def before(execute, sql, params, many, context):
        if "FOR UPDATE" in sql and waiting:
            waiting.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(before):
        yield


def signed(page: str, code: Code) -> str:
    """The signed part of an address, as a test's addresses want it."""
    return opened_address(f"needs:{page}", code.pk).split("/")[3]


def make_filling(*, provider: Provider) -> dict[str, str]:
    """Sheets begun, wrong, sent and counted, letters and a note, while an open call runs."""
    counted = _counted()
    wave = make_wave(is_example=True, name="Was fehlt Ihnen? Winter 2026")
    sheet = make_sheet(wave, answers=ANSWERS)
    wrong = make_sheet(wave, answers={"3": [], "9": ["einkaufen", "fahrdienst", "treffpunkt", "dont_know"]})
    sent = send_sheet(make_sheet(wave, answers=ANSWERS))
    over = make_wave(
        is_example=True,
        name="Am Tisch",
        frame=Frame.WORKSHOP,
        workshop=make_workshop(title="Am Tisch", slug="am-tisch"),
    )
    closed = begin(wave=over, language="de", network=NETWORK, now=NOW)
    close_wave(wave_id=over.pk, now=NOW)
    return {
        "sheet": key_of(sheet.code),
        "wrong_sheet": key_of(wrong.code),
        "sent_sheet": key_of(sent.code),
        "closed_sheet": key_of(closed.code),
        "counted": signed("opened", counted),
        "sent_opened": signed("opened", sent.code),
        "note": signed("contribution", _note().code),
    } | _letters(provider)


def _counted() -> Code:
    """The code of a sheet of a wave that is over: it lies in rows."""
    wave = make_wave(is_example=True, name="Was fehlt Ihnen? Sommer 2026")
    sheet = send_sheet(make_sheet(wave, answers=ANSWERS))
    close_wave(wave_id=wave.pk, now=NOW)
    empty_urn(now=NOW)
    # Emptying the urn writes codes anew.
    return Code.objects.get(digest=sheet.code.digest)


def _note() -> Contribution:
    return write_note(
        text="Der Bus fährt am Sonntag nicht.", groups=["older_people"], area=None, may_be_quoted=False, now=NOW
    )


def _letters(provider: Provider) -> dict[str, str]:
    invited = make_wave(is_example=True, name="Stellungnahmen 2026", frame=Frame.ORGANISATIONS)
    [own] = issue_letters(wave_id=invited.pk, providers=[provider])
    register = make_wave(is_example=True, name="Befragung mit Brief 2026", frame=Frame.REGISTER)
    fresh, used = issue_letters(wave_id=register.pk, number=2)
    begun = begin_with_letter(code=own.code, language="de", network=NETWORK, now=NOW)
    keep(key=key_of(begun.code), typed={"1": ["providers"]}, language="de", now=NOW)
    gone = begin_with_letter(code=used.code, language="de", network=NETWORK, now=NOW)
    keep(key=key_of(gone.code), typed={"1": ["older_people"], "3": ["dont_know"]}, language="de", now=NOW)
    send(key=key_of(gone.code), network=NETWORK, now=NOW)
    return {
        "organisation": key_of(begun.code),
        "letter": signed("letter", fresh.code),
        "used_letter": signed("letter", used.code),
    }
