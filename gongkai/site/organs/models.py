"""The tree of organs: dated names, officers with dated roles, successors, competent offices, site data."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import F, FilteredRelation, Q, Subquery
from django.db.models.functions import Length
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from .calendar_models import (  # noqa: F401  # Django finds the models of the room here
    CalendarChange,
    CalendarEdition,
    HolidayNotice,
    LocalDay,
    MovedDay,
)


def in_force(on: date, prefix: str = "") -> Q:
    """Rows with ``since`` and ``until`` that hold on a day; ``until`` is the last day.

    ``prefix`` leads to the rows over a relation.
    """
    begun, open_end, not_over = f"{prefix}since__lte", f"{prefix}until__isnull", f"{prefix}until__gte"
    return Q((begun, on)) & (Q((open_end, True)) | Q((not_over, on)))


class Kind(models.TextChoices):
    GOVERNMENT = "government", _("人民政府")
    DEPARTMENT = "department", _("政府部门")
    TOWN = "town", _("乡镇人民政府")
    SUBDISTRICT = "subdistrict", _("街道办事处")
    VERTICAL = "vertical", _("垂直管理机构")


class OrganQuerySet(MP_NodeQuerySet):
    def named(self, on: date) -> Self:
        """With ``name`` and ``short_name`` as they are on a day, in the same query."""
        # A join: an organ has one name on a day (``rename`` ends the one before).
        called = FilteredRelation("names", condition=in_force(on, "names__"))
        return self.annotate(called=called).annotate(
            name=F("called__name"), short_name=F("called__short_name")
        )

    def existing(self, on: date) -> Self:
        """Established, and not dissolved, on a day."""
        return self.filter(established_on__lte=on).exclude(dissolved_on__lte=on)

    def existing_in(self, year: int) -> Self:
        """Those that existed on some day of a year: whose reports on it are asked for."""
        return self.filter(established_on__lte=date(year, 12, 31)).exclude(dissolved_on__lte=date(year, 1, 1))

    def reporting(self, on: date) -> Self:
        """Those that exist on a day, or did in the year before: whose report may be awaited."""
        return self.exclude(dissolved_on__lte=date(on.year - 1, 1, 1))

    def dissolved(self, on: date) -> Self:
        """Dissolved on a day, or before it."""
        return self.filter(dissolved_on__lte=on)

    def below(self, organ: "Organ") -> Self:
        """``organ`` and every organ under it."""
        return self.filter(path__startswith=organ.path)

    def children_of(self, organ: "Organ") -> Self:
        """The organs right under ``organ``."""
        return self.filter(path__startswith=organ.path, depth=organ.depth + 1)

    def above(self, organ: "Organ") -> Self:
        """``organ`` and every organ over it, the highest first."""
        return self.filter(path__in=organ.paths_above).order_by(Length("path"))

    def successors_of(self, organ: "Organ") -> Self:
        """承继 the organs that took over its duties when it was dissolved."""
        return self.filter(inheritances__predecessor=organ, inheritances__direct=True)

    def predecessors_of(self, organ: "Organ") -> Self:
        """The dissolved organs whose duties it took over."""
        return self.filter(successions__successor=organ, successions__direct=True)


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

    class Meta:
        verbose_name = verbose_name_plural = _("机关")
        default_permissions = ()

    def __str__(self) -> str:
        """Its name as it was asked for, else the newest: what a line of the ledger says."""
        if named := getattr(self, "name", None):
            return str(named)
        newest = self.names.first() if self.pk else None
        return newest.name if newest else self.slug

    @property
    def paths_above(self) -> list[str]:
        """The paths of the organ and of every organ over it."""
        return [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]

    def is_dissolved(self, on: date) -> bool:
        """True from the day of 撤销 on."""
        return self.dissolved_on is not None and self.dissolved_on <= on

    def competent_office(self, on: date) -> "Organ | None":
        """公开工作主管部门 over it on a day, named: that of the nearest government that has one (Art. 3)."""
        rows = CompetentOffice.objects.on(on).filter(government__path__in=self.paths_above)
        nearest = rows.order_by("-government__depth").values("office")[:1]
        found: Organ | None = Organ.objects.named(on).filter(pk=Subquery(nearest)).first()
        return found

    @cached_property
    def site(self) -> "SiteData":
        """What its pages say of the site: its own data, and what it leaves empty from the nearest above."""
        found = SiteData(organ=self)
        rows = SiteData.objects.filter(organ__path__in=self.paths_above)
        for row in rows.order_by("organ__depth"):
            for field in SiteData.FIELDS:
                setattr(found, field, getattr(row, field) or getattr(found, field))
        return found

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


class Succession(models.Model):
    """承继: from a day on, an organ answers for what a dissolved one made.

    A successor may be dissolved in its turn. The rows that follow from it (not ``direct``) are kept
    too, so that one join finds whoever answers now, however long the chain.
    """

    class Kind(models.TextChoices):
        MERGER = "merger", _("合并")
        DIVISION = "division", _("分设")
        RENEWAL = "renewal", _("更名新设")
        TRANSFER = "transfer", _("职责划转")

    predecessor = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="inheritances")
    on = models.DateField(_("日期"))
    kind = models.CharField(_("方式"), max_length=10, choices=Kind.choices)
    note = models.CharField(_("依据和说明"), max_length=300)
    direct = models.BooleanField(_("直接承继"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("承继")
        default_permissions = ()
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_pair"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class Placement(models.Model):
    """隶属 as it was: ``parent`` stood over the organ up to ``until``; kept when the organ is moved.

    Who stands over it today is told by the tree, and by it alone (``placements``).
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    until = models.DateField(_("截止日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("历次隶属")
        default_permissions = ()
        ordering = ["until"]
        constraints = [models.UniqueConstraint(fields=["organ", "until"], name="placement_until")]
        indexes = [models.Index(fields=["until"], name="placement_day")]

    def __str__(self) -> str:
        return f"{self.organ} {self.until}"


class CompetentOfficeQuerySet(models.QuerySet["CompetentOffice"]):
    def on(self, day: date) -> Self:
        """Those that hold on a day."""
        return self.filter(in_force(day))


class CompetentOffice(models.Model):
    """公开工作主管部门 of a government, from one day to another (Art. 3)."""

    government = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="competent_offices")
    office = models.ForeignKey(
        Organ, verbose_name=_("主管部门"), on_delete=models.PROTECT, related_name="competences"
    )
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"), null=True, blank=True)

    objects = CompetentOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("公开工作主管部门")
        default_permissions = ()
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(fields=["government", "since"], name="competent_office_since"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="competent_office_term"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.government} {self.office}"


class SiteData(models.Model):
    """网站标识和页脚: what every public page of an organ says of the site it stands on."""

    organ = models.OneToOneField(Organ, on_delete=models.PROTECT, related_name="site_data")
    site_name = models.CharField(_("网站名称"), max_length=60, blank=True)
    id_code = models.CharField(
        _("网站标识码"),
        max_length=10,
        blank=True,
        help_text=_("10位数字，前6位是行政区划代码；部门网站是bm和8位数字"),
        validators=[
            RegexValidator(
                r"^([0-9]{10}|bm[0-9]{8})\Z", _("网站标识码是10位数字，或bm和8位数字，请照备案的填写")
            )
        ],
    )
    icp_number = models.CharField(_("ICP备案号"), max_length=60, blank=True)
    police_number = models.CharField(_("公安备案号"), max_length=60, blank=True)
    mark_url = models.CharField(
        _("党政机关网站标识的链接"),
        max_length=300,
        blank=True,
        validators=[URLValidator(["http", "https"], message=_("请写完整的网址，以https://开头"))],
    )
    fault_email = models.EmailField(_("网站找错邮箱"), max_length=100, blank=True)
    fault_phone = models.CharField(_("网站找错电话"), max_length=40, blank=True)

    FIELDS = (
        "site_name",
        "id_code",
        "icp_number",
        "police_number",
        "mark_url",
        "fault_email",
        "fault_phone",
    )

    class Meta:
        verbose_name = verbose_name_plural = _("网站标识和页脚")
        default_permissions = ()

    def __str__(self) -> str:
        return self.site_name or str(self.organ)


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
