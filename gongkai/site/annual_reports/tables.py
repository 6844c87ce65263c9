"""The lists of the room: their columns, what they are sorted by, what an export of them says."""

from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from gongkai.annual_report.reconciliation.findings import TITLES

from ..lists import Column, Table


def _state(report: Any) -> str:
    said = []
    if report.current:
        said.append(_t("已公布第{number}版").format(number=report.current.number))
        if report.current.nil:
            said.append(_t("零报告"))
    if report.collected and not report.current:
        said.append(_t("代录"))
    if report.drafts:
        said.append(_t("有草稿"))
    return "，".join(said) or _t("草稿已删除")


REPORTS = Table(
    name=_("年报"),
    columns=(
        Column(_("机关"), lambda report: report.organ.name, "organ", ("organ__path",)),
        Column(_("年度"), lambda report: report.year, "year", ("year",), figure=True),
        Column(_("状态"), _state),
        Column(
            _("公布时间"),
            lambda report: report.current and report.current.published_at,
            "published",
            ("current__published_at",),
        ),
        Column(_("办理")),
    ),
    order=("-year", "organ__path"),
    filters=("year", "state"),
)

FINDINGS = Table(
    name=_("核验意见"),
    columns=(
        Column(_("机关"), lambda row: row.organ_name, "organ", ("version__report__organ__path",)),
        Column(_("年度"), lambda row: row.version.report.year, on_page=False),
        Column(_("轻重"), lambda row: row.word, "severity", ("severity",)),
        Column(_("种类"), lambda row: TITLES.get(row.code, row.code), on_page=False),
        Column(_("核验意见"), lambda row: row.message, "code", ("code",)),
        Column(_("处理意见"), lambda row: row.verdict.get_decision_display() if row.verdict else ""),
        Column(_("理由"), lambda row: row.verdict.reason if row.verdict else "", on_page=False),
        Column(_("处理人"), lambda row: row.verdict.by.name if row.verdict else "", on_page=False),
    ),
    order=("version__report__organ__path", "number"),
    filters=("organ", "severity", "code", "state"),
)

BY_ORGAN = Table(
    name=_("各机关核验意见数"),
    columns=(
        Column(_("机关"), lambda version: version.organ_name, "organ", ("report__organ__path",)),
        Column(_("错误"), lambda version: version.errors, "errors", ("errors",), figure=True),
        Column(_("提醒"), lambda version: version.warnings, "warnings", ("warnings",), figure=True),
        Column(_("提示"), lambda version: version.infos, "infos", ("infos",), figure=True),
    ),
    order=("-errors", "-warnings", "report__organ__path"),
    prefix="organs-",
)

ORGANS = Table(
    name=_("各机关情况"),
    columns=(
        Column(_("机关"), lambda row: row.organ.name, "organ", ("organ",)),
        Column(_("上年年报"), lambda row: row.report.word, "report", ("report",)),
        Column(_("在办申请"), lambda row: row.waiting.open, "open", ("open",), figure=True),
        Column(_("已逾期"), lambda row: row.waiting.late, "late", ("late",), figure=True),
        Column(_("新收申请"), lambda row: row.received[0], "received", ("received",), figure=True),
        Column(_("上年同期新收"), lambda row: row.received[1], figure=True),
        Column(_("主动公开"), lambda row: row.disclosed[0], "disclosed", ("disclosed",), figure=True),
        Column(_("上年同期公开"), lambda row: row.disclosed[1], figure=True),
    ),
    order=(),
    filters=("year",),
)

BATCHES = Table(
    name=_("我的批量上传"),
    columns=(
        Column(_("上传时间"), lambda batch: batch.made_at, "made", ("made_at",)),
        Column(_("文件数"), lambda batch: batch.count, "count", ("count",), figure=True),
        Column(_("需要人工处理"), lambda batch: batch.person, "person", ("person",), figure=True),
    ),
    order=(),
    filters=("state",),
)

BATCH_FILES = Table(
    name=_("批量上传的文件"),
    columns=(
        Column(_("文件"), lambda file: file.name, "name", ("name",)),
        Column(_("状态"), lambda file: file.get_state_display(), "state", ("state",)),
        Column(_("说明"), lambda file: file.reason),
        Column(_("办理")),
    ),
    order=("number",),
    filters=("state",),
)
