"""Acts before a session: into the plan, change, ask people to come, their answer, materials, call off."""

import hashlib
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...disclosure.files import clean
from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Officer, Organ
from . import reach
from .models import ROLES, Attendance, Training, TrainingMaterial
from .reach import TRAIN

FIELDS = ("title", "topic", "on", "time", "place", "online", "teacher", "hours", "scope", "roles")
LONGEST_NAME = 120


@transaction.atomic
def plan(
    organ: Organ, *, organs: Collection[Organ] = (), user: User, at: datetime, **fields: Any
) -> Training:
    """列入计划. ``organs``: those chosen, where the scope is CHOSEN.

    Raises Refused without a role asked for, and Forbidden for organs out of the person's reach.
    """
    permissions.require(user, TRAIN, organ, on=localdate(at))
    training = Training(organ=organ, by=user, at=at, **fields)
    _check(training, organs, user, localdate(at))
    training.save()
    training.organs.set(organs)
    _line(training, "training_planned", user, on=training.on, scope=training.scope, roles=training.roles)
    return training


@transaction.atomic
def change(
    training: Training, *, organs: Collection[Organ] = (), user: User, at: datetime, **fields: Any
) -> Training:
    """修改 a session that was not held yet; answers of people who were asked stay."""
    training = held_open(training, user, at)
    before = {name: getattr(training, name) for name in fields}
    for name, value in fields.items():
        setattr(training, name, value)
    _check(training, organs, user, localdate(at))
    training.save()
    training.organs.set(organs)
    changed = {name: fields[name] for name in fields if before[name] != fields[name]}
    _line(training, "training_changed", user, **changed)
    return training


@transaction.atomic
def call_off(training: Training, reason: str, *, user: User, at: datetime) -> None:
    """取消, with a reason that everyone asked reads."""
    training = held_open(training, user, at)
    if not reason.strip():
        raise Refused(_("请写明取消的原因，通知过的人员会看到"))
    training.state, training.reason = Training.State.CANCELLED, reason.strip()
    training.save(update_fields=["state", "reason"])
    _line(training, "training_cancelled", user, reason=training.reason)


@transaction.atomic
def invite(training: Training, *, user: User, at: datetime) -> int:
    """通知参训: a row for everyone who should come and has none; how many were added.

    Done again, it asks those who have been appointed since.
    """
    training = held_open(training, user, at)
    known = set(training.attendances.values_list("user", flat=True))
    wanted = reach.expected(training, localdate(at))
    new = [
        Attendance(training=training, user_id=person, organ_id=organ)
        for person, organ in wanted.items()
        if person not in known
    ]
    if not new:
        raise Refused(_("应当参加的人员都已通知；范围内没有其他任职人员"))
    Attendance.objects.bulk_create(new)
    _line(training, "training_invited", user, people=len(new))
    return len(new)


@transaction.atomic
def add_person(training: Training, username: str, *, user: User, at: datetime) -> Attendance:
    """增加人员 outside the roles asked for, in an organ that the person planning may train."""
    training = held_open(training, user, at)
    on = localdate(at)
    person = User.objects.filter(username=User.normalize_username(username.strip())).first()
    reached = permissions.organs_for(user, TRAIN, on=on)
    roles = [role for role, _label in ROLES]
    role = Officer.objects.on(on).filter(user=person, organ__in=reached, role__in=roles).first()
    if person is None or role is None:
        raise Refused(_("没有找到用户名为“{username}”的工作人员").format(username=username.strip()))
    row, made = Attendance.objects.get_or_create(
        training=training, user=person, defaults={"organ_id": role.organ_id}
    )
    if not made:
        raise Refused(_("{name}已在名单上").format(name=person.name))
    _line(training, "training_invited", user, people=1, person=person.username)
    return row


@transaction.atomic
def answer(row: Attendance, coming: str, words: str = "", *, user: User, at: datetime) -> None:
    """回复: only for oneself, until the session was held; who cannot come says why."""
    reach.owned(row, user, localdate(at))
    training = Training.objects.select_for_update().get(pk=row.training_id)
    if not training.is_planned:
        raise Refused(_("这次培训已经举办或者取消，不能再回复"))
    if coming not in (Attendance.Answer.YES, Attendance.Answer.NO):
        raise Refused(_("请选择参加或者不能参加"))
    if coming == Attendance.Answer.NO and not words.strip():
        raise Refused(_("不能参加的，请写明原因"))
    row.answer, row.words, row.answered_at = coming, words.strip(), at
    row.save(update_fields=["answer", "words", "answered_at"])
    _line(training, "training_answered", user, answer=coming)


@transaction.atomic
def add_file(training: Training, data: bytes, name: str, *, user: User, at: datetime) -> TrainingMaterial:
    """添加材料: told by its content, freed of authors and histories. Refuses what is no attachment."""
    permissions.require(user, TRAIN, training.organ, on=localdate(at))
    if training.state == Training.State.CANCELLED:
        raise Refused(_("这次培训已经取消，不能添加材料"))
    file = clean(data)
    stem = name.rsplit(".", 1)[0].strip()[:LONGEST_NAME] or _("培训材料")
    sha256 = hashlib.sha256(file.data).hexdigest()
    if training.materials.filter(sha256=sha256).exists():
        raise Refused(_("这份材料已经添加过"))
    material = TrainingMaterial(
        training=training, name=stem, kind=file.kind, size=len(file.data), sha256=sha256, by=user, at=at
    )
    material.file.save(f"material.{file.kind}", ContentFile(file.data), save=False)
    material.save()
    _line(training, "training_material_added", user, name=stem, sha256=sha256)
    return material


@transaction.atomic
def add_link(training: Training, name: str, link: str, *, user: User, at: datetime) -> TrainingMaterial:
    """添加网址 of material that stands elsewhere."""
    permissions.require(user, TRAIN, training.organ, on=localdate(at))
    if training.state == Training.State.CANCELLED:
        raise Refused(_("这次培训已经取消，不能添加材料"))
    if not name.strip() or not link.startswith(("http://", "https://")):
        raise Refused(_("请填写材料名称和以http://或者https://开头的网址"))
    material = TrainingMaterial.objects.create(
        training=training, name=name.strip(), link=link, by=user, at=at
    )
    _line(training, "training_material_added", user, name=material.name, link=link)
    return material


@transaction.atomic
def drop_material(material: TrainingMaterial, *, user: User, at: datetime) -> None:
    """删除材料, as long as the session was not held: afterwards it is what was taught."""
    training = held_open(material.training, user, at)
    storage, path, name, digest = material.file.storage, material.file.name, material.name, material.sha256
    material.delete()
    if path:
        transaction.on_commit(lambda: storage.delete(path))
    _line(training, "training_material_dropped", user, name=name, sha256=digest)


def held_open(training: Training, user: User, at: datetime) -> Training:
    """The session, locked, for who may train; refuses one that was held or called off."""
    permissions.require(user, TRAIN, training.organ, on=localdate(at))
    training = Training.objects.select_for_update(of=("self",)).select_related("organ").get(pk=training.pk)
    if not training.is_planned:
        raise Refused(_("这次培训的状态是“{state}”，不能再改").format(state=training.get_state_display()))
    return training


def _check(training: Training, organs: Collection[Organ], user: User, on: date) -> None:
    known = {role for role, _label in ROLES}
    if not training.roles or not set(training.roles) <= known:
        raise Refused(_("请选择参加人员的职责"))
    if not Decimal("0.5") <= Decimal(training.hours) <= 200:
        raise Refused(_("学时应当在0.5到200之间"))
    if training.scope == Training.Scope.OWN:
        return
    reached = permissions.organs_for(user, TRAIN, on=on)
    if training.scope == Training.Scope.BELOW:
        beyond = reach.below(training.organ, on).exclude(pk__in=reached.values("pk"))
        if beyond.exists():
            raise Refused(_("只有主管部门可以为所属各机关安排培训，请把参加范围改为本机关"))
        return
    if not organs:
        raise Refused(_("请选择参加培训的机关"))
    if reached.filter(pk__in=[organ.pk for organ in organs]).count() != len({organ.pk for organ in organs}):
        raise permissions.Forbidden(TRAIN)


def _line(training: Training, act: str, user: User, **detail: object) -> None:
    ledger.record(training, act, user=user, organ=training.organ.slug, **detail)
