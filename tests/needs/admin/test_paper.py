"""Forms and letters of a wave, printed at the desk."""

import fcntl
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from needs.actions.waves import close_wave, issue_letters
from needs.models import Frame, Letter
from offers.printing import PrinterIsBusy
from tests import printed
from tests.factories import NOW, make_provider
from tests.needs_factories import make_batch, make_wave
from tests.reading import words
from workshops.actions.codes import code_in_words

pytestmark = pytest.mark.django_db


def page(row, name: str) -> str:
    return reverse(f"admin:needs_{row._meta.model_name}_{name}", args=[row.pk])


def codes_in(response) -> list[str]:
    return sorted(re.findall(r"\d{3} \d{3} \d{3} \d{3}", printed.text(response.content)))


@pytest.fixture
def printing_elsewhere(settings):
    with (settings.STATE_DIR / "printing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def test_form_is_printed_for_a_group_in_a_language(client, planner):
    wave = make_wave()
    form = client.get(page(wave, "paper")).context["form"]
    assert list(form.fields) == ["group", "language"]
    assert form.fields["group"].choices[:2] == [("", "für alle"), ("older_people", "ältere Person")]
    response = client.post(page(wave, "paper"), {"group": "relatives", "language": "en"})
    assert response["Content-Disposition"] == f'inline; filename="bogen-{wave.pk}.pdf"'
    assert "This form is for: Relative or carer." in printed.text(response.content)
    response = client.post(page(wave, "paper"), {"group": "", "language": "de"})
    assert "Dieser Bogen ist für" not in printed.text(response.content)


def test_form_of_a_wave_in_preparation_is_a_draft(client, planner):
    response = client.post(page(make_wave(is_open=False), "paper"), {"language": "de"})
    assert "Entwurf: Die Fragen stehen noch nicht fest." in printed.text(response.content)


def test_form_of_an_organisation_is_one_that_got_a_letter(client, planner):
    wave = make_wave(frame=Frame.ORGANISATIONS)
    written, _other = make_provider(name="Diakonisches Werk"), make_provider()
    issue_letters(wave_id=wave.pk, providers=[written])
    form = client.get(page(wave, "paper")).context["form"]
    assert (list(form.fields), list(form.fields["provider"].queryset)) == (["provider", "language"], [written])
    response = client.post(page(wave, "paper"), {"provider": written.pk, "language": "de"})
    assert "Name Ihrer Einrichtung: Diakonisches Werk" in printed.text(response.content)


def test_form_with_a_wrong_choice_is_shown_again(client, planner):
    response = client.post(page(make_wave(), "paper"), {"group": "martians", "language": "de"})
    assert list(response.context["form"].errors) == ["group"]


def test_form_waits_for_another_long_document(client, planner, printing_elsewhere):
    response = client.post(page(make_wave(), "paper"), {"language": "de"})
    assert response.context["form"].errors == {"__all__": [str(PrinterIsBusy())]}


def test_forms_of_a_pile_bear_its_number(client, signed_in):
    signed_in("Erfassung")
    batch = make_batch()
    assert page(batch, "paper") in client.get(page(batch, "course")).content.decode()
    response = client.post(page(batch, "paper"), {"language": "de"})
    assert f"Füllt die Stadt aus: Stapel {batch.number} Bogen" in printed.text(response.content)


def a_wave_with_letters(**fields):
    wave = make_wave(frame=Frame.REGISTER, **fields)
    for number in (3, 2):
        issue_letters(wave_id=wave.pk, number=number)
    Letter.objects.filter(pk=wave.letters.in_order().first().pk).update(is_used=True)
    return wave


def batches_to_print(client, wave):
    return client.get(page(wave, "print_letters")).context["form"].fields["batch"].choices


@pytest.mark.parametrize(
    ("used", "shown"),
    [
        (0, [(1, "Stapel 1: 12 Briefe mit freiem Code"), (2, "Stapel 2: 2 Briefe mit freiem Code")]),
        # Else everybody who prints could reckon how few have answered; of the others too, beside the sum of the wave.
        (1, [(1, "Stapel 1: Briefe mit freiem Code"), (2, "Stapel 2: Briefe mit freiem Code")]),
        (9, [(1, "Stapel 1: Briefe mit freiem Code"), (2, "Stapel 2: Briefe mit freiem Code")]),
        (11, [(1, "Stapel 1: 1 Brief mit freiem Code"), (2, "Stapel 2: 2 Briefe mit freiem Code")]),
        (12, [(2, "Stapel 2: 2 Briefe mit freiem Code")]),
    ],
)
def test_batches_of_letters_do_not_tell_how_few_have_answered(client, planner, used, shown):
    wave = make_wave(frame=Frame.REGISTER)
    for number in (12, 2):
        issue_letters(wave_id=wave.pk, number=number)
    Letter.objects.filter(pk__in=[letter.pk for letter in wave.letters.in_order()[:used]]).update(is_used=True)
    assert batches_to_print(client, wave) == shown


def test_letters_of_a_batch_are_those_whose_code_is_free(client, planner):
    wave = a_wave_with_letters()
    response = client.post(page(wave, "print_letters"), {"batch": "1"})
    assert response["Content-Disposition"] == f'inline; filename="briefe-{wave.pk}-1.pdf"'
    free = wave.letters.filter(batch=1).unused()
    assert codes_in(response) == sorted(code_in_words(letter.code).replace("\xa0", " ") for letter in free)
    assert len(codes_in(response)) == 2


def test_printing_letters_stands_in_the_history_without_a_code(client, planner):
    wave = a_wave_with_letters()
    client.post(page(wave, "print_letters"), {"batch": "2"})
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (planner, str(wave.pk))
    assert (entry.object_repr, entry.change_message) == (str(wave), "Briefe von Stapel 2 gedruckt")


def test_no_page_shows_a_code(client, planner):
    wave = a_wave_with_letters()
    shown = words(client.get(page(wave, "print_letters")))
    assert not re.search(r"\d{3}.\d{3}.\d{3}.\d{3}", shown)


def test_letters_ask_for_a_batch_and_say_where_there_is_none(client, planner):
    wave = a_wave_with_letters()
    response = client.post(page(wave, "print_letters"), {"batch": ""})
    assert response.context["form"].errors == {"batch": ["Wählen Sie einen Stapel."]}
    wave.letters.update(is_used=True)
    assert "Hier gibt es keine Briefe, deren Code noch frei ist." in words(client.get(page(wave, "print_letters")))


def test_many_letters_wait_for_another_long_document(client, planner, printing_elsewhere):
    wave = make_wave(frame=Frame.REGISTER)
    issue_letters(wave_id=wave.pk, number=31)
    response = client.post(page(wave, "print_letters"), {"batch": "1"})
    assert [str(message) for message in response.context["messages"]] == [str(PrinterIsBusy())]
    assert not LogEntry.objects.exists()


def test_links_stand_where_something_can_be_printed(client, planner):
    open_call, sample = make_wave(), a_wave_with_letters()

    def linked(wave):
        shown = client.get(page(wave, "change")).content.decode()
        return [name for name in ("paper", "print_letters") if page(wave, name) in shown]

    assert (linked(open_call), linked(sample)) == (["paper"], ["paper", "print_letters"])
    close_wave(wave_id=sample.pk, now=NOW)
    assert linked(sample) == []
