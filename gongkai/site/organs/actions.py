"""Acts on organs: establish, rename, contact, site data, appoint, end a role. Each one ledger line."""

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..accounts.models import User
from ..ledger import actions as ledger
from . import permissions
from .models import ADMINISTRATORS, Officer, Organ, OrganName, SiteData, in_force

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,38}[a-z0-9]")

LONGEST_DELEGATION = 90
"""Days: who is away for longer is succeeded, not stood in for."""


class Refused(Exception):
    """An act that the facts do not allow; the message says in Chinese why and what to do."""


@transaction.atomic
def establish(
    *,
    slug: str,
    name: str,
    short_name: str,
    kind: str,
    on: date,
    parent: Organ | None = None,
    user: User | None = None,
    today: date | None = None,
    **fields: object,
) -> Organ:
    """设立机关 under ``parent``, by its system administrator or one above.

    ``user`` None: the installation itself, which also establishes the highest organ.
    """
    if parent is not None:
        parent = Organ.objects.select_for_update().get(pk=parent.pk)
    if user is not None:
        assert parent is not None and today is not None
        permissions.require(user, "organs.arrange", parent, on=today)
        if on > today:
            raise Refused(_("设立日期不能在今天之后，到那一天再登记"))
    _refuse_slug(slug)
    _refuse_name(name, parent, on)
    new = Organ(slug=slug, kind=kind, established_on=on, **fields)
    organ: Organ = (
        Organ.objects.add_child(parent, instance=new) if parent else Organ.objects.add_root(instance=new)
    )
    OrganName.objects.create(organ=organ, name=name, short_name=short_name, since=on)
    ledger.record(organ, "established", user=user, name=name, on=on, parent=parent.slug if parent else None)
    return organ


@transaction.atomic
def rename(organ: Organ, *, name: str, short_name: str, user: User, on: date) -> OrganName:
    """更名 from ``on``; the name before it ends the day before. The address stays."""
    permissions.require(user, "organs.rename", organ, on=on)
    Organ.objects.select_for_update().get(pk=organ.pk)
    before = organ.names.order_by("-since").first()
    if before and before.since >= on:
        raise Refused(_("现在的名称从{since}起使用，新名称的启用日期应在这之后").format(since=before.since))
    if before:
        before.until = on - timedelta(days=1)
        before.save()
    new = OrganName.objects.create(organ=organ, name=name, short_name=short_name, since=on)
    ledger.record(organ, "renamed", user=user, old=before.name if before else "", new=name, on=on)
    return new


@transaction.atomic
def edit_contact(organ: Organ, *, contact: dict[str, str], user: User, on: date) -> None:
    """更新联系方式（第十二条）."""
    permissions.require(user, "organs.edit_contact", organ, on=on)
    changed = {f: contact[f] for f in Organ.CONTACT if f in contact and contact[f] != getattr(organ, f)}
    if not changed:
        return
    for field, value in changed.items():
        setattr(organ, field, value)
    organ.save(update_fields=list(changed))
    ledger.record(organ, "contact_edited", user=user, **changed)


@transaction.atomic
def edit_site(organ: Organ, *, data: dict[str, str], user: User, on: date) -> None:
    """更新网站标识和页脚; what is left empty is taken from the organ above."""
    permissions.require(user, "organs.edit_site", organ, on=on)
    row = SiteData.objects.filter(organ=organ).first() or SiteData(organ=organ)
    changed = {f: data[f] for f in SiteData.FIELDS if f in data and data[f] != getattr(row, f)}
    if not changed:
        return
    for field, value in changed.items():
        setattr(row, field, value)
    try:
        row.clean_fields(exclude=["organ"])
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error
    row.save()
    ledger.record(organ, "site_edited", user=user, **changed)


@transaction.atomic
def appoint(person: User, organ: Organ, role: str, *, on: date, user: User | None = None) -> Officer:
    """任职. Refuses two administrator roles, or one beside an office role (三员分立).

    ``user`` None: the installation itself, for the first administrators.
    """
    if user is not None:
        permissions.require(user, "organs.appoint", organ, on=on)
        if user == person:
            raise Refused(_("不能给自己任职，请由另一位安全管理员办理"))
    User.objects.select_for_update().get(pk=person.pk)  # two appointments at once see each other
    held = Officer.objects.filter(in_force(on), user=person)
    if held.filter(organ=organ, role=role).exists():
        raise Refused(_("{person}已经担任这一职责").format(person=person))
    if _clashes(role, {officer.role for officer in held}):
        raise Refused(_("系统、安全、审计管理员应由三人分任，且不兼任其他职责"))
    officer = Officer.objects.create(user=person, organ=organ, role=role, since=on)
    ledger.record(officer, "appointed", user=user, organ=organ.slug, role=role, on=on)
    return officer


@transaction.atomic
def end_role(officer: Officer, *, user: User, on: date) -> None:
    """离任: ``on`` is the last day of the role."""
    permissions.require(user, "organs.appoint", officer.organ, on=on)
    officer = _locked(officer)
    if officer.until and officer.until <= on:
        raise Refused(_("这一职责已于{until}结束").format(until=officer.until))
    officer.until = max(on, officer.since)
    officer.save(update_fields=["until"])
    ledger.record(officer, "role_ended", user=user, organ=officer.organ.slug, on=officer.until)


@transaction.atomic
def delegate(officer: Officer, person: User, *, since: date, until: date, user: User, on: date) -> Officer:
    """请人代办: a colleague holds the officer's role too, from one day to another, both named.

    Only the officer gives their own role away; administrators do not, and no role is held by
    standing in twice removed.
    """
    officer = (
        Officer.objects.select_for_update(of=("self",)).select_related("organ", "user").get(pk=officer.pk)
    )
    if officer.user_id != user.pk or not Officer.objects.on(on).filter(pk=officer.pk).exists():
        raise permissions.Forbidden("organs.delegate")
    if officer.role in ADMINISTRATORS:
        raise Refused(_("管理员的职责不能请人代办"))
    if officer.stands_for_id:
        raise Refused(_("代办的职责不能再请人代办"))
    if not on <= since <= until:
        raise Refused(_("代办从今天或以后开始，结束日期不早于开始日期"))
    if (until - since).days > LONGEST_DELEGATION:
        raise Refused(_("代办不超过{days}天；更久的，请安全管理员任职").format(days=LONGEST_DELEGATION))
    if person.pk == user.pk or not Officer.objects.on(on).filter(user=person, organ=officer.organ).exists():
        raise Refused(_("请选择本机关的另一位工作人员"))
    if officer.until and officer.until < until:
        raise Refused(_("您的这一职责到{until}为止").format(until=officer.until))
    User.objects.select_for_update().get(pk=person.pk)
    held = Officer.objects.filter(user=person, organ=officer.organ, role=officer.role)
    if held.filter(since__lte=until).exclude(until__lt=since).exists():
        raise Refused(_("{person}在这段时间已经担任这一职责").format(person=person))
    if _clashes(officer.role, set(Officer.objects.on(on).filter(user=person).values_list("role", flat=True))):
        raise Refused(_("管理员不能代办其他职责"))
    made = Officer.objects.create(
        user=person, organ=officer.organ, role=officer.role, since=since, until=until, stands_for=officer
    )
    ledger.record(
        made, "delegated", user=user, organ=officer.organ.slug, role=officer.role, since=since, until=until
    )
    return made


@transaction.atomic
def end_delegation(stand_in: Officer, *, user: User, on: date) -> None:
    """收回代办; ``on`` is the last day, or it never begins."""
    stand_in = (
        Officer.objects.select_for_update(of=("self",)).select_related("stands_for").get(pk=stand_in.pk)
    )
    if stand_in.stands_for is None or stand_in.stands_for.user_id != user.pk:
        raise permissions.Forbidden("organs.delegate")
    if stand_in.until is not None and stand_in.until < on:
        raise Refused(_("代办已于{until}结束").format(until=stand_in.until))
    organ = stand_in.organ.slug
    ledger.record(stand_in, "delegation_ended", user=user, organ=organ, on=on)
    if stand_in.since > on:
        stand_in.delete()
        return
    stand_in.until = on
    stand_in.save(update_fields=["until"])


def _refuse_slug(slug: str) -> None:
    """The address is for ever: it must be fit to be one, and nobody else's, now or ever before."""
    if not _SLUG.fullmatch(slug):
        raise Refused(
            _("网址名以小写字母开头，只用小写字母、数字和连字符，2到40个字，例如wangshu、yunchuan-finance")
        )
    if Organ.objects.filter(slug=slug).exists():
        raise Refused(_("网址名{slug}已归另一个机关，永远不再给别的机关，请换一个").format(slug=slug))


def _refuse_name(name: str, parent: Organ | None, on: date) -> None:
    """Two organs side by side do not bear the same name on the same day."""
    beside = Organ.objects.children_of(parent) if parent else Organ.objects.filter(depth=1)
    if beside.existing(on).filter(names__in=OrganName.objects.filter(in_force(on), name=name)).exists():
        raise Refused(_("同一上级之下已有{name}").format(name=name))


def _locked(officer: Officer) -> Officer:
    held = Officer.objects.select_for_update(of=("self",)).select_related("organ", "stands_for")
    return held.get(pk=officer.pk)


def _clashes(role: str, held: set[str]) -> bool:
    administrators = {str(role) for role in ADMINISTRATORS}
    others = held - {role}
    return bool(others) and (role in administrators or bool(others & administrators))
