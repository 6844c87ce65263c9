"""一件申请的终结、分合和归档: withdraw, split, merge, redo, archive."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.applications.case import Stage
from gongkai.law.applications.receipt import Channel

from ...organs.actions import Refused
from .. import people, terms
from ..letter_models import LetterState
from ..models import Application
from . import base
from .receipt import Request

if TYPE_CHECKING:
    from ...accounts.models import User

_TERM = (
    "redo_of",
    "redo_days",
    "fee_mode",
    "fee_quantity",
    "fee_yuan",
    "fee_notified_on",
    "pay_by",
    "fee_paid_on",
    "extended_on",
    "extension",
    "postponed_to",
    "reasons_asked_on",
    "reasons_by",
    "reasons_given_on",
    "reasons_sound",
)
"""What the term of the whole hangs on, for its parts as well; parts of one done anew are done anew."""


@transaction.atomic
def withdraw(
    application: Application, on: date, how: str, *, user: "User", at: datetime, seen: int | None = None
) -> Application:
    """申请人撤回: the application ends as 其他处理; letters under way become void."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "withdraw", at)
    if not (application.received_on or application.arrived_on) <= on <= localdate(at):
        raise Refused(_("撤回日期应在收到申请和今天之间"))
    if not how.strip():
        raise Refused(_("请写明申请人怎样撤回，例如：提交书面撤回申请"))
    _void_letters(application, _("申请人撤回申请"))
    application.withdrawn_on, application.withdrawn_how, application.answer = on, how.strip(), "other_misc"
    apart = _released(application, localdate(at))
    base.done(application, "withdrawn", user=user, at=at, on=on, apart=apart)
    return application


@transaction.atomic
def split(
    application: Application,
    parts: Sequence[Request],
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> list[Application]:
    """拆分: one matter, one application; each part has the receipt of the whole, which ends with a trace."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "split", at)
    if len(parts) < 2:
        raise Refused(_("拆分至少写两项"))
    person = people.known(application)
    assert person is not None
    made = []
    for part in parts:
        if not (part.title.strip() and part.wanted.strip()):
            raise Refused(_("请写每一项的名称和描述"))
        one = _like(application, part.title, part.wanted, user=user, at=at)
        one.confirmed_on, one.confirmed_how = application.confirmed_on, application.confirmed_how
        one.correction_notified_on, one.correct_by = (
            application.correction_notified_on,
            application.correct_by,
        )
        one.corrected_on, one.corrected = application.corrected_on, ""
        for name in _TERM:
            setattr(one, name, getattr(application, name))
        one.split_from = application
        one.save()
        people.keep(one, person)
        _asked_for(one, application)
        terms.refresh(one, localdate(at))
        made.append(one)
    application.split_on = localdate(at)
    _void_letters(application, _("申请已经拆分"))
    apart = _released(application, localdate(at))
    base.done(application, "split", user=user, at=at, into=[one.number for one in made], apart=apart)
    return made


@transaction.atomic
def merge(
    application: Application,
    into: Application,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Application:
    """并案办理 of two applications of one applicant: answered together, each counted by itself.

    Each keeps its own term. What was merged into the first goes with it into the second.
    """
    # Both, in one order: two officers who merge the two into each other do not wait for one another for ever.
    both = Application.objects.filter(pk__in=(application.pk, into.pk)).order_by("pk")
    list(both.select_for_update())
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "merge", at)
    into = base.locked(into, "applications.handle", user=user, at=at)
    base.require(into, "merge", at)
    if into.pk == application.pk or into.organ_id != application.organ_id:
        raise Refused(_("请选本机关的另一件申请"))
    if into.pk not in people.same_applicant(application):
        raise Refused(_("只有同一申请人的申请可以并案办理"))
    application.merged_into, application.merged_on = into, localdate(at)
    application.merged.update(merged_into=into)
    _void_letters(application, _("已经并案办理"))
    base.done(application, "merged", user=user, at=at, into=into.number)
    return application


@transaction.atomic
def redo(
    application: Application,
    on: date,
    days: int | None,
    order: str,
    *,
    user: "User",
    at: datetime,
) -> Application:
    """重新办理 on an order of a review body or court: a case of its own, with a clock of its own.

    ``days``: working days the order sets; None: those of Art. 33. It is counted in no table again.
    """
    application = base.locked(application, "applications.handle", user=user, at=at)
    if Stage(application.stage) not in (Stage.CLOSED, Stage.ARCHIVED):
        raise Refused(_("这件申请还没有办结，不能重新办理"))
    if on > localdate(at):
        raise Refused(_("收到决定或者判决的日期不能在今天之后"))
    if application.redone.exclude(stage__in=(Stage.CLOSED, Stage.ARCHIVED)).exists():
        raise Refused(_("已经在重新办理"))
    new = _like(application, application.title, application.wants, user=user, at=at)
    new.channel, new.arrived_on = Channel.IN_PERSON, on
    new.redo_of, new.redo_days = application, days
    new.save()
    if person := people.known(application):
        people.keep(new, person)
    base.done(new, "redo_begun", user=user, at=at, of=application.number, order=order)
    return new


@transaction.atomic
def archive(application: Application, *, user: "User", at: datetime, seen: int | None = None) -> Application:
    """归档: every letter has gone out or is void; from here on the file is closed (Art. 45)."""
    application = base.locked(application, "applications.archive", user=user, at=at, seen=seen)
    base.require(application, "archive", at)
    if application.letters.under_way().exclude(kind__in=("receipt", "records_receipt")).exists():
        raise Refused(_("还有文书没有送出或者作废，请先处理"))
    if application.letters.filter(state=LetterState.SENT).exists():
        raise Refused(_("还有文书没有登记送达，请先登记"))
    application.archived_on = localdate(at)
    base.done(application, "archived", user=user, at=at)
    return application


def _like(application: Application, title: str, wanted: str, *, user: "User", at: datetime) -> Application:
    """A new row with the receipt of another, and no check code: it is followed under the first number."""
    return Application(
        organ=application.organ,
        year=localdate(at).year,
        subject=application.subject,
        applicant_kind=application.applicant_kind,
        title=" ".join(title.split()),
        wanted=wanted.strip(),
        form=application.form,
        way=application.way,
        channel=application.channel,
        arrived_on=application.arrived_on,
        registered_at=at,
        registered_by=user,
        handler=user,
        stage=Stage.HANDLING,
    )


def _asked_for(part: Application, whole: Application) -> None:
    """What others said of the whole holds for each part, and its time is not counted there either."""
    for asked in whole.consultations.exclude(sent_on=None):
        party = people.party_of(asked)
        asked.pk, asked.application, asked._state.adding = None, part, True
        asked.sealed = people.seal_party(part, party)
        asked.save()


def _released(application: Application, on: date) -> list[str]:
    """Those that were to be answered with an application that ends without an answer: again by themselves."""
    apart = list(application.merged.select_for_update())
    for one in apart:
        one.merged_into = one.merged_on = None
        terms.refresh(one, on)
    return [one.number for one in apart]


def _void_letters(application: Application, reason: str) -> None:
    application.letters.under_way().update(state=LetterState.VOID, waits_for="", void_reason=reason)
