"""社会评议 and 责任追究 (Art. 46, 52, 53): registers that section one of the report is told from."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...organs.models import Organ


class Method(models.TextChoices):
    """How it was evaluated."""

    ONLINE = "online", _("网上问卷")
    PAPER = "paper", _("书面问卷")
    REPRESENTATIVES = "people", _("代表评议")
    THIRD_PARTY = "third", _("第三方评估")


class RoundQuerySet(models.QuerySet["Round"]):
    def held_in(self, year: int) -> "RoundQuerySet":
        """Those whose last day lies in a year."""
        return self.filter(last__year=year)

    def running(self, on: date) -> "RoundQuerySet":
        """网上问卷 that take answers on a day."""
        asked = self.filter(method=Method.ONLINE, first__lte=on, last__gte=on, concluded_on__isnull=True)
        return asked.filter(questions__isnull=False).distinct()


class Round(models.Model):
    """一次评议. ``answered`` and ``satisfied`` of an online one are counted when it is concluded."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="evaluations")
    title = models.CharField(_("名称"), max_length=100)
    method = models.CharField(_("方式"), max_length=6, choices=Method.choices)
    first = models.DateField(_("开始日期"))
    last = models.DateField(_("结束日期"))
    asked = models.PositiveIntegerField(_("发出份数或者邀请人数"), null=True, blank=True)
    answered = models.PositiveIntegerField(_("收回份数或者参加人数"), null=True, blank=True)
    satisfied = models.PositiveIntegerField(_("满意和比较满意的份数"), null=True, blank=True)
    issues = models.TextField(_("反映的问题"), blank=True)
    done = models.TextField(_("改进情况"), blank=True)
    document = models.CharField(_("评议报告、文号"), max_length=200, blank=True)
    concluded_on = models.DateField(_("登记结果日期"), null=True, blank=True)
    made_at = models.DateTimeField(_("登记时间"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = RoundQuerySet.as_manager()

    if TYPE_CHECKING:
        organ_name: str  # set by a list

    class Meta:
        verbose_name = verbose_name_plural = _("社会评议")
        default_permissions = ()
        ordering = ["-first", "-pk"]
        indexes = [models.Index(fields=["organ", "last"], name="round_of_organ")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_online(self) -> bool:
        return self.method == Method.ONLINE

    def is_running(self, on: date) -> bool:
        return self.is_online and self.first <= on <= self.last and self.concluded_on is None


class QuestionKind(models.TextChoices):
    SCALE = "scale", _("满意度（1至5分）")
    CHOICE = "choice", _("单选")
    TEXT = "text", _("填写")


class RoundQuestion(models.Model):
    """一道题. ``options``: what a choice offers, one a line."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("题型"), max_length=6, choices=QuestionKind.choices)
    text = models.CharField(_("题目"), max_length=200)
    options = models.TextField(_("选项"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("评议题目")
        default_permissions = ()
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text

    @property
    def choices(self) -> list[str]:
        return [line.strip() for line in self.options.splitlines() if line.strip()]


class RoundReply(models.Model):
    """一份答卷: the day alone, nothing of who filled it in."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="replies")
    on = models.DateField(_("日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("评议答卷")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class RoundAnswer(models.Model):
    """``number``: 1 to 5, or which of the options, from 1; ``text``: what was written."""

    reply = models.ForeignKey(RoundReply, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(RoundQuestion, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("评议答案")
        default_permissions = ()

    def __str__(self) -> str:
        return self.text or str(self.number)


class Ground(models.TextChoices):
    """依据 of the Regulation."""

    MECHANISM = "52", _("第五十二条：没有建立健全有关制度、机制")
    DUTY = "53-1", _("第五十三条第一项：不依法履行政府信息公开职能")
    UPDATE = "53-2", _("第五十三条第二项：不及时更新公开内容、指南、目录")
    OTHER = "53-3", _("第五十三条第三项：违反条例规定的其他情形")
    ASSESSMENT = "46", _("第四十六条：考核、评议结果")
    SUPERVISION = "47", _("第四十七条：监督检查结果")


class Measure(models.TextChoices):
    """追究方式."""

    TALK = "talk", _("约谈")
    CRITICISM = "criticism", _("通报批评")
    EXAMINATION = "examine", _("责令作出书面检查")
    RECTIFY = "rectify", _("责令改正")
    ADMONISH = "admonish", _("批评教育、诫勉")
    SANCTION = "sanction", _("处分")
    PROSECUTION = "crime", _("移送追究刑事责任")


class Source(models.TextChoices):
    """线索来源."""

    COMPLAINT = "complaint", _("投诉举报")
    ORDER = "order", _("整改")
    ASSESSMENT = "assess", _("考核评议")
    REMEDY = "remedy", _("行政复议、诉讼")
    INSPECTION = "inspect", _("监督检查")
    OTHER = "other", _("其他")


class Accountability(models.Model):
    """责任追究: how many people, never who they are."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="accountability")
    on = models.DateField(_("决定日期"))
    matter = models.CharField(_("事项"), max_length=200, help_text=_("不写人名。"))
    ground = models.CharField(_("依据"), max_length=4, choices=Ground.choices)
    measure = models.CharField(_("追究方式"), max_length=9, choices=Measure.choices)
    decided_by = models.CharField(_("决定机关"), max_length=100)
    people = models.PositiveSmallIntegerField(_("涉及人数"), help_text=_("只追究单位责任的，写0。"))
    source = models.CharField(_("线索来源"), max_length=9, choices=Source.choices)
    source_number = models.CharField(_("来源编号"), max_length=60, blank=True)
    outcome = models.CharField(_("改正情况"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("登记时间"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    if TYPE_CHECKING:
        organ_name: str  # set by a list

    class Meta:
        verbose_name = verbose_name_plural = _("责任追究")
        default_permissions = ()
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["organ", "on"], name="accountability_organ")]

    def __str__(self) -> str:
        return self.matter
