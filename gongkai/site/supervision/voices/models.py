"""投诉举报 (Art. 47, 51) and 批评建议 (Art. 9): what the public says, and what became of it.

Who says it is kept sealed (``people``); a line of the ledger and a list name a number and nobody.
"""

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ...organs.models import Organ

LONGEST = 2000
"""Letters of what is said, and of an answer."""
_FIRST, _LAST = 1990, 2999


class Channel(models.TextChoices):
    """How it came in."""

    ONLINE = "online", _("网上")
    POST = "post", _("来信")
    PHONE = "phone", _("电话")
    VISIT = "visit", _("当面")


_V = TypeVar("_V", bound="Voice")


class VoiceQuerySet(models.QuerySet[_V]):
    def numbered(self, text: str) -> Self:
        """That of a number as somebody types it; none where it is no number of this kind."""
        signs = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text).upper())
        digits = signs.removeprefix(self.model.PREFIX)
        if digits == signs or not digits.isdecimal() or not 5 <= len(digits) <= 16:
            return self.none()
        if not _FIRST <= int(digits[:4]) <= _LAST:
            return self.none()
        return self.filter(pk=int(digits[4:]), received_on__year=int(digits[:4]))


class Voice(models.Model):
    """What a complaint and a suggestion share. ``sealed``: who says it; empty for somebody unnamed."""

    PREFIX = ""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="%(class)ss")
    """The organ it is about."""
    body = models.TextField(_("内容"))
    sealed = models.TextField(blank=True)
    contact_hash = models.CharField(max_length=64, blank=True, db_index=True)
    """By which the same person is recognised."""
    code_hash = models.CharField(_("查询码"), max_length=128)
    channel = models.CharField(_("渠道"), max_length=6, choices=Channel.choices)
    received_on = models.DateField(_("收到日期"))
    entered_at = models.DateTimeField(_("登记时间"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """None for what came online."""

    if TYPE_CHECKING:
        organ_name: str  # set by a list

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Its number only: this is what a line of the ledger says."""
        return self.number

    @property
    def number(self) -> str:
        """编号: what it is, the year it came in and its row."""
        return f"{self.PREFIX}{self.received_on.year}{self.pk:06}"

    @property
    def is_named(self) -> bool:
        return bool(self.sealed)


class State(models.TextChoices):
    """How far a complaint is."""

    RECEIVED = "received", _("待受理")
    ACCEPTED = "accepted", _("办理中")
    DECIDED = "decided", _("待答复")
    CLOSED = "closed", _("已办结")
    DECLINED = "declined", _("不予受理")
    WITHDRAWN = "withdrawn", _("已撤回")


OPEN = (State.RECEIVED, State.ACCEPTED, State.DECIDED)


class Kind(models.TextChoices):
    COMPLAINT = "complaint", _("投诉")
    REPORT = "report", _("举报")


class Matter(models.TextChoices):
    """What may be complained of."""

    NOT_DISCLOSED = "not_disclosed", _("没有按照要求主动公开政府信息（第四十七条）")
    UNLAWFUL_REPLY = "unlawful_reply", _("对公开申请不依法答复处理（第四十七条）")
    INFRINGED = "infringed", _("公开工作侵犯了自己的合法权益（第五十一条）")

    @property
    def short(self) -> str:
        """As a list says it."""
        words = {
            Matter.NOT_DISCLOSED: _("没有主动公开"),
            Matter.UNLAWFUL_REPLY: _("申请答复处理"),
            Matter.INFRINGED: _("侵犯合法权益"),
        }
        return str(words[self])


class DeclineGround(models.TextChoices):
    """Why a complaint is not accepted."""

    PETITION = "petition", _("属于信访、其他投诉举报，不是政府信息公开工作的事项")
    REMEDY = "remedy", _("已经申请行政复议或者提起诉讼")
    REPEATED = "repeated", _("同一事项已经办结，没有新的事实")
    UNCLEAR = "unclear", _("看不出投诉的机关或者事项")
    ELSEWHERE = "elsewhere", _("不由本机关处理，也不能在本系统转送")


class Result(models.TextChoices):
    """认定."""

    UPHELD = "upheld", _("属实")
    PARTLY = "partly", _("部分属实")
    NOT_UPHELD = "not_upheld", _("不属实")


RIGHT = (Result.UPHELD, Result.PARTLY)


class Outcome(models.TextChoices):
    """处理."""

    RECTIFY = "rectify", _("责令改正")
    CRITICISE = "criticise", _("通报批评")
    RECTIFIED = "rectified", _("办理期间已经改正")
    EXPLAINED = "explained", _("说明解释")


class ComplaintQuerySet(VoiceQuerySet["Complaint"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def late(self, on: date) -> Self:
        """逾期: not accepted, or not answered, by its last day."""
        return self.filter(
            Q(state=State.RECEIVED, accept_by__lt=on)
            | Q(state__in=(State.ACCEPTED, State.DECIDED), finish_by__lt=on)
        )

    def came_late(self, last: date) -> Self:
        """Those that passed one of their two last days by ``last``, whatever became of them since."""
        return self.filter(
            Q(accept_by__lt=last, looked_on__isnull=True) & ~Q(state=State.WITHDRAWN)
            | Q(looked_on__gt=F("accept_by"))
            | Q(finish_by__lt=last, answered_on__isnull=True) & ~Q(state=State.WITHDRAWN)
            | Q(answered_on__gt=F("finish_by"))
        )


class Complaint(Voice):
    """投诉举报 about an organ, with the office that decides on it.

    ``accept_by``, ``finish_by``: the days set when it came in and when it was accepted; the
    Regulation names no term. ``order_number``: of the order to rectify that came of it.
    """

    PREFIX = "TS"

    office = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    moved_from = models.ForeignKey(Organ, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The office it came to first, where it was passed on."""
    kind = models.CharField(_("类别"), max_length=9, choices=Kind.choices)
    matter = models.CharField(_("事项"), max_length=14, choices=Matter.choices)
    since = models.DateField(_("从哪天起"), null=True, blank=True)
    place = models.CharField(_("网址或者信息名称"), max_length=300, blank=True)
    application_number = models.CharField(_("申请编号"), max_length=30, blank=True)
    state = models.CharField(_("状态"), max_length=9, choices=State.choices, default=State.RECEIVED)
    accept_by = models.DateField(_("受理期限"))
    looked_on = models.DateField(_("受理或者不予受理日期"), null=True, blank=True)
    decline_ground = models.CharField(_("理由"), max_length=9, blank=True, choices=DeclineGround.choices)
    finish_by = models.DateField(_("办结期限"), null=True, blank=True)
    result = models.CharField(_("认定"), max_length=10, blank=True, choices=Result.choices)
    reasons = models.TextField(_("查明的事实和理由"), blank=True)
    outcome = models.CharField(_("处理"), max_length=9, blank=True, choices=Outcome.choices)
    outcome_text = models.CharField(_("处理内容"), max_length=500, blank=True)
    order_number = models.CharField(_("整改通知编号"), max_length=30, blank=True)
    answer = models.TextField(_("答复"), blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    if TYPE_CHECKING:
        office_name: str  # set by a list

    class Meta:
        verbose_name = verbose_name_plural = _("投诉举报")
        default_permissions = ()
        indexes = [
            models.Index(fields=["office", "state"], name="complaint_office"),
            models.Index(fields=["organ", "received_on"], name="complaint_organ"),
        ]

    @property
    def matter_short(self) -> str:
        return Matter(self.matter).short

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def may_be_ordered(self) -> bool:
        """It is right, the organ is to put it right, and no order says so yet."""
        return self.result in RIGHT and self.outcome == Outcome.RECTIFY and not self.order_number

    @property
    def due_on(self) -> date | None:
        """The last day that runs now."""
        if self.state == State.RECEIVED:
            return self.accept_by
        return self.finish_by if self.is_open else None

    def is_late(self, on: date) -> bool:
        return bool(self.due_on and self.due_on < on)


class Act(models.TextChoices):
    """What happened to a complaint."""

    LODGED = "lodged", _("收到")
    MOVED = "moved", _("转送")
    ACCEPTED = "accepted", _("受理")
    DECLINED = "declined", _("不予受理")
    ASKED = "asked", _("要求机关说明")
    STATED = "stated", _("机关作出说明")
    DECIDED = "decided", _("作出认定")
    ANSWERED = "answered", _("答复并办结")
    WITHDRAWN = "withdrawn", _("撤回")


class ComplaintStep(models.Model):
    """办理经过: one line a step; ``note`` is for the office, and for the person where the act says so."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(_("步骤"), max_length=9, choices=Act.choices)
    on = models.DateField(_("日期"))
    note = models.TextField(_("说明"), blank=True)
    at = models.DateTimeField(_("登记时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("投诉办理经过")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.get_act_display())


class Statement(models.Model):
    """机关说明: what the organ is asked and what it says. It reads ``asked``, never the complaint itself.

    ``names``: the office lets the organ know who complains.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="statements")
    asked = models.TextField(_("转告的内容"))
    names = models.BooleanField(_("告知投诉人身份"), default=False)
    asked_on = models.DateField(_("要求日期"))
    due_on = models.DateField(_("说明期限"))
    text = models.TextField(_("说明"), blank=True)
    given_on = models.DateField(_("说明日期"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    if TYPE_CHECKING:
        organ_name: str  # set by a list

    class Meta:
        verbose_name = verbose_name_plural = _("投诉事项说明")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.complaint.number


class ComplaintFile(models.Model):
    """证据 that came with a complaint, sealed on disk; ``digest`` is of what was sealed."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(_("文件名"), max_length=120)
    file = models.FileField(upload_to="voices/%Y/%m/")
    suffix = models.CharField(max_length=5)
    size = models.PositiveIntegerField(_("大小"))
    digest = models.CharField(_("校验值"), max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("投诉证据")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.complaint.number


class SuggestionKind(models.TextChoices):
    SUGGESTION = "suggestion", _("建议")
    CRITICISM = "criticism", _("批评")


class Adopted(models.TextChoices):
    """采纳."""

    YES = "yes", _("采纳")
    PARTLY = "partly", _("部分采纳")
    NO = "no", _("未采纳")


class SuggestionQuerySet(VoiceQuerySet["Suggestion"]):
    def waiting(self) -> Self:
        return self.filter(answered_on__isnull=True)

    def late(self, on: date) -> Self:
        return self.filter(answered_on__isnull=True, answer_by__lt=on)


class Suggestion(Voice):
    """批评建议 to an organ on its disclosure (Art. 9). ``answer_by``: a promise, no term of law."""

    PREFIX = "JY"

    kind = models.CharField(_("类别"), max_length=10, choices=SuggestionKind.choices)
    may_publish = models.BooleanField(_("同意公开"), default=False)
    answer_by = models.DateField(_("答复时限"))
    adopted = models.CharField(_("采纳情况"), max_length=6, blank=True, choices=Adopted.choices)
    answer = models.TextField(_("答复"), blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    item = models.ForeignKey(
        "disclosure.Item",
        verbose_name=_("公开的建议和答复"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,  # a draft that is discarded may be drafted anew
        related_name="+",
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("批评建议")
        default_permissions = ()
        indexes = [models.Index(fields=["organ", "received_on"], name="suggestion_organ")]

    def is_late(self, on: date) -> bool:
        return self.answered_on is None and self.answer_by < on


class VoiceTerms(models.Model):
    """办理期限 that an office set for itself, with what they rest on; else those of the parameters hold."""

    office = models.OneToOneField(Organ, on_delete=models.PROTECT, related_name="voice_terms")
    accept = models.PositiveSmallIntegerField(_("受理（工作日）"))
    finish = models.PositiveSmallIntegerField(_("受理以后办结（自然日）"))
    statement = models.PositiveSmallIntegerField(_("机关说明（工作日）"))
    answer = models.PositiveSmallIntegerField(_("答复批评建议（工作日）"))
    source = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("投诉建议办理期限")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.office)
