"""机构设置: moving and dissolving organs, who succeeds them, which office is competent. Each one ledger line.

The tree says who stands over whom today; where an organ stood before it was moved is kept beside it
(``placements``). Names, roles, successions and competences are dated, so that any day can be asked for.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils.translation import gettext as _

from ..ledger import actions as ledger
from . import calendar, permissions
from .actions import Refused
from .models import CompetentOffice, Kind, Officer, Organ, Placement, Succession

if TYPE_CHECKING:
    from ..accounts.models import User

rearranged = Signal()
"""Sent with ``since`` within the act, before its line in the ledger: the tree is another from that day on."""


@transaction.atomic
def dissolve(
    organ: Organ,
    *,
    kind: str,
    successors: Collection[Organ],
    on: date,
    note: str,
    user: "User",
    today: date,
) -> None:
    """撤销, by a system administrator above; ``successors`` answer for it from the day on.

    Its roles end that day. Its items, reports and addresses stay for ever.
    """
    involved = [organ.pk, *(one.pk for one in successors)]
    list(Organ.objects.select_for_update().filter(pk__in=involved).order_by("pk"))
    organ = _arranged(organ, user, today)
    if not organ.established_on < on <= today:
        raise Refused(_("撤销日期应在设立日期{since}之后，不晚于今天").format(since=organ.established_on))
    if organ.inheritances.filter(on__gt=on).exists():
        raise Refused(_("它在这一天之后还承继过别的机关，撤销日期应在那之后"))
    if not note.strip():
        raise Refused(_("请写明撤销的依据，例如机构改革方案的名称和文号"))
    if below := _existing_below(organ, today):
        raise Refused(_("还有下级机关：{names}。请先撤销它们，或调整它们的隶属").format(names=below))
    heirs = _heirs(organ, kind, successors, user, on, today)
    organ.dissolved_on = on
    organ.save(update_fields=["dissolved_on"])
    ended = _end_roles(organ, on, today)
    _end_competence(Q(office=organ) | Q(government=organ), on)
    _inherit(organ, heirs, kind, on, note.strip())
    rearranged.send(Organ, since=on)
    ledger.record(
        organ,
        "dissolved",
        user=user,
        kind=kind,
        successors=[heir.slug for heir in heirs],
        on=on,
        note=note.strip(),
        roles_ended=ended,
    )


@transaction.atomic
def move(organ: Organ, parent: Organ, *, user: "User", on: date) -> None:
    """调整隶属: the organ and all below it come under ``parent``, and under its calendar. Addresses stay."""
    organ = _arranged(organ, user, on)
    parent = Organ.objects.select_for_update().get(pk=parent.pk)
    permissions.require(user, "organs.arrange", parent, on=on)
    before = Organ.objects.get(path=organ.path[: -organ.steplen])
    if parent.pk == before.pk:
        raise Refused(_("它已经在这个机关之下"))
    if parent.path.startswith(organ.path):
        raise Refused(_("不能移到自己或自己的下级之下"))
    # Moved twice on one day: where it stood in the morning is what it was until yesterday.
    Placement.objects.get_or_create(organ=organ, until=on - timedelta(days=1), defaults={"parent": before})
    Organ.objects.move(organ, parent, "last-child")
    organ = Organ.objects.get(pk=organ.pk)
    offices = CompetentOffice.objects.filter(office__path__startswith=organ.path)
    left = [
        row.pk
        for row in offices.select_related("government", "office")
        if row.government.path not in row.office.paths_above
    ]
    _end_competence(Q(pk__in=left), on)
    what = _("调整隶属：{name}移到{parent}之下").format(name=organ.name_on(on), parent=parent.name_on(on))
    calendar.follow(organ, what, user=user, today=on)
    rearranged.send(Organ, since=on)
    ledger.record(organ, "moved", user=user, old=before.slug, new=parent.slug, on=on)


@transaction.atomic
def set_competent_office(
    government: Organ, office: Organ, *, since: date, user: "User", on: date
) -> CompetentOffice:
    """确定公开工作主管部门 of a government from ``since``; the one before it ends the day before (Art. 3)."""
    permissions.require(user, "organs.competent", government, on=on)
    government = Organ.objects.select_for_update().get(pk=government.pk)
    if government.kind != Kind.GOVERNMENT:
        raise Refused(_("只有县级以上人民政府确定公开工作主管部门（条例第三条）"))
    if office.is_dissolved(on) or government.path not in office.paths_above:
        raise Refused(_("主管部门应是本级政府或它之下现有的机关"))
    if since < office.established_on:
        raise Refused(_("起始日期不能早于这个机关的设立日期{since}").format(since=office.established_on))
    before = government.competent_offices.order_by("-since").first()
    if before and before.since >= since:
        raise Refused(_("现在的主管部门从{since}起主管，新的起始日期应在这之后").format(since=before.since))
    if before and (before.until is None or before.until >= since):
        if before.office_id == office.pk:
            raise Refused(_("它已经是公开工作主管部门"))
        before.until = since - timedelta(days=1)
        before.save(update_fields=["until"])
    made = CompetentOffice.objects.create(government=government, office=office, since=since)
    ledger.record(
        made, "competent_office_set", user=user, organ=government.slug, office=office.slug, since=since
    )
    return made


def _arranged(organ: Organ, user: "User", on: date) -> Organ:
    """The organ, locked, for an administrator of the one above; refuses the highest and the dissolved."""
    organ = Organ.objects.select_for_update().get(pk=organ.pk)
    above = Organ.objects.filter(path=organ.path[: -organ.steplen]).first()
    permissions.require(user, "organs.arrange", above or organ, on=on)
    if above is None:
        raise Refused(_("最高一级的机关不能撤销，也不能调整隶属"))
    if organ.dissolved_on:
        raise Refused(_("{name}已于{on}撤销").format(name=organ.name_on(on), on=organ.dissolved_on))
    return organ


def _existing_below(organ: Organ, today: date) -> str:
    """Names of the organs right under it that are not dissolved."""
    found = Organ.objects.children_of(organ).filter(dissolved_on=None).named(today)
    return "、".join(one.name for one in found)


def _heirs(
    organ: Organ, kind: str, successors: Collection[Organ], user: "User", on: date, today: date
) -> list[Organ]:
    """The successors as they are now; somebody always answers for what an organ did."""
    heirs = list(Organ.objects.filter(pk__in=[one.pk for one in successors]).named(today))
    if not heirs:
        raise Refused(_("请选择承继职责的机关；没有机关承继的，选择决定撤销它的上级机关"))
    if kind in (Succession.Kind.MERGER, Succession.Kind.RENEWAL) and len(heirs) > 1:
        raise Refused(_("合并、更名新设的，承继机关只有一个；由几个机关承继的，选择分设或职责划转"))
    if kind == Succession.Kind.DIVISION and len(heirs) == 1:
        raise Refused(_("分设的，承继机关至少有两个"))
    for heir in heirs:
        permissions.require(user, "organs.arrange", heir, on=today)
        if heir.pk == organ.pk:
            raise Refused(_("不能由自己承继"))
        if heir.established_on > on:
            raise Refused(
                _("{name}在{since}才设立，不能从{on}起承继").format(
                    name=heir.name, since=heir.established_on, on=on
                )
            )
    return heirs


def _end_roles(organ: Organ, on: date, today: date) -> int:
    """``on`` is the last day of every role; what was to begin later never does."""
    Officer.objects.filter(organ=organ, since__gt=today).delete()
    open_roles = list(Officer.objects.filter(Q(until=None) | Q(until__gt=on), organ=organ))
    for officer in open_roles:
        officer.until = max(on, officer.since)
    Officer.objects.bulk_update(open_roles, ["until"])
    return len(open_roles)


def _end_competence(rows: Q, on: date) -> None:
    """``on`` is the last day of these competences."""
    found = list(CompetentOffice.objects.filter(rows & (Q(until=None) | Q(until__gt=on))))
    for row in found:
        row.until = max(on, row.since)
    CompetentOffice.objects.bulk_update(found, ["until"])


def _inherit(organ: Organ, heirs: Collection[Organ], kind: str, on: date, note: str) -> None:
    """The heirs answer for it, and for all it answered for itself."""
    rows = [Succession(predecessor=organ, successor=heir, on=on, kind=kind, note=note) for heir in heirs]
    rows += [
        Succession(predecessor_id=earlier, successor=heir, on=on, kind=kind, note=note, direct=False)
        for earlier in organ.inheritances.values_list("predecessor", flat=True)
        for heir in heirs
    ]
    Succession.objects.bulk_create(rows, ignore_conflicts=True)
