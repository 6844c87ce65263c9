"""期限 of applications: their facts as the law reads them, and what stands beside them for lists."""

from datetime import date

from django.utils.translation import gettext as _

from gongkai.law.applications import reply
from gongkai.law.applications.case import Case, Stage, Subject, lapsed
from gongkai.law.applications.receipt import Channel
from gongkai.law.applications.reply import Contradiction, Exclusion, Facts
from gongkai.law.clock import Due
from gongkai.law.working_days import WorkingDays

from ..organs.actions import Refused
from ..organs.calendar import Moved, calendar_of, calendars
from ..organs.models import Organ
from .letter_models import Letter
from .models import Application
from .step_models import Consultation, Consulted

EXCLUSION = Exclusion.AFTER_SENDING


def days_of(application: Application) -> WorkingDays:
    """The working days of its organ."""
    return calendar_of(application.organ)


def case_of(application: Application, on: date, *, without: Letter | None = None) -> Case:
    """The facts as they stand on a day; ``without``: a letter that is about to be sent."""
    asked = list(application.consultations.all()) if application.pk else []
    letters = application.letters.under_way() if application.pk else Letter.objects.none()
    if without is not None:
        letters = letters.exclude(pk=without.pk)
    kinds = {"reply" if letter.is_reply else letter.kind for letter in letters}
    return Case(
        subject=Subject(application.subject),
        facts=facts_of(application, asked, on),
        correct_by=application.correct_by,
        reasons_asked_on=application.reasons_asked_on,
        reasons_by=application.reasons_by,
        reasons_given_on=application.reasons_given_on,
        reasons_sound=application.reasons_sound,
        pay_by=application.pay_by,
        under_way=frozenset(kinds),
        awaited=sum(_is_awaited(one, on) for one in asked),
        signed_on=application.signed_on,
        served_on=application.served_on,
        withdrawn_on=application.withdrawn_on,
        joined_on=application.split_on,
        archived_on=application.archived_on,
    )


def facts_of(application: Application, asked: list[Consultation], on: date) -> Facts:
    """The dated facts of the clock.

    An opinion that is awaited is taken to come on its last day: the term can only end sooner.
    """
    return Facts(
        channel=Channel(application.channel),
        arrived_on=application.arrived_on,
        confirmed_on=application.confirmed_on,
        correction_notified_on=application.correction_notified_on,
        corrected_on=application.corrected_on,
        consultations=tuple(
            reply.Consultation(one.sent_on, _over(one)) for one in asked if one.sent_on is not None
        ),
        fee_notified_on=application.fee_notified_on,
        fee_paid_on=application.fee_paid_on,
        extended_on=application.extended_on,
        extension=application.extension,
        postponed_to=application.postponed_to,
        term=application.redo_days,
        told_in_time=True,  # ``actions.effects`` asked
    )


def due_of(application: Application, on: date) -> Due | None:
    """答复期限 with its steps; None for records to be put right."""
    return case_of(application, on).due(days_of(application))


def refresh(application: Application, on: date) -> None:
    """Write what follows from the facts: stage, last day, result; one act more.

    Raises Refused where the facts contradict each other: nothing is written then.
    """
    days = days_of(application)
    case = case_of(application, on)
    try:
        due = case.due(days)
    except (Contradiction, ValueError) as error:
        raise Refused(str(error)) from error
    application.stage = case.stage
    application.received_on = case.received_on
    application.due_on = due.on if due else None
    application.provisional = bool(due and due.provisional)
    ended = application.served_on or application.withdrawn_on or application.split_on
    application.closed_on = ended
    application.used_days = None
    if ended and case.received_on and case.subject is Subject.INFORMATION:
        application.used_days = reply.used(case.facts, ended, days, exclusion=EXCLUSION)
    application.edition += 1
    application.save()


def follow_calendar(organ: Organ, on: date) -> list[Moved]:
    """Compute every open case of an organ and those below again, when the calendar has changed.

    Opinions and payments that are awaited have last days of their own, on which the term hangs; that
    of another organ's help is the day its letter named, whatever the calendar.
    """
    days = calendars(Organ.objects.below(organ))
    found = Application.objects.open().filter(organ__path__startswith=organ.path)
    moved = []
    for application in found.select_related("organ").select_for_update(of=("self",)).order_by("pk"):
        if one := _followed(application, days[application.organ_id], on):
            moved.append(one)
    return moved


def _followed(application: Application, days: WorkingDays, on: date) -> Moved | None:
    statutory = application.consultations.awaited().exclude(delivered_on=None).exclude(kind=Consulted.ORGAN)
    for asked in statutory:
        assert asked.delivered_on is not None
        asked.opinion_by = reply.opinion_due(
            asked.delivered_on, days, co_maker=asked.kind == Consulted.CO_MAKER
        ).on
        asked.save(update_fields=["opinion_by"])
    if application.fee_notified_on and not application.fee_paid_on:
        application.pay_by = reply.payment_due(application.fee_notified_on, days).on
    old, case = application.due_on, case_of(application, on)
    due = case.due(days)
    application.stage, application.due_on = case.stage, due.on if due else None
    application.provisional = bool(due and due.provisional)
    application.save(update_fields=["pay_by", "stage", "due_on", "provisional"])
    if application.due_on == old:
        return None
    subject = _("申请{number}的答复期限").format(number=application.number)
    return Moved(application.organ_id, subject, old, application.due_on)


def waits(application: Application, on: date) -> str:
    """The answer an applicant's silence leads to by now, or ""."""
    return lapsed(case_of(application, on), on)


def next_step(case: Case, on: date) -> str:
    """What comes next, for the page that an applicant follows."""
    return (
        _silence(lapsed(case, on))
        or {
            Stage.UNCONFIRMED: _("等待机关与您确认收到申请，确认之日起计算答复期限。"),
            Stage.HANDLING: _("机关正在办理，会在答复期限以前答复您。"),
            Stage.CORRECTING: _("请您按补正告知书补正；机关收到补正后，答复期限重新计算。"),
            Stage.REASONING: _("请您按说明理由告知书说明理由。"),
            Stage.CONSULTING: _("机关正在征求意见，所需时间不计入答复期限。"),
            Stage.PAYING: _("请您按收费通知书缴费；缴费次日起，答复期限重新计算。"),
            Stage.SIGNED: _("答复已经作出，正在送达。"),
            Stage.CLOSED: _("已经办结。"),
            Stage.ARCHIVED: _("已经办结并归档。"),
        }[case.stage]
    )


def _silence(answer: str) -> str:
    """What an applicant whose day has passed is told; "" where nobody was silent."""
    return {
        "other_not_corrected": _(
            "补正期限已过，机关没有收到您的补正。逾期不补正的，视为放弃申请，机关不再处理（条例第三十条）。"
        ),
        "declined_excessive": _(
            "说明理由的期限已过，机关没有收到您的说明，可以告知您不予处理（条例第三十五条）。"
        ),
        "other_fee_unpaid": _(
            "缴费期限已过，机关没有收到您的缴费。逾期未缴费的，视为放弃申请，机关不再处理。"
        ),
    }.get(answer, "")


def _over(consultation: Consultation) -> date | None:
    """When the asking is over: the opinion, or the last day for it, whichever comes first."""
    days = [day for day in (consultation.answered_on, consultation.opinion_by) if day]
    return min(days, default=None)


def _is_awaited(consultation: Consultation, on: date) -> bool:
    """Sent, not answered, and its term still runs (or has not begun)."""
    if consultation.sent_on is None or consultation.answered_on:
        return False
    return consultation.opinion_by is None or on <= consultation.opinion_by
