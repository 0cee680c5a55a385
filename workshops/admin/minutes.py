"""The minutes at the desk: written together, compared where two wrote at once, approved and published."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offers.admin.desk import role_of
from workshops.actions import minutes as actions
from workshops.actions.refusals import Refusal
from workshops.admin.desk import Page, note, show
from workshops.admin.statements import form_rows, in_words, load_options, said, typed_content
from workshops.comparing import compare
from workshops.likely_persons import likely_persons
from workshops.models import Minutes, MinutesState, MinutesVersion, Workshop

EMPTY_ROWS, MORE_ROWS, VERSIONS_A_PAGE = 3, 10, 20
PAGE, APPROVAL = "admin:workshops_workshop_minutes", "admin:workshops_workshop_minutes_approval"


def minutes_page(request, pk: int):
    workshop = get_object_or_404(Workshop, pk=pk)
    if request.method == "POST":
        return _save(request, workshop)
    minutes = Minutes.objects.filter(workshop=workshop).first()
    other = _other(minutes, request.GET.get("fassung", ""))
    content = other.content if other and _is_open(minutes) else actions.current_content(minutes)
    return _editor(request, workshop, minutes, content, other=other)


def _save(request, workshop: Workshop):
    """By the button, or by the script that saves while somebody types: it asks for an answer in JSON."""
    now, content = timezone.now(), typed_content(request.POST)
    is_script = not request.accepts("text/html")
    try:
        version = actions.save_minutes(
            workshop_id=workshop.pk,
            content=content,
            based_on=_number(request.POST.get("based_on", "")),
            page=request.POST.get("page", "").replace("\0", "")[:32],
            by=request.user,
            now=now,
        )
    except Refusal as refusal:
        if is_script:
            return JsonResponse({"refusal": str(refusal)})
        minutes = Minutes.objects.filter(workshop=workshop).first()
        return _editor(request, workshop, minutes, content, refusal=refusal)
    if is_script:
        return JsonResponse(_answer(version, workshop))
    if not version.is_aside:
        messages.success(request, gettext("Gespeichert. Sie können weiterschreiben."))
    more = f"?leer={MORE_ROWS}#aussagen" if "more" in request.POST else ""
    return HttpResponseRedirect(_comparison_address(version, workshop) or reverse(PAGE, args=[workshop.pk]) + more)


def _answer(version: MinutesVersion, workshop: Workshop) -> dict:
    saved_at = date_format(timezone.localtime(version.saved_at), "H:i")
    return {"number": version.number, "saved_at": saved_at, "aside": _comparison_address(version, workshop)}


def _comparison_address(version: MinutesVersion, workshop: Workshop) -> str:
    """Where the version that lies aside is compared with the one that counts; "" where it is that one."""
    return f"{reverse(PAGE, args=[workshop.pk])}?fassung={version.number}" if version.is_aside else ""


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _other(minutes: Minutes | None, number: str) -> MinutesVersion | None:
    """The version somebody wants to see beside the one that counts."""
    if minutes is None or _number(number) == minutes.number:
        return None
    return minutes.versions.filter(number=_number(number)).select_related("saved_by").first()


def _is_open(minutes: Minutes | None) -> bool:
    """Whether it can be written on."""
    return minutes is None or minutes.state == MinutesState.WRITING


def _editor(request, workshop, minutes, content, *, other=None, refusal=None):
    options = load_options()
    rows = [*content["statements"], *[{}] * (_number(request.GET.get("leer", "")) % 100 or EMPTY_ROWS)]
    versions = MinutesVersion.objects.filter(minutes=minutes).latest_first().select_related("saved_by")
    current = in_words(actions.current_content(minutes), options) if other else ""
    return show(
        request,
        "minutes.html",
        title=_("Protokoll"),
        workshop=workshop,
        minutes=minutes,
        is_open=_is_open(minutes),
        latest=versions.current().first(),
        versions=Paginator(versions, VERSIONS_A_PAGE).get_page(request.GET.get("seite")),
        content=content,
        rows=form_rows(rows[: actions.MOST_STATEMENTS], options),
        said=said(content, options),
        other=other,
        sides=compare(in_words(other.content, options), current) if other else None,
        refusal=refusal,
        # Where saving was refused, the page goes on as the one it was.
        based_on=request.POST.get("based_on", minutes.number if minutes else 0),
        page_key=request.POST.get("page") or get_random_string(32),
    )


def approval_page(request, pk: int):
    workshop = get_object_or_404(Workshop, pk=pk)
    if request.method == "POST":
        return _take_step(request, workshop)
    minutes = Minutes.objects.filter(workshop=workshop).first()
    content, options = actions.current_content(minutes), load_options()
    return show(
        request,
        "minutes_approval.html",
        title=_("Protokoll freigeben und veröffentlichen"),
        workshop=workshop,
        minutes=minutes,
        state=minutes.state if minutes else MinutesState.WRITING,
        text=content["text"],
        said=said(content, options),
        hints=likely_persons(in_words(content, options)),
        leaving=actions.match(workshop.pk, content["statements"]).leaving,
        asides=minutes.versions.filter(is_aside=True).count() if minutes else 0,
        may_approve=request.user.has_perm("workshops.add_statement"),
    )


class Step(NamedTuple):
    """A step on the way to the public page: what is done, and what is said afterwards."""

    act: Callable
    done: str


def _approve(request, workshop_id: int):
    actions.approve(
        workshop_id=workshop_id,
        number=_number(request.POST.get("number", "")),
        is_checked="is_checked" in request.POST,
        role=role_of(request.user),
        now=timezone.now(),
    )


def _publish(request, workshop_id: int):
    actions.publish_minutes(workshop_id=workshop_id, now=timezone.now())


def _unpublish(request, workshop_id: int):
    actions.unpublish_minutes(workshop_id=workshop_id)


def _take_back(request, workshop_id: int):
    actions.take_back_approval(workshop_id=workshop_id)


STEPS = {
    "approve": Step(_approve, _("Protokoll freigegeben.")),
    "publish": Step(_publish, _("Protokoll veröffentlicht.")),
    "unpublish": Step(_unpublish, _("Protokoll von der öffentlichen Seite genommen.")),
    "take_back": Step(_take_back, _("Freigabe des Protokolls zurückgenommen.")),
}


def _take_step(request, workshop: Workshop):
    step = STEPS.get(request.POST.get("step"))
    if step is None or not request.user.has_perm("workshops.add_statement"):
        raise PermissionDenied
    try:
        step.act(request, workshop.pk)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        note(request, workshop, str(step.done))
        messages.success(request, step.done)
    return HttpResponseRedirect(reverse(APPROVAL, args=[workshop.pk]))


PAGES = (
    Page("<int:pk>/protokoll/", "minutes", minutes_page, "workshops.change_minutes", _("Protokoll")),
    Page("<int:pk>/protokoll/freigabe/", "minutes_approval", approval_page, "workshops.change_minutes"),
)
