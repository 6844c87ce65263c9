"""征求意见 of third parties (Art. 32), co-makers (Art. 34) and other organs (Art. 33)."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.applications.third_parties import Opinion

from ...organs.actions import Refused
from ..letter_models import Letter
from ..models import Application
from ..people import Party, party_of, seal_party, signs
from ..step_models import SAID, Consultation, Consulted
from . import base, letters

if TYPE_CHECKING:
    from ...accounts.models import User

_ACTS = {
    Consulted.THIRD_PARTY: ("consult_third_party", "third_party_letter"),
    Consulted.CO_MAKER: ("consult_co_maker", "co_maker_letter"),
    Consulted.ORGAN: ("consult_organ", "assistance_letter"),
}


@transaction.atomic
def ask(
    application: Application,
    kind: Consulted,
    party: Party,
    about: str,
    reply_by: date | None = None,
    proposal: str = "",
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Letter:
    """征求意见: the letter to whom is asked, and for a third party the notice to the applicant.

    The time of asking begins on the day the letter is sent.
    """
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    act, letter_kind = _ACTS[kind]
    base.require(application, act, at)
    if not party.name.strip():
        raise Refused(_("请写征求意见的对象"))
    if kind is Consulted.THIRD_PARTY and not (party.address or party.phone).strip():
        raise Refused(_("请写第三方的地址或电话，征求意见书要送达才开始计算15个工作日"))
    if not about.strip():
        raise Refused(_("请写征求意见的内容"))
    if any(_same(one, party) for one in application.consultations.filter(kind=kind)):
        raise Refused(_("已经征求过这一对象的意见；征求意见所需时间不计入期限，不能重复征求"))
    asked = Consultation.objects.create(
        application=application, kind=kind, sealed=seal_party(application, party), about=about.strip()
    )
    if kind is Consulted.ORGAN and (reply_by is None or reply_by <= localdate(at)):
        raise Refused(_("请写请对方回复的期限，应在今天之后"))
    own = {"reply_by": reply_by.isoformat()} if reply_by else {}
    if proposal.strip():
        own["proposal"] = proposal.strip()
    letter = letters.draft(application, letter_kind, own, user=user, at=at, consultation=asked)
    if kind is Consulted.THIRD_PARTY:
        letters.draft(application, "third_party_applicant_notice", {}, user=user, at=at, consultation=asked)
    base.done(application, "consultation_drafted", user=user, at=at, subject=asked, kind=kind)
    return letter


def _same(asked: Consultation, party: Party) -> bool:
    """The same party, and a letter that was not given up: asking again would stop the clock again."""
    known = asked.sent_on is not None or asked.letters.under_way().exists()
    return known and signs(party_of(asked).name) == signs(party.name)


@transaction.atomic
def record(
    asked: Consultation,
    on: date,
    opinion: str,
    reason: str,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Consultation:
    """登记意见 as it came; one that came after its days are over is kept, and changes no term."""
    application = base.locked(asked.application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "record_opinion", at)
    asked = Consultation.objects.select_for_update().get(pk=asked.pk)
    if asked.sent_on is None:
        raise Refused(_("征求意见书还没有送出"))
    if asked.answered_on is not None:
        raise Refused(_("意见已经登记过"))
    if not asked.sent_on <= on <= localdate(at):
        raise Refused(_("意见收到日期应在发出之日{day}和今天之间").format(day=asked.sent_on))
    if opinion not in SAID:
        raise Refused(_("请选择意见"))
    if opinion != Opinion.AGREES and not reason.strip():
        raise Refused(_("不同意公开的，请写明其理由"))
    asked.answered_on, asked.opinion, asked.reason = on, opinion, reason.strip()
    asked.save()
    base.done(application, "opinion_recorded", user=user, at=at, subject=asked, on=on, opinion=opinion)
    return asked
