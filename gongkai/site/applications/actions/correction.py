"""补正 (Art. 30): one notice, within seven working days; what comes back begins the term anew."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...organs.actions import Refused
from ..letter_models import Letter
from ..models import Application
from . import base, letters

if TYPE_CHECKING:
    from ...accounts.models import User

_LONGEST = timedelta(days=90)
"""To correct, from the notice: the law says reasonable; nothing reasonable is longer."""


@transaction.atomic
def request(
    application: Application,
    what: str,
    correct_by: date,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Letter:
    """告知补正: what is unclear, how to put it right, by which day; takes effect when it is sent."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "request_correction", at)
    if not what.strip():
        raise Refused(_("请写明哪里不明确、怎样补正"))
    if not localdate(at) < correct_by <= localdate(at) + _LONGEST:
        raise Refused(_("补正期限应在今天之后、{days}天以内").format(days=_LONGEST.days))
    letter = letters.draft(
        application,
        "correction_notice",
        {"correction_items": what.strip(), "correction_due": correct_by.isoformat()},
        user=user,
        at=at,
    )
    base.done(application, "correction_drafted", user=user, at=at, subject=letter)
    return letter


@transaction.atomic
def receive(
    application: Application,
    on: date,
    corrected: str,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Application:
    """收到补正: the term of reply begins anew on this day. The first wording stays beside it."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "receive_correction", at)
    assert application.correction_notified_on is not None
    if not application.correction_notified_on <= on <= localdate(at):
        raise Refused(
            _("收到补正的日期应在告知之日{day}和今天之间").format(day=application.correction_notified_on)
        )
    if not corrected.strip():
        raise Refused(_("请写补正后的描述"))
    application.corrected_on, application.corrected = on, corrected.strip()
    base.done(application, "corrected", user=user, at=at, on=on)
    return application
