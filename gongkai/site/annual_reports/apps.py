"""The room of annual reports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnualReportsConfig(AppConfig):
    name = "gongkai.site.annual_reports"
    verbose_name = _("年度报告")
    # Folder → the rows that name its files; what no row names was left by an act that failed.
    kept_files = {"annual_reports/progress": (("Progress", "file"),)}
    # What each act of the room is called where the ledger is shown.
    acts = {
        "file_kept": _("留存来源文件"),
        "uploaded": _("上传年报"),
        "compiled": _("由记录编制年报"),
        "gathered": _("汇总编制年报"),
        "included": _("声明并入承继机关的报告"),
        "inclusion_revoked": _("撤销并入声明"),
        "section_written": _("撰写文字"),
        "signed_on_set": _("填写成文日期"),
        "improvement_recorded": _("登记改进事项"),
        "improvement_removed": _("删除改进事项"),
        "commitment_judged": _("登记改进事项的落实情况"),
        "commitment_progressed": _("登记改进事项的进展"),
        "correction_started": _("建立更正版本"),
        "cell_corrected": _("更正单元格"),
        "batch_handed_in": _("批量上传"),
        "batch_file_dropped": _("放弃批量上传的文件"),
        "cell_checked": _("核对单元格"),
        "judged": _("对核验意见写处理意见"),
        "confirmed": _("复核"),
        "sent_up": _("送审"),
        "examined": _("审核"),
        "signed": _("签发"),
        "sent_back": _("退回"),
        "nil_declared": _("作零报告"),
        "published": _("公布"),
        "discarded": _("删除草稿"),
        "filing_submitted": _("报送年报"),
        "filing_remarked": _("写审核意见"),
        "filing_remark_dropped": _("删除审核意见"),
        "filing_returned": _("退回年报"),
        "filing_answered": _("答复审核意见"),
        "filing_accepted": _("接收年报"),
        "filing_unlocked": _("解除锁定"),
        "filing_collected": _("代录报送年报"),
        "filing_due_set": _("设定报送期限"),
        "filing_urged": _("催报"),
        "filing_reminded": _("报送提醒"),
        "exported": _("导出"),
    }
    # Acts after which the public reads what it read before.
    unseen = frozenset(
        "file_kept uploaded compiled gathered included inclusion_revoked section_written "
        "correction_started cell_corrected batch_handed_in signed_on_set improvement_recorded "
        "improvement_removed commitment_judged commitment_progressed batch_file_dropped cell_checked "
        "confirmed sent_up examined signed sent_back nil_declared discarded exported filing_submitted "
        "filing_remarked filing_remark_dropped filing_returned filing_answered filing_accepted "
        "filing_unlocked filing_collected filing_due_set filing_urged filing_reminded".split()
    )
    hooks = {
        "daily": "gongkai.site.annual_reports.filing.reminding.run",
        "feed": "gongkai.site.annual_reports.filing.reminding.days",
    }

    def ready(self) -> None:
        # Models can be imported only now.
        from ..organs.structure import rearranged  # noqa: PLC0415
        from .totals.counting import follow  # noqa: PLC0415

        rearranged.connect(follow, dispatch_uid="totals follow the tree")
