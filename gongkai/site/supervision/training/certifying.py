"""合格证书: given to who came and passed, numbered by organ and year, revoked with a reason."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.annual_report.rendering.typesetting import typeset

from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from .models import Attendance, Training, TrainingCertificate, TrainingPaper
from .reach import TRAIN

if TYPE_CHECKING:
    from ...accounts.models import User

_TEMPLATE = Path(__file__).with_name("certificate.typ")


@transaction.atomic
def issue(training: Training, *, user: "User", at: datetime) -> list[TrainingCertificate]:
    """发放证书 to everyone who has earned one and holds none: came, and passed every test of the session."""
    on = localdate(at)
    permissions.require(user, TRAIN, training.organ, on=on)
    # Numbers are given with the organ locked, and never again.
    Organ.objects.select_for_update().get(pk=training.organ_id)
    training = Training.objects.select_related("organ").get(pk=training.pk)
    if not training.is_held:
        raise Refused(_("培训还没有登记签到，不能发放证书"))
    given = TrainingCertificate.objects.filter(organ=training.organ, year=on.year)
    serial = given.aggregate(last=Max("serial"))["last"] or 0
    rows = earned(training)
    if not rows:
        raise Refused(_("没有应当发放的证书：签到并通过全部测试的人员都已领取"))
    names = dict(
        Organ.objects.named(on)
        .filter(pk__in={training.organ_id, *(row.organ_id for row, _score in rows)})
        .values_list("pk", "name")
    )
    made = TrainingCertificate.objects.bulk_create(
        TrainingCertificate(
            organ=training.organ, year=on.year, serial=number, training=training, user=row.user,
            number=f"{training.organ.slug}-{on.year}-{number:04d}", name=row.user.name, of=row.organ,
            of_name=names[row.organ_id], holder_name=names[training.organ_id], hours=training.hours,
            score=score, on=on, by=user,
        )
        for number, (row, score) in enumerate(rows, start=serial + 1)
    )  # fmt: skip
    ledger.record(
        training, "training_certified", user=user, organ=training.organ.slug,
        numbers=[one.number for one in made],
    )  # fmt: skip
    return made


@transaction.atomic
def revoke(certificate: TrainingCertificate, reason: str, *, user: "User", at: datetime) -> None:
    """撤销, with a reason; the number stays, and says so."""
    permissions.require(user, TRAIN, certificate.organ, on=localdate(at))
    rows = TrainingCertificate.objects.select_for_update(of=("self",)).select_related("organ")
    certificate = rows.get(pk=certificate.pk)
    if not certificate.is_valid:
        raise Refused(_("这份证书已于{on}撤销").format(on=certificate.revoked_on))
    if not reason.strip():
        raise Refused(_("请写明撤销的原因"))
    certificate.revoked_on, certificate.reason = localdate(at), reason.strip()
    certificate.save(update_fields=["revoked_on", "reason"])
    ledger.record(
        certificate, "training_certificate_revoked", user=user, organ=certificate.organ.slug,
        reason=certificate.reason,
    )  # fmt: skip


def earned(training: Training) -> list[tuple[Attendance, int | None]]:
    """Who may get a certificate now, with the result: the mean of the tests, rounded down."""
    have = training.certificates.filter(revoked_on=None).values("user")
    rows = training.attendances.filter(came=True).exclude(user__in=have).select_related("user", "organ")
    tests = set(training.tests.values_list("pk", flat=True))
    best: dict[int, dict[int, int]] = {}
    for paper in TrainingPaper.objects.filter(test__in=tests, passed=True):
        best.setdefault(paper.user_id, {})[paper.test_id] = paper.score or 0
    return [
        (row, _mean(best[row.user_id].values()) if tests else None)
        for row in rows
        if not tests or set(best.get(row.user_id, ())) == tests
    ]


def _mean(scores: Iterable[int]) -> int:
    told = list(scores)
    return sum(told) // len(told)


def lines(one: TrainingCertificate) -> list[tuple[str, str]]:
    """Label and value of each line, for the page and the PDF."""
    told = [
        (_("证书编号"), one.number),
        (_("姓名"), one.name),
        (_("单位"), one.of_name),
        (_("培训名称"), one.training.title),
        (_("培训日期"), one.training.on.isoformat()),
        (_("学时"), f"{one.hours.normalize():f}"),
        (_("测试成绩"), _("{score}分").format(score=one.score) if one.score is not None else _("未设测试")),
        (_("发证日期"), one.on.isoformat()),
        (_("发证机关"), one.holder_name),
    ]
    if not one.is_valid:
        told.append((_("撤销"), f"{one.revoked_on}　{one.reason}"))
    return told


def title() -> str:
    return _("培训合格证书")


def pdf(one: TrainingCertificate) -> bytes:
    """One page A4, tagged; the same certificate gives the same bytes, a revoked one says so."""
    hours, day = f"{one.hours.normalize():f}", one.training.on
    words = _("参加{day}举办的“{title}”政府信息公开工作培训，共{hours}学时，{result}，准予合格。").format(
        day=_("{0.year}年{0.month}月{0.day}日").format(day),
        title=one.training.title,
        hours=hours,
        result=_("测试成绩{score}分").format(score=one.score) if one.score is not None else _("全程签到"),
    )
    return typeset(
        _TEMPLATE,
        {
            "title": title(),
            "author": one.holder_name,
            "date": {"year": one.on.year, "month": one.on.month, "day": one.on.day},
            "name": _("{name}（{organ}）").format(name=one.name, organ=one.of_name),
            "words": words,
            "number": _("证书编号：{number}").format(number=one.number),
            "holder": one.holder_name,
            "day": _("{0.year}年{0.month}月{0.day}日").format(one.on),
            "revoked": ""
            if one.is_valid
            else _("本证书已于{on}撤销：{reason}").format(on=one.revoked_on, reason=one.reason),
            "note": _("证书是否有效，可在办公系统“监督—培训—证书查验”按编号查验。"),
        },
    )
