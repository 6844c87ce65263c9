"""Acts on 自查报告: write, send to be checked, check, send back, make an item of it. Each one ledger line."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.scope import Class

from ...disclosure import actions as disclosure
from ...disclosure.column_models import Column
from ...disclosure.content import Content
from ...disclosure.models import ItemVersion
from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from . import report as reports
from .models import LONGEST_TEXT, SelfCheck, SelfCheckText, Task, WorkPlan
from .tasks import FULFIL

if TYPE_CHECKING:
    from ...accounts.models import User

ATTEST = "supervision.attest"


@transaction.atomic
def write(
    organ: Organ, plan: WorkPlan, *, opening: str, next_steps: str, user: "User", at: datetime
) -> SelfCheckText:
    """写总体情况、下一步安排: a new version of the text; the first begins the report."""
    permissions.require(user, FULFIL, organ, on=localdate(at))
    if not Task.objects.filter(organ=organ, point__plan=plan).exists():
        raise Refused(_("这份要点没有本机关的任务，不用编制自查报告"))
    if max(len(opening), len(next_steps)) > LONGEST_TEXT:
        raise Refused(_("每一段不超过{most}字").format(most=LONGEST_TEXT))
    report, _new = SelfCheck.objects.get_or_create(organ=organ, plan=plan)
    report = _editable(report)
    made = report.texts.create(opening=opening.strip(), next_steps=next_steps.strip(), by=user, at=at)
    _line(report, "self_check_written", user, version=report.texts.count())
    return made


@transaction.atomic
def send(report: SelfCheck, *, user: "User", at: datetime) -> SelfCheck:
    """送核: the report as of today is frozen; a section head or leader looks at exactly that."""
    on = localdate(at)
    permissions.require(user, FULFIL, report.organ, on=on)
    report = _editable(report)
    text = report.texts.last()
    if text is None or not text.next_steps:
        raise Refused(_("请先写下一步安排再送核"))
    report.organ.name = report.organ.name_on(on)
    report.plan.organ.name = report.plan.organ.name_on(on)
    report.content = reports.built(report.organ, report.plan, text, on)
    report.digest = reports.digest(report.content)
    report.sent_by, report.sent_at, report.remark = user, at, ""
    report.save()
    _line(report, "self_check_sent", user, digest=report.digest)
    return report


@transaction.atomic
def check(report: SelfCheck, digest: str, *, user: "User", at: datetime) -> SelfCheck:
    """核对定稿 by a second person: from now on the report stays as it is."""
    report = _sent(report, user, at)
    if digest != report.digest or report.content is None or reports.digest(report.content) != digest:
        raise Refused(_("内容在您查看之后有改动，请重新核对"))
    report.checked_by, report.checked_at = user, at
    report.save(update_fields=["checked_by", "checked_at"])
    _line(report, "self_check_final", user, digest=digest)
    return report


@transaction.atomic
def give_back(report: SelfCheck, *, remark: str, user: "User", at: datetime) -> SelfCheck:
    """退回修改 with a remark; what was frozen is dropped."""
    report = _sent(report, user, at)
    if not remark.strip():
        raise Refused(_("请写明退回的意见"))
    report.content, report.digest, report.remark = None, "", remark.strip()
    report.sent_by = report.sent_at = None
    report.save()
    _line(report, "self_check_returned", user, remark=report.remark)
    return report


@transaction.atomic
def draft_item(report: SelfCheck, column: Column | None, *, user: "User", at: datetime) -> ItemVersion:
    """起草公开: the final report as an ordinary item, public once the review has passed it."""
    permissions.require(user, "disclosure.draft", report.organ, on=localdate(at))
    report = _locked(report)
    if report.checked_at is None or report.content is None:
        raise Refused(_("自查报告还没有定稿，定稿以后才能公开"))
    if report.item_id:
        raise Refused(_("已经起草过公开的信息，请在“主动公开”里继续办理"))
    body = render_to_string("supervision/points/self_check_item.html", {"report": report.content})
    content = Content(
        title=report.content["title"],
        formed_on=localdate(report.checked_at),
        klass=Class.PUBLISH,
        genre="report",
        body="".join(line.strip() for line in body.splitlines()),
    )
    version = disclosure.draft(report.organ, content, column=column, user=user, at=at)
    report.item = version.item
    report.save(update_fields=["item"])
    _line(report, "self_check_drafted", user, item=version.item_id)
    return version


def _locked(report: SelfCheck) -> SelfCheck:
    rows = SelfCheck.objects.select_for_update(of=("self",))
    return rows.select_related("organ", "plan__organ").get(pk=report.pk)


def _editable(report: SelfCheck) -> SelfCheck:
    report = _locked(report)
    if report.checked_at:
        raise Refused(_("自查报告已经定稿，不能再改"))
    if report.sent_at:
        raise Refused(_("自查报告正在核对；需要修改的，请核对人先退回"))
    return report


def _sent(report: SelfCheck, user: "User", at: datetime) -> SelfCheck:
    permissions.require(user, ATTEST, report.organ, on=localdate(at))
    report = _locked(report)
    if report.sent_at is None or report.checked_at:
        raise Refused(_("自查报告现在不在核对中，请刷新页面"))
    if report.sent_by_id == user.pk:
        raise Refused(_("送核的人不能自己核对，请由另一位负责人核对"))
    text = report.texts.last()
    if text and text.by_id == user.pk:
        raise Refused(_("编写的人不能自己核对，请由另一位负责人核对"))
    return report


def _line(report: SelfCheck, act: str, user: "User", **detail: object) -> None:
    ledger.record(
        report,
        act,
        user=user,
        organ=report.organ.slug,
        year=report.plan.year,
        plan=report.plan.title,
        **detail,
    )
