"""培训: sessions of a year, who came, what was handed out, tests, certificates (Art. 48)."""

from datetime import date
from decimal import Decimal
from pathlib import PurePath
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...organs.models import Gathering, Organ, Role
from ...organs.permissions import OFFICE

MOST_QUESTIONS = 50
ROLES = [(role.value, role.label) for role in Role if role in OFFICE]
"""Whoever works on disclosure; administrators do not."""


class Training(models.Model):
    """培训: a session in the plan of an organ, until it was held or called off.

    ``organ`` holds it. ``scope`` and ``roles`` say who should come; who was asked to is in ``Attendance``.
    """

    class Scope(models.TextChoices):
        OWN = "own", _("本机关")
        BELOW = "below", _("本机关和所属各机关")
        CHOSEN = "chosen", _("选定的机关")

    class State(models.TextChoices):
        PLANNED = "planned", _("计划")
        HELD = "held", _("已举办")
        CANCELLED = "cancelled", _("取消")

    organ = models.ForeignKey(
        Organ, verbose_name=_("举办机关"), on_delete=models.PROTECT, related_name="trainings"
    )
    title = models.CharField(_("名称"), max_length=100)
    topic = models.CharField(_("内容"), max_length=300)
    on = models.DateField(_("日期"))
    time = models.CharField(_("时间"), max_length=20, blank=True)
    place = models.CharField(_("地点"), max_length=100)
    online = models.BooleanField(_("线上举办"), default=False)
    teacher = models.CharField(_("授课人"), max_length=60, blank=True)
    hours = models.DecimalField(
        _("学时"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(200)],
    )
    scope = models.CharField(_("参加范围"), max_length=6, choices=Scope.choices, default=Scope.OWN)
    organs = models.ManyToManyField(Organ, blank=True, related_name="+")
    """Of CHOSEN."""
    roles = models.JSONField(_("参加人员"), default=list)
    state = models.CharField(_("状态"), max_length=9, choices=State.choices, default=State.PLANNED)
    outside = models.PositiveSmallIntegerField(_("系统外人数"), default=0)
    """Who came and has no account: a number, no names."""
    reason = models.CharField(_("取消的原因"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("列入时间"))
    held_at = models.DateTimeField(_("登记时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("培训")
        default_permissions = ()
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["organ", "state", "on"], name="training_of_organ")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def quarter(self) -> int:
        return (self.on.month + 2) // 3

    @property
    def role_names(self) -> str:
        return "、".join(str(label) for role, label in ROLES if role in self.roles)

    def is_late(self, on: date) -> bool:
        """Its day is past, and nobody said that it was held."""
        return self.is_planned and self.on < on


class Attendance(models.Model):
    """参训: a person asked to come, for ``organ``; ``came`` is None until the session was held."""

    class Answer(models.TextChoices):
        NONE = "", _("未回复")
        YES = "yes", _("参加")
        NO = "no", _("不能参加")

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attendances")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("回复"), max_length=3, choices=Answer.choices, blank=True)
    words = models.CharField(_("说明"), max_length=100, blank=True)
    answered_at = models.DateTimeField(_("回复时间"), null=True)
    came = models.BooleanField(_("签到"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("参训人员")
        default_permissions = ()
        ordering = ["organ__path", "pk"]
        constraints = [models.UniqueConstraint(fields=["training", "user"], name="attendance_once")]
        indexes = [models.Index(fields=["user", "came"], name="attendance_of_user")]

    def __str__(self) -> str:
        return self.user.name


class TrainingCount(models.Model):
    """计入登记: the row of 工作登记 by which section one of the report counts the session for an organ.

    ``own``: made for the session; else the organ had entered it by hand, and it is not counted again.
    """

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="counts")
    gathering = models.OneToOneField(Gathering, on_delete=models.PROTECT, related_name="training")
    own = models.BooleanField()

    class Meta:
        verbose_name = verbose_name_plural = _("培训计数")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.gathering)


def material_name(_row: models.Model, name: str) -> str:
    """A name of our own: nothing a person typed becomes a path."""
    return f"training/{uuid4().hex}{PurePath(name).suffix}"


class TrainingMaterial(models.Model):
    """培训材料: a file, or a link."""

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="materials")
    name = models.CharField(_("名称"), max_length=120)
    link = models.URLField(_("网址"), max_length=300, blank=True)
    file = models.FileField(_("文件"), upload_to=material_name, max_length=100, blank=True)
    kind = models.CharField(_("类型"), max_length=10, blank=True)
    size = models.PositiveIntegerField(_("大小"), default=0)
    sha256 = models.CharField(_("摘要"), max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("添加时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("培训材料")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def file_name(self) -> str:
        return f"{self.name}.{self.kind}"


class TrainingQuestion(models.Model):
    """试题 that an office adds to those shipped; kept when retired, for papers that had it."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("单选题")
        MULTIPLE = "multiple", _("多选题")
        JUDGE = "judge", _("判断题")

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="training_questions")
    kind = models.CharField(_("题型"), max_length=8, choices=Kind.choices)
    text = models.CharField(_("题目"), max_length=300)
    options = models.JSONField(_("选项"))
    right = models.JSONField(_("正确选项"))
    """Numbers of options, from nought."""
    explanation = models.CharField(_("解析"), max_length=300)
    article = models.PositiveSmallIntegerField(
        _("条例条文"), validators=[MinValueValidator(1), MaxValueValidator(56)]
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("添加时间"))
    retired_at = models.DateTimeField(_("停用时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("试题")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:40]


class TrainingTest(models.Model):
    """测试 of a session: how many questions, what passes, how often one may try, until when."""

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="tests")
    title = models.CharField(_("名称"), max_length=100)
    size = models.PositiveSmallIntegerField(
        _("题数"), validators=[MinValueValidator(1), MaxValueValidator(MOST_QUESTIONS)]
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("及格线"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    """Per cent of the questions."""
    attempts = models.PositiveSmallIntegerField(
        _("可测次数"), validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    opens_on = models.DateField(_("开始日期"))
    closes_on = models.DateField(_("截止日期"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("设立时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("培训测试")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    def is_open(self, on: date) -> bool:
        return self.opens_on <= on <= self.closes_on


class TrainingPaper(models.Model):
    """答卷: the questions one person drew at one attempt, as they were, and what the person answered.

    ``answers``: for each question the numbers of the options chosen; None where nothing is yet.
    """

    test = models.ForeignKey(TrainingTest, on_delete=models.PROTECT, related_name="papers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="papers")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("第几次"))
    questions = models.JSONField()
    answers = models.JSONField()
    started_at = models.DateTimeField(_("开始时间"))
    handed_in_at = models.DateTimeField(_("交卷时间"), null=True)
    right = models.PositiveSmallIntegerField(_("答对题数"), null=True)
    passed = models.BooleanField(_("通过"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("答卷")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["test", "user", "number"], name="paper_number_once")]
        indexes = [models.Index(fields=["organ", "passed", "handed_in_at"], name="paper_of_organ")]

    def __str__(self) -> str:
        return f"{self.test} {self.user.name}"

    @property
    def score(self) -> int | None:
        """Of a hundred, rounded down: nobody passes by rounding."""
        return None if self.right is None else 100 * self.right // len(self.questions)


class TrainingCertificate(models.Model):
    """培训合格证书, with the name of the person and of the organ as they were."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(_("证书编号"), max_length=80, unique=True)
    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="certificates")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="training_certificates"
    )
    of = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("姓名"), max_length=64)
    of_name = models.CharField(_("单位"), max_length=200)
    holder_name = models.CharField(_("发证机关"), max_length=200)
    hours = models.DecimalField(_("学时"), max_digits=4, decimal_places=1)
    score = models.PositiveSmallIntegerField(_("测试成绩"), null=True)
    """None for a session without a test."""
    on = models.DateField(_("发证日期"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_on = models.DateField(_("撤销日期"), null=True)
    reason = models.CharField(_("撤销的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("培训合格证书")
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "serial"], name="certificate_serial_once"),
            models.UniqueConstraint(
                fields=["training", "user"],
                condition=models.Q(revoked_on__isnull=True),
                name="certificate_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_valid(self) -> bool:
        return self.revoked_on is None


class TrainingRule(models.Model):
    """培训时限: within how many months who is new must be trained, in an organ and those below it."""

    organ = models.OneToOneField(Organ, on_delete=models.PROTECT, related_name="+")
    months = models.PositiveSmallIntegerField(
        _("月数"), validators=[MinValueValidator(1), MaxValueValidator(36)]
    )
    source = models.CharField(_("依据"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("设定时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("培训时限")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.months)
