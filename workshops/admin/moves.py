"""The buttons and list actions that move a workshop on: announced, closed, open again."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from workshops.actions import announcing
from workshops.actions.refusals import Refusal
from workshops.admin.desk import note
from workshops.models import State, Workshop


class Move(NamedTuple):
    """A verb at the desk: what its button says, what it does, from where, and what the desk says afterwards."""

    label: str
    action: Callable
    starts_from: State
    done: str


MOVES = {
    "announce": Move(
        _("ankündigen"), announcing.announce, State.DRAFT, _("„%(workshop)s“ steht jetzt auf der Seite „Mitmachen“.")
    ),
    "close": Move(
        _("Anmeldung schließen"),
        announcing.close_registration,
        State.ANNOUNCED,
        _("Die Anmeldung zu „%(workshop)s“ ist geschlossen. Am Telefon können Sie weiter anmelden."),
    ),
    "reopen": Move(
        _("Anmeldung wieder öffnen"),
        announcing.reopen,
        State.CLOSED,
        _("Die Anmeldung zu „%(workshop)s“ ist wieder offen."),
    ),
}


def moves_from(state: str) -> dict[str, str]:
    """The buttons for a workshop in this state: name and label."""
    return {f"_{name}": move.label for name, move in MOVES.items() if state == move.starts_from}


def run(request, workshop: Workshop, name: str) -> None:
    """Do it and say what came of it."""
    move = MOVES[name]
    try:
        move.action(workshop_id=workshop.pk, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, f"„{workshop}“: {refusal}")
    else:
        note(request, workshop, capfirst(str(move.label)))
        messages.success(request, move.done % {"workshop": workshop})


def list_action(name: str) -> Callable:
    """The same verb for several workshops of the list."""

    @admin.action(description=capfirst(MOVES[name].label), permissions=["change"])
    def act(model_admin, request, queryset):
        for workshop in queryset.by_start():
            run(request, workshop, name)

    act.__name__ = name
    return act


LIST_ACTIONS = tuple(list_action(name) for name in MOVES)
