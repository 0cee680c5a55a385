"""Hints of overlap: found, put to the providers, answered, decided. Silence is kept as silence and blocks nothing."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

import mail
from concept.actions.log import lock_log, role_of, write_log
from concept.actions.refusals import (
    AnswerIsLate,
    FindingsNameOverlap,
    NobodyToAsk,
    NotEverybodyConfirms,
    OverlapIsAsked,
    OverlapIsExample,
    OverlapIsNotAsked,
    OverlapIsNotConfirmed,
    OverlapIsOpen,
    OverlapIsSettled,
    ProviderHasAnswered,
    ProvidersHaveTime,
    SomebodyHasAnswered,
)
from concept.letters import paragraphs, subject
from concept.models import Finding, LogKind, Overlap, OverlapAnswer, OverlapReply, OverlapState
from concept.overlapping import compare_all
from needs.printing.cover import day_words
from offers.models import Contact, ContactKind, Provider

MAIL_TASK = "concept.tasks.mail_question"
TIME_TO_ANSWER = timedelta(weeks=4)


class Found(NamedTuple):
    """How many hints are new, how many hold no longer, and how many pairs nobody can compare: service areas unknown."""

    new: int
    gone: int
    undecided: int


@transaction.atomic
def find_overlaps(*, today: date) -> Found:
    """Compare the catalogue; however often, each pair stands once.

    What was asked or settled stays as it was. A hint that nobody was asked about follows the catalogue.
    """
    candidates, undecided = compare_all(today=today)
    found = {(candidate.first, candidate.second): candidate for candidate in candidates}
    hints = list(Overlap.objects.hints().filter(is_example=False).select_for_update())
    gone = [hint.pk for hint in hints if (hint.first_id, hint.second_id) not in found]
    Overlap.objects.filter(pk__in=gone).delete()
    known = set(Overlap.objects.values_list("first_id", "second_id"))
    new = [candidate for pair, candidate in found.items() if pair not in known]
    Overlap.objects.bulk_create(
        [
            Overlap(first_id=each.first, second_id=each.second, reasons=each.reasons, facts=each.facts, found_on=today)
            for each in new
        ],
        # Somebody else may be looking at the same moment.
        ignore_conflicts=True,
    )
    for hint in hints:
        if now_said := found.get((hint.first_id, hint.second_id)):
            hint.reasons, hint.facts = now_said.reasons, now_said.facts
            hint.save(update_fields=["reasons", "facts"])
    return Found(len(new), len(gone), undecided)


@transaction.atomic
def ask_providers(*, overlap_id: int, by, now: datetime) -> list[OverlapReply]:
    """Everybody who runs one of the two has four weeks from today; a mail leaves to whoever has an address.

    Raises OverlapIsExample, OverlapIsAsked, NobodyToAsk.
    """
    lock_log()
    overlap, today = _locked(pk=overlap_id), timezone.localdate(now)
    if overlap.is_example:
        raise OverlapIsExample
    if overlap.state != OverlapState.HINT:
        raise OverlapIsAsked
    asked = [Provider.objects.public().filter(offers=offer).order_by("pk") for offer in (overlap.first, overlap.second)]
    if not all(asked):
        raise NobodyToAsk
    overlap.state, overlap.asked_on, overlap.answer_by = OverlapState.ASKED, today, today + TIME_TO_ANSWER
    overlap.save(update_fields=["state", "asked_on", "answer_by"])
    providers = {provider.pk: provider for each in asked for provider in each}
    replies = OverlapReply.objects.bulk_create(
        OverlapReply(overlap=overlap, provider=provider) for provider in providers.values()
    )
    for reply in replies:
        if email_of(reply.provider_id):
            mail.defer(MAIL_TASK, reply_id=reply.pk)
    content = {"providers": [reply.provider_id for reply in replies], "answer_by": overlap.answer_by}
    _log(LogKind.ASKED, overlap, by, now, content=content)
    return replies


@transaction.atomic
def withdraw_question(*, overlap_id: int, by, now: datetime) -> Overlap:
    """Asked by mistake: a hint again, and the links lead nowhere. Raises OverlapIsNotAsked, SomebodyHasAnswered."""
    lock_log()
    overlap = _locked(pk=overlap_id)
    if overlap.state != OverlapState.ASKED:
        raise OverlapIsNotAsked
    if overlap.replies.exclude(answer="").exists():
        raise SomebodyHasAnswered
    overlap.replies.all().delete()
    overlap.state, overlap.asked_on, overlap.answer_by = OverlapState.HINT, None, None
    overlap.save(update_fields=["state", "asked_on", "answer_by"])
    _log(LogKind.WITHDRAWN, overlap, by, now, content={"state": overlap.state})
    return overlap


def email_of(provider_id: int) -> str:
    """Where a provider gets mail; "" means a letter."""
    addresses = Contact.objects.filter(provider=provider_id, kind=ContactKind.EMAIL).in_order()
    return addresses.values_list("value", flat=True).first() or ""


def mail_question(*, reply_id: int, now: datetime) -> None:
    """Send the question, unless it was sent, answered or has become outdated. Raises mail.NotSent, mail.Refused."""
    reply = OverlapReply.objects.for_its_page().filter(pk=reply_id, answer="", mailed_at=None).first()
    if reply is None or reply.overlap.state != OverlapState.ASKED or reply.overlap.is_over(timezone.localdate(now)):
        return
    address = email_of(reply.provider_id)
    if not address:
        return
    mail.send(
        to=address,
        subject=subject(reply),
        text="\n\n".join(paragraphs(reply)) + "\n",
        message_id=f"<overlap-{reply.pk}@{urlsplit(settings.PORTAL_ADDRESS).hostname}>",
    )
    # A worker that is killed between these two lines sends it again: rather twice than never.
    OverlapReply.objects.filter(pk=reply_id).update(mailed_at=now)


@transaction.atomic
def reply_to_overlap(
    *, reply_id: int, answer: str, text: str, now: datetime, is_noted: bool = False, by=None
) -> OverlapReply:
    """What a provider says; the last answer before the decision counts.

    `is_noted`: staff write it down from a call or a letter, also after the four weeks, but never over what the
    provider said itself; the log says which role. Raises OverlapIsSettled, AnswerIsLate, ProviderHasAnswered.
    """
    if is_noted:
        lock_log()
    # The lock: nobody decides between looking and writing.
    overlap = _locked(replies=reply_id)
    if overlap.is_settled:
        raise OverlapIsSettled
    if overlap.is_over(timezone.localdate(now)) and not is_noted:
        raise AnswerIsLate
    reply = OverlapReply.objects.get(pk=reply_id)
    if is_noted and reply.answer and not reply.is_noted:
        raise ProviderHasAnswered
    reply.answer, reply.text, reply.answered_at, reply.is_noted = answer, text, now, is_noted
    reply.save(update_fields=["answer", "text", "answered_at", "is_noted"])
    if is_noted:
        _log(LogKind.NOTED, overlap, by, now, content={"provider": reply.provider_id, "answer": answer})
    return reply


@transaction.atomic
def settle_overlap(*, overlap_id: int, is_confirmed: bool, text: str, by, now: datetime) -> Overlap:
    """Confirmed by everybody who was asked, or refuted, with a text; until somebody opens it again.

    Nobody's silence confirms, and nobody's silence keeps a hint from being refuted once the four weeks are over.
    Raises OverlapIsSettled, NotEverybodyConfirms, ProvidersHaveTime.
    """
    lock_log()
    overlap, today = _locked(pk=overlap_id), timezone.localdate(now)
    if overlap.is_settled:
        raise OverlapIsSettled
    answers = set(overlap.replies.values_list("answer", flat=True))
    if is_confirmed and answers != {OverlapAnswer.SAME}:
        raise NotEverybodyConfirms
    if "" in answers and not overlap.is_over(today):
        raise ProvidersHaveTime(day=day_words(overlap.answer_by))
    overlap.state = OverlapState.CONFIRMED if is_confirmed else OverlapState.REFUTED
    overlap.settled_on, overlap.settled_text = today, text
    overlap.save(update_fields=["state", "settled_on", "settled_text"])
    _log(LogKind.SETTLED, overlap, by, now, content={"state": overlap.state, "text": text})
    return overlap


@transaction.atomic
def reopen_overlap(*, overlap_id: int, reason: str, by, now: datetime) -> Overlap:
    """Not settled any more: where it stood before. The log keeps why. Raises OverlapIsOpen, FindingsNameOverlap."""
    lock_log()
    overlap = _locked(pk=overlap_id)
    if not overlap.is_settled:
        raise OverlapIsOpen
    if findings := Finding.objects.published().filter(evidence__overlap=overlap).distinct().in_order():
        raise FindingsNameOverlap(names=[finding.reference for finding in findings])
    overlap.state = OverlapState.ASKED if overlap.asked_on else OverlapState.HINT
    overlap.settled_on, overlap.settled_text, overlap.outcome = None, "", ""
    overlap.save(update_fields=["state", "settled_on", "settled_text", "outcome"])
    _log(LogKind.WITHDRAWN, overlap, by, now, content={"state": overlap.state, "reason": reason})
    return overlap


@transaction.atomic
def choose_outcome(*, overlap_id: int, outcome: str, by, now: datetime) -> Overlap:
    """What follows from a confirmed one. Raises OverlapIsNotConfirmed."""
    lock_log()
    overlap = _locked(pk=overlap_id)
    if overlap.state != OverlapState.CONFIRMED:
        raise OverlapIsNotConfirmed
    overlap.outcome = outcome
    overlap.save(update_fields=["outcome"])
    _log(LogKind.SETTLED, overlap, by, now, content={"state": overlap.state, "outcome": outcome})
    return overlap


def _log(kind: str, overlap: Overlap, by, now: datetime, *, content: dict) -> None:
    """By its number only: which offers and providers it is about is public when it is confirmed, not before."""
    role = role_of(by)
    write_log(kind=kind, subject=str(overlap), role=role, content=content, now=now, is_example=overlap.is_example)


def _locked(**condition) -> Overlap:
    return Overlap.objects.select_for_update(of=("self",)).get(**condition)
