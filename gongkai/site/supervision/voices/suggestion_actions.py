"""Acts on suggestions and criticism (Art. 9): make, enter, answer, publish with the answer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.html import escape
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.scope import Class

from ... import codes
from ...disclosure import actions as disclosure
from ...disclosure import column_actions
from ...disclosure.column_models import Column, Part
from ...disclosure.content import Content
from ...disclosure.models import ItemVersion
from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from . import people, terms
from .models import Adopted, Channel, Suggestion
from .people import Person

if TYPE_CHECKING:
    from ...accounts.models import User

REPLY = "supervision.reply"
_TWICE = timedelta(days=1)


@dataclass(frozen=True)
class Said:
    """What is suggested or criticised; ``may_publish``: the person agrees to both becoming public."""

    kind: str
    body: str
    may_publish: bool = False


@transaction.atomic
def make(organ: Organ, said: Said, person: Person, *, at: datetime) -> tuple[Suggestion, str]:
    """网上提出; answers the suggestion and its check code, which is nowhere kept as it is."""
    Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)  # sent twice at once, it is one
    again = Suggestion.objects.filter(
        organ=organ, entered_at__gt=at - _TWICE, channel=Channel.ONLINE, contact_hash=people.hashed(person)
    )
    if twin := next((one for one in again if one.body == _lines(said.body)), None):
        raise Refused(
            _("同样的内容刚才已经收到，编号{number}，不必再提交；请用当时显示的查询码查询").format(
                number=twin.number
            )
        )
    return _entered(organ, said, person, Channel.ONLINE, localdate(at), user=None, at=at)


@transaction.atomic
def enter(
    organ: Organ, said: Said, person: Person, channel: str, received_on: date, *, user: "User", at: datetime
) -> tuple[Suggestion, str]:
    """登记 what came on paper, by telephone or in person."""
    permissions.require(user, REPLY, organ, on=localdate(at))
    if received_on > localdate(at):
        raise Refused(_("收到日期不能晚于今天"))
    return _entered(organ, said, person, channel, received_on, user=user, at=at)


@transaction.atomic
def answer(suggestion: Suggestion, adopted: str, text: str, *, user: "User", at: datetime) -> None:
    """答复, once: taken up or not, and why."""
    suggestion = _held(suggestion, user, at)
    if suggestion.answered_on:
        raise Refused(_("已经答复过了"))
    if adopted not in Adopted.values:
        raise Refused(_("请选择采纳情况"))
    if not text.strip():
        raise Refused(_("请写答复；没有采纳的，写明理由"))
    suggestion.adopted, suggestion.answer, suggestion.answered_on = adopted, text.strip(), localdate(at)
    suggestion.save(update_fields=["adopted", "answer", "answered_on"])
    ledger.record(suggestion, "suggestion_answered", user=user, organ=suggestion.organ.slug, adopted=adopted)


@transaction.atomic
def publish(suggestion: Suggestion, title: str, *, user: "User", at: datetime) -> ItemVersion:
    """公开建议和答复: an ordinary draft, public once the review has passed it."""
    suggestion = _held(suggestion, user, at)
    if not suggestion.answered_on:
        raise Refused(_("请先答复"))
    if not suggestion.may_publish:
        raise Refused(_("建议人没有同意公开"))
    if suggestion.item_id:
        raise Refused(_("已经起草，请在那份信息里修改"))
    if not title.strip():
        raise Refused(_("请写标题"))
    organ = suggestion.organ
    content = Content(
        title=title.strip(),
        formed_on=localdate(at),
        klass=Class.PUBLISH,
        genre="other",
        body=(
            f"<h2>{suggestion.get_kind_display()}</h2>{_paragraphs(suggestion.body)}"
            f"<h2>{_('答复')}</h2>{_paragraphs(suggestion.answer)}"
        ),
    )
    version = disclosure.draft(organ, content, column=_column(organ, at), user=user, at=at)
    suggestion.item = version.item
    suggestion.save(update_fields=["item"])
    ledger.record(suggestion, "suggestion_drafted", user=user, organ=organ.slug, item=version.item_id)
    return version


def followed(number: str, code: str) -> Suggestion | None:
    """The suggestion of a number, for whoever has its check code; None for anybody else."""
    found = Suggestion.objects.numbered(number).select_related("organ", "item__current").first()
    return found if codes.matches(code, found.code_hash if found else "") else None


def _entered(
    organ: Organ,
    said: Said,
    person: Person,
    channel: str,
    received_on: date,
    *,
    user: "User | None",
    at: datetime,
) -> tuple[Suggestion, str]:
    if organ.is_dissolved(localdate(at)):
        raise Refused(_("这个机关已经撤销，请向承继其职责的机关提出"))
    if not said.body.strip():
        raise Refused(_("请写批评或者建议"))
    code = codes.new()
    days = terms.terms_of(organ, received_on).answer
    suggestion = Suggestion.objects.create(
        organ=organ,
        kind=said.kind,
        body=_lines(said.body),
        may_publish=said.may_publish,
        code_hash=codes.hashed(code),
        channel=channel,
        received_on=received_on,
        entered_at=at,
        entered_by=user,
        answer_by=terms.working_days(organ, received_on, days),
    )
    people.keep(suggestion, person)
    ledger.record(suggestion, "suggestion_entered", user=user, organ=organ.slug, channel=channel)
    return suggestion, code


def _held(suggestion: Suggestion, user: "User", at: datetime) -> Suggestion:
    """The suggestion as it is now, locked."""
    fresh = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    permissions.require(user, REPLY, fresh.organ, on=localdate(at))
    return fresh


def _column(organ: Organ, at: datetime) -> Column:
    name = _("公众建议")
    found = Column.objects.filter(organ=organ, part=Part.CATALOGUE, parent=None, name=name).first()
    return found or column_actions.add_column(organ, name, user=None, at=at)


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in _lines(text).split("\n") if line.strip())


def _lines(text: str) -> str:
    """As a browser sends it and as it is stored: one sign for the end of a line."""
    return text.replace("\r\n", "\n").strip()
