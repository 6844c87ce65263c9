"""Items of information, their versions, reviews and columns."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from gongkai.law.disclosure import CATEGORIES
from gongkai.law.scope import CLASSES, GROUNDS, Class

from ..organs.models import Organ, Role
from .column_models import Column
from .content import Content, shown
from .gate_models import Consultation, LeakReason  # noqa: F401  # Django finds the models of the room here
from .matter_models import Matter  # noqa: F401
from .question_models import Question  # noqa: F401
from .record_models import Adoption, Count, Import, YearFigure  # noqa: F401

REVIEWERS = (Role.SECTION_HEAD, Role.LEADER, Role.SECRECY_REVIEWER, Role.SIGNATORY)
"""Roles that may hold a step of the review."""

_ROLES = [(role.value, role.label) for role in REVIEWERS]
_CATEGORIES = [(code, label) for code, (label, _article) in CATEGORIES.items()]
_GROUNDS = [(code, f"{label}（{article}）") for code, (label, article) in GROUNDS.items()]


class Origin(models.TextChoices):
    """Who made the information (Art. 10)."""

    MADE = "made", _("本机关制作")
    ORGAN = "organ", _("从其他机关获取")
    OTHERS = "others", _("从公民、法人和其他组织获取")


class Genre(models.TextChoices):
    """体裁: the kinds of official documents, and information that is none."""

    RESOLUTION = "resolution", _("决议")
    DECISION = "decision", _("决定")
    ORDER = "order", _("命令（令）")
    COMMUNIQUE = "communique", _("公报")
    ANNOUNCEMENT = "announcement", _("公告")
    NOTICE = "public_notice", _("通告")
    OPINION = "opinion", _("意见")
    CIRCULAR = "circular", _("通知")
    BULLETIN = "bulletin", _("通报")
    REPORT = "report", _("报告")
    REQUEST = "request", _("请示")
    REPLY = "reply", _("批复")
    MOTION = "motion", _("议案")
    LETTER = "letter", _("函")
    MINUTES = "minutes", _("纪要")
    OTHER = "other", _("其他信息")


class Validity(models.TextChoices):
    """有效性 of a normative document, derived from its dates."""

    IN_FORCE = "in_force", _("现行有效")
    REVISED = "revised", _("已修改")
    NOT_YET = "not_yet", _("尚未施行")
    LAPSED = "lapsed", _("已失效")
    REPEALED = "repealed", _("已废止")


class ItemQuerySet(models.QuerySet["Item"]):
    def public(self) -> Self:
        """Items that the public reads, with the version it reads."""
        return self.public_only().select_related("current")

    def public_only(self) -> Self:
        """The same, for counting."""
        return self.filter(listed_in__isnull=False)


class Item(models.Model):
    """信息: ``current`` is the version the public reads; ``index_number`` is never given again.

    ``newest`` is its last version, public or not. ``listed_in``, ``section`` and ``part`` say in
    which lists the public finds it; all three are empty while it is not public. They follow from the
    other facts, and only ``listing`` writes them.
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="items")
    column = models.ForeignKey(
        Column, verbose_name=_("栏目"), null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    current = models.OneToOneField(
        "ItemVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    newest = models.OneToOneField(
        "ItemVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    listed_in = models.ForeignKey(
        Column,
        null=True,
        blank=True,
        editable=False,
        db_index=False,  # the indexes of the lists begin with it
        on_delete=models.PROTECT,
        related_name="+",
    )
    section = models.ForeignKey(
        Column,
        null=True,
        blank=True,
        editable=False,
        db_index=False,  # the indexes of the lists begin with it
        on_delete=models.PROTECT,
        related_name="+",
    )
    part = models.CharField(max_length=10, blank=True, editable=False)
    index_number = models.CharField(_("索引号"), max_length=60, blank=True)
    published_at = models.DateTimeField(_("首次公布时间"), null=True, blank=True)
    imported_from = models.ForeignKey(
        "disclosure.Import",
        verbose_name=_("收录文件"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="items",
    )
    imported_at = models.DateTimeField(_("收录时间"), null=True, blank=True)
    interprets = models.ForeignKey(
        "self",
        verbose_name=_("解读的文件"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="interpretations",
    )
    repealed_on = models.DateField(_("废止日期"), null=True, blank=True)
    repealed_by = models.ForeignKey(
        "self",
        verbose_name=_("废止它的文件"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="repeals",
    )
    reexamine_on = models.DateField(_("再审查日期"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("撤下原因"), max_length=300, blank=True)

    objects = ItemQuerySet.as_manager()

    if TYPE_CHECKING:
        validity: "Validity | None"  # set by the portal, for its lists
        organ_name: str  # set by the register

    class Meta:
        verbose_name = verbose_name_plural = _("信息")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "index_number"], condition=~Q(index_number=""), name="item_index_number"
            ),
        ]
        indexes = [
            # Each list of the public is read from one of these alone, however far one pages.
            models.Index(fields=["listed_in", "-published_at", "-id"], name="item_listed"),
            models.Index(fields=["section", "-published_at", "-id"], name="item_section"),
            models.Index(fields=["organ", "part", "-published_at", "-id"], name="item_part"),
            models.Index(fields=["organ", "-published_at", "-id"], name="item_organ_published"),
            models.Index(fields=["-published_at", "-id"], name="item_published"),
            models.Index(fields=["organ", "reexamine_on"], name="item_reexamine"),
            models.Index(
                fields=["organ", "withdrawn_at"],
                condition=Q(withdrawn_at__isnull=False),
                name="item_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.index_number or _("信息{number}").format(number=self.pk)

    @property
    def shown(self) -> "ItemVersion | None":
        """What the office reads of it: the version the public reads, else the newest."""
        return self.current or self.newest

    def validity_on(self, on: date) -> "Validity | None":
        """Whether the document binds on a day; None for what is no normative document."""
        version = self.current
        if version is None or not version.normative:
            return None
        if self.repealed_on and self.repealed_on <= on:
            return Validity.REPEALED
        if version.expires_on and version.expires_on < on:
            return Validity.LAPSED
        if version.effective_on and version.effective_on > on:
            return Validity.NOT_YET
        return Validity.REVISED if version.number > 1 else Validity.IN_FORCE


class Stage(models.TextChoices):
    """Derived by ``actions.settle``, kept for lists."""

    DRAFT = "draft", _("起草")
    RETURNED = "returned", _("退回修改")
    REVIEW = "review", _("审核中")
    READY = "ready", _("待公布")
    SETTLED = "settled", _("已审定")
    PUBLISHED = "published", _("已公布")


class ItemVersionQuerySet(models.QuerySet["ItemVersion"]):
    def newest(self) -> Self:
        """The last version of each item."""
        return self.filter(item__newest=models.F("pk"))

    def published(self) -> Self:
        """Versions that the public may read, while their item is not withdrawn."""
        return self.filter(published_at__isnull=False)

    def open(self) -> Self:
        """Versions that are neither published nor settled."""
        return self.filter(stage__in=[Stage.DRAFT, Stage.RETURNED, Stage.REVIEW, Stage.READY])

    def duty(self) -> Self:
        """To be published and not yet public."""
        return self.open().filter(klass=Class.PUBLISH)

    def overdue(self, on: date) -> Self:
        """The same, past the last day."""
        return self.duty().filter(due_on__lt=on)


class ItemVersion(models.Model):
    """版本: what the public will read of an item. A published version is never changed.

    ``body`` stands in a row of its own (Body): lists and counts run over short rows.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版次"))
    title = models.CharField(_("标题"), max_length=300)
    document_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    formed_on = models.DateField(_("形成日期"))
    normative = models.BooleanField(_("规范性文件"), default=False)
    registration_number = models.CharField(_("统一登记号"), max_length=60, blank=True)
    effective_on = models.DateField(_("实施日期"), null=True, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    notice_until = models.DateField(_("公示期至"), null=True, blank=True)
    origin = models.CharField(_("来源"), max_length=10, choices=Origin.choices, default=Origin.MADE)
    maker = models.CharField(_("制作机关"), max_length=200, blank=True)
    genre = models.CharField(_("体裁"), max_length=20, choices=Genre.choices, blank=True)
    category = models.CharField(_("法定内容"), max_length=20, blank=True, choices=_CATEGORIES)
    klass = models.CharField(
        _("公开属性"), max_length=10, choices=list(CLASSES.items()), default=Class.PUBLISH
    )
    ground = models.CharField(_("不公开的依据"), max_length=20, blank=True, choices=_GROUNDS)
    ground_note = models.CharField(_("理由"), max_length=300, blank=True)
    reexamine_on = models.DateField(_("再审查日期"), null=True, blank=True)
    summary = models.CharField(_("内容概述"), max_length=500, blank=True)
    attachments = models.JSONField(_("附件"), default=list, blank=True)
    change_note = models.CharField(_("修改说明"), max_length=300, blank=True)
    original = models.ForeignKey(
        Item,
        verbose_name=_("转发的原件"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="forwarded_by",
    )
    original_title = models.CharField(_("原件名称"), max_length=300, blank=True)
    original_number = models.CharField(_("原件文号"), max_length=60, blank=True)
    original_class = models.CharField(
        _("原件的公开属性"), max_length=10, blank=True, choices=list(CLASSES.items())
    )
    co_makers = models.CharField(_("联合制作机关"), max_length=500, blank=True)
    lead = models.CharField(_("牵头机关"), max_length=100, blank=True)
    publish_basis = models.CharField(_("由本机关公开的依据"), max_length=300, blank=True)
    digest = models.CharField(_("摘要"), max_length=64)
    stage = models.CharField(_("状态"), max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    waits_for = models.CharField(_("等待"), max_length=20, blank=True, choices=_ROLES)
    due_on = models.DateField(_("公开期限"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("送审时间"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("起草时间"))
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    release_at = models.DateTimeField(_("定时公布"), null=True, blank=True)
    release_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(_("公布时间"), null=True)

    objects = ItemVersionQuerySet.as_manager()

    _body: str | None = None  # as held; None: as stored

    class Meta:
        verbose_name = verbose_name_plural = _("信息版本")
        default_permissions = ()
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="item_version_number")]
        indexes = [
            models.Index(fields=["stage", "waits_for"], name="item_version_stage"),
            models.Index(fields=["stage", "due_on"], name="item_version_due"),
            models.Index(fields=["document_number"], name="item_version_number_idx"),
            models.Index(fields=["published_at"], condition=Q(number__gt=1), name="item_version_revised"),
            models.Index(fields=["item"], condition=Q(normative=True), name="item_version_normative"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def body(self) -> str:
        """正文, as clean HTML."""
        if self._body is None:
            stored = getattr(self, "stored_body", None) if self.pk else None
            self._body = stored.text if stored else ""
        return self._body

    @body.setter
    def body(self, text: str) -> None:
        self._body = text

    @property
    def content(self) -> Content:
        """What a review binds to, as it is stored now."""
        stored = {name: getattr(self, name) for name in Content.__dataclass_fields__}
        stored["attachments"] = tuple((name, sha256) for name, sha256 in self.attachments)
        return Content(**stored)

    def files(self) -> list["NamedFile"]:
        """Its attachments in their order, each with its stored file."""
        stored = {
            file.sha256: file
            for file in StoredFile.objects.filter(
                organ=self.item.organ_id, sha256__in=[sha256 for _name, sha256 in self.attachments]
            ).defer("text")
        }
        return [
            NamedFile(number, name, stored[sha256])
            for number, (name, sha256) in enumerate(self.attachments, start=1)
        ]

    @property
    def shown_body(self) -> SafeString:
        """The body for a page; it was cleaned when it was stored."""
        return shown(self.body)

    def hold(self, content: Content) -> None:
        """Take over ``content`` and its digest; ``save_content`` stores it."""
        for name, value in content.as_dict().items():
            setattr(self, name, value)
        self.attachments = [list(pair) for pair in content.attachments]
        self.digest = content.digest

    def save_content(self) -> None:
        """Save the version and the body it holds."""
        self.save()
        Body.objects.update_or_create(version=self, defaults={"text": self.body})


class Body(models.Model):
    """正文 of a version."""

    version = models.OneToOneField(
        ItemVersion, primary_key=True, on_delete=models.CASCADE, related_name="stored_body"
    )
    text = models.TextField(_("正文"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("正文")
        default_permissions = ()

    def __str__(self) -> str:
        return self.text[:20]


class ReExamination(models.Model):
    """再审查 of what is withheld (Art. 18): why it stays so, and until when."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="reexaminations")
    opinion = models.CharField(_("审查意见"), max_length=300)
    next_on = models.DateField(_("下次审查日期"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("再审查")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.opinion


class StoredFile(models.Model):
    """附件文件: the bytes as they are published, once for an organ however often they are attached."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(_("类型"), max_length=10)
    size = models.PositiveIntegerField(_("大小"))
    file = models.FileField(_("文件"), upload_to="disclosure/attachments")
    text = models.TextField(_("文字"), blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("附件文件")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["organ", "sha256"], name="stored_file_once")]

    def __str__(self) -> str:
        return self.sha256[:12]


@dataclass(frozen=True)
class NamedFile:
    """An attachment as a page shows it; ``number`` counts from 1."""

    number: int
    name: str
    stored: StoredFile

    @property
    def file_name(self) -> str:
        return f"{self.name}.{self.stored.kind}"


class Step(models.Model):
    """审核环节 of an organ that has its own; else ``actions.STEPS``."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="review_steps")
    number = models.PositiveSmallIntegerField(_("次序"))
    name = models.CharField(_("名称"), max_length=20)
    role = models.CharField(_("职责"), max_length=20, choices=_ROLES)

    class Meta:
        verbose_name = verbose_name_plural = _("审核环节")
        default_permissions = ()
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["organ", "number"], name="review_step_number")]

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """审核: the opinion of one person on one step, on exactly the content of ``digest``."""

    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="reviews")
    number = models.PositiveSmallIntegerField(_("环节"))
    name = models.CharField(_("环节名称"), max_length=20)
    passed = models.BooleanField(_("通过"))
    opinion = models.CharField(_("意见"), max_length=500, blank=True)
    digest = models.CharField(_("摘要"), max_length=64)
    superseded = models.BooleanField(_("不再计入"), default=False)
    """The organ's steps changed after it, before the version was public: it counts for no step."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("审核意见")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.by}"
