"""考核: schemes in versions, an assessment with a score for each organ, marks, self-assessments, appeals."""

from datetime import date
from functools import cached_property
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai import assessment as library
from gongkai.assessment.scheme import PERIODS

from ...organs.models import Organ
from ...spans import Span

LONGEST = 500
"""Letters of a reason, a ground, an answer."""
_USER = settings.AUTH_USER_MODEL


def generated_name(_file: models.Model, _name: str) -> str:
    """Files are kept under a name of our own: nothing a person typed becomes a path."""
    return f"assessment/{uuid4().hex}"


class Scheme(models.Model):
    """考核方案 of a government, one version of it. Once in force it stays; a change is a new version."""

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        IN_FORCE = "in_force", _("施行")

    owner = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="assessment_schemes")
    title = models.CharField(_("名称"), max_length=100)
    number = models.PositiveSmallIntegerField(_("版次"))
    content = models.JSONField(_("内容"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.DRAFT)
    made_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("拟定时间"))
    in_force_at = models.DateTimeField(_("施行时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("考核方案")
        default_permissions = ()
        ordering = ["title", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "title", "number"], name="assessment_scheme_version")
        ]

    def __str__(self) -> str:
        return _("{title}第{number}版").format(title=self.title, number=self.number)

    @cached_property
    def reading(self) -> library.Scheme:
        return library.read(self.content)

    @property
    def period(self) -> str:
        return str(PERIODS.get(self.reading.period, ""))

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class AssessmentState(models.TextChoices):
    PREPARED = "prepared", _("已建立")
    SELF = "self", _("自评中")
    COMPUTED = "computed", _("已初评")
    NOTIFIED = "notified", _("已告知")
    FINAL = "final", _("已定稿")


class Assessment(models.Model):
    """一次考核: a version of a scheme applied to the organs below a government over some days."""

    State = AssessmentState

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="assessments")
    government = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="assessments")
    title = models.CharField(_("名称"), max_length=100)
    first = models.DateField(_("起始日"))
    last = models.DateField(_("截止日"))
    state = models.CharField(
        _("状态"), max_length=10, choices=AssessmentState.choices, default=AssessmentState.PREPARED
    )
    self_until = models.DateField(_("自评期限"), null=True)
    appeal_until = models.DateField(_("申诉期限"), null=True)
    made_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("建立时间"))
    computed_at = models.DateTimeField(_("取数时间"), null=True)
    notified_at = models.DateTimeField(_("告知时间"), null=True)
    final_at = models.DateTimeField(_("定稿时间"), null=True)
    published_at = models.DateTimeField(_("公布时间"), null=True)
    publication = models.CharField(_("公布的决定"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("考核")
        default_permissions = ()
        ordering = ["-last", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["government", "title"], name="assessment_title_once"),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="assessment_span_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)

    @property
    def is_open(self) -> bool:
        """True while marks by hand may still be given, and figures taken anew."""
        return self.state in (AssessmentState.PREPARED, AssessmentState.SELF, AssessmentState.COMPUTED)

    @property
    def is_told(self) -> bool:
        """True once organs see their scores."""
        return self.state in (AssessmentState.NOTIFIED, AssessmentState.FINAL)

    def takes_self(self, on: date) -> bool:
        """True while organs may assess themselves."""
        states = (AssessmentState.SELF, AssessmentState.COMPUTED)
        return self.state in states and self.self_until is not None and on <= self.self_until

    def takes_appeals(self, on: date) -> bool:
        """True while organs may appeal."""
        return (
            self.state == AssessmentState.NOTIFIED
            and self.appeal_until is not None
            and on <= self.appeal_until
        )


class ScoreQuerySet(models.QuerySet["Score"]):
    def light(self) -> Self:
        """Without the facts and the result, which may be long."""
        return self.defer("facts", "result", "differences")


class Score(models.Model):
    """得分 of an organ. ``facts`` are what its figures said when they were taken; ``result`` follows from
    them, from marks by hand and from appeals. ``total`` to ``pending`` repeat it for lists.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="assessment_scores")
    facts = models.JSONField(default=dict)
    result = models.JSONField(null=True)
    differences = models.JSONField(default=list)
    """Of the last computing anew: indicator, marks before, marks since."""
    total = models.DecimalField(_("得分"), max_digits=7, decimal_places=2, null=True)
    grade = models.CharField(_("等次"), max_length=20, blank=True)
    judged = models.BooleanField(_("可排名"), default=False)
    pending = models.PositiveSmallIntegerField(_("待人工评分"), default=0)
    self_at = models.DateTimeField(_("自评提交时间"), null=True)
    self_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("考核得分")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["assessment", "organ"], name="assessment_score_once")]
        indexes = [models.Index(fields=["assessment", "pending"], name="assessment_score_pending")]

    def __str__(self) -> str:
        return f"{self.assessment} {self.organ}"

    @cached_property
    def reading(self) -> library.Result | None:
        return library.Result.from_dict(self.result) if self.result else None


class Evidence(models.Model):
    """佐证材料: a file freed of its metadata, that a mark, a self-assessment or an appeal rests on."""

    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="evidence")
    file = models.FileField(_("文件"), upload_to=generated_name)
    name = models.CharField(_("文件名"), max_length=200)
    kind = models.CharField(_("种类"), max_length=10)
    digest = models.CharField(_("摘要"), max_length=64)
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("佐证材料")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Said(models.Model):
    """What somebody says of an indicator of a score, with what it rests on."""

    score = models.ForeignKey(Score, on_delete=models.PROTECT)
    code = models.CharField(_("指标"), max_length=20)
    reason = models.CharField(_("说明"), max_length=LONGEST)
    links = models.CharField(_("材料名称或者网址"), max_length=LONGEST, blank=True)
    evidence = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        abstract = True


class HandMark(Said):
    """人工评分 by the office; for a veto: that it strikes, or (``applies`` False) that it does not."""

    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="hand_marks")
    points = models.DecimalField(_("分数"), max_digits=7, decimal_places=2, null=True)
    applies = models.BooleanField(_("适用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("人工评分")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["score", "code"], name="hand_mark_once")]

    def __str__(self) -> str:
        return f"{self.score} {self.code}"


class SelfMark(Said):
    """自评 of an indicator by the organ."""

    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="self_marks")
    points = models.DecimalField(_("自评分"), max_digits=7, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = _("自评")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["score", "code"], name="self_mark_once")]

    def __str__(self) -> str:
        return f"{self.score} {self.code}"


class Outcome(models.TextChoices):
    UPHELD = "upheld", _("成立")
    PARTLY = "partly", _("部分成立")
    REFUSED = "refused", _("不成立")


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> Self:
        """Those that wait for an answer."""
        return self.filter(outcome="")


class Appeal(Said):
    """申诉 against an indicator, or one record of it; ``reason`` is its ground.

    ``before`` and ``after`` are the marks of the indicator around the answer.
    """

    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="appeals")
    hit = models.CharField(_("记录"), max_length=220, blank=True)
    hit_title = models.CharField(_("记录名称"), max_length=300, blank=True)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices, blank=True)
    answer = models.CharField(_("答复"), max_length=LONGEST, blank=True)
    points = models.DecimalField(_("改定分数"), max_digits=7, decimal_places=2, null=True)
    before = models.DecimalField(_("答复前"), max_digits=7, decimal_places=2, null=True)
    after = models.DecimalField(_("答复后"), max_digits=7, decimal_places=2, null=True)
    answered_by = models.ForeignKey(_USER, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("答复时间"), null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("考核申诉")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["score", "code", "hit"], name="assessment_appeal_once")
        ]
        indexes = [models.Index(fields=["outcome"], name="assessment_appeal_outcome")]

    def __str__(self) -> str:
        return f"{self.score} {self.code}"
