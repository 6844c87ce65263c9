"""登记和确认: an application comes in, on whatever way (Art. 28, 29, 31)."""

from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.applications.case import Stage, Subject
from gongkai.law.applications.receipt import Channel

from ... import codes
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from .. import people, terms
from ..models import Application, Form, Sent, Way
from . import base, files, letters

if TYPE_CHECKING:
    from ...accounts.models import User


@dataclass(frozen=True)
class Request:
    """What is applied for (Art. 29)."""

    title: str
    wanted: str
    document_number: str = ""
    form: str = Form.ELECTRONIC
    way: str = Way.ELECTRONIC
    help_wanted: str = ""
    subject: str = Subject.INFORMATION


@dataclass(frozen=True)
class Arrival:
    """How it came: for letters who carried it, under which number, and who signed for it."""

    channel: Channel
    on: date
    carrier: str = ""
    tracking_number: str = ""
    taken_by: str = ""


@dataclass(frozen=True)
class Sending:
    """Of one form of the public: what tells it from any other, and the check code of what it becomes."""

    key: str
    code: str

    @classmethod
    def drawn(cls) -> "Sending":
        return cls(token_hex(16), codes.new())


@transaction.atomic
def apply(
    organ: Organ,
    kind: str,
    person: people.Person,
    request: Request,
    *,
    at: datetime,
    uploads: tuple[files.Upload, ...] = (),
    sending: Sending | None = None,
) -> tuple[Application, str]:
    """网上申请 by the public; answers the application and its check code, which is nowhere kept as it is.

    ``sending``: of the form it comes from. The same form sent again is the same application.
    """
    if organ.is_dissolved(localdate(at)):
        raise Refused(_("这个机关已经撤销，请向承接其职责的机关申请"))
    sending = sending or Sending.drawn()
    sent, new = Sent.objects.select_related("application").get_or_create(key=sending.key)
    if not new:
        assert sent.application is not None
        return sent.application, sending.code
    sent.application, code = _create(
        organ,
        kind,
        person,
        request,
        Arrival(Channel.ONLINE, localdate(at)),
        code=sending.code,
        at=at,
        user=None,
        uploads=uploads,
    )
    sent.save()
    return sent.application, code


@transaction.atomic
def register(
    organ: Organ,
    kind: str,
    person: people.Person,
    request: Request,
    arrival: Arrival,
    *,
    user: "User",
    at: datetime,
    uploads: tuple[files.Upload, ...] = (),
) -> tuple[Application, str]:
    """登记 by an officer, of what came on paper, in person, by fax or was spoken (Art. 29, 31)."""
    permissions.require(user, "applications.register", organ, on=localdate(at))
    if arrival.on > localdate(at):
        raise Refused(_("收到日期不能在今天之后"))
    if arrival.channel is Channel.REGISTERED_MAIL and not arrival.taken_by.strip():
        raise Refused(_("挂号信、特快专递以签收之日为收到之日，请写明签收人"))
    return _create(organ, kind, person, request, arrival, code=codes.new(), at=at, user=user, uploads=uploads)


@transaction.atomic
def confirm(
    application: Application, on: date, how: str, *, user: "User", at: datetime, seen: int | None = None
) -> Application:
    """确认收到: both sides are agreed that it has come; the terms begin on this day (Art. 31)."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "confirm", at)
    if not application.arrived_on <= on <= localdate(at):
        raise Refused(_("确认日期应在提交之日{arrived}和今天之间").format(arrived=application.arrived_on))
    if not how.strip():
        raise Refused(_("请写明怎样与申请人确认的，例如：电话确认"))
    application.confirmed_on, application.confirmed_how = on, how.strip()
    application.handler = application.handler or user
    terms.refresh(application, localdate(at))  # the receipt tells the last day
    told = letters.receipt(application, user=user, at=at)
    base.done(application, "confirmed", user=user, at=at, on=on, number=told.number)
    return application


def followed(number: str, code: str) -> Application | None:
    """The application of a number, for whoever has its check code; None for anybody else."""
    application = Application.objects.numbered(number).select_related("organ", "merged_into").first()
    # Without an application the code is checked all the same: it takes as long.
    return application if codes.matches(code, application.code_hash if application else "") else None


def _create(
    organ: Organ,
    kind: str,
    person: people.Person,
    request: Request,
    arrival: Arrival,
    *,
    code: str,
    at: datetime,
    user: "User | None",
    uploads: tuple[files.Upload, ...],
) -> tuple[Application, str]:
    title, wanted = " ".join(request.title.split()), request.wanted.strip()
    if not person.name.strip():
        raise Refused(_("请写申请人的姓名或名称"))
    if not (person.phone or person.email or person.address):
        raise Refused(_("请至少写一种联系方式：电话、邮箱或者通信地址"))
    if not title or not wanted:
        raise Refused(_("请写所需信息的名称和描述"))
    application = Application.objects.create(
        organ=organ,
        year=localdate(at).year,
        subject=request.subject,
        code_hash=codes.hashed(code),
        applicant_kind=kind,
        title=title,
        wanted=wanted,
        document_number=request.document_number.strip(),
        form=request.form,
        way=request.way,
        help_wanted=request.help_wanted.strip(),
        channel=arrival.channel,
        arrived_on=arrival.on,
        carrier=arrival.carrier.strip(),
        tracking_number=arrival.tracking_number.strip(),
        taken_by=arrival.taken_by.strip(),
        registered_at=at,
        registered_by=user,
        handler=user,
        stage=Stage.UNCONFIRMED,
    )
    people.keep(application, person)
    for upload in uploads:
        files.store(application, upload, user=user, at=at)
    terms.refresh(application, localdate(at))
    if application.received_on and user is not None:
        letters.receipt(application, code, user=user, at=at)
    base.done(application, "registered", user=user, at=at, channel=arrival.channel, on=arrival.on)
    return application, code
