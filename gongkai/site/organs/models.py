"""The tree of organs, their dated names, their contact data, their officers with dated roles."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet


def in_force(on: date) -> Q:
    """Rows with ``since`` and ``until`` that hold on a day; ``until`` is the last day."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


class Kind(models.TextChoices):
    GOVERNMENT = "government", _("人民政府")
    DEPARTMENT = "department", _("政府部门")
    TOWN = "town", _("乡镇人民政府")
    SUBDISTRICT = "subdistrict", _("街道办事处")
    VERTICAL = "vertical", _("垂直管理机构")


class OrganQuerySet(MP_NodeQuerySet):
    def named(self, on: date) -> Self:
        """With ``name`` and ``short_name`` as they are on a day, in the same query."""
        names = OrganName.objects.filter(in_force(on), organ=OuterRef("pk")).order_by("-since")
        return self.annotate(
            name=Subquery(names.values("name")[:1]), short_name=Subquery(names.values("short_name")[:1])
        )

    def below(self, organ: "Organ") -> Self:
        """``organ`` and every organ under it."""
        return self.filter(path__startswith=organ.path)

    def children_of(self, organ: "Organ") -> Self:
        """The organs right under ``organ``."""
        return self.filter(path__startswith=organ.path, depth=organ.depth + 1)

    def above(self, organ: "Organ") -> Self:
        """``organ`` and every organ over it, the highest first."""
        steps = range(organ.steplen, len(organ.path) + 1, organ.steplen)
        return self.filter(path__in=[organ.path[:end] for end in steps]).order_by(Length("path"))


class OrganManager(MP_NodeManager.from_queryset(OrganQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> OrganQuerySet:
        return OrganQuerySet(self.model, using=self._db).order_by("path")


class Organ(MP_Node):
    """An organ that discloses. ``slug`` is its address for ever, whatever it is called.

    Contact data is what the guide must name (第十二条): office, address, hours, telephone, fax,
    internet contact.
    """

    slug = models.SlugField(_("网址名"), max_length=40, unique=True)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices)
    established_on = models.DateField(_("设立日期"))
    dissolved_on = models.DateField(_("撤销日期"), null=True, blank=True)
    office = models.CharField(_("公开工作机构"), max_length=100, blank=True)
    address = models.CharField(_("办公地址"), max_length=200, blank=True)
    postcode = models.CharField(_("邮政编码"), max_length=10, blank=True)
    hours = models.CharField(_("办公时间"), max_length=100, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    fax = models.CharField(_("传真"), max_length=40, blank=True)
    email = models.CharField(_("电子邮箱"), max_length=100, blank=True)
    sample = models.BooleanField(_("示例"), default=False, help_text=_("虚构的示例机关，每页都标明"))

    objects = OrganManager()  # type: ignore[misc]

    if TYPE_CHECKING:  # set by OrganQuerySet.named
        name: str
        short_name: str
        reports: int  # set by the portal, for its tiles
        over: "Organ | None"  # set by the portal, for its header
        among_samples: bool  # so too: this installation holds made-up organs

    class Meta:
        verbose_name = verbose_name_plural = _("机关")
        default_permissions = ()

    def __str__(self) -> str:
        """Its name as it was asked for, else the newest: what a line of the ledger says."""
        if named := getattr(self, "name", None):
            return str(named)
        newest = self.names.first() if self.pk else None
        return newest.name if newest else self.slug

    def parent_on(self, on: date) -> "Organ | None":
        """The organ over it, named as on a day; None for the highest."""
        found: Organ | None = Organ.objects.named(on).filter(path=self.path[: -self.steplen]).first()
        return found

    def name_on(self, on: date) -> str:
        """Its name on a day; the slug for a day without one."""
        row = self.names.filter(in_force(on)).order_by("-since").first()
        return row.name if row else self.slug

    CONTACT = ("office", "address", "postcode", "hours", "phone", "fax", "email")

    @property
    def contact(self) -> list[tuple[str, str]]:
        """Label and value of the contact data that is filled in."""
        return [
            (str(field.verbose_name), getattr(self, field.name))
            for field in self._meta.fields
            if field.name in self.CONTACT and getattr(self, field.name)
        ]


class OrganName(models.Model):
    """What an organ is called from one day to another; old reports keep the name of their time."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=40)
    since = models.DateField(_("启用日期"))
    until = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("机关名称")
        default_permissions = ()
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "since"], name="organ_name_since"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="organ_name_term"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    HANDLER = "handler", _("承办人")
    SECTION_HEAD = "section_head", _("科室负责人")
    LEADER = "leader", _("分管领导")
    SECRECY_REVIEWER = "secrecy", _("保密审查员")
    SIGNATORY = "signatory", _("签发人")
    DISCLOSURE_OFFICER = "disclosure", _("公开专员")
    SUPERVISOR = "supervisor", _("主管部门")
    SYSTEM_ADMIN = "system", _("系统管理员")
    SECURITY_ADMIN = "security", _("安全管理员")
    AUDIT_ADMIN = "audit", _("审计管理员")


ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
"""三员分立: nobody holds two of these, nor one of these and an office role."""


class OfficerQuerySet(models.QuerySet["Officer"]):
    def on(self, day: date) -> Self:
        """Roles held on a day."""
        return self.filter(in_force(day))


class Officer(models.Model):
    """A person's role in an organ, from one day to another."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="roles"
    )
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="officers")
    role = models.CharField(_("职责"), max_length=20, choices=Role.choices)
    since = models.DateField(_("任职日期"))
    until = models.DateField(_("离任日期"), null=True, blank=True)
    stands_for = models.ForeignKey(
        "self",
        verbose_name=_("代替"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stand_ins",
    )

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("工作人员")
        default_permissions = ()
        ordering = ["organ", "role", "since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="officer_term"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"


class GroupMember(models.Model):
    """公开工作领导小组 or its office: a person's post in it, from one day to another.

    Members need no account; who signs in and acts is an Officer.
    """

    class Body(models.TextChoices):
        GROUP = "group", _("领导小组")
        OFFICE = "office", _("领导小组办公室")

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="group_members")
    body = models.CharField(_("机构"), max_length=10, choices=Body.choices, default=Body.GROUP)
    name = models.CharField(_("姓名"), max_length=40)
    post = models.CharField(_("职务"), max_length=60)
    duty = models.CharField(_("分工"), max_length=100, blank=True)
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("领导小组成员")
        default_permissions = ()
        ordering = ["body", "since", "pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.post}"


class Gathering(models.Model):
    """A meeting on disclosure, or training: held by the organ, or taken part in."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("会议")
        TRAINING_GIVEN = "given", _("举办培训")
        TRAINING_TAKEN = "taken", _("参加培训")

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="gatherings")
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices, default=Kind.MEETING)
    on = models.DateField(_("日期"))
    title = models.CharField(_("名称"), max_length=200)
    people = models.PositiveSmallIntegerField(_("人数"))
    content = models.CharField(_("内容"), max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("会议和培训")
        default_permissions = ()
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.title


class ReadingPlace(models.Model):
    """查阅场所: archives, libraries, service halls where the public reads (Art. 25)."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="reading_places")
    name = models.CharField(_("名称"), max_length=100)
    address = models.CharField(_("地址"), max_length=200)
    hours = models.CharField(_("开放时间"), max_length=100, blank=True)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    since = models.DateField(_("设立日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("查阅场所")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class HandOver(models.Model):
    """移送: documents brought to a reading place."""

    place = models.ForeignKey(
        ReadingPlace, verbose_name=_("查阅场所"), on_delete=models.PROTECT, related_name="hand_overs"
    )
    on = models.DateField(_("移送日期"))
    count = models.PositiveIntegerField(_("件数"))
    note = models.CharField(_("内容"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("移送")
        default_permissions = ()
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.place} {self.on}"
