"""The room of annual reports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnualReportsConfig(AppConfig):
    name = "gongkai.site.annual_reports"
    verbose_name = _("年度报告")
    # What each act of the room is called where the ledger is shown.
    acts = {
        "file_kept": _("留存来源文件"),
        "uploaded": _("上传年报"),
        "compiled": _("由记录编制年报"),
        "gathered": _("汇总编制年报"),
        "included": _("声明并入承继机关的报告"),
        "inclusion_revoked": _("撤销并入声明"),
        "section_written": _("撰写文字"),
        "correction_started": _("建立更正版本"),
        "cell_corrected": _("更正单元格"),
        "batch_handed_in": _("批量上传"),
        "batch_file_dropped": _("放弃批量上传的文件"),
        "cell_checked": _("核对单元格"),
        "judged": _("对核验意见写处理意见"),
        "confirmed": _("复核"),
        "published": _("公布"),
        "discarded": _("删除草稿"),
        "exported": _("导出"),
    }
    # Acts after which the public reads what it read before.
    unseen = frozenset(
        "file_kept uploaded compiled gathered included inclusion_revoked "
        "section_written correction_started cell_corrected batch_handed_in "
        "batch_file_dropped cell_checked confirmed discarded exported".split()
    )

    def ready(self) -> None:
        # Models can be imported only now.
        from ..organs.structure import rearranged  # noqa: PLC0415
        from .totals.counting import follow  # noqa: PLC0415

        rearranged.connect(follow, dispatch_uid="totals follow the tree")
