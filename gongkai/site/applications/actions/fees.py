"""信息处理费 (Art. 42): notice and payment; the sum is what the Measures make of it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.applications import fees as law

from ...organs.actions import Refused
from ..letter_models import Letter
from ..models import Application
from . import base, letters

if TYPE_CHECKING:
    from ...accounts.models import User


@transaction.atomic
def charge(
    application: Application,
    mode: str,
    quantity: int,
    reason: str,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Letter:
    """收费通知: by items of the applicant's calendar month, or by pages; never both."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "charge_fee", at)
    if not reason.strip():
        raise Refused(_("请写明申请数量、频次为什么明显超过合理范围"))
    fee = law.by_items(quantity, localdate(at)) if mode == "items" else law.by_pages(quantity, localdate(at))
    if not fee.yuan:
        raise Refused(_("这个数量不收费，不必发收费通知"))
    fields = {"mode": mode, "quantity": quantity, "yuan": fee.yuan, "reason": reason.strip()}
    letter = letters.draft(application, "fee_notice", fields, user=user, at=at)
    base.done(application, "fee_drafted", user=user, at=at, subject=letter, yuan=fee.yuan)
    return letter


@transaction.atomic
def record_payment(
    application: Application, on: date, *, user: "User", at: datetime, seen: int | None = None
) -> Application:
    """登记缴费: the term of reply begins anew."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "record_payment", at)
    assert application.fee_notified_on is not None
    if not application.fee_notified_on <= on <= localdate(at):
        raise Refused(_("缴费日期应在通知送达之日{day}和今天之间").format(day=application.fee_notified_on))
    application.fee_paid_on = on
    base.done(application, "fee_paid", user=user, at=at, on=on, yuan=application.fee_yuan)
    return application
