"""Questions of the public; what became of one is derived from its answer, an item like any other."""

import re
import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING, Self, TypedDict

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from ..organs.models import Organ

LONGEST_TITLE, LONGEST_BODY = 60, 1000
_FIRST, _LAST = 1990, 2999
"""Years a number may begin with."""
COLUMN_NAME = _("公众问答")
"""The column that answers stand in, set up when an organ drafts its first."""


class QuestionState(models.TextChoices):
    """What became of a question; never stored."""

    WAITING = "waiting", _("已收到")
    ANSWERING = "answering", _("答复审核中")
    ANSWERED = "answered", _("已答复")
    WITHDRAWN = "withdrawn", _("答复已撤下")
    REFUSED = "refused", _("未予答复")


_OPEN = Q(refused_at__isnull=True)
_PUBLIC = _OPEN & Q(item__current__isnull=False, item__withdrawn_at__isnull=True)
_STATES: dict[str, Q] = {
    QuestionState.WAITING: _OPEN & Q(item__isnull=True),
    QuestionState.ANSWERING: _OPEN
    & Q(item__isnull=False, item__current__isnull=True, item__withdrawn_at__isnull=True),
    QuestionState.ANSWERED: _PUBLIC,
    QuestionState.WITHDRAWN: _OPEN & Q(item__withdrawn_at__isnull=False),
    QuestionState.REFUSED: Q(refused_at__isnull=False),
}


class RefusalGround(models.TextChoices):
    """Why a question gets no public answer."""

    PERSONAL = "personal", _("含有个人信息或者商业秘密，不宜公开答复")
    NOT_OURS = "not_ours", _("不属于本机关的职责")
    APPLICATION = "application", _("属于申请公开政府信息，请按依申请公开提交")
    COMPLAINT = "complaint", _("属于信访、投诉、举报，请按相应途径提出")
    ANSWERED = "answered", _("已有公开的答复")
    UNCLEAR = "unclear", _("看不出要问的事项")


class Figures(TypedDict):
    """What the public is told of the questions to an organ."""

    received: int
    answered: int
    took: timedelta | None
    """From question to published answer, on average; None while none is answered."""


class QuestionQuerySet(models.QuerySet["Question"]):
    def in_state(self, state: str) -> Self:
        return self.filter(_STATES[state])

    def numbered(self, text: str) -> Self:
        """The question of a number as somebody types it; none where it is no number of ours."""
        digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
        if not 5 <= len(digits) <= 16 or not _FIRST <= int(digits[:4]) <= _LAST:
            return self.none()
        return self.filter(pk=int(digits[4:]), asked_at__year=int(digits[:4]))

    def figures(self) -> Figures:
        """Counted in one query."""
        found = self.aggregate(
            received=models.Count("pk"),
            answered=models.Count("pk", filter=_PUBLIC),
            took=models.Avg(
                models.F("item__published_at") - models.F("asked_at"),
                filter=_PUBLIC,
                output_field=models.DurationField(),
            ),
        )
        return Figures(received=found["received"], answered=found["answered"], took=found["took"])


class Question(models.Model):
    """公众提问: nothing says who asked. ``title`` and ``body`` may have parts covered, the originals stay.

    ``due_on`` is the day promised when the question came in: our own service promise, no statutory term.
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="questions")
    asked_of = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("标题"), max_length=LONGEST_TITLE)
    body = models.TextField(_("问题"))
    original_title = models.CharField(_("原标题"), max_length=LONGEST_TITLE, blank=True)
    original_body = models.TextField(_("原文"), blank=True)
    code_hash = models.CharField(_("查询码"), max_length=128)
    asked_at = models.DateTimeField(_("收到时间"))
    due_on = models.DateField(_("答复时限"))
    item = models.ForeignKey(
        "disclosure.Item",
        verbose_name=_("答复"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,  # a draft that is discarded leaves the question waiting
        related_name="questions",
    )
    refused_at = models.DateTimeField(_("不予答复时间"), null=True, blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    refusal_ground = models.CharField(_("原因"), max_length=12, blank=True, choices=RefusalGround.choices)
    refusal_note = models.CharField(_("说明"), max_length=300, blank=True)

    objects = QuestionQuerySet.as_manager()

    if TYPE_CHECKING:
        organ_name: str  # set by the register

    class Meta:
        verbose_name = verbose_name_plural = _("公众提问")
        default_permissions = ()
        indexes = [
            models.Index(fields=["organ", "-asked_at"], name="question_organ_asked"),
            models.Index(fields=["organ", "due_on"], name="question_organ_due"),
        ]

    def __str__(self) -> str:
        """Its number only: this is what a line of the ledger says."""
        return self.number

    @property
    def number(self) -> str:
        """编号: the year it came in and its row."""
        return f"{localtime(self.asked_at).year}{self.pk:06}"

    @property
    def state(self) -> QuestionState:
        """What became of it; ask for ``item`` together with the question."""
        if self.refused_at:
            return QuestionState.REFUSED
        if self.item is None:
            return QuestionState.WAITING
        if self.item.withdrawn_at:
            return QuestionState.WITHDRAWN
        return QuestionState.ANSWERED if self.item.current_id else QuestionState.ANSWERING

    @property
    def is_covered(self) -> bool:
        return bool(self.original_body)

    @property
    def took(self) -> timedelta | None:
        """From question to published answer."""
        published = self.item.published_at if self.item else None
        return published - self.asked_at if published else None
