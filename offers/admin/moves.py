"""The buttons and list actions that move an offer: draft, in review, published, archived."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from offers import actions
from offers.actions import Refusal
from offers.admin.desk import role_of
from offers.models import Offer, Status


class Move(NamedTuple):
    """A verb at the desk: what its button says, what it does, from where, and what the desk says afterwards."""

    label: str
    action: Callable
    starts_from: frozenset[str]
    done: str


MOVES = {
    "publish": Move(
        _("veröffentlichen"),
        actions.publish,
        frozenset({Status.DRAFT, Status.IN_REVIEW, Status.ARCHIVED}),
        _("„%(offer)s“ ist veröffentlicht."),
    ),
    "submit": Move(
        _("zur Prüfung geben"),
        actions.submit_for_review,
        frozenset({Status.DRAFT}),
        _("„%(offer)s“ wartet jetzt auf die Prüfung."),
    ),
    "take_back": Move(
        _("zurücknehmen"),
        actions.take_back,
        frozenset({Status.IN_REVIEW, Status.PUBLISHED, Status.ARCHIVED}),
        _("„%(offer)s“ ist wieder ein Entwurf."),
    ),
    "archive": Move(
        _("ins Archiv legen"),
        actions.archive,
        frozenset({Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED}),
        _("„%(offer)s“ liegt im Archiv."),
    ),
}


def moves_from(status: str) -> dict[str, str]:
    """The buttons for an offer in this status: name and label."""
    return {f"_{name}": move.label for name, move in MOVES.items() if status in move.starts_from}


def run(request, offer: Offer, name: str) -> None:
    """Do it and say what came of it."""
    move = MOVES[name]
    try:
        move.action(offer, by=request.user, role=role_of(request.user), now=timezone.now())
    except Refusal as refusal:
        messages.error(request, f"„{offer}“: {refusal}")
    else:
        messages.success(request, move.done % {"offer": offer})


def list_action(name: str) -> Callable:
    """The same verb for several offers of the list."""

    @admin.action(description=capfirst(MOVES[name].label), permissions=["change"])
    def act(model_admin, request, queryset):
        for offer in queryset.by_name():
            run(request, offer, name)

    act.__name__ = name
    return act


LIST_ACTIONS = tuple(list_action(name) for name in MOVES)
