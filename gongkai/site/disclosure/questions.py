"""Acts on questions of the public: ask, cover, transfer, draft an answer, refuse. Each one ledger line.

No line of the ledger has a word of a question: a line names it by its number.
"""

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.html import escape
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.clock import Due
from gongkai.law.scope import Class

from .. import codes
from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.calendar import calendar_of
from ..organs.models import Organ
from . import actions, column_actions
from .column_models import Column, Part
from .content import Content
from .models import ItemVersion, Stage
from .question_models import COLUMN_NAME, Question, QuestionState

if TYPE_CHECKING:
    from ..accounts.models import User

_TWICE = timedelta(days=1)
_COVER = re.compile(r"[■*＊]+")


@transaction.atomic
def ask(organ: Organ, title: str, body: str, *, at: datetime) -> tuple[Question, str]:
    """公众提问; answers the question and its check code, which is nowhere kept as it is."""
    title, body = " ".join(title.split()), body.strip()
    if not title or not body:
        raise Refused(_("请写标题和问题"))
    if organ.dissolved_on and organ.dissolved_on <= localdate(at):
        raise Refused(_("这个机关已经撤销，请向承接其职责的机关提问"))
    again = Question.objects.filter(asked_of=organ, title=title, asked_at__gt=at - _TWICE)
    if twin := next((one for one in again if one.body == body), None):
        raise Refused(
            _("同样的问题刚才已经收到，编号{number}，不必再提；请用当时显示的查询码查询").format(
                number=twin.number
            )
        )
    code = codes.new()
    question = Question.objects.create(
        organ=organ,
        asked_of=organ,
        title=title,
        body=body,
        code_hash=codes.hashed(code),
        asked_at=at,
        due_on=_promised(organ, localdate(at)),
    )
    ledger.record(question, "asked", user=None, organ=organ.slug)
    return question, code


def followed(number: str, code: str) -> Question | None:
    """The question of a number, for whoever has its check code; None for anybody else."""
    question = Question.objects.numbered(number).select_related("item__current").first()
    return question if codes.matches(code, question.code_hash if question else "") else None


@transaction.atomic
def cover(question: Question, title: str, body: str, *, user: "User", at: datetime) -> None:
    """遮盖 of personal data: letters may be covered, the rest stays as it was asked."""
    question = _locked(question)
    permissions.require(user, "disclosure.answer", question.organ, on=localdate(at))
    _refuse_in_hand(question)
    title, body = title.strip(), _lines(body)
    old_title, old_body = question.title, _lines(question.body)
    if not (_only_covers(old_title, title) and _only_covers(old_body, body)):
        raise Refused(_("只能把文字换成■或*遮盖，其他文字请保持原样"))
    if (title, body) == (old_title, old_body):
        raise Refused(_("没有遮盖任何文字，请把个人信息换成■"))
    if not question.is_covered:
        question.original_title, question.original_body = question.title, question.body
    question.title, question.body = title, body
    question.save(update_fields=["title", "body", "original_title", "original_body"])
    ledger.record(question, "covered", user=user, organ=question.organ.slug)


@transaction.atomic
def transfer(question: Question, to: Organ, *, user: "User", at: datetime) -> None:
    """转交 to the organ whose matter it is. The day promised stays."""
    question = _locked(question)
    permissions.require(user, "disclosure.answer", question.organ, on=localdate(at))
    _refuse_in_hand(question)
    if to.pk == question.organ_id:
        raise Refused(_("这个问题就在本机关，请选择另一个机关"))
    if to.dissolved_on and to.dissolved_on <= localdate(at):
        raise Refused(_("所选机关已经撤销，请选择承接其职责的机关"))
    before, question.organ = question.organ, to
    question.save(update_fields=["organ"])
    ledger.record(question, "question_transferred", user=user, organ=before.slug, to=to.slug)


@transaction.atomic
def draft_answer(question: Question, answer: str, *, user: "User", at: datetime) -> ItemVersion:
    """起草答复: an ordinary item with question and answer, public once the review has passed it."""
    question = _locked(question)
    organ = question.organ
    permissions.require(user, "disclosure.answer", organ, on=localdate(at))
    _refuse_in_hand(question)
    if organ.is_dissolved(localdate(at)):
        raise Refused(_("被提问的机关已经撤销，请先把问题转交给承继的机关"))
    if not answer.strip():
        raise Refused(_("请写答复"))
    content = Content(
        title=question.title,
        formed_on=localdate(at),
        klass=Class.PUBLISH,
        genre="other",
        body=f"<h2>{_('提问')}</h2>{_paragraphs(question.body)}<h2>{_('答复')}</h2>{_paragraphs(answer)}",
    )
    version = actions.draft(organ, content, column=_column(organ, at), user=user, at=at)
    question.item = version.item
    question.save(update_fields=["item"])
    ledger.record(question, "answer_drafted", user=user, organ=organ.slug, item=version.item_id)
    return version


@transaction.atomic
def refuse(question: Question, ground: str, note: str, *, user: "User", at: datetime) -> None:
    """不予答复, with a ground and what the person should do; they read both with number and code."""
    question = _locked(question)
    permissions.require(user, "disclosure.refuse_question", question.organ, on=localdate(at))
    if not _settled(question):
        _refuse_in_hand(question)
    if not note.strip():
        raise Refused(_("请写明理由，以及提问人可以怎么办"))
    question.refused_at, question.refused_by = at, user
    question.refusal_ground, question.refusal_note = ground, note.strip()
    question.save(update_fields=["refused_at", "refused_by", "refusal_ground", "refusal_note"])
    ledger.record(question, "question_refused", user=user, organ=question.organ.slug, ground=ground)


def _locked(question: Question) -> Question:
    """The question as it is now, held until the end of the transaction.

    Organ and item are read after the lock is held: joined in, they would be what they were
    before it had been waited for.
    """
    return Question.objects.select_for_update().get(pk=question.pk)


def _refuse_in_hand(question: Question) -> None:
    """What is refused, drafted or public is not touched; a withdrawn answer leaves the question open."""
    if question.state == QuestionState.REFUSED:
        raise Refused(_("这个问题已经不予答复"))
    if question.state == QuestionState.ANSWERED:
        raise Refused(_("答复已经公布；答复有误的，请修改或撤下那份信息"))
    if question.state == QuestionState.ANSWERING:
        raise Refused(_("已经起草答复，请在那份信息里修改，或先删除草稿"))


def _settled(question: Question) -> bool:
    """The review decided that the answer does not become public."""
    if question.item is None or question.state != QuestionState.ANSWERING:
        return False
    return question.item.versions.filter(stage=Stage.SETTLED).exists()


def _promised(organ: Organ, on: date) -> date:
    due = Due.walked(on, settings.GONGKAI_ANSWER_DAYS, calendar_of(organ)).on
    assert due is not None
    return due


def _column(organ: Organ, at: datetime) -> Column:
    name = str(COLUMN_NAME)
    found = Column.objects.filter(organ=organ, part=Part.CATALOGUE, parent=None, name=name).first()
    return found or column_actions.add_column(organ, name, user=None, at=at)


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in _lines(text).split("\n") if line.strip())


def _lines(text: str) -> str:
    """As a browser sends it and as it is stored: one sign for the end of a line."""
    return text.replace("\r\n", "\n").strip()


def _only_covers(old: str, new: str) -> bool:
    """True where ``new`` is ``old`` with runs of letters replaced by covers, and nothing else."""
    first, *rest = _COVER.split(new)
    if not rest:
        return old == new
    *middle, last = rest
    at = len(first)
    if not old.startswith(first) or not old.endswith(last):
        return False
    for part in middle:
        found = old.find(part, at + 1)
        if found < 0:
            return False
        at = found + len(part)
    return at + 1 <= len(old) - len(last)
